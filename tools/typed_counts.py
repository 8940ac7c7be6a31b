"""How many entered each step, by numbers that somebody typed or a report gave? A funnel where no events are.

Such numbers are no customers that are followed: a step may have more than the one before it, and nobody is open.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from storage.model.journey import JourneyMap
from tools.asked import persona_keys, stage_named
from tools.basis import map_basis, moment
from tools.kit import Basis, DataSetLine, JourneyArgs, Sources
from tools.names import same_key
from tools.query import Query

RULE = "typed numbers"
METRIC = "entered"
_BY_EVENTS = ("device", "campaign", "variant", "filters")
"""Reports that are whole say nothing of these."""


class Typed(NamedTuple):
    """How many entered a place; `from_us` and `until_us` None: the report names no time."""

    place: str
    element: str | None
    channel: str | None
    persona: str | None
    from_us: int | None
    until_us: int | None
    value: float
    source_id: int


class TypedStep(NamedTuple):
    """A stage or touchpoint with the number that entered it."""

    name: str
    title: str
    entered: int


def typed_steps(args: JourneyArgs, journey: JourneyMap, sources: Sources) -> tuple[list[TypedStep], list[str]]:
    """Steps in map order with the sums of their reports, and the titles of those that no report names.

    Empty for a question that reports cannot be narrowed to, or where fewer than two steps have a number.
    """
    spots = list(stage_named(journey, args.stage).touchpoints) if args.stage else list(journey.stages)
    if any(getattr(args, name) for name in _BY_EVENTS) or args.as_of:
        return [], []
    entered = _entered(args, sources)
    steps, silent = [], []
    for spot in spots:
        keys = dict.fromkeys(map(same_key, (spot.slug, spot.title, getattr(spot, "short", None) or spot.title)))
        found = next((entered[key] for key in keys if key in entered), None)
        if found is None:
            silent.append(spot.title)
        else:
            steps.append(TypedStep(spot.slug, spot.title, round(found)))
    return (steps, silent) if len(steps) > 1 else ([], [])


def typed_basis(args: JourneyArgs, journey: JourneyMap, customers: int, sources: Sources) -> Basis:
    """What such a funnel stands on, marked "typed numbers"."""
    lines = tuple(
        DataSetLine(title=data.title, rows=data.rows_stored, newest=moment(data.to_us), kind="points")
        for data in sources.events.data_sets()
        if data.rows_stored and data.kind == "points"
    )
    filters = {name: value for name in ("persona", "channel") if (value := getattr(args, name))}
    update = {"data_sets": lines, "customers": customers, "rule": RULE, "filters": filters}
    return map_basis(args, journey).model_copy(update=update)


def _entered(args: JourneyArgs, sources: Sources) -> dict[str, float]:
    """Key of a place → the sum. Of two reports on one place and time the one that was imported last counts.

    Rows of the whole come before rows of channels or personas, which are added only where there are no others.
    """
    newest: dict[tuple[object, ...], Typed] = {}
    for row in _typed_query().run(sources.events, {}):
        one = Typed(**row)
        key = (same_key(one.place), one.channel, one.persona, one.from_us, one.until_us)
        if _wanted(one, args, sources) and (key not in newest or newest[key].source_id <= one.source_id):
            newest[key] = one
    whole, parts = defaultdict[str, float](float), defaultdict[str, float](float)
    for one in newest.values():
        (parts if one.channel or one.persona else whole)[same_key(one.place)] += one.value
    return {**parts, **whole}


def _wanted(one: Typed, args: JourneyArgs, sources: Sources) -> bool:
    if args.channel and same_key(one.channel or "") != same_key(args.channel):
        return False
    if args.persona and same_key(one.persona or "") not in persona_keys(args.persona, sources)[1]:
        return False
    if args.period is None:
        return True
    start_us, end_us = args.period.bounds_us(sources.zone)
    if one.from_us is None or one.until_us is None:
        return False
    return (start_us is None or one.from_us >= start_us) and (end_us is None or one.until_us <= end_us)


@lru_cache(maxsize=1)
def _typed_query() -> Query:
    """The columns of `Typed`, without rows of a part of a place."""
    from storage.event_tables import event_tables

    points = event_tables().points
    points = points.filter(points.metric == METRIC, points.element.isnull(), points["value"].notnull())
    return Query(points.select("place", "element", "channel", "persona", "from_us", "until_us", "value", "source_id"))
