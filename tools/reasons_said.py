"""Why do customers leave, or give something back, in their own words? Feedback, and what closing events write down."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from tools.asked import Asked
from tools.departures import CLOSED, OPEN, QUIET, Departures, DepartureShape, people_asked
from tools.event_words import RETURNING, says
from tools.groups import in_time
from tools.marks import marked_tables
from tools.names import same_key
from tools.narrowing import FIRST_US, LAST_US
from tools.query import Query, code_values, has_code, number
from tools.themes import Line

if TYPE_CHECKING:
    from storage.events import EventsToRead

NOBODY, SOMEBODY_ELSE = -1, -2
"""Standing of who gave a reason: nobody knows who it was; a customer whom the question leaves out."""


class Given(NamedTuple):
    """A reason in the customer's words, said `times` times. `standing` of who said it; `returned`: about a return."""

    text: str
    touchpoint: str | None
    stage: str | None
    standing: int
    returned: bool
    times: int


def told_apart(of: Departures, asked: Asked, events: EventsToRead) -> tuple[list[Line], list[Line], int]:
    """Reasons for leaving, reasons for giving back, and how many came from customers who did neither.

    A reason is about a return where its place says so, or where its customer had given something back by then and had
    not closed yet. One that nobody is known to have said counts unless filters ask for certain customers.
    """
    named = bool(asked.filters) or of.start is not None
    leaving, returning, elsewhere = [], [], 0
    for one in _given(of, events):
        line = Line(one.text, one.times)
        if one.standing == NOBODY and named:
            elsewhere += one.times
        elif one.returned or _at_a_return(one, of, asked):
            returning.append(line)
        elif one.standing in (CLOSED, QUIET, NOBODY):
            leaving.append(line)
        else:
            elsewhere += one.times
    leaving += [Line(text, n) for text, n in _written(of, of.closing, events).items()]
    returning += [Line(text, n) for text, n in _written(of, of.returning, events).items()]
    return leaving, returning, elsewhere


def _at_a_return(one: Given, of: Departures, asked: Asked) -> bool:
    named = {same_key(name) for name in (one.touchpoint, one.stage) if name}
    if any(says(name, RETURNING) for name in (one.touchpoint, one.stage) if name):
        return True
    placed = {place for title, place in asked.placed.items() if asked.codes[title] in of.returning}
    return any(same_key(slug) in named for place in placed for slug in (place.touchpoint or place.stage,))


def _given(asked: Departures, events: EventsToRead) -> list[Given]:
    """Feedback of the kind `reason`, that alike together."""
    (there,) = _any_given_query().run(events, {})
    rows = _given_query(asked.shape).run(events, asked.values()) if there["n"] else []
    found = [
        Given(
            str(r["text"]), cast("str | None", r["touchpoint"]), cast("str | None", r["stage"]),
            cast("int", r["standing"]), bool(r["returned"]), cast("int", r["times"]),
        )
        for r in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.times, one.text, str(one)))


def _written(asked: Departures, names: tuple[int, ...], events: EventsToRead) -> dict[str, int]:
    """The property `reason` of these events of the customers that are let in → how often."""
    if not names:
        return {}
    rows = _written_query(asked.shape, len(names)).run(events, {**asked.values(), **code_values("named", names)})
    return {str(row["text"]): cast("int", row["times"]) for row in rows}


@lru_cache(maxsize=1)
def _any_given_query() -> Query:
    """n: reasons of anybody."""
    from storage.event_tables import event_tables

    said = event_tables().feedback
    return Query(said.agg(n=said.count(where=(said.kind == "reason") & said.text.notnull())))


@lru_cache(maxsize=64)
def _given_query(shape: DepartureShape) -> Query:
    """The columns of `Given`."""
    import ibis

    tables = marked_tables(shape.marks)
    said = tables.feedback
    said = said.filter(said.kind == "reason", said.text.notnull(), in_time(said.at_us).fill_null(True))
    people = people_asked(tables, shape).select("of", "standing", "until")
    said = said.left_join(people, said.customer == people.of)
    standing = ibis.coalesce(said.standing.cast("int64"), said.customer.isnull().ifelse(NOBODY, SOMEBODY_ELSE))
    here = (said.at_us >= number("from_us")) & (said.at_us < number("until_us"))
    any_time = (number("from_us") == FIRST_US) & (number("until_us") == LAST_US)
    said = said.filter(said.customer.notnull() | here.fill_null(any_time))
    said = said.select("customer", "text", "touchpoint", "stage", "times", "until", "at_us", standing=standing)
    returned = ibis.literal(False)
    if shape.returning:
        back = tables.events.filter(has_code(tables.events.name, "returning", shape.returning))
        back = back.group_by("customer").agg(first=back.at_us.min()).rename(who="customer")
        said = said.left_join(back, said.customer == back.who)
        before = (said.standing != CLOSED) | (said.at_us < said.until)
        returned = ((said["first"] <= said.at_us) & before).fill_null(False)
    said = said.mutate(returned=returned)
    return Query(said.group_by("text", "touchpoint", "stage", "standing", "returned").agg(times=said.times.sum()))


@lru_cache(maxsize=64)
def _written_query(shape: DepartureShape, names: int) -> Query:
    """text, times."""
    import ibis

    from storage.event_tables import text_at

    tables = marked_tables(shape.marks)
    events = tables.events.filter(has_code(tables.events.name, "named", names), in_time(tables.events.at_us))
    people = people_asked(tables, shape)
    people = people.filter(people.standing != OPEN).select("of", "t0")
    events = events.inner_join(people, events.customer == people.of)
    events = events.filter(events.at_us >= events.t0)
    said = events.mutate(text=text_at(events.properties, ibis.literal("reason")))
    said = said.filter(said.text.notnull(), said.text != "")
    return Query(said.group_by("text").agg(times=said.count()))
