"""What stands on the maps? Lists maps, opens one, finds its parts, quotes and evidence by words and by meaning."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from pydantic import Field

from storage.evidence_search import Trouble
from storage.maps import MapLine
from storage.model.confidence import evidence_ids
from storage.model.journey import JourneyMap, Stage
from storage.model.mood import curve, lowest, stage_value
from storage.model.types import Model
from tools.asked import persona_keys, stage_named
from tools.basis import map_basis
from tools.contents import FoundItem, Kind, evidence_item, may_read, readable_maps, searchable
from tools.kit import Basis, JourneyArgs, Sources, Tool
from tools.names import same_key
from tools.search import found_share

NEAREST = 5
PERHAPS = 0.25
"""Score from which a piece is shown to who looks for it: a search may show more than an illustration."""


class MapLookupArgs(JourneyArgs):
    """Without words and journey: the list of maps. With a journey: its outline. With words: what contains them."""

    words: str | None = Field(
        None, description="Words to look for in titles, touchpoints, moods, pain points and evidence."
    )
    kind: Kind | None = Field(None, description="Only things of this kind.")


class FoundMap(Model):
    """One map in short."""

    map_id: str
    title: str
    type: str
    status: str
    version: int
    owner: str
    personas: tuple[str, ...]
    stages: tuple[str, ...]
    touchpoints: int
    lowest: str | None = Field(None, description="Stage with the lowest mood.")
    lowest_score: float | None = None
    changed_at: datetime


class FoundStage(Model):
    """One stage of the outline."""

    slug: str
    title: str
    mood: float | None
    touchpoints: tuple[str, ...]
    pain_points: tuple[str, ...]


class Voice(Model):
    """How to talk to a persona whose touchpoints were found."""

    persona: str
    style: str | None
    talking_points: tuple[str, ...]
    quote: str | None


class MapLookupResult(Model):
    """`maps` for a list, `outline` for one map, `found` for words; `total` counts before `top_n`.

    `near`: evidence of these maps that says nearly the same in other words, the nearest first; it is in no count.
    """

    maps: tuple[FoundMap, ...] = ()
    outline: tuple[FoundStage, ...] = ()
    found: tuple[FoundItem, ...] = ()
    near: tuple[FoundItem, ...] = ()
    trouble: Trouble | None = Field(None, description="Why the search set up took no part; then a built-in one did.")
    voices: tuple[Voice, ...] = Field((), description="How to talk to the personas of the touchpoints that were found.")
    total: int
    hidden: int = Field(0, description="Pieces of evidence that the asker may not read.")
    basis: Basis


def run(args: MapLookupArgs, sources: Sources) -> MapLookupResult:
    """Raises MapNotFound, ToolError (unknown stage)."""
    named = sources.maps.find(sources.workspace_id, args.journey, sources.reader) if args.journey else None
    if args.words or args.kind not in (None, "map"):
        return _search(args, named, sources)
    if named and args.kind is None:
        outline = tuple(_found_stage(stage, named) for stage in _stages(args, named))
        hidden = _hidden(evidence_ids(named), sources)
        return MapLookupResult(outline=outline, total=len(outline), hidden=hidden, basis=map_basis(args, named))
    lines = sources.maps.lines(sources.workspace_id, sources.reader)
    maps = [_found_map(line, sources) for line in lines if named is None or line.map_id == named.map_id]
    if args.persona:
        keys = persona_keys(args.persona, sources)[1]
        maps = [found for found in maps if keys & {same_key(name) for name in found.personas}]
    return MapLookupResult(maps=tuple(maps[: args.top_n]), total=len(maps), basis=map_basis(args, named))


def _search(args: MapLookupArgs, named: JourneyMap | None, sources: Sources) -> MapLookupResult:
    """What contains all the words; if nothing does, what contains at least half of them, most words first."""
    journeys = [named] if named else list(readable_maps(sources))
    items = [item for item in searchable(journeys, args.stage, sources) if args.kind in (None, item.kind)]
    if args.words:
        scored = [(found_share(args.words, item.text), item) for item in items]
        bar = 1.0 if any(share == 1 for share, _ in scored) else 0.5
        scored = sorted(((s, item) for s, item in scored if s >= bar), key=lambda pair: -pair[0])
        items = [item for _, item in scored]
    pieces = {piece for journey in journeys for piece in evidence_ids(journey)}
    near, trouble = _near(args, journeys, {item.text for item in items}, sources)
    titles = {item.journey for item in items[: args.top_n] if item.kind == "touchpoint"}
    return MapLookupResult(
        found=tuple(items[: args.top_n]),
        near=near,
        trouble=trouble,
        voices=_voices([journey for journey in journeys if journey.title in titles], sources),
        total=len(items),
        hidden=_hidden(pieces, sources),
        basis=map_basis(args, named),
    )


def _near(
    args: MapLookupArgs, journeys: Sequence[JourneyMap], told: Collection[str], sources: Sources
) -> tuple[tuple[FoundItem, ...], Trouble | None]:
    """Evidence of the maps that the words do not stand in. None where a stage or another kind is asked for."""
    if not args.words or args.stage or args.kind not in (None, "evidence"):
        return (), None
    of = {piece: journey.title for journey in reversed(journeys) for piece in evidence_ids(journey)}
    found = sources.search.search(sources.workspace_id, args.words, sources.reader, (args.top_n or NEAREST) * 2, of)
    near = {one.piece.text: one.piece for one in reversed(found.pieces) if one.score >= PERHAPS}
    items = (evidence_item(piece, of[piece.evidence_id]) for text, piece in reversed(near.items()) if text not in told)
    return tuple(items)[: args.top_n or NEAREST], found.trouble


def _voices(journeys: Sequence[JourneyMap], sources: Sources) -> tuple[Voice, ...]:
    """What is noted about talking to the personas of these maps, as far as the asker may read it."""
    on_maps = {slug for journey in journeys for slug in journey.persona_ids}
    known = [p for p in sources.personas.list(sources.workspace_id) if p.persona_id in on_maps]
    return tuple(
        Voice(persona=p.name, style=p.communication_style, talking_points=p.talking_points, quote=p.quote)
        for p in known
        if may_read(p, on_maps, sources) and (p.communication_style or p.talking_points or p.quote)
    )


def _stages(args: MapLookupArgs, journey: JourneyMap) -> tuple[Stage, ...]:
    return (stage_named(journey, args.stage),) if args.stage else journey.stages


def _hidden(pieces: Iterable[str], sources: Sources) -> int:
    wanted = set(pieces)
    return len(wanted) - len(sources.evidence.get(sources.workspace_id, wanted, sources.reader))


def _found_stage(stage: Stage, journey: JourneyMap) -> FoundStage:
    return FoundStage(
        slug=stage.slug,
        title=stage.title,
        mood=stage_value(stage),
        touchpoints=tuple(touchpoint.title for touchpoint in stage.touchpoints),
        pain_points=tuple(pain.title for pain in journey.pain_points if pain.at.stage == stage.slug),
    )


def _found_map(line: MapLine, sources: Sources) -> FoundMap:
    journey = sources.maps.get(sources.workspace_id, line.map_id, sources.reader)
    names = {persona.persona_id: persona.name for persona in sources.personas.list(sources.workspace_id)}
    point = lowest(curve(journey))
    titles = {stage.slug: stage.title for stage in journey.stages}
    return FoundMap(
        map_id=line.map_id,
        title=line.title,
        type=line.type,
        status=line.status,
        version=line.version,
        owner=line.owner,
        personas=tuple(names.get(slug, slug) for slug in journey.persona_ids),
        stages=tuple(titles.values()),
        touchpoints=sum(1 for _ in journey.touchpoints()),
        lowest=titles[point.stage] if point else None,
        lowest_score=point.value if point else None,
        changed_at=line.changed_at,
    )


TOOL = Tool("map_lookup", MapLookupArgs, MapLookupResult, run, needs_events=False)
