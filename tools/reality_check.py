"""Does the map match what customers do? The drawing against events, moods against answers, and how old it all is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Literal, cast

from pydantic import Field

from storage.maps import Reader
from storage.model.confidence import STALE_AFTER_DAYS, backing, coverage, evidence_ids, stale
from storage.model.journey import JourneyMap, Touchpoint
from storage.model.mood import curve
from storage.model.types import Model
from tools.asked import Asked, asked_journey, look_up, window_seconds
from tools.basis import events_basis, map_basis, rate
from tools.drawn import Drawn, drawn_way, fit
from tools.feedback import Metric, let_in, said
from tools.groups import in_time
from tools.kit import Basis, JourneyArgs, Rate, Sources, Tool, ToolError
from tools.marks import MarkShapes, marked_tables
from tools.measured_mood import Measured, contradicts, measured_moods
from tools.narrowing import NarrowingShape, conditions
from tools.nodes import Nodes, stage_nodes, titles_of
from tools.path_forward import Connection, undrawn
from tools.query import Query, beside, code_values, has_code
from tools.reach import reached
from tools.transitions import Walk, transitions, variants
from tools.visits import Place

RULE = "all visits against the drawing"
NOT_ANSWERED = ("no_feedback", "unknown_in_feedback")
MOST = 5
FREQUENT = 0.01
"""Share of all customers from which on an event that is not on the map is worth a place on it."""
GOOD_FIT, GOOD_COVERAGE, GOOD_ON_MAP = 0.7, 0.5, 0.9
"""From here on a line of the health table is well (our own choice)."""

Part = Literal["fit", "touchpoints", "events", "moods", "evidence", "age"]
State = Literal["well", "look", "unknown"]


class RealityCheckArgs(JourneyArgs):
    """One map. Period and filters narrow customers by their first visit, events and answers by their own time."""


class Health(Model):
    """One line of the map's health: `hits` of `n`; `unknown` where nothing can tell."""

    part: Part
    state: State
    hits: int | None = None
    n: int | None = None


class Unused(Model):
    """A touchpoint that is drawn and has events named for it, but none in the period."""

    touchpoint: str
    stage: str


class OffMap(Model):
    """An event that matches no place of the map."""

    event: str
    customers: int
    events: int


class MoodCheck(Model):
    """The mood drawn (-2 to +2) against answers: `score` as customers gave it, `measured_mood` on the moods' scale."""

    title: str
    drawn: float
    metric: Metric
    score: float
    measured_mood: float
    n: int
    contradicts: bool
    small: bool = False


class Way(Model):
    """A whole way by stages as customers took it."""

    places: tuple[str, ...]
    customers: int


class Evidence(Model):
    """`backed` of `items` stand on more than a guess. `old` pieces are past the review period of `review_days`."""

    backed: int
    items: int
    pieces: int
    old: int
    newest_on: date | None = None
    oldest_on: date | None = None
    review_days: int
    last_reviewed_on: date | None = None


class RealityCheckResult(Model):
    """`fits`: customers who keep to what is drawn (`drawn_rule`: edges, or the order of the stages), so far."""

    health: tuple[Health, ...]
    drawn_rule: Literal["edges", "order"] | None = Field(None, description="None: no event is on the map.")
    fits: Rate = Rate()
    finished: int = Field(0, description="Of those that fit: came to an end that is drawn.")
    elsewhere: int = Field(0, description="Customers who begin where no way begins.")
    astray: tuple[Connection, ...] = Field((), description="Most frequent moves that are not drawn.")
    ways: tuple[Way, ...] = ()
    different_ways: int = 0
    unused: tuple[Unused, ...] = ()
    unmeasured: tuple[str, ...] = Field((), description="Touchpoints that no event can show.")
    touchpoints: int = 0
    events: int = Field(0, description="In the period, on the map or not.")
    events_on_map: int = 0
    off_map: tuple[OffMap, ...] = ()
    moods: tuple[MoodCheck, ...] = ()
    evidence: Evidence
    basis: Basis


def run(args: RealityCheckArgs, sources: Sources) -> RealityCheckResult:
    """Raises MapNotFound, ToolError (no_stages, unknown persona …); without events only the map is checked."""
    journey = asked_journey(args, sources)
    if not journey.stages:
        raise ToolError("no_stages", journey=journey.title)
    asked = _look_up(args, sources, journey)
    moods = _moods(args, journey, sources)
    evidence = _evidence(journey, sources)
    unmeasured = _unmeasured(journey, asked)
    result = RealityCheckResult(
        health=(),
        moods=moods,
        evidence=evidence,
        unmeasured=unmeasured,
        touchpoints=sum(1 for _ in journey.touchpoints()),
        basis=map_basis(args, journey),
    )
    if asked is not None:
        result = result.model_copy(update=_counted(args, asked, journey, sources))
    return result.model_copy(update={"health": tuple(_health(result))})


def _look_up(args: RealityCheckArgs, sources: Sources, journey: JourneyMap) -> Asked | None:
    try:
        return look_up(args, sources, journey)
    except ToolError as error:
        if error.key != "no_events":
            raise
        return None


def _counted(args: RealityCheckArgs, asked: Asked, journey: JourneyMap, sources: Sources) -> dict[str, object]:
    """What events add to the result."""
    update = _off_map(asked, sources)
    customers = 0
    if asked.placed:
        drawn, window = drawn_way(asked), window_seconds(None, journey)

        def walk(nodes: Nodes) -> Walk:
            return Walk(nodes, asked.as_of_us, window * 1_000_000, asked.entry, asked.marks)

        stages = stage_nodes(asked)
        taken = beside(variants, walk(stages), MOST, sources.events, in_runs=True)
        if drawn.nodes.nodes:
            found = fit(walk(drawn.nodes), drawn, sources.events)
            customers = found.customers
            update |= {
                "drawn_rule": drawn.rule,
                "fits": rate(found.kept, found.customers),
                "finished": found.finished,
                "elsewhere": found.elsewhere,
                "astray": _astray(args, asked, journey, drawn, walk(drawn.nodes), sources),
            }
        unused = _unused(asked, journey, sources)
        ways, different = taken.result()
        titles = titles_of(stages)
        update |= {
            "ways": tuple(Way(places=tuple(titles[c] for c in way.nodes), customers=way.customers) for way in ways),
            "different_ways": different,
            "unused": unused,
        }
    basis = events_basis(args, asked, sources, customers=customers, rule=RULE)
    return update | {"basis": basis}


def _astray(
    args: RealityCheckArgs, asked: Asked, journey: JourneyMap, drawn: Drawn, walk: Walk, sources: Sources
) -> tuple[Connection, ...]:
    """Moves that are not drawn: along edges the frequent ones, in order those back to an earlier stage."""
    moves = transitions(walk, sources.events)
    if drawn.rule == "edges":
        return undrawn(journey, moves, drawn.nodes, args.min_n, MOST)
    titles = titles_of(drawn.nodes)
    back = [
        Connection(start=titles[move.node], end=titles[move.next], n=move.n)
        for move in moves
        if move.next is not None and move.next != move.node and (move.node, move.next) not in drawn.moves
    ]
    return tuple(back[:MOST])


def _unused(asked: Asked, journey: JourneyMap, sources: Sources) -> tuple[Unused, ...]:
    """Touchpoints whose events are known, or named on the map, that nobody met."""
    places = {Place(stage.slug, t.slug): (t, stage) for stage in journey.stages for t in stage.touchpoints}
    met, _ = reached(asked, places, sources.events)
    return tuple(
        Unused(touchpoint=touchpoint.title, stage=stage.title)
        for place, (touchpoint, stage) in places.items()
        if not met.get(place) and (place in met or _has_rules(touchpoint))
    )


def _has_rules(touchpoint: Touchpoint) -> bool:
    return bool(touchpoint.event_names or touchpoint.event_rules)


def _unmeasured(journey: JourneyMap, asked: Asked | None) -> tuple[str, ...]:
    """Touchpoints without any event, and none named for them."""
    known = {place.touchpoint for place in asked.placed.values()} if asked else set()
    return tuple(t.title for t in journey.touchpoints() if t.slug not in known and not _has_rules(t))


def _off_map(asked: Asked, sources: Sources) -> dict[str, object]:
    """How many events are on the map, and the frequent ones that match no place, most customers first."""
    mapped = tuple(asked.codes[name] for name in asked.placed)
    values = {**asked.entry.values(), **asked.marks.values(), **code_values("mapped", mapped)}
    rows = _off_map_query(len(mapped), asked.entry.shape, asked.marks.shape).run(
        sources.events, {**values, "as_of_us": asked.as_of_us}
    )
    counts = {cast("int | None", r["name"]): (cast("int", r["customers"]), cast("int", r["events"])) for r in rows}
    customers, events = counts.pop(None)
    off = [(asked.titles[name], own, n) for name, (own, n) in counts.items() if name is not None]
    frequent = [OffMap(event=name, customers=own, events=n) for name, own, n in off if own >= FREQUENT * customers]
    return {
        "events": events,
        "events_on_map": events - sum(n for _, _, n in off),
        "off_map": tuple(sorted(frequent, key=lambda one: (-one.customers, -one.events, one.event))[:MOST]),
    }


@lru_cache(maxsize=64)
def _off_map_query(mapped: int, entry: NarrowingShape, marks: MarkShapes) -> Query:
    """name (its code; null: all events, on the map or not), customers, events."""
    import ibis

    tables = marked_tables(marks)
    events = tables.events
    here = events.filter(*conditions(events, tables, entry), in_time(events.at_us))
    off = here.filter(~has_code(here.name, "mapped", mapped)) if mapped else here
    own = off.group_by("name", "customer").agg(events=off.count())
    by_name = own.group_by("name").agg(customers=own.count(), events=own.events.sum())
    each = here.group_by("customer").agg(events=here.count())
    whole = each.agg(customers=each.count(), events=ibis.coalesce(each.events.sum(), 0))
    whole = whole.select(name=ibis.null("int32"), customers="customers", events="events")
    return Query(ibis.union(by_name, whole))


def _moods(args: RealityCheckArgs, journey: JourneyMap, sources: Sources) -> tuple[MoodCheck, ...]:
    """Every point of the drawn curve that customers answered about, contradictions first."""
    try:
        measured = measured_moods(journey, said(let_in(args, sources), None, sources))
    except ToolError as error:
        if error.key in NOT_ANSWERED:
            return ()
        raise
    checks = [
        _mood_check(point.title, point.value, found, args.min_n)
        for point in curve(journey)
        if (found := measured.get(Place(point.stage, point.touchpoint)))
    ]
    return tuple(sorted(checks, key=lambda check: not check.contradicts))


def _mood_check(title: str, drawn: float, found: Measured, min_n: int) -> MoodCheck:
    return MoodCheck(
        title=title,
        drawn=drawn,
        metric=found.metric,
        score=found.score,
        measured_mood=found.mood,
        n=found.n,
        contradicts=contradicts(drawn, found, min_n),
        small=found.n < min_n,
    )


def _evidence(journey: JourneyMap, sources: Sources) -> Evidence:
    """Counts and days alone, of all pieces: no text leaves."""
    everything = Reader("", everything=True)
    pieces = sources.evidence.get(sources.workspace_id, evidence_ids(journey), everything)
    backings = {piece.evidence_id: backing(piece) for piece in pieces}
    days = sorted(one.on for one in backings.values())
    today = sources.now.astimezone(sources.zone).date()
    covered = coverage(journey, backings)
    reviewed = journey.last_reviewed_at
    return Evidence(
        backed=covered.backed,
        items=covered.items,
        pieces=len(days),
        old=len(stale(journey, backings, today)),
        newest_on=days[-1] if days else None,
        oldest_on=days[0] if days else None,
        review_days=journey.review_every_days or STALE_AFTER_DAYS,
        last_reviewed_on=reviewed.astimezone(sources.zone).date() if reviewed else None,
    )


def _health(result: RealityCheckResult) -> Iterable[Health]:
    """One line for each part."""
    fits, evidence = result.fits, result.evidence
    counted = result.drawn_rule is not None
    yield _line("fit", fits.hits, fits.n, GOOD_FIT)
    shown = result.touchpoints - len(result.unmeasured)
    yield _line("touchpoints", shown - len(result.unused), shown if counted else 0, 1.0)
    yield _line("events", result.events_on_map, result.events, GOOD_ON_MAP)
    yield _line("moods", sum(not mood.contradicts for mood in result.moods), len(result.moods), 1.0)
    yield _line("evidence", evidence.backed, evidence.items, GOOD_COVERAGE)
    yield _line("age", evidence.pieces - evidence.old, evidence.pieces, 1.0)


def _line(part: Part, hits: int, n: int, good: float) -> Health:
    if not n:
        return Health(part=part, state="unknown")
    return Health(part=part, state="well" if hits >= good * n else "look", hits=hits, n=n)


TOOL = Tool("reality_check", RealityCheckArgs, RealityCheckResult, run, needs_events=False)
