"""Intervals as pictures: points and ends where their values are, arrows where an end is out of sight."""

import re

import pytest
from chart_cases import INTERVALS, said, svg_of
from drawn import SVG, Box, root_of, texts

from bot.pictures import colours


def _lines(svg: str, colour: str) -> list[Box]:
    ends = ("x1", "y1", "x2", "y2")
    return [
        Box(*(float(one.attrib[end]) for end in ends))
        for one in root_of(svg).iter(SVG + "line")
        if one.attrib["stroke"] == colour
    ]


def _points(svg: str) -> list[tuple[float, bool]]:
    """(x, whether filled) of the points of the rows; those of the legend left out."""
    found = [
        (float(one.attrib["cx"]), one.attrib["fill"] != colours.WHITE, float(one.attrib["cy"]))
        for one in root_of(svg).iter(SVG + "circle")
    ]
    legend = min(y for _, _, y in found)
    return [(x, filled) for x, filled, y in found if y > legend]


def test_points_stand_on_the_axis_where_their_values_are_and_are_hollow_where_the_line_is_crossed() -> None:
    """The axis reaches from -5 to 7.5, so 1.8 lies at (1.8 + 5) / 12.5 of it."""
    svg = svg_of(INTERVALS["intervals"])
    axis = sorted({box.left for box in _lines(svg, colours.HAIRLINE)})
    assert len(axis) == 6
    points = _points(svg)
    assert [(x - axis[0]) / (axis[-1] - axis[0]) for x, _ in points] == pytest.approx(
        [(value + 5) / 12.5 for value in (1.8, 2.9, 0.4, 3.6, -1.1)], abs=1e-3
    )
    assert [filled for _, filled in points] == [True, True, False, True, False]


def test_both_ends_are_written_beside_the_value() -> None:
    written = said(INTERVALS["intervals"])
    assert "+1.8" in written and "+0.7 to +2.9" in written and "-3.9 to +1.7" in written
    assert "no difference: 0" in written


def test_an_interval_with_one_end_and_one_that_is_far_too_wide_end_in_arrows() -> None:
    svg = svg_of(INTERVALS["intervals-ten"])
    heads = [path for path in root_of(svg).iter(SVG + "path") if path.attrib["fill"] == colours.SERIES[1]]
    assert len(heads) == 4, "both ends of the wide one, one end of the two others"
    written = [text.text for text in texts(svg)]
    assert {"-380% to 420%", "up to 15%", "from 9.5%", "—"} <= set(written)
    marks = [float(text.removesuffix("%")) for text in written if re.fullmatch(r"-?\d+%", text)]
    assert min(marks) >= -20 and max(marks) <= 50


def test_usual_intervals_are_not_cut() -> None:
    root = root_of(svg_of(INTERVALS["intervals"]))
    assert [path.attrib["d"] for path in root.iter(SVG + "path")] == []


@pytest.mark.parametrize(("name", "side"), [("intervals-far-line", "left"), ("intervals-far-line-above", "right")])
def test_a_line_of_no_difference_outside_the_picture_is_said(name: str, side: str) -> None:
    assert any(
        text.startswith("no difference: 1") and text.endswith(f"further {side}") for text in said(INTERVALS[name])
    )


def test_points_without_intervals_claim_nothing_about_the_line() -> None:
    assert not any("interval" in text for text in said(INTERVALS["intervals-points-alone"]))


def test_forty_intervals_are_cut_and_counted() -> None:
    assert "16 more rows are not shown here." in said(INTERVALS["intervals-forty"])
