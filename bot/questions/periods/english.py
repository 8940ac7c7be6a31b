"""Periods in English."""

import calendar
import re
from datetime import date, timedelta

from bot.questions.periods.days import (
    Found,
    back,
    calendar_unit,
    day_of,
    latest,
    one_day,
    this_or_last,
    years_later,
)  # fmt: skip
from tools.kit import Period

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "couple of": 2,
    "few": 3,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
WORDS = frozenset(MONTHS) | {
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "quarter",
    "quarters",
    "year",
    "years",
    "today",
    "yesterday",
    "last",
    "this",
    "since",
    "until",
    "between",
    "before",
    "previous",
    "current",
    "past",
}

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_COUNT = r"\d{1,4}|" + "|".join(sorted(NUMBERS, key=len, reverse=True))
_UNIT = r"day|week|month|quarter|year"
_DATE = (
    rf"(?P<iso>\d{{4}}-\d{{2}}(?:-\d{{2}})?)|(?P<isoq>\d{{4}} ?-? ?q[1-4])|(?P<dotted>\d{{1,2}}\.\d{{1,2}}\.\d{{4}})"
    rf"|(?P<half>h[12])(?: (?:of )?(?P<halfyear>20\d\d))?"
    r"|(?:the )?(?:q(?P<q>[1-4])|quarter (?P<qn>[1-4])|(?P<qw>first|second|third|fourth|1st|2nd|3rd|4th) quarter)"
    r"(?: (?:of )?(?P<qyear>20\d\d))?"
    rf"|(?:the )?(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<dm1>{_MONTH})(?: (?P<dy1>20\d\d))?"
    rf"|(?P<dm2>{_MONTH}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<dy2>20\d\d))?"
    rf"|(?:last )?(?P<month>{_MONTH})(?: (?:of )?(?P<myear>20\d\d))?"
    rf"|(?:the )?(?P<which>this|current|last|previous|prior|past) (?P<unit>{_UNIT})"
    r"|(?P<day>day before yesterday|yesterday|today)"
    r"|(?P<year>20\d\d)(?! (?:customers|people|orders|users|events))"
)


def _anonymous(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


_ONE = _anonymous(_DATE)
_RANGE = re.compile(rf"\b(?:from|between) (?P<first>{_ONE}) (?:to|till|until|and|through|up to) (?P<last>{_ONE})\b")
_DOTS = re.compile(r"(?P<first>\d{4}-\d{2}-\d{2}) ?(?:\.\.|–|to|-) ?(?P<last>\d{4}-\d{2}-\d{2})\b")
_ROLLING = re.compile(
    rf"\b(?:(?:in|over|for|during|within) )?(?:the )?(?:last|past|previous|trailing) (?P<n>{_COUNT})"
    rf" ?(?P<unit>hour|{_UNIT}|d|w|m|y)s?\b"
    rf"|\bsince (?P<n2>{_COUNT}) (?P<unit2>{_UNIT})s?(?: ago)?\b|\bpast (?P<unit3>week|month|quarter|year)\b"
)
_SINCE = re.compile(
    rf"\b(?P<word>since|from|after|as of|starting)(?: in)? (?P<date>{_ONE})(?: on| onwards?)?\b(?! to\b)"
)
_UNTIL = re.compile(rf"\b(?P<word>until|till|up to|through|before|prior to)(?: end of)? (?P<date>{_ONE})\b")
_TO_DATE = re.compile(r"\b(?P<unit>week|month|quarter|year) to date\b|\b(?P<short>[wmqy])td\b")
_SINGLE = re.compile(rf"\b(?:(?:in|during|for|on|of|over) )?(?P<date>{_ONE})\b")
_DATE_ONLY = re.compile(_DATE)
_SHORT_UNITS = {"d": "day", "w": "week", "m": "month", "q": "quarter", "y": "year"}
_ALSO_OTHER_WORDS = frozenset({"may", "march", "mar", "dec", "sep", "jun"})
"""Not months when they stand alone: "customers may leave"."""


def find(text: str, today: date) -> Found | None:
    """The first period named in `text` (lower case), seen from `today`. None: it names none."""
    for read in (_range, _rolling, _to_date, _since, _until, _single):
        found = read(text, today)
        if found:
            return found
    return None


def _range(text: str, today: date) -> Found | None:
    match = _RANGE.search(text) or _DOTS.search(text)
    if not match:
        return None
    first, last = _date(match["first"], today), _date(match["last"], today)
    if not (first and last and first.start and last.end and first.end):
        return None
    start, end = first.start, last.end
    if end <= start:  # "September to November", asked in November; "November to February", asked in November
        if last.start and years_later(last.start, 1) <= today:
            end = years_later(end, 1)
        else:
            start = years_later(start, -1)
    return Found(Period(start=start, end=end), *match.span()) if start < end else None


def _rolling(text: str, today: date) -> Found | None:
    match = _ROLLING.search(text)
    if not match:
        return None
    count = match["n"] or match["n2"] or "1"
    n = int(count) if count.isdigit() else NUMBERS[count]
    unit = match["unit"] or match["unit2"] or match["unit3"]
    start = back(today, n, _SHORT_UNITS.get(unit, unit))
    return Found(Period(start=start, end=today), *match.span()) if start and start < today else None


def _to_date(text: str, today: date) -> Found | None:
    match = _TO_DATE.search(text)
    if not match:
        return None
    unit = match["unit"] or _SHORT_UNITS[match["short"]]
    return Found(Period(start=calendar_unit(unit, today)[0], end=today + timedelta(days=1)), *match.span())


def _since(text: str, today: date) -> Found | None:
    match = _SINCE.search(text)
    found = _date(match["date"], today, begun=True) if match else None
    if not match or not found:
        return None
    start = found.end if match["word"] == "after" else found.start
    return Found(Period(start=start), *match.span())


def _until(text: str, today: date) -> Found | None:
    match = _UNTIL.search(text)
    found = _date(match["date"], today) if match else None
    if not match or not found:
        return None
    return Found(Period(end=found.start if match["word"] in ("before", "prior to") else found.end), *match.span())


def _single(text: str, today: date) -> Found | None:
    for match in _SINGLE.finditer(text):
        bare = match[0] == match["date"]
        if bare and match["date"] in _ALSO_OTHER_WORDS:
            continue
        found = _date(match["date"], today)
        if found:
            return Found(found, *match.span())
    return None


def _date(text: str, today: date, begun: bool = False) -> Period | None:
    """One named date, month, quarter, half or year. None for a day that does not exist."""
    match = _DATE_ONLY.fullmatch(text)
    if not match:
        return None
    try:
        return _named(match, today, begun)
    except (ValueError, OverflowError):
        return None


def _named(match: re.Match[str], today: date, begun: bool) -> Period:
    part = match.groupdict()
    if part["iso"] or part["isoq"]:
        return Period.read(re.sub(r" ?-? ?q", "-Q", part["iso"] or part["isoq"]))
    if part["dotted"]:
        day, month, year = (int(x) for x in part["dotted"].split("."))
        return one_day(date(year, month, day))
    if part["half"]:
        return latest(6, int(part["half"][1]), part["halfyear"], today, begun)
    if quarter := part["q"] or part["qn"] or part["qw"]:
        return latest(3, int(quarter) if quarter.isdigit() else NUMBERS[quarter], part["qyear"], today, begun)
    if part["d1"] or part["d2"]:
        month = MONTHS[part["dm1"] or part["dm2"]]
        return day_of(month, int(part["d1"] or part["d2"]), part["dy1"] or part["dy2"], today)
    if part["month"]:
        return latest(1, MONTHS[part["month"]], part["myear"], today, begun)
    if part["unit"]:
        return this_or_last(part["which"] in ("this", "current"), part["unit"], today)
    if part["day"]:
        back = {"today": 0, "yesterday": 1, "day before yesterday": 2}[part["day"]]
        return one_day(today - timedelta(days=back))
    return Period.read(part["year"])
