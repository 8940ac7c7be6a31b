"""Intervals, one a row, against the line of no difference: the point, what lies between low and high, both in figures.

An interval that leaves the picture, or has one end alone, ends in an arrow; its figures stand beside it.
"""

from collections.abc import Callable
from statistics import median
from typing import NamedTuple

from bot.pictures.chart_frame import MARGIN, SIZE, WIDTH, Drawn, Frame, Key, keyed, ticks
from bot.pictures.colours import CURVE, HAIRLINE, MUTED, SERIES, TEXT, WHITE
from bot.pictures.svg import circle, group, label, line, path
from bot.pictures.text import wrap

MOST_ROWS = 24
_MOST_NAME, _ROW, _LINE = 250.0, 68.0, 26.0
_BEYOND, _ACROSS = SERIES[0], SERIES[1]
_FAR = 1.5
"""How many usual widths an interval may reach beyond the points before the picture cuts it."""


class _Row(NamedTuple):
    name: str
    value: float | None
    low: float | None
    high: float | None

    def crosses(self, reference: float | None) -> bool | None:
        """Whether the interval holds the line; one open end is no border. None: no interval, or no line."""
        if reference is None or (self.low is None and self.high is None):
            return None
        return (self.low is None or self.low <= reference) and (self.high is None or reference <= self.high)


class _Plot(NamedTuple):
    frame: Frame
    left: float
    right: float
    low: float
    high: float

    def x(self, value: float) -> float:
        return self.left + (value - self.low) / (self.high - self.low) * (self.right - self.left)

    def holds(self, value: float) -> bool:
        return self.low <= value <= self.high


def intervals(frame: Frame, top: float) -> Drawn:
    """Names at the left, figures at the right, the intervals between them over an axis of round values."""
    fonts, rows = frame.fonts, _rows(frame)
    shown = rows[:MOST_ROWS]
    names_width = min(_MOST_NAME, max(fonts.width(row.name, SIZE) for row in shown))
    names = [wrap(row.name, fonts, SIZE, names_width, most=2) for row in shown]
    figures = [_figures(frame, row) for row in shown]
    figures_width = max(fonts.width(text, SIZE, bold=not i) for pair in figures for i, text in enumerate(pair))
    marks = ticks(*_range(rows, frame.chart.reference))
    plot = _Plot(frame, MARGIN + names_width + 34, WIDTH - MARGIN - figures_width - 34, marks[0], marks[-1])
    keys = keyed(frame, top, _legend(plot, rows))
    begin, end = top + keys.height, top + keys.height + _ROW * len(shown)
    elements = [*keys.elements, *_axis(plot, marks, begin, end)]
    for number, (row, name, pair) in enumerate(zip(shown, names, figures, strict=True)):
        middle = begin + _ROW * (number + 0.5)
        first = middle + SIZE * 0.36 - _LINE / 2 * (len(name) - 1)
        elements += [label(fonts, MARGIN, first + _LINE * i, text, SIZE) for i, text in enumerate(name)]
        elements += _interval(plot, middle, row)
        first = middle + SIZE * 0.36 - _LINE / 2 * (len(pair) - 1)
        for i, text in enumerate(pair):
            x, ink = plot.right + 34, MUTED if i else TEXT
            elements.append(label(fonts, x, first + _LINE * i, text, SIZE, bold=not i, fill=ink))
    if len(rows) > len(shown):
        more = frame.words("charts.more_rows", n=len(rows) - len(shown))
        elements.append(label(fonts, MARGIN, end + 66, more, SIZE, fill=MUTED))
        end += 32
    return Drawn(elements, end - top + 44)


def _rows(frame: Frame) -> list[_Row]:
    chart = frame.chart

    def at(series: int, place: int) -> float | None:
        values = chart.series[series].values if series < len(chart.series) else ()
        return values[place] if place < len(values) else None

    return [_Row(name, at(0, i), at(1, i), at(2, i)) for i, name in enumerate(chart.categories)]


def _range(rows: list[_Row], reference: float | None) -> tuple[float, float]:
    """What the axis shows: all points, the intervals as far as they are not far wider than usual, the line if near."""
    ends = [end for row in rows for end in (row.low, row.high) if end is not None]
    points = [row.value for row in rows if row.value is not None] or ends
    widths = [row.high - row.low for row in rows if row.low is not None and row.high is not None]
    usual = _FAR * max(median(widths) if widths else 0.0, max(points) - min(points))
    low, high = min(points + ends), max(points + ends)
    if usual > 0:
        low, high = max(low, min(points) - usual), min(high, max(points) + usual)
    if reference is not None and low - 2 * (high - low) <= reference <= high + 2 * (high - low):
        low, high = min(low, reference), max(high, reference)
    return low, high


def _figures(frame: Frame, row: _Row) -> tuple[str, ...]:
    """The value, and below it what the interval reaches; a dash where nothing is known."""
    spoken, written = frame.words, frame.values.written
    low, high = (None if end is None else written(end) for end in (row.low, row.high))
    value = spoken("pictures.empty_cell") if row.value is None else written(row.value)
    if low is None and high is None:
        return (value,)
    if high is None:
        return (value, spoken("charts.from", low=low))
    return (value, spoken("charts.up_to", high=high) if low is None else spoken("charts.to", low=low, high=high))


def _legend(plot: _Plot, rows: list[_Row]) -> list[Key]:
    """What the line is and where it lies, and the two signs of points as far as they occur."""
    reference, spoken = plot.frame.chart.reference, plot.frame.words
    if reference is None:
        return []
    place = "no_difference" if plot.holds(reference) else "below_picture" if reference < plot.low else "above_picture"
    keys = [Key(_upright, spoken(f"charts.intervals.{place}", value=plot.frame.values.written(reference)))]
    for across, key in ((False, "beyond"), (True, "across")):
        if any(row.crosses(reference) is across for row in rows):
            keys.append(Key(_signed_by(across), spoken(f"charts.intervals.{key}"), 40))
    return keys


def _upright(x: float, y: float) -> str:
    return line(x + 10, y - 2, x + 10, y + 22, CURVE, 3, "7 5")


def _signed_by(across: bool) -> Callable[[float, float], str]:
    return lambda x, y: group(line(x, y + 10, x + 40, y + 10, _colour(across), 5), _point(x + 20, y + 10, across))


def _colour(across: bool | None) -> str:
    return _ACROSS if across else _BEYOND


def _point(x: float, y: float, across: bool | None) -> str:
    """Hollow where the interval crosses the line."""
    return circle(x, y, 9, WHITE if across else _colour(across), stroke=_colour(across), stroke_width=4)


def _axis(plot: _Plot, marks: list[float], top: float, bottom: float) -> list[str]:
    """Upright lines at round values, as many of them written as have room, and the line of no difference."""
    chart, fonts = plot.frame.chart, plot.frame.fonts
    texts = plot.frame.values.marks(marks)
    apart = plot.x(marks[1]) - plot.x(marks[0])
    every = max(1, -int(-(max(fonts.width(text, SIZE) for text in texts) + 14) // apart))
    elements = [line(plot.x(mark), top, plot.x(mark), bottom, HAIRLINE, 1.5) for mark in marks]
    for mark, text in list(zip(marks, texts, strict=True))[::every]:
        elements.append(label(fonts, plot.x(mark), bottom + 28, text, SIZE, fill=MUTED, anchor="middle"))
    if chart.reference is not None and plot.holds(chart.reference):
        x = plot.x(chart.reference)
        elements.append(line(x, top - 6, x, bottom + 4, CURVE, 3, "7 5"))
    return elements


def _interval(plot: _Plot, y: float, row: _Row) -> list[str]:
    """The stretch from low to high, with an arrow where it goes on outside or has no end, and the point."""
    across = row.crosses(plot.frame.chart.reference)
    colour = _colour(across)
    elements: list[str] = []
    if row.low is not None or row.high is not None:
        cut_left, cut_right = row.low is None or row.low < plot.low, row.high is None or row.high > plot.high
        left = plot.left if row.low is None or cut_left else plot.x(min(row.low, plot.high))
        right = plot.right if row.high is None or cut_right else plot.x(max(row.high, plot.low))
        elements.append(line(left, y, right, y, colour, 5))
        for x, cut, side in ((left, cut_left, -1), (right, cut_right, 1)):
            elements.append(_arrow_head(x, y, side, colour) if cut else line(x, y - 10, x, y + 10, colour, 4))
    if row.value is not None:
        elements.append(_point(plot.x(row.value), y, across))
    return elements


def _arrow_head(x: float, y: float, side: int, colour: str) -> str:
    return path(f"M{x + 14 * side:.2f} {y:.2f}L{x:.2f} {y - 11:.2f}L{x:.2f} {y + 11:.2f}z", colour)
