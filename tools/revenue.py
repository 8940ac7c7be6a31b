"""How much is sold: in all, a customer, an order, by group; and how much is lost at each step of the journey?"""

from dataclasses import replace
from datetime import date
from typing import cast

from pydantic import Field

from storage.model.journey import JourneyMap
from storage.model.types import Model
from tools.asked import (
    Asked,
    asked_breakdown,
    asked_journey,
    look_up,
    persona_names,
    stage_named,
    stage_steps,
    window_seconds,
)
from tools.basis import events_basis, rate
from tools.buckets import Per, spans
from tools.funnel import Funnel, count
from tools.groups import OTHER, group_title, group_values, highest
from tools.kit import SPLIT_BY, Basis, Breakdown, Excluded, JourneyArgs, Rate, Sources, Tool, ToolError, Window
from tools.money import NO_CURRENCY, Amounts, Sum, main_currency, sums, sums_by_span
from tools.narrowing import ALL, FIRST_US
from tools.visits import codes_at

RULE = "events with an amount"


class RevenueArgs(JourneyArgs):
    """All events with an amount that the filters let in; a journey adds what is at risk at each of its steps.

    With `top_n` only so many groups are shown: those with the highest sums of at least `min_n` customers.
    """

    currency: str | None = Field(None, description="Only amounts of this currency, e.g. 'EUR'.")
    breakdown: Breakdown | None = Field(None, description=SPLIT_BY)
    per: Per | None = Field(None, description="One sum for each of these spans.")
    window: Window | None = Field(None, description="Conversion window of the journey for what is at risk.")


class Money(Model):
    """Amounts of one currency in whole cents; `currency` '' where the data name none. Means are in currency units."""

    currency: str
    cents: int = Field(description="Orders less refunds.")
    orders: int
    refunds: int
    refund_cents: int = Field(description="Zero or negative.")
    customers: int
    per_customer: float | None = None
    per_order: float | None = Field(None, description="Of orders, refunds left out.")


class GroupMoney(Model):
    """The same of one value of the breakdown, or one pair; `small`: fewer than `min_n` customers."""

    value: str
    values: tuple[str, ...] = Field((), description="The value of each column of the breakdown; none for 'other'.")
    money: Money
    small: bool = False


class SpanMoney(Model):
    """The same of one day, week or month."""

    starts_on: date
    money: Money
    partial: bool = Field(False, description="The data end within it.")


class AtRisk(Model):
    """Lost at a step: customers lost there x share of all who reached it and bought later x mean order value.

    `low` and `high` take the ends of the share's 95 % interval. Currency units.
    """

    step: str
    title: str
    lost: int
    later: Rate
    order_value: float
    currency: str
    value: float
    low: float
    high: float


class RevenueResult(Model):
    """`totals` by currency, most customers first; `at_risk` in map order, empty without a journey that is bought on."""

    totals: tuple[Money, ...]
    breakdown: str | None = None
    groups: tuple[GroupMoney, ...] = ()
    more_groups: int = 0
    over_time: tuple[SpanMoney, ...] = ()
    at_risk: tuple[AtRisk, ...] = ()
    basis: Basis


def run(args: RevenueArgs, sources: Sources) -> RevenueResult:
    """Raises MapNotFound, ToolError (no_events, no_amounts, unknown_currency, unknown names)."""
    journey = asked_journey(args, sources) if args.journey else None
    asked = look_up(args, sources, journey)
    amounts = Amounts(asked.entry, asked.as_of_us, _codes(args, asked), marks=asked.marks)
    found = _of_currency(args, sums(amounts, sources.events))
    if not found and not _any_amount(asked, sources):
        raise ToolError("no_amounts")
    groups = _groups(args, amounts, sources)
    shown = highest(groups, args.top_n, lambda group: None if group.small else group.money.cents)
    return RevenueResult(
        totals=tuple(_money(one) for one in found),
        breakdown=", ".join(args.breakdown) if args.breakdown and groups else None,
        groups=shown,
        more_groups=len(groups) - len(shown),
        over_time=_over_time(args, amounts, asked, sources),
        at_risk=_at_risk(args, asked, sources, found) if journey else (),
        basis=events_basis(
            args, asked, sources,
            customers=max((one.customers for one in found), default=0),
            rule=RULE,
            excluded=(Excluded(why="without_currency", n=sum(s.orders for s in found if not s.currency)),),
        ),
    )  # fmt: skip


def _codes(args: RevenueArgs, asked: Asked) -> tuple[int, ...] | None:
    """With a stage the events there alone; else every event."""
    if not args.stage or asked.journey is None:
        return None
    return codes_at(asked.placed, asked.codes, stage_named(asked.journey, args.stage).slug)


def _of_currency(args: RevenueArgs, found: list[Sum]) -> list[Sum]:
    if args.currency is None:
        return found
    kept = [one for one in found if one.currency == args.currency.upper()]
    if found and not kept:
        known = sorted({one.currency for one in found if one.currency})
        raise ToolError("unknown_currency", asked=args.currency, close=", ".join(known) or "–")
    return kept


def _any_amount(asked: Asked, sources: Sources) -> bool:
    """Whether the data hold amounts at all, filters aside."""
    return bool(sums(Amounts(ALL, asked.as_of_us), sources.events))


def _money(one: Sum) -> Money:
    return Money(
        currency=one.currency,
        cents=one.cents,
        orders=one.orders,
        refunds=one.refunds,
        refund_cents=one.refund_cents,
        customers=one.customers,
        per_customer=one.cents / 100 / one.customers if one.customers else None,
        per_order=one.order_cents / 100 / one.orders if one.orders else None,
    )


def _groups(args: RevenueArgs, amounts: Amounts, sources: Sources) -> tuple[GroupMoney, ...]:
    """Of several currencies the one with most orders: groups are compared by one yardstick."""
    if args.breakdown is None or args.breakdown == ("stage",):
        return ()
    split = asked_breakdown(args.breakdown, sources)
    grouped = replace(amounts, breakdown=split, persona_names=persona_names(args.breakdown, sources))
    found = _of_currency(args, sums(grouped, sources.events))
    currency = main_currency(found)
    lines = [
        GroupMoney(
            value=group_title(one.group),
            values=group_values(one.group),
            money=_money(one),
            small=one.customers < args.min_n,
        )
        for one in sorted(found, key=lambda s: (s.group == OTHER, -s.cents, str(s.group)))
        if one.currency == currency
    ]
    return tuple(lines)


def _over_time(args: RevenueArgs, amounts: Amounts, asked: Asked, sources: Sources) -> tuple[SpanMoney, ...]:
    if args.per is None:
        return ()
    times = [line.from_us for line in sources.events.data_sets() if line.from_us is not None]
    first_us, last_us = max(asked.entry.start_us, min(times)), min(asked.entry.end_us - 1, asked.as_of_us)
    found = spans(first_us, last_us, args.per, sources.zone) if first_us <= last_us else []
    by_span = sums_by_span(amounts, found, sources.events) if found else {}
    currency = args.currency.upper() if args.currency else main_currency(s for own in by_span.values() for s in own)
    lines = []
    for place, span in enumerate(found, 1):
        own = [one for one in by_span.get(place, []) if one.currency == currency]
        money = _money(own[0]) if own else _money(Sum(None, currency or NO_CURRENCY, 0, 0, 0, 0, 0))
        whole = asked.entry.start_us <= span.start_us and span.end_us - 1 <= min(asked.entry.end_us, asked.as_of_us)
        partial = not whole and not (asked.entry.start_us == FIRST_US and place == 1 and len(found) > 1)
        lines.append(SpanMoney(starts_on=span.starts_on, money=money, partial=partial))
    return tuple(lines)


def _at_risk(args: RevenueArgs, asked: Asked, sources: Sources, found: list[Sum]) -> tuple[AtRisk, ...]:
    """Empty where the map has no buying stage that events reach, or nobody paid."""
    journey = cast("JourneyMap", asked.journey)
    places, _ = stage_steps(asked)
    buying = {stage.slug for stage in journey.stages if stage.role == "buy"}
    last = next((k for k, place in enumerate(places) if place.name in buying), None)
    currency = args.currency.upper() if args.currency else main_currency(found)
    paid = [one for one in found if one.currency == currency and one.orders]
    if not last or not paid or args.stage:
        return ()
    value = sum(one.order_cents for one in paid) / sum(one.orders for one in paid) / 100
    funnel = Funnel(
        steps=tuple(place.codes for place in places[: last + 1]),
        window_us=window_seconds(args.window, journey) * 1_000_000,
        as_of_us=asked.as_of_us,
        entry=asked.entry,
        marks=asked.marks,
    )
    (counted,) = count(funnel, sources.events)
    lines = []
    for k, place in enumerate(places[:last]):
        lost = counted.reached[k] - counted.reached[k + 1]
        later = rate(counted.reached[last], counted.reached[k])
        if lost and later.value is not None and later.low is not None and later.high is not None:
            low, middle, high = (lost * share * value for share in (later.low, later.value, later.high))
            lines.append(
                AtRisk(
                    step=place.name,
                    title=place.title,
                    lost=lost,
                    later=later,
                    order_value=value,
                    currency=currency or NO_CURRENCY,
                    value=middle,
                    low=low,
                    high=high,
                )
            )
    return tuple(lines)


TOOL = Tool("revenue", RevenueArgs, RevenueResult, run)
