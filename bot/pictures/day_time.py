"""Where do the slots of a day lie on its axis? Hours from one before the first slot to one after the last."""

from datetime import time
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

from storage.model.day import DaySlot
from storage.model.journey import JourneyMap, Stage

DAY = 24 * 60
_LAST_SLOT = 60


class Slot(NamedTuple):
    """A slot in minutes since the midnight before the day began; after the next midnight they go on past 1440."""

    stage: Stage
    times: DaySlot
    begins: int
    ends: int


class Axis(NamedTuple):
    """Hours of the day along x."""

    first: int
    last: int
    left: float
    hour: float

    def x(self, minutes: float) -> float:
        """The x of a time in minutes."""
        return self.left + (minutes / 60 - self.first) * self.hour

    @property
    def right(self) -> float:
        """Where the last hour ends."""
        return self.left + self.hour * (self.last - self.first)


def slots_of(journey: JourneyMap) -> list[Slot]:
    """In order of time. The day begins with the first slot of the map: an earlier time is after midnight."""
    found = [(stage, stage.slot) for stage in journey.stages if stage.slot]
    if not found:
        return []
    dawn = _minutes(found[0][1].starts)
    timed = sorted(((_after(slot.starts, dawn), stage, slot) for stage, slot in found), key=lambda one: one[0])
    begins = [minutes for minutes, _, _ in timed]
    following = [*(after if after > before else before + _LAST_SLOT for before, after in pairwise(begins)), None]
    return [
        Slot(stage, slot, start, _end(slot, start, next_))
        for (start, stage, slot), next_ in zip(timed, following, strict=True)
    ]


def axis(slots: list[Slot], left: float, width: float) -> Axis:
    """The hours that are drawn, over `width` pixels."""
    first = floor(min(slot.begins for slot in slots) / 60) - 1
    last = ceil(max(slot.ends for slot in slots) / 60) + 1
    return Axis(max(first, 0), last, left, width / (last - max(first, 0)))


def clock_time(minutes: int) -> str:
    """24-hour form."""
    return f"{minutes // 60 % 24}:{minutes % 60:02d}"


def _end(slot: DaySlot, start: int, following: int | None) -> int:
    if slot.ends is not None:
        return start + (_minutes(slot.ends) - start) % DAY or start + _LAST_SLOT
    return following if following is not None else start + _LAST_SLOT


def _after(at: time, dawn: int) -> int:
    minutes = _minutes(at)
    return minutes if minutes >= dawn else minutes + DAY


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
