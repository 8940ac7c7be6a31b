"""Lines over time: one a series, named at its end; a missing value leaves a gap."""

from collections.abc import Callable, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from bot.pictures.chart_frame import MARGIN, SIZE, WIDTH, Drawn, Frame, dashes, series_colour, ticks
from bot.pictures.chart_values import known
from bot.pictures.colours import HAIRLINE, MUTED, WHITE, ZERO_LINE
from bot.pictures.svg import Anchor, circle, label, line, path
from bot.pictures.text import longest_atom, one_line, wrap

_HEIGHT, _MOST_NAME, _NAME_STEP, _ABOVE = 340.0, 220.0, 26.0, 24.0
_DOTS_UP_TO, _LINE, _MOST_LINES = 31, 25.0, 3


class _Name(NamedTuple):
    """A category's lines below the plot and the room they take."""

    lines: tuple[str, ...]
    left: float
    right: float


def lines(frame: Frame, top: float) -> Drawn:
    """A plot 340 high with round values at the left and as many categories below as have room."""
    chart, fonts = frame.chart, frame.fonts
    marks = ticks(min(0.0, *known(chart)), max(0.0, *known(chart)))
    written = frame.values.marks(marks)
    axis = max(fonts.width(text, SIZE) for text in written)
    names = [one_line(series.name, fonts, SIZE, _MOST_NAME) for series in chart.series]
    named = len(names) > 1
    above = 0.0 if named else _ABOVE
    top += above
    right = WIDTH - MARGIN - (max(fonts.width(name, SIZE) for name in names) + 14 if named else 20)
    left = MARGIN + axis + 14
    step = (right - left) / max(1, len(chart.categories) - 1)

    def y_of(value: float) -> float:
        return top + _HEIGHT - (value - marks[0]) / (marks[-1] - marks[0]) * _HEIGHT

    elements: list[str] = []
    for mark, text in zip(marks, written, strict=True):
        y = y_of(mark)
        elements.append(line(left, y, right, y, ZERO_LINE if mark == 0 else HAIRLINE, 1.5))
        elements.append(label(fonts, left - 12, y + 7, text, SIZE, fill=MUTED, anchor="end"))
    ends: list[tuple[float, int]] = []
    for position, series in enumerate(chart.series):
        points = [None if value is None else (left + step * i, y_of(value)) for i, value in enumerate(series.values)]
        elements += _line(points, position)
        last = next((point for point in reversed(points) if point), None)
        if last and named:
            ends.append((last[1], position))
    if not named:
        elements += _values(frame, left, step, y_of)
    for y, position in _spread(ends, top, top + _HEIGHT):
        elements.append(label(fonts, right + 14, y + 7, names[position], SIZE, bold=True, fill=series_colour(position)))
    below = _categories(frame, left, step, top + _HEIGHT + 32)
    return Drawn([*elements, *below.elements], above + _HEIGHT + 22 + below.height)


def _values(frame: Frame, left: float, step: float, y_of: Callable[[float], float]) -> list[str]:
    """The value above each point of a single line, where all have room side by side."""
    values, last = frame.chart.series[0].values, len(frame.chart.categories) - 1
    written = [None if value is None else frame.values.written(value) for value in values]
    if max((frame.fonts.width(text, SIZE, bold=True) for text in written if text), default=0.0) > step - 8:
        return []
    ends: dict[int, Anchor] = {last: "end", 0: "start"}
    return [
        label(
            frame.fonts, left + step * i, y_of(value) - 16, text, SIZE, bold=True, anchor=ends.get(i, "middle"),
            halo=WHITE,
        )
        for i, (value, text) in enumerate(zip(values, written, strict=True))
        if value is not None and text
    ]  # fmt: skip


def _line(points: Sequence[tuple[float, float] | None], position: int) -> list[str]:
    colour, dash = series_colour(position), dashes(position)
    elements: list[str] = []
    for there, run in groupby(points, key=lambda point: point is not None):
        known_points = [point for point in run if point]
        if there and len(known_points) > 1:
            d = "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in known_points)
            elements.append(path(d, stroke=colour, stroke_width=4, stroke_dasharray=dash, stroke_linejoin="round"))
        if there and (len(known_points) == 1 or len(points) <= _DOTS_UP_TO):
            elements += [circle(x, y, 5, WHITE, stroke=colour, stroke_width=3) for x, y in known_points]
    return elements


def _spread(ends: list[tuple[float, int]], top: float, bottom: float) -> list[tuple[float, int]]:
    """Heights for the names, from top to bottom, each at least a line below the one before and none below the plot."""
    placed: list[tuple[float, int]] = []
    for y, position in sorted(ends):
        placed.append((max(y, placed[-1][0] + _NAME_STEP) if placed else y, position))
    limit = bottom
    for i in range(len(placed) - 1, -1, -1):
        placed[i] = (min(placed[i][0], limit), placed[i][1])
        limit = placed[i][0] - _NAME_STEP
    return placed


def _categories(frame: Frame, left: float, step: float, y: float) -> Drawn:
    """Names below the plot, in lines of the room that each has; every second, third … where that is too little."""
    fonts, names = frame.fonts, frame.chart.categories
    widest = max(fonts.width(name, SIZE) for name in names) + 24
    every = max(1, -(-int(widest) // max(1, int(step)))) if step else 1
    wrapped = [wrap(name, fonts, SIZE, step - 16, most=_MOST_LINES) for name in names]
    if every > 1 and max(longest_atom(name, fonts, SIZE) for name in names) <= step - 16:
        columns = [_placed(frame, left + step * i, lines) for i, lines in enumerate(wrapped)]
        if all(before.right + 8 <= after.left for before, after in pairwise(columns)):
            every = 1
    if every > 1 or max(len(lines) for lines in wrapped) == 1 or widest <= step:
        wrapped = [(one_line(name, fonts, SIZE, WIDTH / 2),) for name in names]
    shown = [_placed(frame, left + step * i, wrapped[i]) for i in range(0, len(names), every)]
    written = [
        label(fonts, (column.left + column.right) / 2, y + _LINE * i, text, SIZE, fill=MUTED, anchor="middle")
        for column in shown
        for i, text in enumerate(column.lines)
    ]
    return Drawn(written, 26 + _LINE * (max(len(column.lines) for column in shown) - 1))


def _placed(frame: Frame, x: float, lines: tuple[str, ...]) -> _Name:
    """Lines around x, moved where they would leave the picture."""
    half = max((frame.fonts.width(text, SIZE) for text in lines), default=0.0) / 2
    middle = min(max(x, MARGIN + half), WIDTH - MARGIN - half)
    return _Name(lines, middle - half, middle + half)
