"""What comes after what? Directly-follows with medians, round trips, whole ways, and short paths cut at a pause.

Visits are events at nodes, in the order of time and then of their ids. Period and filters narrow the visit that a move
starts from, of a whole way its first visit; what follows may lie anywhere up to the end of the data.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, cast

from tools.groups import in_time
from tools.marks import NO_MARKS, Marks, MarkShapes, marked_tables
from tools.narrowing import ALL, Narrowing, NarrowingShape, conditions
from tools.nodes import Nodes, NodeShape, at_nodes
from tools.query import Query, code_values, has_code, number

if TYPE_CHECKING:
    import ibis

    from storage.events import EventsToRead

PAUSE_US = 30 * 60 * 1_000_000
STEPS = 5


class WalkShape(NamedTuple):
    """What of a walk decides the SQL."""

    nodes: NodeShape
    entry: NarrowingShape
    marks: MarkShapes


@dataclass(frozen=True)
class Walk:
    """Whose visits are followed. A last visit is an end once it is `window_us` older than `as_of_us`."""

    nodes: Nodes
    as_of_us: int
    window_us: int
    entry: Narrowing = ALL
    marks: Marks = NO_MARKS

    @property
    def shape(self) -> WalkShape:
        """Equal for walks that share their SQL."""
        return WalkShape(self.nodes.shape, self.entry.shape, self.marks.shape)

    def values(self) -> dict[str, int | str]:
        """What fills the SQL."""
        times = {"as_of_us": self.as_of_us, "window_us": self.window_us, "pause_us": PAUSE_US}
        return {**times, **self.nodes.values(), **self.entry.values(), **self.marks.values()}


class Transition(NamedTuple):
    """Visits of `node` that were followed directly by a visit of `next` (codes); None: it was the customer's last one.

    `closed` of them are older than the window. `median_us` is the time until the next visit.
    """

    node: int
    next: int | None
    n: int
    closed: int
    median_us: float | None


class Variant(NamedTuple):
    """A whole way, taken by `customers`."""

    nodes: tuple[int, ...]
    customers: int


class ShortPath(NamedTuple):
    """Two to five nodes in a row, each another one than before, without a pause of over 30 minutes; `n` times."""

    nodes: tuple[int, ...]
    n: int


def transitions(walk: Walk, events: EventsToRead) -> list[Transition]:
    """Every move that was made, most frequent first."""
    rows = transitions_query(walk.shape).run(events, walk.values())
    found = [Transition(**cast("dict[str, int]", row)) for row in rows]
    return sorted(found, key=lambda move: (-move.n, move.node, move.next or 0))


@lru_cache(maxsize=64)
def transitions_query(shape: WalkShape) -> Query:
    """node, next, n, closed, median_us."""
    import ibis

    visits = visits_at(shape)
    order = ibis.window(group_by="customer", order_by=["at_us", "event_id"])
    moves = visits.mutate(next=visits.node.lead().over(order), next_us=visits.at_us.lead().over(order))
    moves = moves.filter(moves.let_in)
    closed = moves.at_us + number("window_us") <= number("as_of_us")
    return Query(
        moves.group_by("node", "next").agg(
            n=moves.count(), closed=moves.count(where=closed), median_us=(moves.next_us - moves.at_us).median()
        )
    )


def visits_at(shape: WalkShape) -> ibis.Table:
    """customer, at_us, event_id, node, let_in: all visits up to the end of the data."""
    import ibis

    tables = marked_tables(shape.marks)
    events = at_nodes(tables.events.filter(in_time(tables.events.at_us)), shape.nodes)
    let_in = ibis.and_(*conditions(events, tables, shape.entry))
    return events.select("customer", "at_us", "event_id", "node", let_in=let_in)


def round_trips(walk: Walk, events: EventsToRead) -> dict[tuple[int, int], int]:
    """(node, other) → how often customers went from the node to the other and straight back."""
    rows = round_trips_query(walk.shape).run(events, walk.values())
    return {(cast("int", row["node"]), cast("int", row["next"])): cast("int", row["n"]) for row in rows}


@lru_cache(maxsize=64)
def round_trips_query(shape: WalkShape) -> Query:
    """node, next, n."""
    import ibis

    visits = visits_at(shape)
    order = ibis.window(group_by="customer", order_by=["at_us", "event_id"])
    moves = visits.mutate(next=visits.node.lead().over(order), second=visits.node.lead(2).over(order))
    back = moves.filter(moves.let_in, moves.second == moves.node, moves.next != moves.node)
    return Query(back.group_by("node", "next").agg(n=back.count()))


def variants(walk: Walk, most: int, events: EventsToRead, in_runs: bool = False) -> tuple[list[Variant], int]:
    """The most frequent whole ways, and how many different ones there are.

    With `in_runs` visits of the same node in a row count as one.
    """
    rows = variants_query(walk.shape, most, in_runs).run(events, walk.values())
    customers = {cast("int", row["of"]): cast("int", row["customers"]) for row in rows}
    ways = _ways_of(walk, tuple(customers), events)
    if in_runs:
        ways = {of: tuple(node for node, _ in groupby(way)) for of, way in ways.items()}
    found = [Variant(way, customers[of]) for of, way in ways.items()]
    different = cast("int", rows[0]["different"]) if rows else 0
    return sorted(found, key=lambda way: (-way.customers, len(way.nodes), way.nodes)), different


@lru_cache(maxsize=64)
def variants_query(shape: WalkShape, most: int, in_runs: bool = False) -> Query:
    """of (a customer who took the way), customers, different (ways): of the `most` frequent.

    Ways are equal where the exclusive or and a sum of the hashes of (node, place) are, and the lengths: no lists are
    built, nothing overflows, and a way is read only once it is among the most frequent.
    """
    import ibis

    visits = visits_at(shape)
    order = ibis.window(group_by="customer", order_by=["at_us", "event_id"])
    if in_runs:
        before = visits.mutate(before=visits.node.lag().over(order))
        visits = before.filter(before.before.isnull() | (before.before != before.node)).drop("before")
    visits = visits.mutate(place=ibis.row_number().over(order))
    visits = visits.mutate(mixed=(visits.node.cast("int64") * 2**31 + visits.place).hash())
    ways = visits.group_by("customer").agg(
        way=visits.mixed.bit_xor(),
        also=(visits.mixed % 2**31).sum(),
        steps=visits.count(),
        let_in=((visits.place == 0) & visits.let_in).any(),
    )
    ways = ways.filter(ways.let_in)
    sizes = ways.group_by("way", "also", "steps").agg(customers=ways.count(), of=ways.customer.min())
    sizes = sizes.mutate(different=sizes.count().over(ibis.window()))
    top = sizes.order_by(sizes.customers.desc(), sizes.steps, sizes.of).limit(most)
    return Query(top.select("of", "customers", "different"))


def _ways_of(walk: Walk, customers: tuple[int, ...], events: EventsToRead) -> dict[int, tuple[int, ...]]:
    """The nodes of all visits of each of these customers, in order."""
    values = {**walk.values(), **code_values("of", customers)}
    ways: dict[int, list[int]] = {customer: [] for customer in customers}
    rows = _ways_query(walk.shape, len(customers)).run(events, values) if customers else []
    for row in sorted(rows, key=itemgetter("at_us", "event_id")):
        ways[cast("int", row["customer"])].append(cast("int", row["node"]))
    return {customer: tuple(way) for customer, way in ways.items()}


@lru_cache(maxsize=64)
def _ways_query(shape: WalkShape, customers: int) -> Query:
    """customer, at_us, event_id, node."""
    visits = visits_at(shape)
    return Query(visits.filter(has_code(visits.customer, "of", customers)).drop("let_in"))


def short_paths(walk: Walk, start: tuple[int, ...], most: int, events: EventsToRead) -> tuple[list[ShortPath], int]:
    """The most frequent short paths, of two nodes or more, and how many there were of all.

    Visits of the same node in a row count as one. A path begins after a pause; with `start` (codes of nodes) wherever
    customers come to one of these from another node.
    """
    values = {**walk.values(), **code_values("start", start), "most": most}
    rows = short_paths_query(walk.shape, len(start)).run(events, values)
    paths = [
        ShortPath(tuple(cast("int", node) for k in range(STEPS) if (node := row[f"p{k}"]) is not None),
                  cast("int", row["n"]))
        for row in rows
    ]  # fmt: skip
    return sorted(paths, key=lambda path: (-path.n, path.nodes)), cast("int", rows[0]["all"]) if rows else 0


@lru_cache(maxsize=64)
def short_paths_query(shape: WalkShape, start: int) -> Query:
    """p0 … p4, n, all."""
    import ibis

    visits = visits_at(shape)
    order = ibis.window(group_by="customer", order_by=["at_us", "event_id"])
    visits = visits.mutate(before=visits.node.lag().over(order), before_us=visits.at_us.lag().over(order))
    pause = visits.before_us.isnull() | (visits.at_us - visits.before_us > number("pause_us"))
    visits = visits.mutate(pause=pause).filter(lambda v: v.pause | (v.before != v.node))
    begins = visits.pause
    if start:
        came = visits.pause | ~has_code(visits.before, "start", start)
        begins = has_code(visits.node, "start", start) & came
    steps: dict[str, ibis.Value] = {"p0": visits.node}
    goes_on: ibis.Value = ibis.literal(True)
    for k in range(1, STEPS):
        goes_on = goes_on & ~visits.pause.lead(k).over(order).fill_null(True)
        steps[f"p{k}"] = goes_on.ifelse(visits.node.lead(k).over(order), None)
    paths = visits.select(**steps, begins=begins & visits.let_in)
    counted = paths.filter(paths.begins, paths.p1.notnull()).group_by(*steps).agg(n=lambda rows: rows.count())
    rank = ibis.row_number().over(ibis.window(order_by=[counted.n.desc(), *(counted[name] for name in steps)]))
    counted = counted.mutate(rank=rank, all=counted.n.sum().over(ibis.window()))
    return Query(counted.filter(counted["rank"] < number("most")).drop("rank"))
