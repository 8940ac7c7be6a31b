"""Heat tables, intervals and transitions as pictures: what they show, and that everybody can read it."""

import re
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from chart_cases import EVERY, FLOW, HEAT, INTERVALS, LONG, NEW, chart, flow
from drawn import SVG, Box, contrast, page, root_of, shape_box, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures import colours
from bot.pictures.chart_flow import ways_out
from bot.pictures.chart_heat import shades_of
from bot.pictures.charts import chart_svg
from bot.pictures.raster import png
from bot.reply import Chart, Link, Series
from prompts.loader import words

GOLDEN = (
    "heat", "heat-12x14", "heat-chinese", "heat-macedonian", "heat-scores",
    "intervals", "intervals-chinese", "intervals-macedonian", "intervals-ten",
    "flow", "flow-chinese", "flow-macedonian", "flow-12x40", "flow-long",
    "bar-many-groups", "line-scores",
)  # fmt: skip
NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
Point = tuple[float, float]


def svg_of(drawn: Chart) -> str:
    return chart_svg(drawn, words(drawn.lang))


def said(drawn: Chart) -> list[str]:
    return [text.text for text in texts(svg_of(drawn))]


@pytest.mark.parametrize("name", GOLDEN)
def test_the_shape_is_drawn_as_it_was_approved(name: str, golden: Callable[[str, str], None]) -> None:
    golden(f"pictures/chart-{name}.svg", svg_of(EVERY[name]))


@pytest.mark.parametrize("name", EVERY)
def test_n_and_period_stand_in_the_picture(name: str) -> None:
    assert EVERY[name].note in said(EVERY[name])


@pytest.mark.parametrize("name", EVERY)
def test_every_text_is_large_enough_has_contrast_and_room_of_its_own(name: str) -> None:
    svg = svg_of(EVERY[name])
    found = texts(svg)
    assert page(svg).right == 1000
    assert [(a.text, b.text) for a, b in combinations(found, 2) if a.box.overlaps(b.box)] == []
    for text in found:
        assert text.box.inside(page(svg)), text
        assert contrast(text.colour, text.ground) >= 4.5, text
        assert text.size >= (18 if EVERY[name].funnel else 20), text


@pytest.mark.parametrize("name", ["heat", "heat-12x14", "intervals-ten", "flow-12x40"])
def test_the_renderer_draws_the_shape(name: str) -> None:
    assert png(svg_of(NEW[name]), 0.5).startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["heat-nothing", "intervals-nothing", "flow-nothing"])
def test_a_chart_without_any_value_says_so(name: str) -> None:
    assert "no numbers yet" in said(NEW[name])


# heat


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


# intervals


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
    assert any(text.startswith("no difference: 1") and text.endswith(f"further {side}") for text in said(NEW[name]))


def test_points_without_intervals_claim_nothing_about_the_line() -> None:
    assert not any("interval" in text for text in said(INTERVALS["intervals-points-alone"]))


def test_forty_intervals_are_cut_and_counted() -> None:
    assert "16 more rows are not shown here." in said(INTERVALS["intervals-forty"])


# flow


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


def test_transitions_beyond_the_picture_are_counted() -> None:
    """At most 40 of 120 links, and of these the ones between the first 20 places."""
    drawn = FLOW["flow-beyond"]
    largest = sorted(drawn.links, key=lambda link: -link.value)[:40]
    inside = [
        link
        for link in largest
        if link.start in drawn.categories[:20] and (link.end == "left" or link.end in drawn.categories[:20])
    ]
    assert f"{120 - len(inside)} smaller transitions are not shown here." in said(drawn)


def test_a_place_that_only_the_links_name_is_drawn_too() -> None:
    assert "Elsewhere" in said(FLOW["flow-unlisted"])


# bars and lines at their limits


def test_more_than_six_series_differ_by_hatching_and_more_than_twelve_are_counted() -> None:
    root = root_of(svg_of(EVERY["bar-many-groups"]))
    hatched = [one for one in root.iter(SVG + "path") if one.attrib.get("stroke") == colours.WHITE]
    assert len(hatched) == 3 * 11, "three series, ten bars and a sign in the legend each"
    assert "8 more series are not shown here." in said(EVERY["bar-too-many"])


def test_every_stage_is_named_below_a_line_where_names_have_room_in_several_lines() -> None:
    written = said(EVERY["line-scores"])
    assert {"Inquiry or awareness", "Compare", "Purchase or", "preparation", "feedback"} <= set(written)


def test_bars_below_zero_run_to_the_left_and_carry_their_sign() -> None:
    svg = svg_of(EVERY["bar-difference"])
    below, above, none = (
        box
        for one in root_of(svg).iter(SVG + "rect")
        if one.attrib["fill"] == colours.SERIES[0] and (box := shape_box(one))
    )
    assert below.right == pytest.approx(above.left) and none.left == pytest.approx(none.right)
    assert {"-12.5", "+3.2", "0"} <= set(said(EVERY["bar-difference"]))


ANY = st.text(min_size=1, max_size=40).filter(lambda text: bool(text.strip()))
VALUE = st.one_of(st.none(), st.floats(-1e9, 1e9))


@given(ANY, st.lists(VALUE, min_size=3, max_size=3), st.sampled_from(["heat", "intervals", "flow", "bar", "line"]))
@settings(max_examples=60, deadline=None)
def test_any_text_and_any_value_give_valid_xml(text: str, values: list[float | None], shape: str) -> None:
    rows = {text: tuple(values), f"{text} 2": (None, *values[1:])}
    links = tuple(
        Link(start=a, end=b, value=abs(value or 0), label="" if value else text)
        for (a, b), value in zip(((text, "b"), ("b", text), (text, text)), values, strict=True)
    )
    drawn = chart(shape, text, (text, "b", "c"), rows, unit=text, note=text)
    drawn = drawn.model_copy(update={"links": links}) if shape == "flow" else drawn
    svg = svg_of(drawn)
    ElementTree.fromstring(svg)
    assert all(value not in svg for value in ("nan", "inf"))


def test_series_without_categories_are_told_as_no_numbers() -> None:
    assert "no numbers yet" in said(
        Chart(shape="heat", title=LONG, categories=(), series=(Series(name="a", values=(1,)),), unit="%", note="n = 1",
              alt="a")
    )  # fmt: skip


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
