"""Threads of future maps and blueprints over the sample map, for tests of what people do out of turn."""

from storage.model.apply import apply
from storage.model.changes import Change
from storage.model.journey import JourneyMap
from tests.bot.conversation.test_threads import played
from tests.bot.conversation.thread import Thread


def over_the_sample(kind: str, *said: str, lang: str = "en") -> Thread:
    """A build of this type in which Ana said these things; the sample map is the only one in the channel."""
    thread = Thread(lang=lang)
    thread.may_read(played("curious_colleen_en", 23))
    thread.begin("Ana", None, kind)  # type: ignore[arg-type]
    for text in said:
        thread.say("Ana", text)
    return thread


def newer(journey: JourneyMap, thread: Thread, *changes: Change) -> JourneyMap:
    """The next version of a map."""
    after = apply(journey, changes, "U0BORIS", thread.now, "chat")
    return after.model_copy(update={"version": journey.version + 1})


def elsewhere(journey: JourneyMap, privacy: str) -> JourneyMap:
    """The same map at home in another channel."""
    home = journey.home.model_copy(update={"channel_id": "C0OTHER"})
    return journey.model_copy(update={"home": home, "privacy": privacy})


def titles(thread: Thread) -> list[str]:
    """The touchpoints of the map, in order."""
    assert thread.journey is not None
    return [point.title for point in thread.journey.touchpoints()]


def hints(thread: Thread) -> str:
    """The small print of the last reply."""
    assert thread.turn is not None
    parts = [part for reply in thread.turn.replies for part in reply.parts]
    return "\n".join(part.text for part in parts if part.kind == "text" and part.style in ("hint", "grey"))
