"""What do two sides of a comparison measure, and how sure is the difference?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import median
from typing import TYPE_CHECKING, NamedTuple, cast

from tools.durations import ends
from tools.feedback import Metric, off_scale, said, scores_of
from tools.funnel import Funnel, arrived
from tools.groups import in_time
from tools.marks import Marks, MarkShapes, marked_tables
from tools.money import NO_CURRENCY
from tools.narrowing import Narrowing, NarrowingShape, conditions
from tools.query import Query, code_values, has_code, number, text
from tools.scores import MeanComparison, Moments, compare_nps, csat, mean_interval, moments, nps, welch
from tools.sides import Sides
from tools.statistics import (
    Interval,
    ShareComparison,
    compare_shares,
    difference_interval,
    mann_whitney_p,
    sample_size,
    wilson,
)
from tools.survival import median_interval, survival

if TYPE_CHECKING:
    import ibis

    from storage.events import EventsToRead
    from tools.kit import Sources

CENTS, US = 100, 1_000_000


class Figure(NamedTuple):
    """Of n customers or answers: the value with its interval; of a share also the hits."""

    n: int
    value: float | None = None
    interval: Interval | None = None
    hits: int | None = None
    still_open: int = 0


@dataclass(frozen=True)
class Held:
    """Two figures and b - a; `needed`: customers or answers on each side to be sure of a difference of this size."""

    a: Figure
    b: Figure
    difference: float | None = None
    interval: Interval | None = None
    p: float | None = None
    lift: float | None = None
    lift_interval: Interval | None = None
    needed: int | None = None


def conversion(a: Narrowing, b: Narrowing, funnel: Funnel, effect: float | None, events: EventsToRead) -> Held:
    """Share of customers who get to the last step, closed windows only."""
    first, second = (_arrived(replace(funnel, entry=entry), events) for entry in (a, b))
    return _shares(first, second, effect)


def length(a: Narrowing, b: Narrowing, funnel: Funnel, events: EventsToRead) -> Held:
    """Median time of finished journeys, in seconds; Mann-Whitney."""
    found = [[row for group in ends(replace(funnel, entry=entry), events) for row in group.ends] for entry in (a, b)]
    first, second = (_median(rows) for rows in found)
    values = [[lasted for lasted, done, _ in rows for _ in range(done)] for rows in found]
    held = Held(first, second, p=mann_whitney_p(*values))
    if first.value is None or second.value is None:
        return held
    held = replace(held, difference=second.value - first.value)
    if first.interval and second.interval:
        interval = difference_interval(first.value, first.interval, second.value, second.interval)
        held = replace(held, interval=interval)
    return held


def satisfaction(sides: Sides, metric: Metric | None, effect: float | None, sources: Sources) -> tuple[Metric, Held]:
    """NPS in points, CSAT as a share, effort as a mean; without a metric the one with most answers on both sides."""
    counts = [
        scores_of(a for a in said(side.answers(), None, sources) if not off_scale(a)) for side in (sides.a, sides.b)
    ]
    asked = {name: sum(sum(own[name].values()) for own in counts) for name in sorted({*counts[0], *counts[1]})}
    most: Metric = max(asked, key=lambda name: asked[name], default="csat")
    metric = metric or most
    first, second = (own[metric] for own in counts)
    if metric == "csat":
        shares = [Figure(0) if (of := csat(own)) is None else _share(of.satisfied, of.n) for own in (first, second)]
        return metric, _shares(shares[0], shares[1], effect)
    if metric == "nps":
        of_a, of_b = nps(first), nps(second)
        figures = [Figure(0) if of is None else Figure(of.n, of.score, of.interval) for of in (of_a, of_b)]
        return metric, _means(figures[0], figures[1], compare_nps(of_a, of_b))
    return metric, _of_moments(moments(first), moments(second))


def revenue(a: Narrowing, b: Narrowing, paid: Paid, events: EventsToRead) -> Held:
    """Money of a customer within the window after the first visit, in currency units; Welch."""
    found = [_paid(paid, entry, events) for entry in (a, b)]
    held = _of_moments(*(_in_units(moments(totals)) for totals, _ in found))
    return replace(
        held, a=held.a._replace(still_open=found[0][1]), b=held.b._replace(still_open=found[1][1])
    )  # fmt: skip


@dataclass(frozen=True)
class Paid:
    """Who counts: customers with an event of `codes` (None: any); money of one currency within the window after it."""

    codes: tuple[int, ...] | None
    currency: str
    window_us: int
    as_of_us: int
    marks: Marks


def on_both_sides(
    a: Narrowing, b: Narrowing, codes: tuple[int, ...] | None, as_of_us: int, marks: Marks, events: EventsToRead
) -> int:
    """Customers let in on both sides."""
    shape = _BothShape(None if codes is None else len(codes), a.shape, b.shape, marks.shape)
    values = {"as_of_us": as_of_us, **marks.values(), **code_values("step", codes or ()), **a.values("a_")}
    (row,) = _both_query(shape).run(events, values | b.values("b_"))
    return cast("int", row["customers"])


def _arrived(funnel: Funnel, events: EventsToRead) -> Figure:
    entered, came, still_open = arrived(funnel, events)
    return _share(came, entered)._replace(still_open=still_open)


def _share(hits: int, n: int) -> Figure:
    return Figure(n, hits / n, wilson(hits, n), hits) if n else Figure(0)


def _shares(a: Figure, b: Figure, effect: float | None) -> Held:
    compared = compare_shares((a.hits or 0, a.n), (b.hits or 0, b.n))
    if compared is None:
        return Held(a, b)
    lift = compared.lift
    return Held(
        a, b, compared.difference, compared.interval, compared.p,
        lift.value if lift else None, lift.interval if lift else None, _needed(a, compared, effect),
    )  # fmt: skip


def _needed(a: Figure, compared: ShareComparison, effect: float | None) -> int | None:
    """For the lift that is worth finding, else for the difference that was seen."""
    assert a.value is not None
    difference = compared.difference if effect is None else a.value * effect
    if not difference or not 0 <= a.value + difference <= 1:
        return None
    return sample_size(a.value, difference)


def _means(a: Figure, b: Figure, compared: MeanComparison | None) -> Held:
    if compared is None:
        both = a.value is not None and b.value is not None
        return Held(a, b, cast("float", b.value) - cast("float", a.value) if both else None)
    return Held(a, b, compared.difference, compared.interval, compared.p)


def _of_moments(a: Moments | None, b: Moments | None) -> Held:
    figures = [Figure(0) if of is None else Figure(of.n, of.mean, mean_interval(of)) for of in (a, b)]
    return _means(figures[0], figures[1], welch(a, b))


def _in_units(cents: Moments | None) -> Moments | None:
    if cents is None:
        return None
    variance = None if cents.variance is None else cents.variance / CENTS**2
    return Moments(cents.n, cents.mean / CENTS, variance)


def _median(rows: Sequence[tuple[int, int, int]]) -> Figure:
    """Of rows (microseconds, finished, open)."""
    still_open = sum(left for *_, left in rows)
    done = [(lasted, n, 0) for lasted, n, _ in rows if n]
    if not done:
        return Figure(0, still_open=still_open)
    middle = median([lasted for lasted, n, _ in done for _ in range(n)])
    found = median_interval(survival(done))
    interval = Interval(found.low / US, found.high / US) if found and found.high is not None else None
    return Figure(sum(n for _, n, _ in done), middle / US, interval, still_open=still_open)


def _paid(paid: Paid, entry: Narrowing, events: EventsToRead) -> tuple[dict[float, int], int]:
    """Cents of a customer → how many customers, closed windows only; and how many are still open."""
    codes = None if paid.codes is None else len(paid.codes)
    values = {
        "as_of_us": paid.as_of_us, "window_us": paid.window_us, "currency": paid.currency,
        **entry.values(), **paid.marks.values(), **code_values("step", paid.codes or ()),
    }  # fmt: skip
    totals: dict[float, int] = {}
    still_open = 0
    for row in _paid_query(codes, entry.shape, paid.marks.shape).run(events, values):
        cents, closed, customers = (cast("int", row[name]) for name in ("cents", "closed", "customers"))
        if closed:
            totals[cents] = customers
        else:
            still_open += customers
    return totals, still_open


@lru_cache(maxsize=64)
def _paid_query(codes: int | None, entry: NarrowingShape, marks: MarkShapes) -> Query:
    """cents, closed (1 or 0), customers."""
    import ibis

    tables = marked_tables(marks)
    came = _came(tables.events, codes)
    came = came.filter(*conditions(came, tables, entry))
    firsts = came.group_by(of="customer").agg(first_us=came.at_us.min())
    amounts = tables.events.filter(
        tables.events.revenue.notnull(),
        tables.events.currency.fill_null(NO_CURRENCY) == text("currency"),
        in_time(tables.events.at_us),
    )
    joined = amounts.inner_join(firsts, amounts.customer == firsts.of)
    joined = joined.filter(joined.at_us >= joined.first_us, joined.at_us <= joined.first_us + number("window_us"))
    sums = joined.group_by(whose="customer").agg(sum_cents=(joined.revenue * CENTS).cast("int64").sum())
    everyone = firsts.left_join(sums, firsts.of == sums.whose)
    closed = (everyone.first_us + number("window_us") <= number("as_of_us")).ifelse(1, 0)
    everyone = everyone.mutate(
        cents=ibis.coalesce(everyone.sum_cents, ibis.literal(0, "int64")).cast("int64"), closed=closed
    )
    return Query(everyone.group_by("cents", "closed").agg(customers=everyone.count()))


class _BothShape(NamedTuple):
    codes: int | None
    a: NarrowingShape
    b: NarrowingShape
    marks: MarkShapes


@lru_cache(maxsize=64)
def _both_query(shape: _BothShape) -> Query:
    """customers: let in on both sides."""
    import ibis

    tables = marked_tables(shape.marks)
    came = _came(tables.events, shape.codes)
    sides = {
        name: ibis.and_(*conditions(came, tables, side, f"{name}_")) for name, side in (("a", shape.a), ("b", shape.b))
    }
    came = came.mutate(**sides)
    people = came.group_by("customer").agg(a=came.a.any(), b=came.b.any())
    return Query(people.agg(customers=people.count(where=people.a & people.b)))


def _came(events: ibis.Table, codes: int | None) -> ibis.Table:
    kept = [] if codes is None else [has_code(events.name, "step", codes)]
    return events.filter(*kept, in_time(events.at_us))
