"""How is a period read by the patterns of a language? The ways of naming one, for languages that say it alike."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

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


class Words(NamedTuple):
    """What the words in the named groups of the patterns mean."""

    months: Mapping[str, int]
    numbers: Mapping[str, int]
    """Counts and the places of quarters: `three`, `third`."""
    units: Mapping[str, str]
    """Beginnings of words for a day, week …; the first that fits."""
    days: Mapping[str, int]
    """Words for one day → how many days back."""
    years: Mapping[str, int]
    """Words for one year → how many years back."""

    def number(self, said: str) -> int:
        return int(said) if said.isdigit() else self.numbers[said]

    def unit(self, said: str) -> str:
        return next(unit for beginning, unit in self.units.items() if said.startswith(beginning))

    def year(self, said: str | None, today: date) -> str | None:
        return str(today.year - self.years[said]) if said and said in self.years else said


class Grammar:
    """The patterns of a language; `{date}` in them stands for any single date.

    The groups that are read: of a date `iso`, `isoq`, `dotted`, `h` or `half` with `halfyear`, `q`, `qn` or `quarter`
    with `quarteryear`, `day` and `daymonth` with `dayyear`, `month` with `monthyear`, `last` with `unit`, `thisunit`
    where a language has it, `oneday`, `year`; of a range `first` and `last`; of a rolling one `n` (empty: one) and
    `unit`; of to-date `unit`; of since `date` (none: the words mean something else) and `after`; of until `date` and
    `before`; of a single one `date`.
    """

    def __init__(
        self,
        words: Words,
        date: str,
        *,
        between: tuple[str, ...],
        rolling: tuple[str, ...],
        to_date: tuple[str, ...],
        since: str,
        until: str,
        single: str,
        not_alone: frozenset[str] = frozenset(),
    ) -> None:
        """`not_alone`: short months that are other words too; they need a preposition."""
        any_date = re.sub(r"\(\?P<\w+>", "(?:", date)

        def ready(pattern: str) -> re.Pattern[str]:
            return re.compile(pattern.replace("{date}", f"(?:{any_date})"))

        self._words, self._not_alone = words, not_alone
        self._date_only = re.compile(date)
        self._between = tuple(map(ready, between))
        self._rolling = tuple(map(ready, rolling))
        self._to_date = tuple(map(ready, to_date))
        self._since, self._until, self._single = map(ready, (since, until, single))

    def find(self, text: str, today: date) -> Found | None:
        """The first period named in `text` (lower case), seen from `today`. None: it names none."""
        for read in (self._of_range, self._of_rolling, self._of_to_date):
            if found := read(text, today):
                return found
        single = self._of_single(text, today)
        side = self._of_since(text, today) or self._of_until(text, today)
        if side and single and single.start < side.start and side.end <= single.end:
            return single  # "the first quarter of 2025", where the word for "of" means "since" too
        return side or single

    def _of_range(self, text: str, today: date) -> Found | None:
        match = _first(self._between, text)
        if not match:
            return None
        first, last = self._date(match["first"], today), self._date(match["last"], today)
        if not (first and last and first.start and last.end):
            return None
        start, end = first.start, last.end
        if end <= start:  # "September to November", asked in November; "November to February", asked in November
            if last.start and years_later(last.start, 1) <= today:
                end = years_later(end, 1)
            else:
                start = years_later(start, -1)
        return Found(Period(start=start, end=end), *match.span()) if start < end else None

    def _of_rolling(self, text: str, today: date) -> Found | None:
        match = _first(self._rolling, text)
        if not match:
            return None
        n = self._words.number(match["n"] or "1")
        start = back(today, n, self._words.unit(match["unit"]))
        return Found(Period(start=start, end=today), *match.span()) if start and start < today else None

    def _of_to_date(self, text: str, today: date) -> Found | None:
        match = _first(self._to_date, text)
        if not match:
            return None
        start, _ = calendar_unit(self._words.unit(match["unit"]), today)
        return Found(Period(start=start, end=today + timedelta(days=1)), *match.span())

    def _of_since(self, text: str, today: date) -> Found | None:
        match = self._since.search(text)
        found = self._date(match["date"], today, begun=True) if match and match["date"] else None
        if not match or not found:
            return None
        return Found(Period(start=found.end if match["after"] else found.start), *match.span())

    def _of_until(self, text: str, today: date) -> Found | None:
        match = self._until.search(text)
        found = self._date(match["date"], today) if match else None
        if not match or not found:
            return None
        return Found(Period(end=found.start if match["before"] else found.end), *match.span())

    def _of_single(self, text: str, today: date) -> Found | None:
        for match in self._single.finditer(text):
            if match[0] == match["date"] and match["date"] in self._not_alone:
                continue
            if found := self._date(match["date"], today):
                return Found(found, *match.span())
        return None

    def _date(self, text: str, today: date, begun: bool = False) -> Period | None:
        """One named date, month, quarter, half or year. None for a day that does not exist."""
        match = self._date_only.fullmatch(text)
        if not match:
            return None
        try:
            return self._named(match.groupdict(), today, begun)
        except (ValueError, OverflowError):
            return None

    def _named(self, part: dict[str, str | None], today: date, begun: bool) -> Period:
        words = self._words
        if written := part["iso"] or part["isoq"]:
            return Period.read(re.sub(r" ?-? ?q", "-Q", written))
        if part["dotted"]:
            day, month, year = (int(x) for x in part["dotted"].split("."))
            return one_day(date(year, month, day))
        if said := part["h"] or part["half"]:
            return latest(6, words.number(said), words.year(part["halfyear"], today), today, begun)
        if said := part["q"] or part["qn"] or part["quarter"]:
            return latest(3, words.number(said), words.year(part["quarteryear"], today), today, begun)
        if part["day"] and part["daymonth"]:
            month = words.months[part["daymonth"]]
            return day_of(month, int(part["day"]), words.year(part["dayyear"], today), today)
        if part["month"]:
            return latest(1, words.months[part["month"]], words.year(part["monthyear"], today), today, begun)
        if unit := part["unit"] or part.get("thisunit"):
            return this_or_last(not part["last"], words.unit(unit), today)
        if part["oneday"]:
            return one_day(today - timedelta(days=words.days[part["oneday"]]))
        return Period.read(words.year(part["year"], today) or "")


def any_of(words: Mapping[str, int]) -> str:
    """A pattern for any of the words, longer ones first."""
    return "|".join(sorted(words, key=len, reverse=True))


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.search(text))), None)
