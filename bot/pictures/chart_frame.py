"""What every chart has: a title, the unit, a legend and the note with n and period; and how its values are written."""

from math import ceil, floor, log10
from typing import NamedTuple

from bot.pictures.colours import MUTED, SERIES
from bot.pictures.figures import number
from bot.pictures.glyphs import Fonts
from bot.pictures.svg import group, label, rect
from bot.pictures.text import one_line, wrap
from bot.reply import Chart
from prompts.loader import Words

WIDTH, MARGIN, SIZE = 1000.0, 32.0, 20.0
INNER = WIDTH - 2 * MARGIN
DASHES = (None, "12 6", "3 6", "16 5 3 5", "8 8", "2 4")


class Frame(NamedTuple):
    """A chart with the words and fonts to draw it."""

    chart: Chart
    words: Words
    fonts: Fonts

    def value(self, value: float) -> str:
        """A value as text, with its sign of percent."""
        return number(value, self.words.lang) + ("%" if self.chart.unit == "%" else "")


class Drawn(NamedTuple):
    """Elements and the height they take."""

    elements: list[str]
    height: float


def series_colour(position: int) -> str:
    """The colour of a series; its place, name or dashes are the second sign."""
    return SERIES[position % len(SERIES)]


def head(frame: Frame) -> Drawn:
    """Title, and below it the unit where the values do not carry it."""
    chart, fonts = frame.chart, frame.fonts
    elements: list[str] = []
    y = 52.0
    for text in wrap(chart.title, fonts, 28, INNER, bold=True, most=3):
        elements.append(label(fonts, MARGIN, y, text, 28, bold=True))
        y += 36
    key = f"pictures.chart.unit.{chart.unit}"
    unit = frame.words(key) if frame.words.has(key) else chart.unit
    if unit != "%":
        elements.append(label(fonts, MARGIN, y - 6, one_line(unit, fonts, SIZE, INNER), SIZE, fill=MUTED))
        y += 28
    return Drawn(elements, y - 20)


def legend(frame: Frame, top: float) -> Drawn:
    """Names of the series beside their colours; none for a single one."""
    if len(frame.chart.series) < 2:
        return Drawn([], 0)
    elements: list[str] = []
    x, y = MARGIN, top
    for position, series in enumerate(frame.chart.series):
        name = one_line(series.name, frame.fonts, SIZE, INNER / 2)
        width = 30 + frame.fonts.width(name, SIZE) + 28
        if x + width > WIDTH - MARGIN and x > MARGIN:
            x, y = MARGIN, y + 32
        square = rect(x, y + 2, 20, 20, series_colour(position), 3)
        elements.append(group(square, label(frame.fonts, x + 30, y + 19, name, SIZE)))
        x += width
    return Drawn(elements, y - top + 42)


def foot(frame: Frame, top: float) -> Drawn:
    """The note: n, period, source."""
    texts = wrap(frame.chart.note, frame.fonts, SIZE, INNER, most=3)
    written = [label(frame.fonts, MARGIN, top + 26 + 27 * i, text, SIZE, fill=MUTED) for i, text in enumerate(texts)]
    return Drawn(written, 27 * len(texts) + 24)


def ticks(low: float, high: float) -> list[float]:
    """Three to seven round values that enclose low to high."""
    high = high if high > low else low + 1
    span = high - low
    power = 10.0 ** floor(log10(span / 4))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if span / (power * factor) <= 5)
    first, last = floor(low / step), ceil(high / step)
    return [round(i * step, 10) for i in range(first, last + 1)]


def known(chart: Chart) -> list[float]:
    """All values that are there."""
    return [value for series in chart.series for value in series.values if value is not None]
