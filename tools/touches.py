"""Which touches came before a conversion? Counted per place or channel, as whole numbers that every model adds up.

A conversion is a customer's first visit of the goal; its path are the touches in the look-back before it, equal times
included. Who has not come to the goal by the end of the data has a path too: the look-back before their last touch.
Period and filters narrow the end of a path: the conversion, or that last touch. Visits of the goal are no touches.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, NamedTuple

from tools.attribution import HALF_LIFE_US
from tools.groups import UNKNOWN, in_time
from tools.marks import NO_MARKS, Marks, MarkShapes, marked_tables
from tools.narrowing import ALL, Narrowing, NarrowingShape, conditions
from tools.nodes import Nodes, NodeShape, at_nodes
from tools.query import Filled, Query, code_values, has_code, number, run_together

if TYPE_CHECKING:
    import ibis

    from storage.events import EventsToRead

WHOLE = 2**20
"""A share of one as an engine adds it up."""
_NEWEST = 2**30  # the weight of the newest touch of a path

Key = int | str
"""A code of a node, or a channel."""


class PathShape(NamedTuple):
    """What of a question about paths decides the SQL; `nodes` None: channels of all events."""

    goal: int
    nodes: NodeShape | None
    entry: NarrowingShape
    marks: MarkShapes
    value: bool


@dataclass(frozen=True)
class Paths:
    """Which paths to count. `nodes` None: touches are the channels of all events but the goal's.

    With `value` a conversion is the first visit of the goal that carries revenue. Who has not converted and was seen
    less than `window_us` before the end of the data may still do so.
    """

    goal: tuple[int, ...]
    nodes: Nodes | None
    look_back_us: int
    window_us: int
    as_of_us: int
    entry: Narrowing = ALL
    marks: Marks = NO_MARKS
    value: bool = False

    @property
    def shape(self) -> PathShape:
        """Equal for questions that share their SQL."""
        nodes = self.nodes.shape if self.nodes else None
        return PathShape(len(self.goal), nodes, self.entry.shape, self.marks.shape, self.value)

    def values(self) -> Filled:
        """What fills the SQL."""
        times = {"look_back_us": self.look_back_us, "window_us": self.window_us, "as_of_us": self.as_of_us}
        nodes = self.nodes.values() if self.nodes else {}
        return {**times, **nodes, **code_values("goal", self.goal), **self.entry.values(), **self.marks.values()}


class Ends(NamedTuple):
    """Paths by what came of them; `touched`: whether there is a touch in the look-back."""

    converted: bool
    touched: bool
    still_open: bool
    currency: str | None
    n: int
    cents: int


class Touch(NamedTuple):
    """Touches at one place of their paths: the first or last of `length`, in paths that converted."""

    key: Key
    length: int
    is_first: bool
    is_last: bool
    currency: str | None
    n: int
    cents: int


class Member(NamedTuple):
    """Paths that hold `key` among `distinct` different ones."""

    key: Key
    distinct: int
    converted: bool
    currency: str | None
    n: int
    cents: int


class Move(NamedTuple):
    """Customers who came to `key` first or later, and where they went from there; `next` None: the path ends."""

    key: Key
    next: Key | None
    is_first: bool
    n: int
    converted: int


class Weight(NamedTuple):
    """Shares of conversions (in parts of `WHOLE`) and of their cents that halve every seven days."""

    key: Key
    currency: str | None
    parts: int
    cent_parts: int


@dataclass(frozen=True)
class PathCounts:
    """All that models add up. `ends`: those of conversions without any touch among them.

    `touches` are for first, last, linear and position, `members` for Shapley, assists and who was touched at all,
    `moves` for Markov, `weights` for time decay.
    """

    ends: list[Ends]
    touches: list[Touch]
    members: list[Member]
    moves: list[Move]
    weights: list[Weight]


def path_counts(paths: Paths, events: EventsToRead, *, weighed: bool = False) -> PathCounts:
    """Counted in one go; the weights only where they are `weighed`."""
    queries = (ends_query, touches_query, members_query, moves_query, *((weights_query,) if weighed else ()))
    shape = paths.shape
    ends, touches, members, moves, *weights = run_together(
        tuple(query(shape) for query in queries), events, paths.values()
    )
    return PathCounts(
        ends=[Ends(**row) for row in ends],
        touches=[Touch(**row) for row in touches],
        members=[Member(**row) for row in members],
        moves=[Move(**row) for row in moves],
        weights=[Weight(**row) for rows in weights for row in rows],
    )


@lru_cache(maxsize=64)
def ends_query(shape: PathShape) -> Query:
    """The columns of `Ends`."""
    import ibis

    ended, touched = _ends(shape), _path(shape).group_by("customer").agg(n=lambda rows: rows.count())
    joined = ended.left_join(touched, ended.of == touched.customer)
    joined = joined.mutate(
        touched=joined.n.notnull(),
        still_open=~joined.converted & (joined.end_us + number("window_us") > number("as_of_us")),
    )
    grouped = joined.group_by("converted", "touched", "still_open", "currency")
    return Query(grouped.agg(n=ibis._.count(), cents=ibis._.cents.sum()))


@lru_cache(maxsize=64)
def touches_query(shape: PathShape) -> Query:
    """The columns of `Touch`."""
    import ibis

    path = _path(shape)
    path = path.filter(path.converted)
    whole = ibis.window(group_by="customer")
    path = path.mutate(place=ibis.row_number().over(_in_order()), length=path.count().over(whole))
    path = path.mutate(is_first=path.place == 0, is_last=path.place == path.length - 1)
    grouped = path.group_by("key", "length", "is_first", "is_last", "currency")
    return Query(grouped.agg(n=ibis._.count(), cents=ibis._.cents.sum()))


@lru_cache(maxsize=64)
def members_query(shape: PathShape) -> Query:
    """The columns of `Member`."""
    import ibis

    path = _path(shape)
    once = path.group_by("customer", "key", "converted", "currency", "cents").agg()
    distinct = once.group_by(of="customer").agg(distinct=ibis._.count())
    once = once.inner_join(distinct, once.customer == distinct.of)
    grouped = once.group_by("key", "distinct", "converted", "currency")
    return Query(grouped.agg(n=ibis._.count(), cents=ibis._.cents.sum()))


@lru_cache(maxsize=64)
def moves_query(shape: PathShape) -> Query:
    """The columns of `Move`."""
    import ibis

    path, order = _path(shape), _in_order()
    path = path.mutate(next=path.key.lead().over(order), is_first=ibis.row_number().over(order) == 0)
    converted = path.count(where=path.converted & path.next.isnull())
    return Query(path.group_by("key", "next", "is_first").agg(n=path.count(), converted=converted))


@lru_cache(maxsize=64)
def weights_query(shape: PathShape) -> Query:
    """The columns of `Weight`: whole numbers, a touch's share is exact to a millionth."""
    import ibis

    path = _path(shape)
    path = path.filter(path.converted)
    whole = ibis.window(group_by="customer")
    half_lives = (path.at_us.max().over(whole) - path.at_us).cast("double") / float(HALF_LIFE_US)
    path = path.mutate(weight=((-half_lives * log(2)).exp() * float(_NEWEST)).round().cast("int64"))
    path = path.mutate(together=path.weight.sum().over(whole))
    parts = path.weight.cast("double") / path.together.cast("double") * float(WHOLE)
    path = path.mutate(parts=parts.round().cast("int64"))
    path = path.mutate(cent_parts=path.parts * path.cents)
    return Query(path.group_by("key", "currency").agg(parts=path.parts.sum(), cent_parts=path.cent_parts.sum()))


def _in_order() -> ibis.Value:
    import ibis

    return ibis.window(group_by="customer", order_by=["at_us", "event_id"])


def _path(shape: PathShape) -> ibis.Table:
    """customer, key, at_us, event_id, converted, currency, cents: every touch of every path."""
    touched, ended = _touched(shape), _ends(shape)
    joined = touched.inner_join(ended, touched.customer == ended.of)
    inside = joined.filter(joined.at_us <= joined.end_us, joined.at_us >= joined.end_us - number("look_back_us"))
    return inside.select("customer", "key", "at_us", "event_id", "converted", "currency", "cents")


def _touched(shape: PathShape) -> ibis.Table:
    """customer, key, at_us, event_id, let_in: all touches up to the end of the data."""
    import ibis

    tables = marked_tables(shape.marks)
    events = tables.events.filter(in_time(tables.events.at_us))
    if shape.nodes:
        touched = at_nodes(events, shape.nodes).rename(key="node")
    else:
        touched = events.filter(~has_code(events.name, "goal", shape.goal))
        touched = touched.mutate(key=touched.channel.fill_null(UNKNOWN))
    let_in = ibis.and_(*conditions(touched, tables, shape.entry))
    return touched.select("customer", "key", "at_us", "event_id", let_in=let_in)


def _ends(shape: PathShape) -> ibis.Table:
    """of (customer), end_us, converted, currency, cents: one row a path."""
    import ibis

    reached = _first_goals(shape)
    converted = reached.filter(reached.let_in).select("of", "end_us", "converted", "currency", "cents")
    touched = _touched(shape)
    last = touched.filter(touched.let_in).group_by("customer").agg(end_us=lambda rows: rows.at_us.max())
    others = last.anti_join(reached, last.customer == reached.of)
    others = others.select(
        of="customer", end_us="end_us", converted=ibis.literal(False),
        currency=ibis.null("string"), cents=ibis.literal(0, "int64"),
    )  # fmt: skip
    return ibis.union(converted, others)


def _first_goals(shape: PathShape) -> ibis.Table:
    """of (customer), end_us, converted, currency, cents, let_in: the first visit of the goal."""
    import ibis

    tables = marked_tables(shape.marks)
    events = tables.events
    goals = events.filter(has_code(events.name, "goal", shape.goal), in_time(events.at_us))
    if shape.value:
        goals = goals.filter(goals.revenue.notnull())
    goals = goals.mutate(
        place=ibis.row_number().over(_in_order()), let_in=ibis.and_(*conditions(goals, tables, shape.entry))
    )
    first = goals.filter(goals.place == 0)
    cents = (first.revenue * 100).cast("int64") if shape.value else ibis.literal(0, "int64")
    currency = first.currency.fill_null(UNKNOWN) if shape.value else ibis.null("string")
    return first.select(
        of="customer", end_us="at_us", converted=ibis.literal(True), currency=currency, cents=cents, let_in="let_in"
    )
