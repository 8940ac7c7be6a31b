"""Pictures and files of a stored map version: reads the stores, draws, gives bytes."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.counted import stage_numbers
from bot.evidence.reading import backings_of
from bot.example_shelf import backings_of as backings_of_example
from bot.examples import examples
from bot.exports.formats import writer as writer_of
from bot.exports.markdown import markdown
from bot.exports.sheet import sheet_csv
from bot.exports.whole import Whole
from bot.pictures.alt_types import alt_text_of, alt_text_of_persona, alt_text_of_quadrant
from bot.pictures.charts import chart_svg
from bot.pictures.glyphs import fonts as fonts_of
from bot.pictures.pages import card_of, pages_of
from bot.pictures.persona_card import persona_svg
from bot.pictures.quadrant import quadrant_svg
from bot.pictures.raster import png, zoom_for
from bot.pictures.subject import Subject
from bot.pictures.table_picture import table_svg
from bot.reply import Attachment, Chart, Drawn, Picture, Sheet, Strategy
from bot.strategy import written
from prompts.loader import Words, words
from storage.errors import MapNotFound
from storage.maps import Reader, Saved
from storage.model.confidence import evidence_ids
from storage.model.evidence import Evidence
from storage.model.journey import JourneyMap
from storage.model.persona import Persona
from storage.open import Stores

OPERATOR = Reader("", everything=True)
ALL = 1_000_000
ROUTE, PERSONA, EXAMPLE = "route:", "persona:", "example:"
Raster = Callable[[str, float, Path | None], bytes]


class Drawing(NamedTuple):
    """A file to hand over."""

    name: str
    title: str
    content: bytes
    alt: str


def draw(
    what: Picture | Attachment | Strategy,
    workspace_id: str,
    stores: Stores,
    font: Path | None = None,
    raster: Raster | None = None,
) -> tuple[Drawing, ...]:
    """The pictures or the file; whether the asker may see it was decided before.

    Raises MapNotFound, PersonaNotFound.
    """
    if isinstance(what, Strategy):
        return (Drawing(what.file_name, what.file_name, written(what, workspace_id, stores), what.file_name),)
    if isinstance(what, Picture) and what.picture.startswith(PERSONA):
        persona = stores.personas.get(workspace_id, what.picture.removeprefix(PERSONA))
        return (draw_persona(persona, words(what.lang), font, raster or png_here),)
    if isinstance(what, Picture) and what.picture.startswith(EXAMPLE):
        return _example(what, font, raster or png_here)
    journey = stores.maps.get(workspace_id, what.map_id, OPERATOR, what.version)
    if isinstance(what, Attachment) and what.format not in ("png", "svg"):
        return (_written(what, journey, stores, font, raster or png_here),)
    kind = what.picture if isinstance(what, Picture) else "full"
    as_svg = isinstance(what, Attachment) and what.format == "svg"
    return _pictures(journey, kind, as_svg, stores, font, raster or png_here)


def _pictures(
    journey: JourneyMap, kind: str, as_svg: bool, stores: Stores, font: Path | None, raster: Raster
) -> tuple[Drawing, ...]:
    svgs, alt = _svgs(journey, kind, stores, font)
    return _files(journey, svgs, alt, kind, as_svg, font, raster)


def _example(what: Picture, font: Path | None, raster: Raster) -> tuple[Drawing, ...]:
    """An example, which is no stored map. Raises MapNotFound."""
    if what.map_id not in examples():
        raise MapNotFound(what.map_id, tuple(examples()))
    example = examples()[what.map_id]
    document, below = example.document, example.below
    subject = Subject(
        document.map, document.personas, backings_of_example(example), words(what.lang), fonts_of(font), None,
        below.map if below else None, None, None,
    )  # fmt: skip
    kind = what.picture.removeprefix(EXAMPLE)
    svgs = (card_of(subject),) if kind == "card" else pages_of(subject)
    return _files(document.map, svgs, alt_text_of(subject, {}), kind, False, font, raster)


def _files(
    journey: JourneyMap, svgs: Sequence[str], alt: str, kind: str, as_svg: bool, font: Path | None, raster: Raster
) -> tuple[Drawing, ...]:
    made = []
    for number, svg in enumerate(svgs, 1):
        part = f"-{number}" if len(svgs) > 1 else ""
        name = f"{journey.map_id}-v{journey.version}-{kind.replace(':', '-')}{part}.{'svg' if as_svg else 'png'}"
        zoom = zoom_for(svg, "card" if kind in ("card", "quadrant") else "chat")
        content = svg.encode() if as_svg else raster(svg, zoom, font)
        made.append(Drawing(name, journey.title, content, alt))
    return tuple(made)


def subject_of(journey: JourneyMap, stores: Stores, font: Path | None = None, route: str | None = None) -> Subject:
    """Everything that the pictures of a map need."""
    spoken = words(journey.lang)
    return Subject(
        journey,
        _people(journey, stores),
        backings_of(journey, stores),
        spoken,
        fonts_of(font),
        stage_numbers(journey, stores, spoken),
        _base(journey, stores),
        route,
        stores.maps.history(journey.workspace_id, journey.map_id, OPERATOR, 1)[0].at.date(),
    )


def _svgs(journey: JourneyMap, kind: str, stores: Stores, font: Path | None) -> tuple[tuple[str, ...], str]:
    """The pages of the picture, and what it shows in words."""
    subject = subject_of(journey, stores, font, kind.removeprefix(ROUTE) if kind.startswith(ROUTE) else None)
    if kind == "quadrant":
        return (quadrant_svg(subject),), alt_text_of_quadrant(subject)
    names = {m.member_id: m.name for m in stores.workspaces.members(journey.workspace_id)}
    return (card_of(subject),) if kind == "card" else pages_of(subject), alt_text_of(subject, names)


def draw_persona(persona: Persona, spoken: Words, font: Path | None, raster: Raster) -> Drawing:
    """The card of a persona as PNG."""
    svg, name = persona_svg(persona, spoken, fonts=fonts_of(font)), f"{persona.persona_id}-v{persona.version}.png"
    return Drawing(name, persona.name, raster(svg, 1.0, font), alt_text_of_persona(persona, spoken))


def draw_chart(chart: Chart, font: Path | None = None, raster: Raster | None = None) -> Drawing:
    """A chart as PNG."""
    svg = chart_svg(chart, words(chart.lang), fonts=fonts_of(font))
    return Drawing("chart.png", chart.title, (raster or png_here)(svg, 1.0, font), chart.alt)


def draw_answer(what: Drawn, font: Path | None = None, raster: Raster | None = None) -> Drawing:
    """The chart or table of an answer as PNG."""
    if isinstance(what.what, Chart):
        return draw_chart(what.what, font, raster)._replace(name=what.file_name, alt=what.alt)
    svg = table_svg(what.what, what.note, words(what.lang), fonts=fonts_of(font))
    return Drawing(what.file_name, what.what.title, (raster or png_here)(svg, 1.0, font), what.alt)


def write_sheet(what: Sheet) -> Drawing:
    """The table of an answer as CSV."""
    return Drawing(what.file_name, what.table.title or what.file_name, sheet_csv(what.table), what.alt)


def png_here(svg: str, zoom: float, font: Path | None) -> bytes:
    """A PNG drawn in this process."""
    return png(svg, zoom, fonts=fonts_of(font))


def _written(what: Attachment, journey: JourneyMap, stores: Stores, font: Path | None, raster: Raster) -> Drawing:
    """A file that is made from the map's texts, some with its full picture."""
    format_ = "md" if what.format == "canvas" else what.format
    writer = writer_of(format_)
    svgs, alt = _svgs(journey, "full", stores, font) if writer.pictures else ((), "")
    history = stores.maps.history(journey.workspace_id, journey.map_id, OPERATOR, ALL)
    whole = Whole(
        journey=journey,
        words=words(journey.lang),
        on=next((saved.at.date() for saved in history if saved.map.version == journey.version), history[0].at.date()),
        personas=_people(journey, stores),
        evidence=_evidence(journey, history, what.reader, stores),
        versions=tuple(saved for saved in history if saved.map.version <= journey.version),
        names={m.member_id: m.name for m in stores.workspaces.members(journey.workspace_id)},
        backings=backings_of(journey, stores),
        pictures=svgs,
        alt=alt,
        font=font,
        raster=lambda svg, zoom: raster(svg, zoom, font),
    )
    if what.format == "canvas":
        note = words(what.lang)("exports.canvas.note", title=journey.title, version=journey.version)
        return Drawing(what.file_name, journey.title, markdown(whole, note), journey.title)
    return Drawing(what.file_name, journey.title, writer.write(whole), journey.title)


def _base(journey: JourneyMap, stores: Stores) -> JourneyMap | None:
    """The map below this one in the version it was laid over, if those who read this one may read it too."""
    below = journey.base_map
    if below is None:
        return None
    owner = journey.owner.member_id if journey.privacy == "private" else None
    reader = Reader(owner or "", frozenset((journey.home.channel_id,)))
    try:
        return stores.maps.get(journey.workspace_id, below.map_id, reader, below.version)
    except MapNotFound:
        return None


def _people(journey: JourneyMap, stores: Stores) -> tuple[Persona, ...]:
    return tuple(p for p in stores.personas.list(journey.workspace_id) if p.persona_id in journey.persona_ids)


def _evidence(
    journey: JourneyMap, history: Sequence[Saved], reader: Reader | None, stores: Stores
) -> tuple[Evidence, ...]:
    """The evidence that any version links and that the reader may see; without one, that all in the map's channel."""
    linked = {piece for version in (journey, *(saved.map for saved in history)) for piece in evidence_ids(version)}
    audience = reader or Reader("", frozenset((journey.home.channel_id,)))
    return stores.evidence.get(journey.workspace_id, linked, audience)
