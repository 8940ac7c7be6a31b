"""Pictures and files of a stored map version: reads the stores, draws, gives bytes."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.pictures.alt_text import alt_text
from bot.pictures.card import card_svg
from bot.pictures.charts import chart_svg
from bot.pictures.figures import day
from bot.pictures.glyphs import fonts as fonts_of
from bot.pictures.journey_map import journey_map_svgs
from bot.pictures.raster import png, zoom_for
from bot.pictures.stage_numbers import JourneyNumbers, StageNumbers
from bot.reply import Attachment, Chart, Picture
from prompts.loader import Words, words
from storage.errors import WaymarkError
from storage.ingest import map_json
from storage.maps import Reader
from storage.model.confidence import backing, evidence_ids
from storage.model.evidence import Evidence
from storage.model.journey import JourneyMap
from storage.model.persona import Persona
from storage.open import Stores
from tools import drop_off
from tools.kit import Sources

OPERATOR = Reader("", everything=True)
Raster = Callable[[str, float, Path | None], bytes]


class Drawing(NamedTuple):
    """A file to hand over."""

    name: str
    title: str
    content: bytes
    alt: str


def draw(
    what: Picture | Attachment,
    workspace_id: str,
    stores: Stores,
    font: Path | None = None,
    raster: Raster | None = None,
) -> tuple[Drawing, ...]:
    """The pictures or the file; whether the asker may see the map was decided before. Raises MapNotFound."""
    journey = stores.maps.get(workspace_id, what.map_id, OPERATOR, what.version)
    if isinstance(what, Attachment) and what.format == "json":
        return (_document(journey, stores),)
    kind = what.picture if isinstance(what, Picture) else "full"
    as_svg = isinstance(what, Attachment) and what.format == "svg"
    return _pictures(journey, kind, as_svg, stores, font, raster or png_here)


def _pictures(
    journey: JourneyMap, kind: str, as_svg: bool, stores: Stores, font: Path | None, raster: Raster
) -> tuple[Drawing, ...]:
    spoken, fonts = words(journey.lang), fonts_of(font)
    personas = _people(journey, stores)
    backings = {piece.evidence_id: backing(piece) for piece in _evidence(journey, stores)}
    numbers = _numbers(journey, stores, spoken)
    on = stores.maps.history(journey.workspace_id, journey.map_id, OPERATOR, 1)[0].at.date()
    if kind == "card":
        svgs: tuple[str, ...] = (card_svg(journey, personas, backings, spoken, numbers, on=on, fonts=fonts),)
    else:
        svgs = journey_map_svgs(journey, personas, backings, spoken, numbers, on=on, fonts=fonts)
    names = {m.member_id: m.name for m in stores.workspaces.members(journey.workspace_id)}
    alt = alt_text(journey, personas, backings, spoken, numbers, names)
    made = []
    for number, svg in enumerate(svgs, 1):
        part = f"-{number}" if len(svgs) > 1 else ""
        name = f"{journey.map_id}-v{journey.version}-{kind}{part}.{'svg' if as_svg else 'png'}"
        zoom = zoom_for(svg, "card" if kind == "card" else "chat")
        content = svg.encode() if as_svg else raster(svg, zoom, font)
        made.append(Drawing(name, journey.title, content, alt))
    return tuple(made)


def draw_chart(chart: Chart, font: Path | None = None, raster: Raster | None = None) -> Drawing:
    """A chart as PNG."""
    svg = chart_svg(chart, words(chart.lang), fonts=fonts_of(font))
    return Drawing("chart.png", chart.title, (raster or png_here)(svg, 1.0, font), chart.alt)


def png_here(svg: str, zoom: float, font: Path | None) -> bytes:
    """A PNG drawn in this process."""
    return png(svg, zoom, fonts=fonts_of(font))


def _document(journey: JourneyMap, stores: Stores) -> Drawing:
    history = stores.maps.history(journey.workspace_id, journey.map_id, OPERATOR)
    text = map_json.dump(journey, history, _people(journey, stores), _evidence(journey, stores))
    return Drawing(f"{journey.map_id}.json", journey.title, text.encode(), journey.title)


def _people(journey: JourneyMap, stores: Stores) -> tuple[Persona, ...]:
    return tuple(p for p in stores.personas.list(journey.workspace_id) if p.persona_id in journey.persona_ids)


def _evidence(journey: JourneyMap, stores: Stores) -> tuple[Evidence, ...]:
    """The linked evidence that everybody in the map's own channel may see."""
    reader = Reader("", frozenset((journey.home.channel_id,)))
    return stores.evidence.get(journey.workspace_id, evidence_ids(journey), reader)


def _numbers(journey: JourneyMap, stores: Stores, spoken: Words) -> JourneyNumbers | None:
    """The funnel of the map where events answer it."""
    events = stores.events(journey.workspace_id)
    newest = events.newest_us()
    if newest is None or len(journey.stages) < 2:
        return None
    tz = stores.workspaces.workspace(journey.workspace_id).tz
    given = Sources(
        journey.workspace_id, OPERATOR, stores.maps, stores.personas, stores.evidence, events,
        datetime.fromtimestamp(newest / 1e6, UTC), tz,
    )  # fmt: skip
    try:
        funnel = drop_off.run(drop_off.DropOffArgs(journey=journey.map_id), given)
    except WaymarkError:
        return None
    entered = funnel.steps[0].reached
    sets = events.data_sets()
    first = min((s.from_us for s in sets if s.from_us is not None), default=newest)
    days = [datetime.fromtimestamp(us / 1e6, ZoneInfo(tz)).date() for us in (first, newest)]
    stages = tuple(
        StageNumbers(
            stage=step.name,
            reached=step.reached,
            rate=step.reached / entered if entered else None,
            lost=step.lost / step.reached if step.lost is not None and step.reached else None,
        )
        for step in funnel.steps
    )
    return JourneyNumbers(
        stages=stages,
        n=entered,
        period=spoken("pictures.metrics.period", first=day(days[0], spoken.lang), last=day(days[1], spoken.lang)),
        source=", ".join(s.title for s in sets)[:120],
    )
