"""Heat tables as pictures: every value in its cell, what is missing hatched, shades that everybody tells apart."""

from itertools import pairwise

from chart_cases import HEAT, said, svg_of
from drawn import SVG, contrast, root_of

from bot.pictures import colours
from bot.pictures.chart_heat import shades_of


def test_every_value_stands_in_its_cell_and_what_is_missing_is_hatched() -> None:
    written = said(HEAT["heat-scores"])
    assert {"-2", "-1", "0", "+2", "-0.4", "+0.25", "+1", "+1.5", "-1.25", "+0.1"} <= set(written)
    assert written.count("—") == 2
    root = root_of(svg_of(HEAT["heat-scores"]))
    hatched = [path for path in root.iter(SVG + "path") if path.attrib.get("stroke") == colours.BORDER]
    assert len(hatched) == 2 + 1, "two cells and their sign in the legend"


def test_a_row_that_is_too_short_counts_as_missing() -> None:
    assert said(HEAT["heat-short-rows"]).count("—") == 2


def test_twelve_rows_of_fourteen_columns_stand_in_one_block() -> None:
    names = said(HEAT["heat-12x14"])
    assert names.count("1 Oct 2024, n = 12480") == 1


def test_columns_without_room_go_on_below_under_the_same_names() -> None:
    written = said(HEAT["heat-macedonian"])
    assert written.count("1. месец 2024, n = 412") == 2
    assert [written.count(f"Месец {i}") for i in range(10)] == [1] * 10


def test_rows_and_columns_beyond_the_picture_are_counted() -> None:
    written = said(HEAT["heat-too-large"])
    assert "6 more rows are not shown here." in written
    assert "9 more columns are not shown here." in written


def test_a_larger_value_never_has_a_lighter_shade() -> None:
    shades = shades_of([0, 1, 2, 3, 5, 8, 13, 100], colours.AROUND_ZERO, colours.SHADES)
    assert [colours.SHADES.index(shades[value]) for value in sorted(shades)] == [0, 0, 1, 1, 2, 3, 3, 4]
    assert shades_of([7, 7], colours.AROUND_ZERO, colours.SHADES) == {7: colours.SHADES[0]}


def test_values_on_both_sides_of_zero_are_shaded_by_their_distance_from_it() -> None:
    shades = shades_of([-2, -0.5, 0, 0.5, 1], colours.AROUND_ZERO, colours.SHADES)
    assert [colours.AROUND_ZERO.index(shades[value]) for value in sorted(shades)] == [0, 1, 2, 3, 4]


def test_the_legend_names_the_lowest_and_highest_value_of_each_shade() -> None:
    written = said(HEAT["heat"])
    assert "14.3% to 17.5%" in written and "43.3% to 100%" in written
    assert "not complete or no value" in written
    assert "not complete or no value" not in said(HEAT["heat-zeros"])


def test_shades_get_darker_step_by_step_also_in_grey_and_for_the_colour_blind() -> None:
    for seen in (str, _deuteranopia, _protanopia):
        light = [_luminance(seen(shade.ground)) for shade in colours.SHADES]
        assert all(before > 1.35 * after for before, after in pairwise(light)), seen


def test_below_and_above_zero_differ_for_the_colour_blind() -> None:
    for seen in (_deuteranopia, _protanopia):
        for below, above in ((0, 4), (1, 3)):
            one, other = (_rgb(seen(colours.AROUND_ZERO[place].ground)) for place in (below, above))
            assert sum(abs(a - b) for a, b in zip(one, other, strict=True)) > 60


def test_values_can_be_read_on_every_shade() -> None:
    for shade in (*colours.SHADES, *colours.AROUND_ZERO):
        assert contrast(shade.ink, shade.ground) >= 4.5, shade


# how others see colours: Machado, Oliveira and Fernandes 2009, severity 1

_DEUTERANOPIA = (
    (0.367322, 0.860646, -0.227968),
    (0.280085, 0.672501, 0.047413),
    (-0.011820, 0.042940, 0.968881),
)
_PROTANOPIA = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
Matrix = tuple[tuple[float, float, float], ...]


def _deuteranopia(colour: str) -> str:
    return _seen(colour, _DEUTERANOPIA)


def _protanopia(colour: str) -> str:
    return _seen(colour, _PROTANOPIA)


def _rgb(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def _linear(colour: str) -> list[float]:
    parts = (part / 255 for part in _rgb(colour))
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _seen(colour: str, matrix: Matrix) -> str:
    linear = _linear(colour)
    turned = (min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear, strict=True)))) for row in matrix)
    parts = (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in turned)
    return "#" + "".join(f"{round(part * 255):02X}" for part in parts)


def _luminance(colour: str) -> float:
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), _linear(colour), strict=True))
