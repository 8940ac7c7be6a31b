"""How a chart's values are written: decimals, signs, percent, languages."""

import pytest
from chart_cases import chart

from bot.pictures.chart_values import unit_named, values_of


@pytest.mark.parametrize(
    ("values", "unit", "written"),
    [
        ((0, 1), "customers", ["0", "1"]),
        ((12480, 5242.4), "customers", ["12\u202f480", "5\u202f242"]),
        ((1204350.55, 0.4), "EUR", ["1\u202f204\u202f351", "0.4"]),
        ((999.95, 12.34), "EUR", ["1\u202f000", "12.3"]),
        ((2.45, 0.08), "days", ["2.45", "0.08"]),
        ((0.0425, 0.31), "EUR", ["0.043", "0.31"]),
        ((0.00004, 12), "%", ["0.00004%", "12%"]),
        ((34.25, 100), "%", ["34.2%", "100%"]),
        ((-1.25, 2), "score", ["-1.25", "+2"]),
        ((1.25, 2), "score", ["1.25", "2"]),
        ((-40, 12.5, 0), "points", ["-40", "+12.5", "0"]),
        ((-0.4, 12), "%", ["-0.4%", "12%"]),
        ((-0.0, 3), "customers", ["0", "3"]),
    ],
)
def test_values_have_the_figures_that_tell_them_apart(values: tuple[float, ...], unit: str, written: list[str]) -> None:
    drawn = values_of(chart("bar", "t", tuple(map(str, range(len(values)))), {"n": values}, unit=unit))
    assert [drawn.written(value) for value in values] == written


def test_a_difference_carries_its_sign_in_any_unit() -> None:
    drawn = values_of(chart("intervals", "t", ("a",), {"v": (2.5,), "l": (0,), "h": (5,)}, unit="EUR", reference=0))
    assert [drawn.written(value) for value in (2.5, 0, 5)] == ["+2.5", "0", "+5"]


def test_an_axis_has_as_many_decimals_as_its_steps() -> None:
    drawn = values_of(chart("line", "t", ("a",), {"v": (12,)}))
    assert drawn.marks([0, 0.25, 0.5]) == ("0%", "0.25%", "0.5%")
    assert drawn.marks([0, 5, 10]) == ("0%", "5%", "10%")


def test_the_decimal_point_is_that_of_the_charts_language() -> None:
    drawn = chart("bar", "t", ("a",), {"v": (1234.5,)}, unit="days", lang="mk")
    assert values_of(drawn).written(1234.5) == "1\u202f234,5"
    assert unit_named(drawn) == "денови"


def test_a_unit_without_words_stands_as_it_is() -> None:
    assert unit_named(chart("bar", "t", ("a",), {"v": (1,)}, unit="EUR", lang="zh")) == "EUR"
