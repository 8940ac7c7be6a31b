"""What stands on a map, in one line, for each type."""

from collections.abc import Callable, Mapping

from bot.conversation.talk import Talk
from bot.conversation.wording import cut, mean
from storage.model.confidence import coverage
from storage.model.journey import MapType
from storage.model.mood import curve, highest, lowest, reason


def summary(talk: Talk) -> str:
    """The line for the map's type."""
    return SUMMARIES.get(talk.map.type, _journey)(talk)


def _journey(talk: Talk) -> str:
    """Stages, touchpoints, lowest and highest point, evidence."""
    journey, words = talk.map, talk.words
    points = curve(journey)
    backed = coverage(journey, talk.backings)
    values: dict[str, object] = {
        "s": len(journey.stages),
        "t": sum(1 for _ in journey.touchpoints()),
        "a": backed.backed,
        "b": backed.items,
    }
    low, high = lowest(points), highest(points)
    if low is None or high is None:
        return words("say.summary_flat", **values)
    values |= {
        "low": cut(low.title),
        "low_score": mean(low.value),
        "high": cut(high.title),
        "high_score": mean(high.value),
    }
    if len(points) == 1:
        return words("say.summary_one", **values)
    why = reason(low)
    return words("say.summary", why=cut(why.rstrip(".")), **values) if why else words("say.summary_no_why", **values)


SUMMARIES: Mapping[MapType, Callable[[Talk], str]] = {}
