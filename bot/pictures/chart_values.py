"""How are the values of a chart written, in its picture and in its table, so that both say the same?"""

from collections.abc import Sequence
from math import floor, log10

from bot.pictures.figures import number
from bot.reply import Chart
from prompts.loader import Words, words

SIGNED_UNITS = ("score", "points", "percentage_points")
_MOST_PLACES = 6


def known(chart: Chart) -> list[float]:
    """All values that are there, those of the links too."""
    values = [value for series in chart.series for value in series.values if value is not None]
    return values + [link.value for link in chart.links]


def written(chart: Chart, value: float) -> str:
    """A value with its sign of percent, in the chart's language; one that goes both ways from zero with its sign."""
    return plainly_written(chart, value) + _percent(chart)


def plainly_written(chart: Chart, value: float) -> str:
    """A value without its unit."""
    return _sign(chart, value) + number(value, chart.lang, places(chart))


def marks_written(chart: Chart, marks: Sequence[float]) -> tuple[str, ...]:
    """The values of an axis, with as many decimals as its steps need."""
    digits = next((n for n in range(_MOST_PLACES) if all(round(mark, n) == mark for mark in marks)), _MOST_PLACES)
    return tuple(_sign(chart, mark) + number(mark, chart.lang, digits) + _percent(chart) for mark in marks)


def places(chart: Chart) -> int:
    """Decimals: as many as tell the values of the chart apart, three figures of the largest; none from 10 000 on."""
    largest = max((abs(value) for value in known(chart)), default=0.0)
    if largest >= 10_000:
        return 0
    if largest >= 10 or largest == 0:
        return 1
    return min(_MOST_PLACES, 2 - floor(log10(largest)))


def rounded(chart: Chart, value: float) -> float:
    """The value as it is written."""
    return round(value, places(chart))


def unit_named(chart: Chart, spoken: Words | None = None) -> str:
    """The unit in words; one that has none, such as a currency, as it stands."""
    spoken, key = spoken or words(chart.lang), f"pictures.chart.unit.{chart.unit}"
    return spoken(key) if spoken.has(key) else chart.unit


def _percent(chart: Chart) -> str:
    return "%" if chart.unit == "%" else ""


def _sign(chart: Chart, value: float) -> str:
    return "+" if value > 0 and _signed(chart) else ""


def _signed(chart: Chart) -> bool:
    if chart.reference == 0:
        return True
    return chart.unit in SIGNED_UNITS and any(value < 0 for value in known(chart))
