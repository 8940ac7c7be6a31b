"""Who left, when, and what did they visit last? One row a customer: first event, standing, and until when seen.

A customer left at the first closing event at or after the first event that is let in, or, without one, at the last
event of all, if that is longer ago than `quiet`. Whose first event is younger than `quiet` is open and in no figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from tools.groups import in_time
from tools.marks import NO_MARKS, Marks, MarkShapes, marked_tables
from tools.narrowing import Narrowing, NarrowingShape, conditions
from tools.query import Query, code_values, has_code, number

if TYPE_CHECKING:
    import ibis

    from storage.event_tables import EventTables
    from storage.events import EventsToRead

WEEK_US = 7 * 86_400_000_000
LAST_VISITS = 3
OPEN, STAYED, QUIET, CLOSED = 0, 1, 2, 3


@dataclass(frozen=True)
class Departures:
    """`start`: only customers with such an event (None: any). Times are microseconds, the others codes of events.

    `places`: the codes of each place of a map; empty: every event that closes nothing is a place of its own.
    """

    entry: Narrowing
    as_of_us: int
    quiet_us: int
    start: tuple[int, ...] | None = None
    closing: tuple[int, ...] = ()
    returning: tuple[int, ...] = ()
    buying: tuple[int, ...] = ()
    places: tuple[tuple[int, ...], ...] = ()
    marks: Marks = NO_MARKS

    @property
    def shape(self) -> DepartureShape:
        """Equal for questions that share their SQL."""
        start = None if self.start is None else len(self.start)
        return DepartureShape(
            self.entry.shape, start, len(self.closing), len(self.returning), len(self.buying),
            tuple(len(codes) for codes in self.places), self.marks.shape,
        )  # fmt: skip

    def values(self) -> dict[str, int | str]:
        """What fills the SQL."""
        filled: dict[str, int | str] = {"as_of_us": self.as_of_us, "quiet_us": self.quiet_us, **self.entry.values()}
        filled |= {**self.marks.values(), **code_values("start", self.start or ())}
        filled |= {**code_values("closing", self.closing), **code_values("returning", self.returning)}
        filled |= code_values("buying", self.buying)
        for place, codes in enumerate(self.places):
            filled |= code_values(f"place{place}", codes)
        return filled


class DepartureShape(NamedTuple):
    """What decides the SQL."""

    entry: NarrowingShape
    start: int | None
    closing: int
    returning: int
    buying: int
    places: tuple[int, ...]
    marks: MarkShapes


class Standing(NamedTuple):
    """Customers who closed, of them those seen again later; who went quiet, stayed, and whose first event is young."""

    closed: int
    back: int
    quiet: int
    stayed: int
    open: int


class Return(NamedTuple):
    """Events of giving back and the customers; the median from the purchase before is of `after` of the events."""

    events: int
    customers: int
    after: int
    median_us: float | None


def departures(asked: Departures, events: EventsToRead) -> tuple[Standing, list[tuple[int, int, int]]]:
    """How many of each; and (week since the first event, from 0; left in it; stayed and were seen last in it)."""
    counts, back, weeks = dict.fromkeys((OPEN, STAYED, QUIET, CLOSED), 0), 0, dict[int, list[int]]()
    for row in _standing_query(asked.shape).run(events, asked.values()):
        standing, week, n, came_back = (cast("int", row[name]) for name in ("standing", "week", "customers", "back"))
        counts[standing] += n
        back += came_back if standing == CLOSED else 0
        if standing != OPEN:
            weeks.setdefault(week, [0, 0])[standing == STAYED] += n
    found = Standing(counts[CLOSED], back, counts[QUIET], counts[STAYED], counts[OPEN])
    return found, sorted((week, gone, stayed) for week, (gone, stayed) in weeks.items())


def last_places(asked: Departures, events: EventsToRead) -> dict[int, tuple[int, int]]:
    """Place, or code of the event, among the last three visits → customers who left, and who stayed."""
    rows = _last_query(asked.shape).run(events, asked.values())
    return {cast("int", r["place"]): (cast("int", r["gone"]), cast("int", r["stayed"])) for r in rows}


def returns(asked: Departures, events: EventsToRead) -> Return:
    """Giving back, by the events that are let in."""
    if not asked.returning:
        return Return(0, 0, 0, None)
    (row,) = _return_query(asked.shape).run(events, asked.values())
    events_n, customers, after = (cast("int", row[name] or 0) for name in ("events", "customers", "after"))
    return Return(events_n, customers, after, cast("float | None", row["median"]))


def bought_again(asked: Departures, events: EventsToRead) -> tuple[int, int]:
    """Of the customers whose standing is known: who paid an amount since their first event, and who more than once."""
    (row,) = _bought_query(asked.shape).run(events, asked.values())
    return cast("int", row["bought"] or 0), cast("int", row["again"] or 0)


def people_asked(tables: EventTables, shape: DepartureShape) -> ibis.Table:
    """of (the customer), t0, standing, until (when they left, else their last event), back."""
    import ibis

    people = _who_may_close(tables, shape) if shape.closing else _who_closes_nothing(tables, shape)
    standing = ibis.cases(
        (people.t0 + number("quiet_us") > number("as_of_us"), OPEN),
        (people.closed.notnull(), CLOSED),
        (number("as_of_us") - people["last"] > number("quiet_us"), QUIET),
        else_=STAYED,
    )
    back = ((people.other > people.closed).fill_null(False)).cast("int64")
    people = people.mutate(standing=standing, until=ibis.coalesce(people.closed, people["last"]), back=back)
    return people.select("of", "t0", "standing", "until", "back")


def _begins(events: ibis.Table, tables: EventTables, shape: DepartureShape) -> ibis.Value:
    """Whether a customer who has this event is asked about."""
    import ibis

    wanted = [] if shape.start is None else [has_code(events.name, "start", shape.start)]
    found: ibis.Value = ibis.and_(*conditions(events, tables, shape.entry), *wanted)
    return found


def _who_closes_nothing(tables: EventTables, shape: DepartureShape) -> ibis.Table:
    """of, t0, last, and no closing event: one reading of the events."""
    import ibis

    events = tables.events.filter(in_time(tables.events.at_us))
    events = events.mutate(begins=_begins(events, tables, shape))
    people = events.group_by(of="customer").agg(
        t0=events.at_us.min(where=events.begins), last=events.at_us.max(), begun=events.count(where=events.begins)
    )
    return people.filter(people.begun > 0).mutate(closed=ibis.null("int64"), other=ibis.null("int64"))


def _who_may_close(tables: EventTables, shape: DepartureShape) -> ibis.Table:
    """of, t0, last, closed (the first closing event from t0 on), other (the last event that closes nothing)."""
    events = tables.events.filter(in_time(tables.events.at_us))
    begun = events.filter(_begins(events, tables, shape))
    begun = begun.group_by("customer").agg(t0=begun.at_us.min()).rename(of="customer")
    seen = events.inner_join(begun, events.customer == begun.of)
    closing = _is_closing(seen.name, shape)
    closes, others = closing & (seen.at_us >= seen.t0), ~closing
    people = seen.group_by("of").agg(
        t0=seen.t0.min(),
        last=seen.at_us.max(),
        closed=seen.at_us.min(where=closes),
        other=seen.at_us.max(where=others),
        closings=seen.count(where=closes),
        rest=seen.count(where=others),
    )
    return people.mutate(  # over no rows some engines say 0
        closed=(people.closings > 0).ifelse(people.closed, None), other=(people["rest"] > 0).ifelse(people.other, None)
    )


def _is_closing(name: ibis.Value, shape: DepartureShape) -> ibis.Value:
    import ibis

    return has_code(name, "closing", shape.closing) if shape.closing else ibis.literal(False)


@lru_cache(maxsize=64)
def _standing_query(shape: DepartureShape) -> Query:
    """standing, week (since the first event, until they were seen last or left), customers, back."""
    people = people_asked(marked_tables(shape.marks), shape)
    people = people.mutate(week=((people.until - people.t0) // WEEK_US).cast("int64"))
    return Query(people.group_by("standing", "week").agg(customers=people.count(), back=people.back.sum()))


@lru_cache(maxsize=64)
def _last_query(shape: DepartureShape) -> Query:
    """place, gone, stayed: customers, each once a place."""
    import ibis
    from ibis import _

    tables = marked_tables(shape.marks)
    events = tables.events
    if shape.places:
        at = [(has_code(events.name, f"place{i}", n), ibis.literal(i, "int64")) for i, n in enumerate(shape.places)]
        events = events.filter(ibis.or_(*(found for found, _ in at))).mutate(place=ibis.cases(*at, else_=-1))
    else:
        events = events.mutate(place=events.name.cast("int64"))
    people = people_asked(tables, shape)
    people = people.filter(people.standing != OPEN).select("of", "standing", "until")
    order = ibis.window(group_by="customer", order_by=["at_us", "event_id"])
    if shape.closing:
        seen = events.filter(~_is_closing(events.name, shape)).inner_join(people, events.customer == people.of)
        seen = seen.filter(seen.at_us <= seen.until)
        last = seen.mutate(third=seen.event_id.lead(LAST_VISITS).over(order)).filter(_.third.isnull())
    else:
        seen = events.filter(in_time(events.at_us)).select("customer", "at_us", "event_id", "place")
        last = seen.mutate(third=seen.event_id.lead(LAST_VISITS).over(order)).filter(_.third.isnull())
        last = last.inner_join(people, last.customer == people.of)
    once = last.group_by("customer", "place").agg(standing=last.standing.max())
    stayed = once.standing == STAYED
    return Query(once.group_by("place").agg(gone=once.count(where=~stayed), stayed=once.count(where=stayed)))


@lru_cache(maxsize=64)
def _bought_query(shape: DepartureShape) -> Query:
    """One row: bought, again."""
    import ibis

    tables = marked_tables(shape.marks)
    events = tables.events.filter(in_time(tables.events.at_us))
    back = has_code(events.name, "returning", shape.returning) if shape.returning else ibis.literal(False)
    events = events.filter((events.revenue > 0).fill_null(False) & ~back)
    people = people_asked(tables, shape)
    people = people.filter(people.standing != OPEN).select("of", "t0")
    events = events.inner_join(people, events.customer == people.of)
    buyers = events.filter(events.at_us >= events.t0).group_by("customer").agg(orders=ibis._.count())
    return Query(buyers.agg(bought=buyers.count(), again=buyers.count(where=buyers.orders > 1)))


@lru_cache(maxsize=64)
def _return_query(shape: DepartureShape) -> Query:
    """One row with the columns of `Return`."""
    import ibis

    tables = marked_tables(shape.marks)
    events = tables.events.filter(in_time(tables.events.at_us))
    back = has_code(events.name, "returning", shape.returning)
    bought = (events.revenue > 0).fill_null(False) & ~back
    if shape.buying:
        bought = bought | has_code(events.name, "buying", shape.buying)
    let_in = ibis.and_(back, *conditions(events, tables, shape.entry))
    events = events.filter(back | bought).mutate(back=back, let_in=let_in, bought_us=bought.ifelse(events.at_us, None))
    order = ibis.window(group_by="customer", order_by=["at_us", "event_id"], preceding=None, following=0)
    events = events.mutate(since=events.bought_us.max().over(order)).filter(lambda rows: rows.let_in)
    took = events.at_us - events.since
    return Query(
        events.agg(
            events=events.count(),
            customers=events.customer.nunique(),
            after=took.count(),
            median=took.median(),
        )
    )
