"""Pictures of stored maps of every type: which one is drawn for what is asked, and what stays unseen."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import type_maps as maps
from type_cases import TYPE_CASES

from bot.drawing import draw
from bot.raster_apart import png_apart
from bot.reply import Attachment, Picture
from storage.model.journey import JourneyMap
from storage.open import Stores, open_stores

AT = datetime(2024, 11, 6, 9, tzinfo=UTC)
ANA = "U0ANA"


def kept(svg: str, zoom: float, font: Path | None) -> bytes:
    """Instead of a PNG, the SVG: what is drawn can be read."""
    return f"{zoom}\n{svg}".encode()


@pytest.fixture
def stores(tmp_path: Path):
    opened = open_stores(tmp_path)
    yield opened
    opened.close()


def stored(stores: Stores, journey: JourneyMap, **more: object) -> JourneyMap:
    return stores.maps.create(journey.model_copy(update={"version": 1, **more}), ANA, AT)


def drawn(stores: Stores, journey: JourneyMap, picture: str):
    what = Picture(picture=picture, map_id=journey.map_id, version=journey.version, alt="")
    return draw(what, "T1", stores, raster=kept)


def on_current(stores: Stores, journey: JourneyMap) -> JourneyMap:
    today = stored(stores, maps.current("en"))
    below = journey.base_map.model_copy(update={"version": today.version})
    return stored(stores, journey, base_map=below)


@pytest.mark.parametrize("kind", ["future", "blueprint", "day", "empathy", "ways"])
def test_each_type_is_drawn_as_itself(stores: Stores, kind: str) -> None:
    journey = getattr(maps, kind)("en")
    saved = on_current(stores, journey) if journey.base_map else stored(stores, journey)
    marks = {"future": "From today to the ideal", "blueprint": "line of visibility", "day": "Open or quiet",
             "empathy": "Thinks", "ways": "Ways"}  # fmt: skip
    (full,) = drawn(stores, saved, "full")
    assert marks[kind].encode() in full.content
    assert full.name == f"{saved.map_id}-v1-full.png"
    assert full.alt.endswith(".") and saved.title in full.alt
    (card,) = drawn(stores, saved, "card")
    assert card.content.startswith(b"1.0\n") and b'width="1000"' in card.content


def test_a_base_map_that_the_channel_may_not_read_is_not_drawn(stores: Stores) -> None:
    stored(stores, maps.current("en"), privacy="private")
    future = maps.future("en")
    saved = stored(stores, future, base_map=future.base_map.model_copy(update={"version": 1}))
    (full,) = drawn(stores, saved, "full")
    assert b"From today to the ideal" not in full.content
    assert "improves" not in full.alt


def test_a_base_map_that_is_gone_leaves_one_curve(stores: Stores) -> None:
    saved = stored(stores, maps.future("en"))
    (full,) = drawn(stores, saved, "full")
    assert b'stroke-dasharray="10 6"' not in full.content


def test_one_route_is_drawn_alone(stores: Stores) -> None:
    saved = stored(stores, maps.ways("en"))
    (picture,) = drawn(stores, saved, "route:in-a-hurry")
    assert b"route: In a hurry" in picture.content
    assert picture.name == "vacuum-v1-route-in-a-hurry.png"


def test_opportunities_are_drawn_by_impact_and_effort(stores: Stores) -> None:
    saved = stored(stores, maps.rated("en"))
    (picture,) = drawn(stores, saved, "quadrant")
    assert b"do first" in picture.content
    assert picture.content.startswith(b"1.0\n")
    assert "Do first: comparison chart with benefits and costs" in picture.alt


def test_a_persona_needs_no_map(stores: Stores) -> None:
    stores.personas.save(maps.people("en"))
    (picture,) = draw(
        Picture(picture="persona:curious-colleen", map_id="", version=1, alt=""), "T1", stores, raster=kept
    )
    assert b"Struggles" in picture.content
    assert picture.alt.startswith("Persona Curious Colleen")


def test_an_svg_is_handed_over_as_it_is(stores: Stores) -> None:
    saved = stored(stores, maps.empathy("en"))
    what = Attachment(file_name="x.svg", format="svg", map_id=saved.map_id, version=1)
    (file,) = draw(what, "T1", stores)
    assert file.content.startswith(b"<svg")
    assert file.name == "colleen-inside-v1-full.svg"


def test_the_same_picture_is_drawn_once_in_the_process_beside() -> None:
    svg = TYPE_CASES["empathy-one"].card()
    first = png_apart(svg, 0.5, None)
    assert first.startswith(b"\x89PNG")
    assert png_apart(svg, 0.5, None) is first
    assert png_apart(svg, 0.25, None) != first
