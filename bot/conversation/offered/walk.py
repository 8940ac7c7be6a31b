"""Walking through a finished map: what stands at each stage, before an idea is asked for."""

from collections.abc import Callable, Mapping

from bot.conversation.ask import Ask
from bot.conversation.offered.choice import Choice
from bot.conversation.talk import Talk
from bot.conversation.wording import cut, mean
from bot.reply import Part
from storage.model.journey import Stage
from storage.model.mood import stage_value

SHOWN = 3


def _facts(talk: Talk, about: Ask) -> list[str]:
    """Mood, obstacles, questions without an answer, and the way forward of the stage."""
    stage = talk.stage(about.stage)
    if stage is None:
        return []
    lines = [_mood(talk, stage), *_obstacles(talk, stage), *_questions(talk, stage), _forward(talk, stage)]
    return [line for line in lines if line]


def _mood(talk: Talk, stage: Stage) -> str:
    value = stage_value(stage)
    if value is None:
        return talk.words("walk.no_mood")
    return talk.words("walk.mood", score=mean(value))


def _obstacles(talk: Talk, stage: Stage) -> list[str]:
    here = [pain.title for pain in talk.map.pain_points if pain.at.stage == stage.slug and pain.status == "open"]
    if not here:
        return []
    return [talk.words("walk.pains", list=talk.words("say.semicolon").join(cut(title, 60) for title in here[:SHOWN]))]


def _questions(talk: Talk, stage: Stage) -> list[str]:
    asked = [question.text for question in stage.customer_questions if not question.answered]
    if not asked:
        return []
    return [
        talk.words("walk.questions", list=talk.words("say.semicolon").join(cut(text, 60) for text in asked[:SHOWN]))
    ]


def _forward(talk: Talk, stage: Stage) -> str:
    step = stage.next_step
    if step is None or step.findable == "none":
        return talk.words("walk.no_next")
    if step.findable == "hidden":
        return talk.words("walk.hidden_next", step=cut(step.text or "–", 60))
    return ""


CHOICES: Mapping[str, Callable[[Talk, Ask], tuple[Choice, ...]]] = {}

MENUS: Mapping[str, Callable[[Talk, Ask], list[Part]]] = {}

HINTS: Mapping[str, Callable[[Talk, Ask], list[str]]] = {"walk": _facts}
