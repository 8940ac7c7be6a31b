"""What stands on a map, in one line, for each type."""

from collections.abc import Callable, Mapping

from bot.conversation import summaries_based
from bot.conversation.talk import Talk
from bot.conversation.wording import cut, mean, unended
from storage.model.confidence import coverage
from storage.model.empathy import QUADRANTS
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
    if low.value == high.value:
        return words("say.summary_level", **values)
    why = reason(low)
    return words("say.summary", why=cut(unended(why)), **values) if why else words("say.summary_no_why", **values)


def _day(talk: Talk) -> str:
    """From when on, lowest and highest mood, the open and the quiet times."""
    journey, words = talk.map, talk.words
    if not journey.stages:
        return words("day.summary_empty")
    points, backed = curve(journey), coverage(journey, talk.backings)
    low, high = lowest(points), highest(points)
    slots = [stage.slot for stage in journey.stages if stage.slot]
    values: dict[str, object] = {
        "s": len(journey.stages),
        "t": sum(1 for _ in journey.touchpoints()),
        "start": f"{slots[0].starts:%H:%M}" if slots else "",
        "a": backed.backed,
        "b": backed.items,
    }
    if low is None or high is None:
        said = words("day.summary_flat", **values)
    else:
        why = reason(low)
        values |= {"low": cut(low.title), "low_score": mean(low.value), "high": cut(high.title)}
        values |= {"high_score": mean(high.value), "why": words("day.low_why", why=cut(unended(why))) if why else ""}
        said = words("day.summary_level" if low.value == high.value and len(points) > 1 else "day.summary", **values)
    told = {"open_at": [s.open_to_new for s in slots], "quiet_at": [s.keep_quiet for s in slots]}
    for key, texts in told.items():
        named = dict.fromkeys(text for text in texts if text)
        if named:
            shown = words("say.semicolon").join(cut(unended(text)) for text in named)
            said += words("say.between") + words(f"day.{key}", list=shown)
    return said


def _empathy(talk: Talk) -> str:
    """Entries by quadrant, contradictions, surprises, evidence, and what all of it is based on."""
    journey, words = talk.map, talk.words
    backed = coverage(journey, talk.backings)
    counts = {name: sum(1 for note in journey.notes if note.quadrant == name) for name in QUADRANTS}
    contrasts = sum(1 for note in journey.notes if note.contradicts)
    surprises = sum(1 for note in journey.notes if note.strip)
    extra = words("emp.extra", contrasts=contrasts, surprises=surprises) if contrasts or surprises else ""
    research = cut(unended(journey.research)) if journey.research else words("emp.nothing")
    return words(
        "emp.summary",
        **counts, n=len(journey.notes), extra=extra, a=backed.backed, b=backed.items, research=research,
    )  # fmt: skip


SUMMARIES: Mapping[MapType, Callable[[Talk], str]] = {
    "empathy": _empathy,
    "day_in_life": _day,
    "future_state": summaries_based.future_state,
    "service_blueprint": summaries_based.service_blueprint,
}
