"""How much is each channel used? Customers, visits, time and conversions by channel, as an engine counts them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tools.groups import UNKNOWN, Grouping, group_keys, in_time, persona_values, ten_largest, with_group
from tools.marks import NO_MARKS, Marks, MarkShapes, marked_tables
from tools.narrowing import ALL, Narrowing, NarrowingShape, conditions
from tools.nodes import Nodes, NodeShape, at_nodes
from tools.query import Filled, Query, code_values, has_code, number
from tools.transitions import PAUSE_US

if TYPE_CHECKING:
    import ibis

    from storage.event_tables import EventTables
    from storage.events import EventsToRead

T = TypeVar("T", bound=tuple[object, ...])


class UseShape(NamedTuple):
    """What of a question about channels decides the SQL; `nodes` None: every event is a visit."""

    nodes: NodeShape | None
    goal: int
    entry: NarrowingShape
    marks: MarkShapes
    grouping: Grouping | None
    by_stage: bool


@dataclass(frozen=True)
class Use:
    """Which visits count: events at `nodes`, or all. `goal` empty: no conversions.

    Groups are those of `breakdown` (as `asked_breakdown` gives it), or with `by_stage` the nodes.
    """

    nodes: Nodes | None
    goal: tuple[int, ...]
    as_of_us: int
    entry: Narrowing = ALL
    marks: Marks = NO_MARKS
    breakdown: tuple[str, ...] = ()
    persona_names: tuple[tuple[str, str], ...] = ()
    by_stage: bool = False

    @property
    def shape(self) -> UseShape:
        """Equal for questions that share their SQL."""
        return UseShape(
            self.nodes.shape if self.nodes else None,
            len(self.goal),
            self.entry.shape,
            self.marks.shape,
            Grouping.of(self.breakdown, len(self.persona_names)) if self.breakdown else None,
            self.by_stage,
        )

    def values(self) -> Filled:
        """What fills the SQL."""
        filled = {"as_of_us": self.as_of_us, "pause_us": PAUSE_US, **code_values("goal", self.goal)}
        filled |= {**(self.nodes.values() if self.nodes else {}), **self.entry.values(), **self.marks.values()}
        return {**filled, **group_keys(self.breakdown), **persona_values(self.persona_names)}


class Used(NamedTuple):
    """Visits by channel. `time_us`: until the customer's next visit, where that is at most 30 minutes away."""

    group: str | int | None
    channel: str
    customers: int
    visits: int
    time_us: int


class Total(NamedTuple):
    """Different customers of a group, over all channels."""

    group: str | int | None
    customers: int


class Converted(NamedTuple):
    """Customers by the channel of their first visit of the goal."""

    group: str | int | None
    channel: str
    customers: int


def used(use: Use, events: EventsToRead) -> list[Used]:
    """By group and channel; the visits that are let in, whatever follows them."""
    return _rows(Used, used_query(use.shape), use, events)


def totals(use: Use, events: EventsToRead) -> list[Total]:
    """By group."""
    return _rows(Total, totals_query(use.shape), use, events)


def converted(use: Use, events: EventsToRead) -> list[Converted]:
    """By group (small ones are not put together) and channel; nothing without a goal."""
    return _rows(Converted, converted_query(use.shape), use, events) if use.goal else []


def _rows(kind: type[T], query: Query, use: Use, events: EventsToRead) -> list[T]:
    return [kind(**row) for row in query.run(events, use.values())]


@lru_cache(maxsize=64)
def used_query(shape: UseShape) -> Query:
    """The columns of `Used`."""
    import ibis

    visits = _visits(shape)
    own = visits.group_by("group", "channel", "customer").agg(visits=visits.count(), time_us=visits.stayed.sum())
    return Query(
        own.group_by("group", "channel").agg(
            customers=own.count(), visits=own.visits.sum(), time_us=ibis.coalesce(own.time_us.sum(), 0)
        )
    )


@lru_cache(maxsize=64)
def totals_query(shape: UseShape) -> Query:
    """The columns of `Total`."""
    visits = _visits(shape)
    own = visits.group_by("group", "customer").agg()
    return Query(own.group_by("group").agg(customers=own.count()))


@lru_cache(maxsize=64)
def converted_query(shape: UseShape) -> Query:
    """The columns of `Converted`."""
    import ibis

    tables = marked_tables(shape.marks)
    events = tables.events
    goals = events.filter(
        has_code(events.name, "goal", shape.goal), *conditions(events, tables, shape.entry), in_time(events.at_us)
    )
    order = ibis.window(group_by="customer", order_by=["at_us", "event_id"])
    first = goals.mutate(place=ibis.row_number().over(order)).filter(lambda rows: rows.place == 0)
    first = _grouped(first, tables, shape, small_together=False) if not shape.by_stage else _no_group(first)
    first = first.mutate(channel=first.channel.fill_null(UNKNOWN))
    return Query(first.group_by("group", "channel").agg(customers=first.count()))


def _visits(shape: UseShape) -> ibis.Table:
    """customer, channel, group, stayed (microseconds, null before a pause): the visits that are let in."""
    import ibis

    tables = marked_tables(shape.marks)
    events = tables.events.filter(in_time(tables.events.at_us))
    visits = at_nodes(events, shape.nodes) if shape.nodes else events
    order = ibis.window(group_by="customer", order_by=["at_us", "event_id"])
    gap = visits.at_us.lead().over(order) - visits.at_us
    visits = visits.mutate(stayed=(gap <= number("pause_us")).ifelse(gap, None))
    visits = visits.filter(*conditions(visits, tables, shape.entry))
    visits = visits.mutate(group=visits.node) if shape.by_stage else _grouped(visits, tables, shape)
    return visits.select("customer", "group", "stayed", channel=visits.channel.fill_null(UNKNOWN))


def _grouped(visits: ibis.Table, tables: EventTables, shape: UseShape, small_together: bool = True) -> ibis.Table:
    if not shape.grouping:
        return _no_group(visits)
    grouped = with_group(visits, tables, shape.grouping)
    return ten_largest(grouped.mutate(counts=1), shape.grouping) if small_together else grouped


def _no_group(visits: ibis.Table) -> ibis.Table:
    import ibis

    return visits.mutate(group=ibis.null("string"))
