"""How are the values of a chart written, in its picture and in its table, so that both say the same?"""

from collections.abc import Sequence
from math import floor, log10
from typing import NamedTuple

from bot.pictures.figures import number
from bot.reply import Chart
from prompts.loader import Words, words

SIGNED_UNITS = ("score", "points", "percentage_points")
_MOST_PLACES = 6


class Values(NamedTuple):
    """The way of one chart's values: its language, its sign of percent, decimals, and whether `+` is written."""

    lang: str
    percent: str
    places: int
    signed: bool

    def written(self, value: float) -> str:
        """A value with its sign of percent."""
        return self.plain(value) + self.percent

    def plain(self, value: float) -> str:
        """A value without its unit."""
        return self._sign(value) + number(value, self.lang, self._places(value))

    def rounded(self, value: float) -> float:
        """The value as it is written."""
        return round(value, self._places(value))

    def marks(self, marks: Sequence[float]) -> tuple[str, ...]:
        """The values of an axis, with as many decimals as its steps need."""
        digits = next((n for n in range(_MOST_PLACES) if all(round(mark, n) == mark for mark in marks)), _MOST_PLACES)
        return tuple(self._sign(mark) + number(mark, self.lang, digits) + self.percent for mark in marks)

    def _sign(self, value: float) -> str:
        return "+" if self.signed and value > 0 else ""

    def _places(self, value: float) -> int:
        """More than usual where a value would read 0."""
        reads = round(value, self.places) or not value
        return self.places if reads else min(_MOST_PLACES, 1 - floor(log10(abs(value))))


def values_of(chart: Chart) -> Values:
    """Three figures of the largest value, none after the point from 10 000 on; signs where values go both ways."""
    values = known(chart)
    largest = max(map(abs, values), default=0.0)
    places = 0 if largest >= 10_000 else 1 if largest >= 10 or not largest else 2 - floor(log10(largest))
    signed = chart.reference == 0 or (chart.unit in SIGNED_UNITS and min(values, default=0.0) < 0)
    return Values(chart.lang, "%" if chart.unit == "%" else "", min(_MOST_PLACES, places), signed)


def known(chart: Chart) -> list[float]:
    """All values that are there, those of the links too."""
    values = [value for series in chart.series for value in series.values if value is not None]
    return values + [link.value for link in chart.links]


def unit_named(chart: Chart, spoken: Words | None = None) -> str:
    """The unit in words; one that has none, such as a currency, as it stands."""
    spoken, key = spoken or words(chart.lang), f"pictures.chart.unit.{chart.unit}"
    return spoken(key) if spoken.has(key) else chart.unit
