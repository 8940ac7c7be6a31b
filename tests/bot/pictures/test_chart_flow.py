"""Transition pictures: every way is written and as wide as it is large, and runs through no text and no box."""

import re
from collections.abc import Iterator
from itertools import pairwise, permutations, product
from xml.etree import ElementTree

import pytest
from chart_cases import FLOW, flow, said, svg_of
from drawn import SVG, Box, root_of, shape_box, texts

from bot.pictures import colours
from bot.pictures.chart_flow import ways_out

NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
Point = tuple[float, float]


def _strokes(root: ElementTree.Element) -> Iterator[tuple[Point, Point]]:
    """The straight parts of all arrows."""
    for one in root.iter(SVG + "path"):
        if one.attrib["fill"] == "none" and "A" not in one.attrib["d"]:
            numbers = [float(n) for n in NUMBERS.findall(one.attrib["d"])]
            yield from pairwise(zip(numbers[::2], numbers[1::2], strict=True))
    for one in root.iter(SVG + "line"):
        yield (
            (float(one.attrib["x1"]), float(one.attrib["y1"])),
            (float(one.attrib["x2"]), float(one.attrib["y2"])),
        )


@pytest.mark.parametrize("name", FLOW)
def test_no_arrow_runs_through_a_text_or_a_box(name: str) -> None:
    svg = svg_of(FLOW[name])
    root = root_of(svg)
    boxes = [
        box for one in root.iter(SVG + "rect") if one.attrib.get("stroke") == colours.BORDER and (box := shape_box(one))
    ]
    for (x1, y1), (x2, y2) in _strokes(root):
        way = Box(min(x1, x2) - 1, min(y1, y2) - 1, max(x1, x2) + 1, max(y1, y2) + 1)
        assert [text.text for text in texts(svg) if text.box.overlaps(way)] == []
        inside_strip = any(way.inside(box) for box in boxes)
        assert inside_strip or not any(way.overlaps(box, slack=3) for box in boxes)


def _ways(root: ElementTree.Element) -> list[list[tuple[Point, Point]]]:
    arcs = (one.attrib["d"] for one in root.iter(SVG + "path") if "Q" in one.attrib["d"])
    numbers = ([float(n) for n in NUMBERS.findall(d)] for d in arcs)
    return [list(pairwise(zip(each[::2], each[1::2], strict=True))) for each in numbers]


def _cross(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Whether a level stretch and an upright one meet."""
    (x1, y1), (x2, y2) = one
    (a1, b1), (a2, b2) = other
    return y1 == y2 and a1 == a2 and min(x1, x2) < a1 < max(x1, x2) and min(b1, b2) < y1 < max(b1, b2)


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("into_one", [False, True])
def test_arrows_that_share_a_place_do_not_cross(into_one: bool, backwards: bool) -> None:
    names = ("A", "B", "C", "D", "E", "F")
    pairs = [(name, "F") for name in names[:4]] if into_one else [("A", name) for name in names[2:]]
    pairs = [(end, start) for start, end in pairs] if backwards else pairs
    ways = _ways(root_of(svg_of(flow("Star", names, [(a, b, 1.0, "") for a, b in pairs], ways_out=0))))
    assert len(ways) == 4
    crossing = [
        (one, other)
        for first, second in permutations(ways, 2)
        for one, other in product(first, second)
        if _cross(one, other)
    ]
    assert crossing == []


@pytest.mark.parametrize("name", ["flow", "flow-12x40", "flow-zeros"])
def test_every_transition_is_written(name: str) -> None:
    drawn = FLOW[name]
    written = said(drawn)
    for link in drawn.links:
        assert (link.label or f"{link.value:g}") in written, link


def test_the_widest_arrow_is_the_largest_transition_and_others_are_as_wide_as_their_share() -> None:
    """Of 5242, 1498 is 28.6%."""
    root = root_of(svg_of(FLOW["flow"]))
    straight = [
        float(one.attrib["stroke-width"])
        for one in root.iter(SVG + "line")
        if one.attrib["stroke"] == colours.SERIES[0] and one.attrib["x1"] == one.attrib["x2"]
    ]
    assert straight[0] == max(straight)
    assert straight[1] / straight[0] == pytest.approx(1498 / 5242, abs=0.01)


def test_ways_back_are_dashed_at_the_left_and_ways_onward_plain_at_the_right() -> None:
    root = root_of(svg_of(FLOW["flow"]))
    arcs = [one.attrib for one in root.iter(SVG + "path") if "Q" in one.attrib["d"]]
    by_colour = {
        colour: {one.get("stroke-dasharray") for one in arcs if one["stroke"] == colour}
        for colour in colours.SERIES[:2]
    }
    assert by_colour == {colours.SERIES[0]: {None}, colours.SERIES[1]: {"10 5"}}
    middle = 500
    for one in arcs:
        x = [float(n) for n in NUMBERS.findall(one["d"])][::2]
        assert (max(x) < middle) if one["stroke"] == colours.SERIES[1] else (min(x) > middle)


def test_ways_out_stand_in_the_places_they_leave() -> None:
    assert ways_out(FLOW["flow"]) == ("left",)
    assert said(FLOW["flow"]).count("left") == 4


def test_a_last_place_that_leads_nowhere_is_a_way_out_if_several_places_lead_to_it_or_the_chart_says_so() -> None:
    assert ways_out(FLOW["flow-two"]) == ()
    assert ways_out(FLOW["flow-goal"]) == ("left",)
    assert ways_out(FLOW["flow-goal"].model_copy(update={"ways_out": 2})) == ("C", "left")
    several = flow("x", ("A", "B", "stopped", "left"), [("A", "B", 1, ""), ("A", "stopped", 1, ""),
                                                        ("B", "stopped", 1, ""), ("A", "left", 1, ""),
                                                        ("B", "left", 1, "")])  # fmt: skip
    assert ways_out(several) == ("stopped", "left")


def test_transitions_beyond_the_picture_are_counted_and_the_largest_are_shown() -> None:
    """Of 120 links 40 are drawn, all between the first 20 places or out of them."""
    drawn = FLOW["flow-beyond"]
    shown = (*drawn.categories[:20], "left")
    inside = sorted((link.value for link in drawn.links if {link.start, link.end} <= {*shown}), reverse=True)
    written = said(drawn)
    assert len(inside) > 40
    assert "80 more transitions are not shown here." in written
    assert sorted((float(text) for text in written if text.isdigit()), reverse=True) == inside[:40]


def test_a_place_that_only_the_links_name_is_drawn_too() -> None:
    assert "Elsewhere" in said(FLOW["flow-unlisted"])
