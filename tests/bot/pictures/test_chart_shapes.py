"""Charts of answers as pictures, of every shape: legible, approved, and drawn whatever they hold."""

from collections.abc import Callable
from itertools import combinations
from xml.etree import ElementTree

import pytest
from chart_cases import EVERY, LONG, NEW, chart, said, svg_of
from drawn import SVG, contrast, page, root_of, shape_box, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pictures import colours
from bot.pictures.raster import png
from bot.reply import Chart, Link, Series

GOLDEN = (
    "heat", "heat-12x14", "heat-chinese", "heat-macedonian", "heat-scores",
    "intervals", "intervals-chinese", "intervals-macedonian", "intervals-ten",
    "flow", "flow-chinese", "flow-macedonian", "flow-12x40", "flow-long",
    "bar-many-groups", "line-scores",
)  # fmt: skip


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
@settings(max_examples=100, deadline=None)
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
