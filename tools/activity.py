"""How much do customers do? Visits, active customers, mails opened and clicked, and interactions counted elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from tools.buckets import Span, bound_values, rounded, span_of
from tools.groups import Grouping, group_keys, in_time, persona_values, with_group
from tools.marks import NO_MARKS, Marks, MarkShapes, marked_tables
from tools.names import same_key
from tools.narrowing import Narrowing, NarrowingShape, conditions
from tools.query import Query, code_values, has_code, number, text

if TYPE_CHECKING:
    from storage.events import EventsToRead

# Source: Segment spec for e-mail events.
MAIL_EVENTS = {"delivered": "Email Delivered", "opened": "Email Opened", "clicked": "Email Link Clicked"}
SOCIAL = ("comments", "likes", "shares")


@dataclass(frozen=True)
class Activity:
    """What to count. `visits`: codes of the events that count; None: every event. Time and filters stand in `entry`.

    `breakdown` as `asked_breakdown` gives it, or `places`: the codes of each of several places.
    """

    visits: tuple[int, ...] | None
    as_of_us: int
    entry: Narrowing
    marks: Marks = NO_MARKS
    breakdown: tuple[str, ...] = ()
    persona_names: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[int, ...], ...] = ()

    def between(self, start_us: int, end_us: int) -> Activity:
        """The same in another time."""
        return replace(self, entry=replace(self.entry, start_us=start_us, end_us=end_us))

    def shape(self, bounds: int = 0) -> _Shape:
        """Equal for questions that share their SQL."""
        return _Shape(
            None if self.visits is None else len(self.visits),
            self.entry.shape,
            self.marks.shape,
            Grouping.of(self.breakdown, len(self.persona_names)) if self.breakdown else None,
            tuple(len(codes) for codes in self.places),
            bounds,
        )

    def values(self) -> dict[str, int | str]:
        """What fills the SQL but for the bounds."""
        filled: dict[str, int | str] = {"as_of_us": self.as_of_us, **self.entry.values(), **self.marks.values()}
        for i, codes in enumerate(self.places):
            filled |= code_values(f"at{i}", codes)
        filled |= code_values("visit", self.visits or ()) | group_keys(self.breakdown)
        return filled | persona_values(self.persona_names)


class _Shape(NamedTuple):
    visits: int | None
    entry: NarrowingShape
    marks: MarkShapes
    grouping: Grouping | None
    places: tuple[int, ...]
    bounds: int


class Done(NamedTuple):
    """Visits, and the customers who made them."""

    visits: int
    customers: int


class Mails(NamedTuple):
    """Mails are pairs of customer and campaign: delivered in the time, and of those opened and clicked since."""

    delivered: int
    opened: int
    clicked: int


def done(asked: Activity, events: EventsToRead) -> Done:
    """All together."""
    plain = replace(asked, breakdown=(), persona_names=(), places=())
    (row,) = _done_query(plain.shape()).run(events, plain.values())
    return _read(row)


def done_by_group(asked: Activity, events: EventsToRead) -> dict[object, Done]:
    """By value of the breakdown, or by the number of the place."""
    return {row["group"]: _read(row) for row in _done_query(asked.shape()).run(events, asked.values())}


def done_by_span(asked: Activity, found: Sequence[Span], events: EventsToRead) -> dict[int, Done]:
    """By the number of the span, from 1."""
    plain = replace(asked, breakdown=(), persona_names=(), places=())
    shape, values = plain.shape(rounded(len(found) + 1)), {**plain.values(), **bound_values(found)}
    return {cast("int", row["group"]): _read(row) for row in _done_query(shape).run(events, values)}


def mails(asked: Activity, codes: dict[str, int], events: EventsToRead) -> Mails | None:
    """None where no mail was ever delivered. An open or click counts from the delivery on."""
    of = {
        role: tuple(code for name, code in codes.items() if same_key(name) == same_key(title))
        for role, title in MAIL_EVENTS.items()
    }
    if not of["delivered"]:
        return None
    values = asked.values()
    for role, own in of.items():
        values |= code_values(role, own)
    shape = (asked.entry.shape, tuple(len(own) for own in of.values()))
    (row,) = _mail_query(*shape).run(events, values)
    return Mails(*(cast("int", row[name]) for name in Mails._fields))


def social(
    start_us: int, end_us: int, untimed: bool, channels: tuple[str, ...], events: EventsToRead
) -> dict[str, int]:
    """Comments, likes and shares of points that lie in the time; `untimed`: also of those without a time."""
    values: dict[str, int | str] = {"from_us": start_us, "until_us": end_us, "untimed": int(untimed)}
    values |= {f"channel_{i}": channel for i, channel in enumerate(channels)}
    rows = _social_query(len(channels)).run(events, values)
    return {cast("str", row["metric"]): cast("int", row["total"]) for row in rows}


def _read(row: dict[str, object]) -> Done:
    return Done(cast("int", row["visits"]), cast("int", row["customers"]))


@lru_cache(maxsize=128)
def _done_query(shape: _Shape) -> Query:
    """group (a value, the number of a place or of a span), visits, customers; without groups one row."""
    import ibis

    tables = marked_tables(shape.marks)
    events = tables.events
    kept = [] if shape.visits is None else [has_code(events.name, "visit", shape.visits)]
    events = events.filter(*kept, *conditions(events, tables, shape.entry), in_time(events.at_us))
    if shape.bounds:
        events = events.mutate(group=span_of(events.at_us, shape.bounds))
    elif shape.places:
        at = [has_code(events.name, f"at{i}", n) for i, n in enumerate(shape.places)]
        here = events.filter(ibis.or_(*at))
        cases = [(found, ibis.literal(i, "int64")) for i, found in enumerate(at)]
        events = here.mutate(group=ibis.cases(*cases, else_=ibis.literal(-1, "int64")))
    elif shape.grouping is not None:
        events = with_group(events, tables, shape.grouping)
    else:
        return Query(events.agg(visits=events.count(), customers=events.customer.nunique()))
    return Query(events.group_by("group").agg(visits=events.count(), customers=events.customer.nunique()))


@lru_cache(maxsize=32)
def _mail_query(entry: NarrowingShape, sizes: tuple[int, ...]) -> Query:
    """delivered, opened, clicked: mails. `sizes`: numbers of codes, in the order of `MAIL_EVENTS`."""
    import ibis

    from storage.event_tables import event_tables

    tables = event_tables()
    events = tables.events.filter(in_time(tables.events.at_us))
    events = events.mutate(mail=events.campaign.fill_null(""))
    came = events.filter(has_code(events.name, "delivered", sizes[0]), *conditions(events, tables, entry))
    came = came.group_by("customer", "mail").agg(since=came.at_us.min())
    is_a = {role: has_code(events.name, role, n) if n else ibis.literal(False) for role, n in _then(sizes)}
    then = events.filter(ibis.or_(*is_a.values())).mutate(**is_a)
    then = then.group_by(of="customer", of_mail="mail").agg(
        opened_us=then.at_us.max(where=then.opened), clicked_us=then.at_us.max(where=then.clicked)
    )
    mail = came.left_join(then, [came.customer == then.of, came.mail == then.of_mail])
    return Query(
        mail.agg(
            delivered=mail.count(),
            opened=mail.count(where=mail.opened_us >= mail.since),
            clicked=mail.count(where=mail.clicked_us >= mail.since),
        )
    )


def _then(sizes: tuple[int, ...]) -> tuple[tuple[str, int], ...]:
    """What follows the delivery, with the number of its codes."""
    return tuple(zip(MAIL_EVENTS, sizes, strict=True))[1:]


@lru_cache(maxsize=8)
def _social_query(channels: int) -> Query:
    """metric, total."""
    from storage.event_tables import event_tables

    points = event_tables().points
    inside = (points.from_us >= number("from_us")) & (points.until_us <= number("until_us"))
    without_time = points.from_us.isnull() & (number("untimed") == 1)
    kept = [points.metric.isin(list(SOCIAL)), inside.fill_null(False) | without_time]
    if channels:
        kept.append(points.channel.isin([text(f"channel_{i}") for i in range(channels)]))
    found = points.filter(*kept)
    return Query(found.group_by("metric").agg(total=found.value.round().cast("int64").sum()))
