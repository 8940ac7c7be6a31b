"""Where in the day does a slot lie? What comes after midnight still belongs to the day that ends."""

from datetime import time
from typing import NamedTuple

from storage.model.day import DaySlot
from storage.model.journey import JourneyMap, Stage

DAY, MORNING, LATE_START = 24 * 60, 4 * 60, 16 * 60


class Span(NamedTuple):
    """A slot in minutes since the day began; without an end of its own it lasts until the next one."""

    stage: Stage
    start: int
    end: int


def slots(journey: JourneyMap) -> list[tuple[Stage, DaySlot]]:
    """The stages that are slots, in map order."""
    return [(stage, stage.slot) for stage in journey.stages if stage.slot]


def place(at: time, journey: JourneyMap) -> int:
    """Minutes since the day began. A day begins at 4 in the morning, or with its first slot if that is a late one."""
    first = next((minutes(slot.starts) for _, slot in slots(journey)), MORNING)
    begins = first if first < MORNING or first >= LATE_START else MORNING
    return (minutes(at) - begins) % DAY


def spans(journey: JourneyMap) -> list[Span]:
    """All slots, earliest first."""
    placed = sorted(((place(slot.starts, journey), stage, slot) for stage, slot in slots(journey)), key=lambda p: p[0])
    found: list[Span] = []
    for k, (start, stage, slot) in enumerate(placed):
        following = placed[k + 1][0] if k + 1 < len(placed) else DAY
        length = (minutes(slot.ends) - minutes(slot.starts)) % DAY if slot.ends else following - start
        found.append(Span(stage, start, start + length))
    return found


def within(journey: JourneyMap, starts: time | None, ends: time | None) -> tuple[Stage, ...]:
    """The slots that begin in a span of times, else the one it begins in; None is the beginning or end of the day."""
    start = place(starts, journey) if starts else 0
    end = place(ends, journey) if ends else DAY
    if starts and ends and end <= start:
        end += DAY
    found = tuple(span.stage for span in spans(journey) if start <= span.start < end)
    here = at_time(journey, starts) if starts else None
    return found or ((here,) if here else ())


def at_time(journey: JourneyMap, at: time) -> Stage | None:
    """The slot in which a time lies; where none is, the one before it."""
    here = place(at, journey)
    before = [span for span in spans(journey) if span.start <= here]
    return before[-1].stage if before else None


def in_the_way(journey: JourneyMap, starts: time, ends: time | None) -> Stage | None:
    """The slot that holds the same time already."""
    start = place(starts, journey)
    end = start + ((minutes(ends) - minutes(starts)) % DAY if ends else 0)
    for span in spans(journey):
        fixed = span.stage.slot is not None and span.stage.slot.ends is not None
        inside = span.start == start or (fixed and span.start < start < span.end)
        if inside or start < span.start < end:
            return span.stage
    return None


def before(journey: JourneyMap, starts: time) -> str | None:
    """The slot behind which a new one stands; None: it is the first."""
    here = place(starts, journey)
    earlier = [span.stage.slug for span in spans(journey) if span.start < here]
    return earlier[-1] if earlier else None


def is_after_midnight(journey: JourneyMap, at: time) -> bool:
    """Whether a time belongs to the night behind this day."""
    first = next((minutes(slot.starts) for _, slot in slots(journey)), MORNING)
    return minutes(at) < min(first, LATE_START) and place(at, journey) >= DAY - MORNING


def minutes(at: time) -> int:
    """Minutes since midnight."""
    return at.hour * 60 + at.minute
