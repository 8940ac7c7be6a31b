"""Does a text without a question mark ask for something that can be counted? Read with the names of its map."""

from bot.conversation.talk import Talk


def asks_to_count(talk: Talk, text: str) -> bool:
    """Whether one analysis is surely meant."""
    from bot.questions.commands import Ask  # with what reads questions: loaded where a text has a word that asks
    from bot.questions.understand import Asking, understand
    from bot.questions.workspace import Name, Names

    journey = talk.journey
    names = Names(
        journeys=(Name(title=journey.title),) if journey else (),
        personas=tuple(Name(title=persona.name) for persona in talk.scene.personas),
        stages=tuple(Name(title=stage.title) for stage in journey.stages) if journey else (),
        touchpoints=tuple(Name(title=touchpoint.title) for touchpoint in journey.touchpoints()) if journey else (),
    )
    default = journey.title if journey else None
    return isinstance(understand(text, Asking(names=names, today=talk.today, default_journey=default)), Ask)
