"""Who comes back? Customers by the span of their first event, and in which later spans they are seen again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from tools.buckets import Span, bound_values, rounded, span_of
from tools.groups import Grouping, group_keys, in_time, persona_values, ten_largest, with_group
from tools.marks import NO_MARKS, Marks, MarkShapes, marked_tables
from tools.narrowing import Narrowing, NarrowingShape, conditions
from tools.query import Query, Row, code_values, has_code, number

if TYPE_CHECKING:
    import ibis

    from storage.events import EventsToRead


@dataclass(frozen=True)
class Cohorts:
    """What to count. `start` and `back`: codes of the first and of the returning event; None: any event.

    A customer's first event is the first of all time until `as_of_us`; it must be let in by `entry`, and says the
    group. `breakdown` as `asked_breakdown` gives it.
    """

    start: tuple[int, ...] | None
    back: tuple[int, ...] | None
    as_of_us: int
    entry: Narrowing
    breakdown: tuple[str, ...] = ()
    persona_names: tuple[tuple[str, str], ...] = ()
    marks: Marks = NO_MARKS

    @property
    def shape(self) -> CohortShape:
        """Equal for questions that share their SQL."""
        start, back = (None if codes is None else len(codes) for codes in (self.start, self.back))
        grouping = Grouping.of(self.breakdown, len(self.persona_names)) if self.breakdown else None
        return CohortShape(start, back, self.entry.shape, grouping, self.marks.shape)

    def values(self) -> dict[str, int | str]:
        """What fills the SQL but for the bounds."""
        codes = code_values("start", self.start or ()) | code_values("back", self.back or ())
        groups = group_keys(self.breakdown) | persona_values(self.persona_names)
        return {"as_of_us": self.as_of_us, **self.entry.values(), **self.marks.values(), **codes, **groups}


class CohortShape(NamedTuple):
    """Numbers of codes (None: any event), and what else decides the SQL."""

    start: int | None
    back: int | None
    entry: NarrowingShape
    grouping: Grouping | None
    marks: MarkShapes


class Cohort(NamedTuple):
    """Customers whose first event lies in the span `place` (from 1).

    `back[k - 1]`: of them, seen k spans later; or, where that was asked, seen k spans later or after that.
    """

    place: int
    customers: int
    back: tuple[int, ...]


def first_and_last(asked: Cohorts, events: EventsToRead) -> tuple[int, int, int] | None:
    """Time of the first and of the last first event, and how many customers; None for nobody."""
    (row,) = _span_query(asked.shape).run(events, asked.values())
    if not row["customers"]:
        return None
    return cast("tuple[int, int, int]", (row["first_us"], row["last_us"], row["customers"]))


def cohorts(asked: Cohorts, found: Sequence[Span], columns: int, or_later: bool, events: EventsToRead) -> list[Cohort]:
    """One for each span in which customers began, in order of time, with 1 to `columns` spans later."""
    return _read(_rows(asked, found, columns, or_later, events), columns, or_later)


def cohorts_by_group(
    asked: Cohorts, found: Sequence[Span], columns: int, or_later: bool, events: EventsToRead
) -> dict[str, list[Cohort]]:
    """The same for each group of the breakdown."""
    by_group: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(asked, found, columns, or_later, events):
        by_group[cast("str", row["group"])].append(row)
    return {group: _read(rows, columns, or_later) for group, rows in by_group.items()}


def _rows(asked: Cohorts, found: Sequence[Span], columns: int, or_later: bool, events: EventsToRead) -> list[Row]:
    values = {**asked.values(), **bound_values(found), "columns": columns}
    return _cohort_query(asked.shape, rounded(len(found) + 1), or_later).run(events, values)


def _read(rows: Sequence[Row], columns: int, or_later: bool) -> list[Cohort]:
    """The cohorts of rows of `_cohort_query`, in order of time."""
    sizes: dict[int, int] = {}
    back: dict[int, list[int]] = defaultdict(lambda: [0] * columns)
    for row in rows:
        place, after, customers = (cast("int", row[name]) for name in ("place", "after", "customers"))
        if not after:
            sizes[place] = customers
        elif or_later:
            for k in range(min(after, columns)):
                back[place][k] += customers
        elif after <= columns:
            back[place][after - 1] += customers
    return [Cohort(place, sizes[place], tuple(back[place])) for place in sorted(sizes)]


@lru_cache(maxsize=64)
def _span_query(shape: CohortShape) -> Query:
    """first_us, last_us, customers."""
    firsts = _firsts(shape)
    return Query(firsts.agg(first_us=firsts.first_us.min(), last_us=firsts.first_us.max(), customers=firsts.count()))


@lru_cache(maxsize=64)
def _cohort_query(shape: CohortShape, bounds: int, or_later: bool) -> Query:
    """place, after, customers seen then, or with `or_later` for the last time then; `after` 0 is the cohort itself.

    Spans beyond the asked columns count as one. With groups each has its own rows, and its name in `group`.
    """
    import ibis

    tables = marked_tables(shape.marks)
    events = tables.events.filter(in_time(tables.events.at_us))
    if shape.back is not None:
        events = events.filter(has_code(events.name, "back", shape.back))
    firsts = _grouped(shape, shape.grouping) if shape.grouping else _firsts(shape)
    cohort = ("group", "place") if shape.grouping else ("place",)
    began = firsts.mutate(place=span_of(firsts.first_us, bounds)).select(*cohort, of="customer")
    sizes = began.group_by(*cohort).agg(customers=began.count()).mutate(after=ibis.literal(0, "int64"))
    joined = events.inner_join(began, events.customer == began.of)
    after = ibis.least(span_of(joined.at_us, bounds) - joined.place, number("columns") + 1)
    seen = joined.mutate(after=after).filter(lambda rows: rows.after > 0)
    if or_later:
        seen = seen.group_by("customer", *cohort).agg(after=seen.after.max())
    else:
        seen = seen.select("customer", *cohort, "after").distinct()
    counted = seen.group_by(*cohort, "after").agg(customers=seen.count())
    return Query(sizes.select(*cohort, "after", "customers").union(counted))


def _firsts(shape: CohortShape) -> ibis.Table:
    """customer, first_us: the first event of each customer, where it is let in; of several at one time any that is."""
    firsts = _beginnings(shape)
    if shape.entry == NarrowingShape():
        return firsts
    fitting = _let_in(shape).select(of="customer", fits_us="at_us").distinct()
    meets = [firsts.customer == fitting.of, firsts.first_us == fitting.fits_us]
    return firsts.inner_join(fitting, meets).select("customer", "first_us")


def _grouped(shape: CohortShape, grouping: Grouping) -> ibis.Table:
    """customer, first_us, group: that of the first event; of several at one time the first of those let in."""
    import ibis

    firsts = _beginnings(shape).select("first_us", begins="customer")
    fitting = _let_in(shape)
    first = fitting.inner_join(firsts, [fitting.customer == firsts.begins, fitting.at_us == firsts.first_us])
    order = ibis.window(group_by="customer", order_by="event_id")
    first = first.mutate(nth=ibis.row_number().over(order)).filter(lambda rows: rows.nth == 0)
    named = with_group(first, marked_tables(shape.marks), grouping).select("customer", "first_us", "group")
    return ten_largest(named.mutate(counts=1), grouping)


def _beginnings(shape: CohortShape) -> ibis.Table:
    """customer, first_us: the first event of each customer, where it lies in the period."""
    begun = _may_begin(shape)
    firsts = begun.group_by("customer").agg(first_us=begun.at_us.min())
    return firsts.filter(firsts.first_us >= number("from_us"), firsts.first_us < number("until_us"))


def _let_in(shape: CohortShape) -> ibis.Table:
    begun = _may_begin(shape)
    return begun.filter(*conditions(begun, marked_tables(shape.marks), shape.entry))


def _may_begin(shape: CohortShape) -> ibis.Table:
    """The events that may be a customer's first."""
    events = marked_tables(shape.marks).events
    events = events.filter(in_time(events.at_us))
    return events if shape.start is None else events.filter(has_code(events.name, "start", shape.start))
