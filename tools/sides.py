"""Who is held against whom? The two sides of a comparison: variants, groups, periods, before and after a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from tools.asked import Asked, kind_of, persona_keys, spelled, values_known
from tools.buckets import local_day
from tools.feedback import LetIn, let_in, without
from tools.kit import Column, JourneyArgs, Period, Sources, ToolError
from tools.names import close_names, same_key
from tools.narrowing import Narrowing

if TYPE_CHECKING:
    from storage.events import Dimension

What = Literal["variants", "groups", "rest", "periods", "before_after", "filters", "maps"]
KNOWN_FIRST = ("control", "original", "base", "default")
"""Names of the variant that was there before."""
_MOST_VALUES = 1000


@dataclass(frozen=True)
class Side:
    """`entry` lets its customers in; `answers` gives what lets their answers in; `period` where the sides are times."""

    name: str
    entry: Narrowing
    answers: Callable[[], LetIn]
    period: Period | None = None


@dataclass(frozen=True)
class Sides:
    """`a` is the base, `b` what is held against it. `others`: further values of the column, which are on no side."""

    what: What
    a: Side
    b: Side
    column: str | None = None
    others: tuple[str, ...] = ()


def by_filters(args: JourneyArgs, a: dict[str, str], b: dict[str, str], asked: Asked, sources: Sources) -> Sides:
    """Any two sets of columns, properties and traits with their values. Raises ToolError for unknown ones."""
    first, second = (_filtered(args, filters, asked, sources) for filters in (a, b))
    return Sides("filters", first, second)


def by_periods(
    args: JourneyArgs, first: Period, second: Period, asked: Asked, sources: Sources, what: What = "periods"
) -> Sides:
    """Entries of two times."""
    return Sides(what, _timed(args, first, asked, sources), _timed(args, second, asked, sources))


def before(period: Period, asked: Asked, sources: Sources) -> Period:
    """As many days before the period, of whole months as many months; an open one ends with the data.

    Raises ToolError (open_period).
    """
    if period.start is None:
        raise ToolError("open_period")
    end = period.end or local_day(asked.as_of_us, sources.zone) + timedelta(days=1)
    if period.start.day == end.day == 1:
        months = (end.year - period.start.year) * 12 + end.month - period.start.month
        first = period.start.year * 12 + period.start.month - 1 - months
        return Period(start=date(first // 12, first % 12 + 1, 1), end=period.start)
    days = max(end - period.start, timedelta(days=1))
    return Period(start=period.start - days, end=period.start)


def around(day: date, days: int) -> tuple[Period, Period]:
    """As many days before a day, and from it on."""
    span = timedelta(days=days)
    return Period(start=day - span, end=day), Period(start=day, end=day + span)


def by_values(args: JourneyArgs, column: str, a: str | None, b: str | None, asked: Asked, sources: Sources) -> Sides:
    """Two values of a column, property or trait. `a` alone: against all others; neither: the two most frequent.

    Raises ToolError: one_group, name_both, and those of unknown values.
    """
    if column not in get_args(Column) or column == "stage":
        if a is None or b is None:
            raise ToolError("name_both", asked=column)
        first, second = (_filtered(args, {column: value}, asked, sources) for value in (a, b))
        return Sides("groups", first, second, column)
    known = values_known(cast("Dimension", column), _MOST_VALUES, sources)
    if a is None and b is None:
        if len(known) < 2:
            raise ToolError("one_group", column=column, values=", ".join(known) or "–")
        a, b = known[:2]
    if a is None or b is None:
        one = _valued(args, column, cast("str", a or b), asked, sources)
        taken = dict(one.entry.columns)[column]
        rest = tuple(value for value in known if value not in taken)
        if not rest:
            raise ToolError("one_group", column=column, values=", ".join(known))
        return Sides("rest", _rest(args, column, rest, asked, sources), one, column=column)
    first, second = _valued(args, column, a, asked, sources), _valued(args, column, b, asked, sources)
    return Sides("groups", first, second, column=column)


def by_variants(
    args: JourneyArgs, experiment: str | None, a: str | None, b: str | None, asked: Asked, sources: Sources
) -> Sides:
    """Two variants of an experiment, the one that was there before first. Variants are `experiment:variant` or bare.

    Raises ToolError: no_variants, which_experiment, unknown_in_events, one_group.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for value, _ in sources.events.dimension_values("variant", _MOST_VALUES):
        found[value.rpartition(":")[0]].append(value)
    if not found:
        raise ToolError("no_variants")
    named = [name for name in (a, b, experiment) if name]
    of = next((name for name in found if name and any(_is_of(name, one) for one in named)), None)
    if of is None and len(found) > 1:
        raise ToolError("which_experiment", known=", ".join(sorted(filter(None, found))))
    values = sorted(found[of if of is not None else next(iter(found))], key=_place)
    picked = [_variant(name, values) for name in (a, b) if name]
    rest = [value for value in values if value not in picked]
    if len(picked) + len(rest) < 2:
        raise ToolError("one_group", column="variant", values=", ".join(values))
    first = picked[0] if a else rest.pop(0)
    second = picked[-1] if b else rest.pop(0)
    one, other = (_valued(args, "variant", value, asked, sources) for value in (first, second))
    return Sides("variants", one, other, column="variant", others=tuple(rest))


def _is_of(experiment: str, asked: str) -> bool:
    return same_key(experiment) in (same_key(asked), same_key(asked.rpartition(":")[0]))


def _place(variant: str) -> tuple[bool, str]:
    name = variant.rpartition(":")[2]
    return name.casefold() not in KNOWN_FIRST, name


def _variant(asked: str, values: list[str]) -> str:
    key = same_key(asked)
    for value in values:
        if key in (same_key(value), same_key(value.rpartition(":")[2])):
            return value
    raise ToolError("unknown_in_events", column="variant", asked=asked, close=close_names(asked, values))


def _valued(args: JourneyArgs, column: str, value: str, asked: Asked, sources: Sources) -> Side:
    name, keys = persona_keys(value, sources) if column == "persona" else (value, frozenset((same_key(value),)))
    spellings = spelled(cast("Dimension", column), value, keys, sources)
    entry = replace(asked.entry, columns=(*asked.entry.columns, (column, spellings)))
    if column in ("persona", "channel"):
        return Side(name, entry, partial(let_in, _with(args, {column: value}), sources))
    return Side(name, entry, partial(_of_users, args, entry, sources))


def _rest(args: JourneyArgs, column: str, spellings: tuple[str, ...], asked: Asked, sources: Sources) -> Side:
    """All other values. Customers without any are on no side."""
    entry = replace(asked.entry, columns=(*asked.entry.columns, (column, spellings)))
    if column in ("persona", "channel"):
        return Side("", entry, partial(_others, args, column, spellings, sources))
    return Side("", entry, partial(_of_users, args, entry, sources))


def _filtered(args: JourneyArgs, filters: dict[str, str], asked: Asked, sources: Sources) -> Side:
    side = Side("", asked.entry, partial(let_in, args, sources))
    for key, value in filters.items():
        if key in get_args(Column) and key != "stage":
            own = _valued(args, key, value, replace(asked, entry=side.entry), sources)
            side = replace(own, answers=partial(_of_users, args, own.entry, sources))
        else:
            kind = "traits" if kind_of(key, sources) == "trait" else "properties"
            entry = replace(side.entry, **cast("Any", {kind: (*getattr(side.entry, kind), (key, value))}))
            side = Side("", entry, partial(_of_users, args, entry, sources))
    return replace(side, name=", ".join(filters.values()))


def _timed(args: JourneyArgs, period: Period, asked: Asked, sources: Sources) -> Side:
    start_us, end_us = period.bounds_us(sources.zone)
    entry = replace(
        asked.entry,
        start_us=asked.entry.start_us if start_us is None else start_us,
        end_us=asked.entry.end_us if end_us is None else end_us,
    )
    return Side("", entry, partial(let_in, _with(args, {"period": period}), sources), period)


def _others(args: JourneyArgs, column: str, spellings: tuple[str, ...], sources: Sources) -> LetIn:
    return without(let_in(args, sources), column, spellings, sources)


def _of_users(args: JourneyArgs, entry: Narrowing, sources: Sources) -> LetIn:
    """Answers of customers who have an event on this side, at any time."""
    users = Narrowing(columns=entry.columns, properties=entry.properties, traits=entry.traits)
    return replace(let_in(args, sources), users=users)


def _with(args: JourneyArgs, change: dict[str, object]) -> JourneyArgs:
    return JourneyArgs.model_validate(args.model_dump(exclude={"period"}) | {"period": args.period} | change)
