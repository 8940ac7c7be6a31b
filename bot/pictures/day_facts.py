"""What a day says in a sentence: its best and its worst time, when to come, when to keep quiet."""

from bot.pictures.day_slots import activity, span
from bot.pictures.day_time import Slot, clock_time
from bot.pictures.figures import listed, signed
from prompts.loader import Words
from storage.model.journey import JourneyMap
from storage.model.mood import CurvePoint, curve, highest, lowest


def day_facts(journey: JourneyMap, slots: list[Slot], words: Words) -> list[str]:
    """Sentences; what nobody said is left out."""
    there = {slot.stage.slug: slot for slot in slots}
    points = [point for point in curve(journey) if point.stage in there]
    facts: list[str] = []
    if len({point.value for point in points}) > 1:
        facts += [_time("worst_time", lowest(points), there, words), _time("best_time", highest(points), there, words)]
    for key, times in (
        ("open_times", [(slot, slot.times.open_to_new) for slot in slots]),
        ("quiet_times", [(slot, slot.times.keep_quiet) for slot in slots]),
    ):
        said = [words("pictures.alt.slot", time=span(slot, words), title=why) for slot, why in times if why]
        facts += [words(f"pictures.alt.{key}", list=listed(said, words))] if said else []
    return [fact for fact in facts if fact]


def _time(key: str, point: CurvePoint | None, there: dict[str, Slot], words: Words) -> str:
    if point is None:
        return ""
    slot = there[point.stage]
    title = words("pictures.alt.slot", time=clock_time(slot.begins), title=activity(slot))
    return words(f"pictures.alt.{key}", title=title, value=signed(point.value, words.lang))
