"""The days of a period: one day, the latest March, this or last week, so many months back. No words are read here."""

import calendar
from datetime import date, timedelta
from typing import NamedTuple

from tools.kit import Period


class Found(NamedTuple):
    """A period and where in the text it stands."""

    period: Period
    start: int
    end: int


def one_day(day: date) -> Period:
    """That day alone."""
    return Period(start=day, end=day + timedelta(days=1))


def day_of(month: int, day: int, year: str | None, today: date) -> Period:
    """A day of a month; without a year the latest that has begun. Raises ValueError for a day that does not exist."""
    if year:
        return one_day(date(int(year), month, day))
    this = date(today.year, month, day)
    return one_day(this if this <= today else date(today.year - 1, month, day))


def latest(months: int, number: int, year: str | None, today: date, begun: bool) -> Period:
    """The `number`-th span of `months` months of a year; without a year the latest that is over (or has `begun`)."""
    first = (number - 1) * months + 1
    for y in (int(year),) if year else (today.year, today.year - 1):
        start = date(y, first, 1)
        end = months_later(start, months)
        if year or end <= today or (begun and start <= today):
            return Period(start=start, end=end)
    return Period(start=date(today.year - 1, first, 1), end=months_later(date(today.year - 1, first, 1), months))


def this_or_last(this: bool, unit: str, today: date) -> Period:
    """The calendar `unit` that holds today, or the one before it."""
    start, end = calendar_unit(unit, today)
    if this:
        return Period(start=start, end=end)
    return Period(start=calendar_unit(unit, start - timedelta(days=1))[0], end=start)


def calendar_unit(unit: str, day: date) -> tuple[date, date]:
    """The calendar day, ISO week, month, quarter or year that holds `day`."""
    if unit == "day":
        return day, day + timedelta(days=1)
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=7)
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    start = date(day.year, (day.month - 1) // months * months + 1, 1)
    return start, months_later(start, months)


def back(day: date, n: int, unit: str) -> date | None:
    """The day `n` units before; None: too far for a calendar."""
    try:
        if unit == "hour":
            return day - timedelta(days=-(-n // 24))
        if unit in ("day", "week"):
            return day - timedelta(days=n * (7 if unit == "week" else 1))
        return months_later(day, -n * {"month": 1, "quarter": 3, "year": 12}[unit])
    except (ValueError, OverflowError):
        return None


def months_later(day: date, months: int) -> date:
    """The same day `months` later, the last of the month where that day does not exist."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def years_later(day: date, years: int) -> date:
    return months_later(day, years * 12)
