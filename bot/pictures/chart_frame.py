"""What every chart has: a title, the unit, a legend, an axis and the note with n and period."""

from collections.abc import Callable, Sequence
from math import ceil, floor, log10
from typing import NamedTuple

from bot.pictures.chart_values import Values, unit_named
from bot.pictures.colours import MUTED, SERIES, WHITE
from bot.pictures.glyphs import Fonts
from bot.pictures.marks import hatch
from bot.pictures.svg import group, label, rect
from bot.pictures.text import one_line, wrap
from bot.reply import Chart
from prompts.loader import Words

WIDTH, MARGIN, SIZE = 1000.0, 32.0, 20.0
INNER = WIDTH - 2 * MARGIN
CLOSEST = 1e-9
"""What lies closer together counts as one value."""
DASHES = (None, "12 6", "3 6", "16 5 3 5", "8 8", "2 4")


class Frame(NamedTuple):
    """A chart with the words and fonts to draw it, and how its values are written."""

    chart: Chart
    words: Words
    fonts: Fonts
    values: Values


class Drawn(NamedTuple):
    """Elements and the height they take."""

    elements: list[str]
    height: float


class Key(NamedTuple):
    """An entry of the legend: what draws its sign, 20 high, at (x, y), how wide that is, and its words."""

    sign: Callable[[float, float], str]
    text: str
    width: float = 20.0


def series_colour(position: int) -> str:
    """The colour of a series; its place, name or dashes are the second sign."""
    return SERIES[position % len(SERIES)]


def dashes(position: int) -> str | None:
    """The dashes of a series: where a colour comes again, they are others."""
    return DASHES[(position + position // len(SERIES)) % len(DASHES)]


def bar_of(position: int, x: float, y: float, width: float, height: float) -> str:
    """A bar in the colour of its series; from the seventh series on, where colours come again, hatched."""
    ground = rect(x, y, width, height, series_colour(position), 3)
    return ground + hatch(x, y, width, height, WHITE, 2) if position >= len(SERIES) else ground


def head(frame: Frame) -> Drawn:
    """Title, and below it the unit where the values do not carry it."""
    chart, fonts = frame.chart, frame.fonts
    elements: list[str] = []
    y = 52.0
    for text in wrap(chart.title, fonts, 28, INNER, bold=True, most=3):
        elements.append(label(fonts, MARGIN, y, text, 28, bold=True))
        y += 36
    unit = unit_named(chart, frame.words)
    if unit != "%" or chart.shape == "heat":
        elements.append(label(fonts, MARGIN, y - 6, one_line(unit, fonts, SIZE, INNER), SIZE, fill=MUTED))
        y += 28
    return Drawn(elements, y - 20)


def legend(frame: Frame, top: float) -> Drawn:
    """Names of the series beside their colours; none for a single one."""
    if len(frame.chart.series) < 2:
        return Drawn([], 0)
    return keyed(
        frame,
        top,
        [Key(_square(position), series.name) for position, series in enumerate(frame.chart.series)],
    )


def keyed(frame: Frame, top: float, keys: Sequence[Key]) -> Drawn:
    """A legend: signs and words side by side, in as many lines as they need."""
    elements: list[str] = []
    x, y = MARGIN, top
    for key in keys:
        text = one_line(key.text, frame.fonts, SIZE, INNER - key.width - 10)
        width = key.width + 10 + frame.fonts.width(text, SIZE)
        if x + width > WIDTH - MARGIN and x > MARGIN:
            x, y = MARGIN, y + 32
        written_at = label(frame.fonts, x + key.width + 10, y + 19, text, SIZE)
        elements.append(group(key.sign(x, y + 2), written_at))
        x += width + 28
    return Drawn(elements, y - top + 42)


def _square(position: int) -> Callable[[float, float], str]:
    return lambda x, y: bar_of(position, x, y, 20, 20)


def foot(frame: Frame, top: float) -> Drawn:
    """The note: n, period, source."""
    texts = wrap(frame.chart.note, frame.fonts, SIZE, INNER, most=3)
    written = [label(frame.fonts, MARGIN, top + 26 + 27 * i, text, SIZE, fill=MUTED) for i, text in enumerate(texts)]
    return Drawn(written, 27 * len(texts) + 24)


def ticks(low: float, high: float) -> list[float]:
    """Three to seven round values that enclose low to high."""
    high = high if high - low > CLOSEST else low + 1
    span = high - low
    power = 10.0 ** floor(log10(span / 4))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if span / (power * factor) <= 5)
    first, last = floor(low / step), ceil(high / step)
    return [round(i * step, 10) for i in range(first, last + 1)]
