"""How much money is in the events? Sums, orders and customers by currency, never added across currencies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from tools.buckets import Span, bound_values, rounded, span_of
from tools.groups import Grouping, group_keys, in_time, persona_values, ten_largest, with_group
from tools.marks import NO_MARKS, Marks, MarkShapes, marked_tables
from tools.narrowing import Narrowing, NarrowingShape, conditions
from tools.query import Query, code_values, has_code

if TYPE_CHECKING:
    import ibis

    from storage.events import EventsToRead

NO_CURRENCY = ""
"""Amounts that name no currency are a currency of their own."""


@dataclass(frozen=True)
class Amounts:
    """Which amounts: entry conditions, the events of `codes` (None: all), groups as `asked_breakdown` gives them."""

    entry: Narrowing
    as_of_us: int
    codes: tuple[int, ...] | None = None
    breakdown: tuple[str, ...] = ()
    persona_names: tuple[tuple[str, str], ...] = ()
    marks: Marks = NO_MARKS

    @property
    def shape(self) -> AmountsShape:
        """Equal for amounts that share their SQL."""
        grouping = Grouping.of(self.breakdown, len(self.persona_names)) if self.breakdown else None
        codes = None if self.codes is None else len(self.codes)
        return AmountsShape(self.entry.shape, codes, grouping, self.marks.shape)

    def values(self) -> dict[str, int | str]:
        """What fills the SQL."""
        return {
            "as_of_us": self.as_of_us,
            **self.entry.values(),
            **self.marks.values(),
            **code_values("order", self.codes or ()),
            **group_keys(self.breakdown),
            **persona_values(self.persona_names),
        }


class AmountsShape(NamedTuple):
    """What decides the SQL."""

    entry: NarrowingShape
    codes: int | None
    grouping: Grouping | None
    marks: MarkShapes


class Sum(NamedTuple):
    """One group in one currency. Cents are hundredths.

    `orders` are amounts above zero with `order_cents`, `refunds` those below with `refund_cents` (negative).
    """

    group: str | None
    currency: str
    orders: int
    order_cents: int
    refunds: int
    refund_cents: int
    customers: int

    @property
    def cents(self) -> int:
        """Orders less refunds."""
        return self.order_cents + self.refund_cents


def sums(amounts: Amounts, events: EventsToRead) -> list[Sum]:
    """The largest number of customers first, then the currency."""
    rows = _sums_query(amounts.shape).run(events, amounts.values())
    return sorted((_sum(row) for row in rows), key=lambda s: (-s.customers, s.currency, str(s.group)))


def sums_by_span(amounts: Amounts, found: Sequence[Span], events: EventsToRead) -> dict[int, list[Sum]]:
    """Per place of the span (1 for the first) its sums, a currency each; spans without amounts are not there."""
    values = {**amounts.values(), **bound_values(found)}
    by_span: dict[int, list[Sum]] = {}
    for row in _span_query(amounts.shape, rounded(len(found))).run(events, values):
        by_span.setdefault(cast("int", row["span"]), []).append(_sum(row))
    return by_span


def _sum(row: dict[str, object]) -> Sum:
    counts = (cast("int", row[name] or 0) for name in ("orders", "order_cents", "refunds", "refund_cents", "customers"))
    orders, order_cents, refunds, refund_cents, customers = (int(count) for count in counts)
    group = cast("str | None", row.get("group"))
    return Sum(group, cast("str", row["currency"]), orders, order_cents, refunds, refund_cents, customers)


@lru_cache(maxsize=128)
def _sums_query(shape: AmountsShape) -> Query:
    """One row a group and currency with the columns of `Sum`."""
    if not shape.grouping:
        paid = _paid(shape)
        return Query(paid.group_by("currency").agg(**_figures(paid), customers=paid.customer.nunique()))
    by_customer = _customer_sums(shape)
    shown = ten_largest(by_customer.mutate(counts=(by_customer.orders > 0).cast("int64")), shape.grouping)
    figures = {name: shown[name].sum() for name in ("orders", "order_cents", "refunds", "refund_cents")}
    return Query(shown.group_by("group", "currency").agg(**figures, customers=shown.customer.nunique()))


@lru_cache(maxsize=128)
def _span_query(shape: AmountsShape, bounds: int) -> Query:
    """One row a span and currency with the columns of `Sum` and `span`."""
    paid = _paid(shape)
    paid = paid.mutate(span=span_of(paid.at_us, bounds))
    found = paid.group_by("span", "currency").agg(**_figures(paid), customers=paid.customer.nunique())
    return Query(found.filter(found.span > 0))


def _customer_sums(shape: AmountsShape) -> ibis.Table:
    """A row for each customer, currency and group with amounts: orders, order_cents, refunds, refund_cents."""
    paid = _paid(shape)
    return paid.group_by("customer", "currency", "group").agg(**_figures(paid))


def _paid(shape: AmountsShape) -> ibis.Table:
    """The events with an amount, with `cents` and a currency; with groups `group`."""
    tables = marked_tables(shape.marks)
    events = tables.events
    wanted = [] if shape.codes is None else [has_code(events.name, "order", shape.codes)]
    paid = events.filter(
        events.revenue.notnull(),
        events.revenue != 0,
        *wanted,
        *conditions(events, tables, shape.entry),
        in_time(events.at_us),
    )
    paid = with_group(paid, tables, shape.grouping) if shape.grouping else paid
    cents = (paid.revenue * 100).cast("int64")
    return paid.mutate(cents=cents, currency=paid.currency.fill_null(NO_CURRENCY))


def _figures(paid: ibis.Table) -> dict[str, ibis.Value]:
    return {
        "orders": paid.count(where=paid.cents > 0),
        "order_cents": paid.cents.sum(where=paid.cents > 0).fill_null(0),
        "refunds": paid.count(where=paid.cents < 0),
        "refund_cents": paid.cents.sum(where=paid.cents < 0).fill_null(0),
    }


def main_currency(found: Iterable[Sum]) -> str | None:
    """The one with most orders; None without any."""
    orders: dict[str, int] = {}
    for one in found:
        orders[one.currency] = orders.get(one.currency, 0) + one.orders
    return max(orders, key=lambda currency: (orders[currency], currency), default=None)
