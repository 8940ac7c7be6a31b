"""Where does the word of a mood stand? Below a face from 0 up, above it below 0; elsewhere if that is taken."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.pictures.glyphs import Fonts
from bot.pictures.mood_points import Spot
from bot.pictures.text import CUT, balanced, longest_atom

LINE_HEIGHT = 16.0
_MOST_LINES = 3
_WIDTHS = (150.0, 210.0, 110.0, 80.0, 250.0)
_KEEP_OFF = 4.0
_NARROWEST = 104.0
_TOO_MUCH, _CUT_COSTS, _CROSSING = 1000.0, 400.0, 340.0


class Box(NamedTuple):
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        """Shared area in square pixels."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, across) * max(0.0, down)

    def outside(self, other: "Box") -> float:
        """Area of this box that lies outside `other`."""
        return (self.right - self.left) * (self.bottom - self.top) - self.overlap(other)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside or close by."""
        return (
            self.left - _KEEP_OFF <= x <= self.right + _KEEP_OFF
            and self.top - _KEEP_OFF <= y <= self.bottom + _KEEP_OFF
        )


class MoodLabel(NamedTuple):
    """The lines of a label, centred in their box."""

    lines: tuple[str, ...]
    size: float
    box: Box


class Wanted(NamedTuple):
    """A label to place at a spot, `reach` pixels away from its middle: the first of `texts` if there is room for it."""

    spot: Spot
    texts: tuple[str, ...]
    reach: float


def place(
    wanted: Sequence[Wanted],
    taken: Sequence[Box],
    line_points: Sequence[tuple[float, float]],
    area: Box,
    column: float,
    fonts: Fonts,
) -> list[MoodLabel]:
    """For each label the best place clear of `taken` boxes, the curve, other labels and the lane's edges.

    A label without such a place is left out: a covered face says less than a missing word, which stands in the export.
    """
    placed: list[MoodLabel] = []
    for one in wanted:
        blocked = [*taken, *(label.box for label in placed)]
        choices = [
            (against + _trouble(choice.box, blocked, line_points, area), choice)
            for against, choice in _choices(one, column, fonts)
        ]
        trouble, best = min(choices, key=lambda pair: pair[0])
        if trouble < _TOO_MUCH:
            placed.append(best)
    return placed


def _trouble(box: Box, blocked: Sequence[Box], line_points: Sequence[tuple[float, float]], area: Box) -> float:
    if box.outside(area) >= 1 or any(box.overlap(other) for other in blocked):
        return _TOO_MUCH
    return _CROSSING * sum(1 for x, y in line_points if box.holds(x, y))


def _choices(wanted: Wanted, column: float, fonts: Fonts) -> Iterator[tuple[float, MoodLabel]]:
    """Every place worth trying, with what speaks against it in itself: the second side, more lines, cut words."""
    spot, texts, reach = wanted
    size = 13.0 if spot.part >= 120 else 12.0
    for shorter, text in enumerate(texts):
        smallest = longest_atom(text, fonts, size)
        for width in _WIDTHS:
            room = min(max(smallest, min(width, max(spot.part - 8, _NARROWEST))), column - 12)
            lines = balanced(text, fonts, size, room, _MOST_LINES)
            wide, high = max(fonts.width(line, size) for line in lines), LINE_HEIGHT * len(lines)
            against = 15.0 * (len(lines) - 1) + 100 * shorter + (_CUT_COSTS if lines[-1].endswith(CUT) else 0)
            for place, box in enumerate(_sides(spot, reach, wide, high)):
                yield against + 25 * place, MoodLabel(lines, size, box)


def _sides(spot: Spot, reach: float, wide: float, high: float) -> tuple[Box, ...]:
    """Below and above the spot, each also pushed to the left and to the right, then beside it."""
    x, y = spot.x, spot.y
    low, high_up = y + reach + 3, y - reach - 4 - high
    first, second = (low, high_up) if spot.point.value >= 0 else (high_up, low)
    lefts = (x - wide / 2, x - wide + reach, x - reach)
    upright = [Box(left, top, left + wide, top + high) for top in (first, second) for left in lefts]
    right = Box(x + reach + 7, y - high / 2, x + reach + 7 + wide, y + high / 2)
    left = Box(x - reach - 7 - wide, y - high / 2, x - reach - 7, y + high / 2)
    return *upright, right, left
