"""Whatever people write, the picture is valid XML that the renderer draws."""

from xml.etree import ElementTree

import picture_maps as maps
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_cases import WORDS

from bot.pictures.card import card_svg
from bot.pictures.charts import chart_svg
from bot.pictures.journey_map import journey_map_svgs
from bot.pictures.raster import png, size
from bot.reply import Chart, Series
from storage.model.journey import JourneyMap, Stage

texts = st.text(min_size=1, max_size=40).filter(lambda text: bool(text.strip()))


def _map(text: str) -> JourneyMap:
    """A map with one text everywhere, past the checks that a stored map has gone through."""
    stage = Stage.model_construct(
        slug="a",
        title=text,
        short=None,
        customer_questions=(),
        moods=(maps.vote(maps.ANA, -1),),
        touchpoints=(maps.touchpoint("t", "x").model_copy(update={"title": text}),),
    )
    pain = maps.pain("p", "x", "a").model_copy(update={"title": text})
    return maps.journey("x", ()).model_copy(update={"title": text, "stages": (stage,), "pain_points": (pain,)})


@given(texts)
@settings(max_examples=60, deadline=None)
def test_any_title_gives_valid_xml(text: str) -> None:
    journey, persona = _map(text), maps.persona().model_copy(update={"name": text, "initials": text[:3], "quote": text})
    for svg in (card_svg(journey, (persona,), {}, WORDS), *journey_map_svgs(journey, (persona,), {}, WORDS)):
        ElementTree.fromstring(svg)


@given(texts)
@settings(max_examples=40, deadline=None)
def test_any_chart_gives_valid_xml(text: str) -> None:
    for shape in ("bar", "line"):
        chart = Chart(
            shape=shape,
            title=text,
            categories=(text, text),
            unit=text,
            note=text,
            alt=text,
            series=(Series(name=text, values=(1, None)), Series(name=text, values=(0, 2))),
        )
        ElementTree.fromstring(chart_svg(chart, WORDS))


@given(texts)
@settings(max_examples=8, deadline=None)
def test_the_renderer_takes_any_title(text: str) -> None:
    svg = card_svg(_map(text), (), {}, WORDS)
    assert png(svg, 0.25).startswith(b"\x89PNG")
    assert size(svg)[0] == 1000
