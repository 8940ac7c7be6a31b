"""Which day is meant? "30 Nov", "30.11.", "11月30日", "петок", "in two weeks", seen from a given day."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from bot.conversation.read_number import number_of, number_slot, number_words, plain_digits
from bot.conversation.tongues import any_whole, edged, either, has_han, listed, tongues
from prompts.loader import Words

Toward = Literal["future", "past"]
_ISO = re.compile(r"(?<![\d.])(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\s?[./]\s?(\d{1,2})(?:[./]\s?(\d{4}|\d{2})?|(?=$|\s|[,，。、；;]))(?!\d)")
_LEAP = 8  # years without a 29 February at most


class DateRead(NamedTuple):
    """A day and the part of the text that named it."""

    on: date
    start: int
    end: int


def read_date(text: str, today: date, words: Words, toward: Toward = "future") -> date | None:
    """The day that a whole text names; None if it names none or says more."""
    asked = text.strip().strip(".!,。！，")
    found = find_date(asked, today, words, toward)
    if found is None:
        return None
    around = f"{asked[: found.start]} {asked[found.end :]}".casefold().split()
    known = ("", *listed(words, "dates.around"))
    return found.on if all(part.strip(".,，。") in known for part in around) else None


def find_date(text: str, today: date, words: Words, toward: Toward = "future") -> DateRead | None:
    """The last day named in a text. A day without a year is the next one, or the one before (`toward` past).

    The session's language is read first, the others if it names no day.
    """
    plain = plain_digits(text)
    written = _written(plain, today, toward)
    for tongue in tongues(words):
        found = [*written, *_with_month(plain, today, tongue, toward), *_relative(plain, today, tongue, toward)]
        if found:
            return max(found, key=lambda read: (read.end, read.end - read.start))
    return None


def say_date(day: date, today: date, words: Words, with_year: bool = False) -> str:
    """`30 Nov`, with the year if it is not this one, or if it is wanted."""
    month = words.data("dates.short_months")[day.month - 1]
    key = "long" if with_year or day.year != today.year else "short"
    return words(f"dates.{key}", day=day.day, month=month, year=day.year)


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
            month = _months(words)[match["month"].casefold()]
            year = match.groupdict().get("year")
            day = number_of(match["day"], words)
            found.append(_day(int(year) if year else None, month, day, match, today, toward))
    return [read for read in found if read is not None]


def _relative(text: str, today: date, words: Words, toward: Toward) -> list[DateRead]:
    found = []
    for pattern, sign in _counted(words):
        for match in pattern.finditer(text):
            found.append(_at(_counted_day(match, today, sign, words), match))
    for days, pattern in _days_off(words):
        for match in pattern.finditer(text):
            found.append(_at(today + timedelta(days=days), match))
    for number, pattern in enumerate(_weekdays(words)):
        for match in pattern.finditer(text):
            on = _of_next_week(number, today) if match["next"] else _weekday(number, today, toward)
            found.append(_at(on, match))
    return found


def _at(on: date, match: re.Match[str]) -> DateRead:
    return DateRead(on, match.start(), match.end())


def _weekday(number: int, today: date, toward: Toward) -> date:
    if toward == "past":
        return today - timedelta(days=(today.weekday() - number - 1) % 7 + 1)
    return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)


def _of_next_week(number: int, today: date) -> date:
    return today + timedelta(days=7 - today.weekday() + number)


def _counted_day(match: re.Match[str], today: date, sign: int, words: Words) -> date:
    unit = next(key for key, names in words.data("dates.units").items() if match["unit"].casefold() in names)
    days = number_of(match["n"], words) * {"day": 1, "week": 7, "month": 30}[unit]
    return today + sign * timedelta(days=days)


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
def _month_patterns(words: Words) -> tuple[re.Pattern[str], ...]:
    """The ways to write a day of a month: digits, or a Han number."""
    numerals = either(word for word in number_words(words) if has_han(word))
    slots = {
        "{day}": rf"(?P<day>\d{{1,2}}|{numerals})",
        "{month}": rf"(?P<month>{either(_months(words))})",
        "{year}": r"(?P<year>\d{4})",
    }
    return tuple(_filled(phrase, slots) for phrase in words.data("dates.written"))


@lru_cache
def _counted(words: Words) -> tuple[tuple[re.Pattern[str], int], ...]:
    units = [name for names in words.data("dates.units").values() for name in names]
    slots = {"{n}": rf"(?P<n>{number_slot(words)})", "{unit}": rf"(?P<unit>{either(units)})"}
    both = (("ahead", 1), ("ago", -1))
    return tuple((_filled(phrase, slots), sign) for key, sign in both for phrase in words.data(f"dates.{key}"))


def _filled(phrase: str, slots: dict[str, str]) -> re.Pattern[str]:
    for name, pattern in slots.items():
        phrase = phrase.replace(name, pattern)
    return re.compile(edged(phrase.replace(" ", r"\s+")), re.IGNORECASE)


@lru_cache
def _days_off(words: Words) -> tuple[tuple[int, re.Pattern[str]], ...]:
    table: dict[str, list[str]] = words.data("dates.days_off")
    return tuple((int(days), re.compile(any_whole(names), re.IGNORECASE)) for days, names in table.items())


@lru_cache
def _weekdays(words: Words) -> tuple[re.Pattern[str], ...]:
    before = f"(?P<next>{either(words.data('dates.next_week')) or '(?!)'})?"
    return tuple(re.compile(f"{before}(?:{any_whole(names)})", re.IGNORECASE) for names in words.data("dates.weekdays"))
