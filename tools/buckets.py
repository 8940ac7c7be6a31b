"""Into which day, week or month does a moment fall? Spans in the workspace's zone, compared as whole microseconds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple, cast
from zoneinfo import ZoneInfo

from tools.basis import moment
from tools.kit import Period, ToolError
from tools.narrowing import LAST_US
from tools.query import number

if TYPE_CHECKING:
    import ibis

Per = Literal["day", "week", "month"]
MOST_SPANS = 500
_LONGEST = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=31)}
_SPAN_DAYS: dict[Per, int] = {"day": 31, "week": 190}


class Span(NamedTuple):
    """A day, a week from Monday, or a month: its first day, and half-open epoch microseconds."""

    starts_on: date
    start_us: int
    end_us: int


def spans(first_us: int, last_us: int, per: Per, zone: ZoneInfo, more: int = 0) -> list[Span]:
    """Every span from the one that holds `first_us` to the one that holds `last_us`, and `more` after it.

    A day of a clock change has 23 or 25 hours. Raises ToolError (too_many_spans) beyond `MOST_SPANS`.
    """
    found: list[Span] = []
    day = start_of(local_day(first_us, zone), per)
    after = 0
    while after <= more:
        following = start_of(day + _LONGEST[per], per)
        start_us, end_us = cast("tuple[int, int]", Period(start=day, end=following).bounds_us(zone))
        after += start_us > last_us
        if after <= more:
            found.append(Span(day, start_us, end_us))
        if len(found) > MOST_SPANS:
            raise ToolError("too_many_spans", per=per, most=MOST_SPANS)
        day = following
    return found


def fitting(first_us: int, last_us: int, zone: ZoneInfo) -> Per:
    """Days up to a month, weeks up to half a year, else months."""
    days = (local_day(last_us, zone) - local_day(first_us, zone)).days
    return next((per for per, most in _SPAN_DAYS.items() if days <= most), "month")


def local_day(at_us: int, zone: ZoneInfo) -> date:
    """The day of a moment in the zone."""
    at = moment(at_us)
    assert at is not None
    return at.astimezone(zone).date()


def start_of(day: date, per: Per) -> date:
    """First day of the span that holds the day."""
    if per == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if per == "week" else day


def rounded(n: int) -> int:
    """How many bounds an expression is built for: 8, 16, 32 …, so that few expressions serve all questions."""
    return max(8, 1 << (n - 1).bit_length())


def bound_values(found: Sequence[Span]) -> dict[str, int | str]:
    """What fills the bounds of `span_of`: beginnings, then the end of the last span, then the end of time."""
    bounds = [span.start_us for span in found] + [found[-1].end_us] if found else []
    return {f"bound_{i}": bounds[i] if i < len(bounds) else LAST_US for i in range(rounded(len(bounds)))}


def span_of(at_us: ibis.Value, n: int) -> ibis.Value:
    """How many of the `n` given bounds are not later than `at_us`: 0 before the first span, k in the k-th.

    A search by halves, written as nested cases: log2(n) comparisons a row, on every engine, without a join.
    """
    import ibis

    def between(low: int, high: int) -> ibis.Value:
        if low == high:
            return ibis.literal(low, "int64")
        middle = (low + high) // 2
        return (at_us < number(f"bound_{middle}")).ifelse(between(low, middle), between(middle + 1, high))

    return between(0, n)


def place_of(at_us: int, found: Sequence[Span]) -> int:
    """The same for one moment: 1 for the first span, 0 before it."""
    return bisect_right([span.start_us for span in found], at_us)
