"""How long from one step to the other? One row a customer: from the first entry to the next visit of the goal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from math import log
from typing import TYPE_CHECKING, NamedTuple, cast

from tools.funnel import Funnel
from tools.groups import OTHER, ten_largest
from tools.marks import marked_tables
from tools.query import Query, has_code, number
from tools.ways import Shape, all_ways

if TYPE_CHECKING:
    import ibis

    from storage.event_tables import EventTables
    from storage.events import EventsToRead

QUANTILES = {"p25": 0.25, "p50": 0.5, "p75": 0.75, "p90": 0.9}


class Span(NamedTuple):
    """One group: finished journeys with their microseconds, open ones, and those that can no longer finish in time."""

    group: str | None
    finished: int
    open: int
    given_up: int
    p25: float | None
    p50: float | None
    p75: float | None
    p90: float | None
    mean: float | None
    visits: float | None


class Ends(NamedTuple):
    """Of one group: microseconds after the entry, customers who finished then, customers no longer watched then."""

    group: str | None
    ends: tuple[tuple[int, int, int], ...]


def spans(funnel: Funnel, visits: tuple[int, ...] | None, events: EventsToRead) -> list[Span]:
    """The largest group first. `visits`: codes of the events counted as visits; None: all of them."""
    values = {**funnel.values(), **{f"visit_{i}": code for i, code in enumerate(visits or ())}}
    rows = span_query(funnel.shape_on(events), None if visits is None else len(visits)).run(events, values)
    found = [Span(**{"group": None, **row}) for row in rows]
    return sorted(found, key=lambda span: (span.group == OTHER, -span.finished - span.open, str(span.group)))


def ends(funnel: Funnel, events: EventsToRead) -> Iterator[Ends]:
    """What a survival curve is drawn from, per group."""
    rows = ends_query(funnel.shape_on(events)).run(events, funnel.values())
    rows.sort(key=lambda row: (str(row.get("group")), cast("int", row["lasted"])))
    for group, own in groupby(rows, key=lambda row: row.get("group")):
        counted = tuple((cast("int", r["lasted"]), cast("int", r["done"]), cast("int", r["left"])) for r in own)
        yield Ends(cast("str | None", group), counted)


def medians_of_all(funnel: Funnel, events: EventsToRead) -> dict[str | None, int | None]:
    """Per group the time by which half have finished, those still open counted (Kaplan-Meier); None: not half have."""
    rows = median_query(funnel.shape_on(events)).run(events, funnel.values())
    return {cast("str | None", row.get("group")): cast("int | None", row["half_us"]) for row in rows}


@lru_cache(maxsize=128)
def span_query(shape: Shape, visits: int | None) -> Query:
    """One row a group with the columns of `Span`."""
    tables = marked_tables(shape.marks)
    journeys = _with_visits(_journeys(tables, shape), tables, visits)
    done = journeys.t2.notnull()
    figures = {
        "finished": journeys.count(where=done),
        "open": journeys.count(where=journeys.is_open),
        "given_up": journeys.count(where=~done & ~journeys.is_open),
        "mean": journeys.lasted.mean(where=done),
        "visits": journeys.visits.median(where=done),
        **{name: journeys.lasted.quantile(q, where=done) for name, q in QUANTILES.items()},
    }
    return Query(journeys.group_by("group").agg(**figures) if shape.grouping else journeys.agg(**figures))


@lru_cache(maxsize=128)
def ends_query(shape: Shape) -> Query:
    """group, lasted (microseconds), done, left: one row for each different time."""
    return Query(_ends(shape))


@lru_cache(maxsize=128)
def median_query(shape: Shape) -> Query:
    """group, half_us: the first time after which the share of Kaplan and Meier is one half or less.

    The engine multiplies, as a sum of logarithms: a curve may have as many points as there are customers, and only one
    of them is asked for. A billionth of tolerance covers how engines add.
    """
    import ibis

    ends = _ends(shape)
    keys = ["group"] if shape.grouping else []
    whole, so_far = ibis.window(group_by=keys), ibis.cumulative_window(group_by=keys, order_by="lasted")
    gone = ends.done + ends.left
    ends = ends.mutate(at_risk=gone.sum().over(whole) - gone.sum().over(so_far) + gone)
    remaining = (ends.at_risk - ends.done).cast("float64")
    factor = (remaining > 0).ifelse((ibis.greatest(remaining, 1) / ends.at_risk.cast("float64")).ln(), -1e9)
    ends = ends.mutate(share_ln=factor.sum().over(so_far))
    half = {"half_us": ends.lasted.min(where=ends.share_ln <= log(0.5) + 1e-9)}
    return Query(ends.group_by(keys).agg(**half) if keys else ends.agg(**half))


def _ends(shape: Shape) -> ibis.Table:
    journeys = _journeys(marked_tables(shape.marks), shape)
    keys = ("group", "lasted") if shape.grouping else ("lasted",)
    done = journeys.t2.notnull()
    return journeys.group_by(*keys).agg(done=journeys.count(where=done), left=journeys.count(where=~done))


def _journeys(tables: EventTables, shape: Shape) -> ibis.Table:
    """A customer's first entry: customer, t1, t2, lasted (until now if not over), is_open, and with groups `group`."""
    import ibis

    first = all_ways(tables, replace(shape, first_entry=True))
    first = first.mutate(t2=(first.t2 <= number("as_of_us")).ifelse(first.t2, None))
    watched = ibis.least(number("as_of_us") - first.t1, number("window_us"))
    first = first.mutate(
        lasted=ibis.coalesce(first.t2 - first.t1, watched),
        is_open=first.t2.isnull() & (first.t1 + number("window_us") > number("as_of_us")),
    )
    return ten_largest(first.mutate(counts=1), shape.grouping) if shape.grouping else first


def _with_visits(journeys: ibis.Table, tables: EventTables, visits: int | None) -> ibis.Table:
    """`journeys` with the number of visits from the first step to the last, both counted."""
    events = tables.events if visits is None else tables.events.filter(has_code(tables.events.name, "visit", visits))
    finished = journeys.filter(journeys.t2.notnull()).select(of="customer", since="t1", until="t2")
    inside = events.inner_join(finished, events.customer == finished.of)
    inside = inside.filter(inside.at_us >= inside.since, inside.at_us <= inside.until)
    counted = inside.group_by("of").agg(visits=inside.count())
    return journeys.left_join(counted, journeys.customer == counted.of).drop("of")
