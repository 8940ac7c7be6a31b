"""Which day is meant? "30 Nov", "30.11.", "2024-11-30", "Friday", "in two weeks", seen from a given day."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from prompts.loader import Words

Toward = Literal["future", "past"]
_ISO = re.compile(r"(?<![\d.])(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\s?[./]\s?(\d{1,2})(?:[./]\s?(\d{4}|\d{2})?|(?=$|\s|,))(?!\d)")
_LEAP = 8  # years without a 29 February at most


class DateRead(NamedTuple):
    """A day and the part of the text that named it."""

    on: date
    start: int
    end: int


def read_date(text: str, today: date, words: Words, toward: Toward = "future") -> date | None:
    """The day that a whole text names; None if it names none or says more."""
    asked = text.strip().strip(".!,")
    found = find_date(asked, today, words, toward)
    if found is None:
        return None
    around = (asked[: found.start] + asked[found.end :]).strip(" .,").casefold()
    return found.on if not around or around in words.data("dates.before_weekday") else None


def find_date(text: str, today: date, words: Words, toward: Toward = "future") -> DateRead | None:
    """The last day named in a text. A day without a year is the next one, or the one before (`toward` past)."""
    found = [
        *_written(text, today, toward),
        *_with_month(text, today, words, toward),
        *_relative(text, today, words, toward),
    ]
    return max(found, key=lambda read: (read.end, read.end - read.start), default=None)


def say_date(day: date, today: date, words: Words) -> str:
    """`30 Nov`, with the year if it is not this one."""
    month = words.data("dates.short_months")[day.month - 1]
    return words(f"dates.{'short' if day.year == today.year else 'long'}", day=day.day, month=month, year=day.year)


def _written(text: str, today: date, toward: Toward) -> list[DateRead]:
    found = []
    for match in _ISO.finditer(text):
        found.append(_day(int(match[1]), int(match[2]), int(match[3]), match))
    for match in _DOTTED.finditer(text):
        year = int(match[3]) + (2000 if len(match[3]) == 2 else 0) if match[3] else None
        found.append(_day(year, int(match[2]), int(match[1]), match, today, toward))
    return [read for read in found if read is not None]


def _with_month(text: str, today: date, words: Words, toward: Toward) -> list[DateRead]:
    found = []
    for pattern in _month_patterns(words):
        for match in pattern.finditer(text):
            month = _months(words)[match["month"].casefold().rstrip(".")]
            year = int(match["year"]) if match["year"] else None
            found.append(_day(year, month, int(match["day"]), match, today, toward))
    return [read for read in found if read is not None]


def _relative(text: str, today: date, words: Words, toward: Toward) -> list[DateRead]:
    found = []
    for pattern, sign in _counted(words):
        for match in pattern.finditer(text):
            found.append(_at(_counted_day(match, today, sign, words), match))
    for name, days in (("today", 0), ("tomorrow", 1), ("yesterday", -1)):
        for match in _whole_words(tuple(words.data(f"dates.{name}"))).finditer(text):
            found.append(_at(today + timedelta(days=days), match))
    for phrase, days in words.data("dates.next_unit").items():
        for match in _whole_words((phrase,)).finditer(text):
            found.append(_at(today + timedelta(days=days), match))
    for number, names in enumerate(words.data("dates.weekdays")):
        for match in _whole_words(tuple(names)).finditer(text):
            found.append(_at(_weekday(number, today, toward), match))
    return found


def _at(on: date, match: re.Match[str]) -> DateRead:
    return DateRead(on, match.start(), match.end())


def _weekday(number: int, today: date, toward: Toward) -> date:
    if toward == "past":
        return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def _counted_day(match: re.Match[str], today: date, sign: int, words: Words) -> date:
    number = match["n"].casefold()
    count = int(number) if number.isdecimal() else words.data("reading.numbers")[number]
    unit = next(key for key, names in words.data("dates.units").items() if match["unit"].casefold() in names)
    return today + sign * timedelta(days=min(count, 999) * {"day": 1, "week": 7, "month": 30}[unit])


def _day(
    year: int | None,
    month: int,
    day: int,
    match: re.Match[str],
    today: date | None = None,
    toward: Toward = "future",
) -> DateRead | None:
    """The day, in the year that lies in the right direction if none is named; None if the calendar has no such day."""
    try:
        if year is not None or today is None:
            return _at(date(year or 1, month, day), match)
        near = [
            date(y, month, day) for y in range(today.year - _LEAP, today.year + _LEAP + 1) if _exists(y, month, day)
        ]
    except ValueError:
        return None
    fits = [d for d in near if (d >= today if toward == "future" else d <= today)]
    if not fits:
        return None
    return _at(min(fits) if toward == "future" else max(fits), match)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


@lru_cache
def _months(words: Words) -> dict[str, int]:
    return {name: number for number, names in enumerate(words.data("dates.months"), 1) for name in names}


@lru_cache
def _month_patterns(words: Words) -> tuple[re.Pattern[str], re.Pattern[str]]:
    month = "|".join(sorted((re.escape(name) for name in _months(words)), key=len, reverse=True))
    ordinal = "|".join(words.data("dates.ordinals"))
    year = r"(?:,?\s+(?P<year>\d{4}))?"
    return (
        re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})(?:{ordinal}|\.)?\s+(?P<month>{month})\b\.?{year}", re.IGNORECASE),
        re.compile(rf"\b(?P<month>{month})\b\.?\s+(?P<day>\d{{1,2}})(?:{ordinal})?(?!\d){year}", re.IGNORECASE),
    )


@lru_cache
def _counted(words: Words) -> tuple[tuple[re.Pattern[str], int], ...]:
    numbers = "|".join(words.data("reading.numbers"))
    units = "|".join(
        name for names in words.data("dates.units").values() for name in sorted(names, key=len, reverse=True)
    )
    slots = {"n": rf"(?P<n>\d{{1,3}}|{numbers})", "unit": rf"(?P<unit>{units})"}
    both = (("ahead", 1), ("ago", -1))
    return tuple(
        (re.compile(rf"\b{phrase.format(**slots)}\b", re.IGNORECASE), sign)
        for key, sign in both
        for phrase in words.data(f"dates.{key}")
    )


@lru_cache
def _whole_words(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
