"""The other types, read back from the SVG: nothing overlaps, nothing leaves its place, everything can be read."""

from itertools import combinations
from xml.etree import ElementTree

import pytest
from drawn import SVG, contrast, curve_points, page, root_of, texts
from type_cases import SMALL_PICTURES, TYPE_CASES, drawn

from bot.pictures import colours
from bot.pictures.glyphs import LATIN, fonts

EVERY = [*TYPE_CASES, *SMALL_PICTURES]


@pytest.mark.parametrize("name", EVERY)
def test_no_two_texts_of_a_type_overlap(name: str) -> None:
    for svg in drawn(name):
        clashes = [(a.text, b.text) for a, b in combinations(texts(svg), 2) if a.box.overlaps(b.box)]
        assert clashes == []


@pytest.mark.parametrize("name", EVERY)
def test_no_text_of_a_type_leaves_the_picture_or_its_box(name: str) -> None:
    for svg in drawn(name):
        for text in texts(svg):
            assert text.box.inside(page(svg)), text
            assert text.holder is None or text.box.inside(text.holder), text


@pytest.mark.parametrize("name", EVERY)
def test_every_text_of_a_type_can_be_read_on_its_ground(name: str) -> None:
    for svg in drawn(name):
        for text in texts(svg):
            large = text.size >= 24 or (text.bold and text.size >= 19)
            assert contrast(text.colour, text.ground) >= (3 if large else 4.5), text


@pytest.mark.parametrize("name", TYPE_CASES)
def test_no_word_stands_on_a_curve(name: str) -> None:
    for svg in drawn(name)[1:]:
        said = [text for text in texts(svg) if text.halo and not text.bold and text.size in (12, 13)]
        assert [text.text for text in said for x, y in curve_points(svg) if text.box.holds(x, y)] == []


@pytest.mark.parametrize("name", TYPE_CASES)
def test_small_text_of_a_type_stays_large_enough(name: str) -> None:
    assert min(text.size for text in texts(drawn(name)[0])) >= 16
    for svg in drawn(name)[1:]:
        assert min(text.size for text in texts(svg)) >= 12


@pytest.mark.parametrize("name", SMALL_PICTURES)
def test_small_pictures_are_a_thousand_wide_with_text_of_twenty_and_more(name: str) -> None:
    svg = SMALL_PICTURES[name]
    assert page(svg).right == 1000
    assert min(text.size for text in texts(svg)) >= 20


@pytest.mark.parametrize("name", EVERY)
def test_each_script_of_a_type_stands_in_its_own_font(name: str) -> None:
    for svg in drawn(name):
        for text in root_of(svg).iter(SVG + "text"):
            for part in [*text] or [text]:
                families = {family for family, _ in fonts().runs(part.text or "")}
                assert families <= {part.attrib.get("font-family", LATIN)}


@pytest.mark.parametrize("name", [name for name in TYPE_CASES if name.endswith("-odd")])
def test_what_people_wrote_on_a_type_stays_text(name: str) -> None:
    for svg in drawn(name):
        tags = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(svg).iter()}
        assert tags <= {"svg", "title", "rect", "g", "path", "circle", "line", "text", "tspan"}
        assert "\u202e" not in svg


def test_colours_of_the_types_stand_out() -> None:
    for tinted in (*colours.TAGS.values(), *colours.QUADRANTS.values()):
        assert contrast(tinted.ink, tinted.ground) >= 4.5
        assert contrast(colours.TEXT, tinted.ground) >= 4.5
    for ground in (*colours.BLUEPRINT, colours.OPEN, colours.QUIET, colours.HATCH):
        assert contrast(colours.TEXT, ground) >= 4.5
    assert contrast(colours.TO_BE, colours.BAND) >= 4.5
