"""Which time of the day is meant? "12:30 lunch", "12:30-13:00", "5 pm", "after 21:00", "at lunch", "下午3点半"."""

import re
from datetime import time
from functools import lru_cache
from typing import Literal, NamedTuple

from bot.conversation.tongues import any_whole, either, listed, tongues, whole
from prompts.loader import Words

_PLAIN = str.maketrans("０１２３４５６７８９：－–—〜～", "0123456789:-----")
_AROUND = " \t,;:-，；：、"
Side = Literal["after", "before"]


class TimesRead(NamedTuple):
    """`rest`: the text without its time. `odd`: a number that is no time of the day. `side`: before or after it.

    `by_name`: read from a word such as "lunch", which stays in the rest; `bare` is without it.
    """

    starts: time | None = None
    ends: time | None = None
    rest: str = ""
    odd: str | None = None
    side: Side | None = None
    by_name: bool = False
    bare: str = ""


class _Clock(NamedTuple):
    at: time | None
    start: int
    end: int


def read_times(text: str, words: Words) -> TimesRead:
    """The first time of a text, or the first span of times."""
    flat = " ".join(text.split())
    plain = flat.translate(_PLAIN)
    clocks = _clocks(plain, words)
    if not clocks:
        return _named(flat, words)
    first = clocks[0]
    last = first
    if len(clocks) > 1 and _joins(plain[first.end : clocks[1].start], words):
        last = clocks[1]
    if first.at is None or last.at is None:
        return TimesRead(rest=flat, odd=flat[first.start : last.end].strip())
    start, end, side = _with_small_words(plain, first.start, last.end, words)
    rest = f"{flat[:start].rstrip(_AROUND)} {flat[end:].lstrip(_AROUND)}".strip()
    if last is not first:
        return TimesRead(first.at, last.at, rest)
    return TimesRead(first.at, None, rest, None, side)


def starts_with_time(text: str, words: Words) -> bool:
    """Whether a text begins with a time, as a line of a list of times does."""
    found = _clocks(text.translate(_PLAIN).strip(), words)
    return bool(found) and found[0].start == 0


def _clocks(plain: str, words: Words) -> list[_Clock]:
    """Every time in a text. A bare number counts at its beginning, behind a small word, or beside another time."""
    found: list[_Clock] = []
    for match in _pattern(words).finditer(plain):
        marked = any(match[group] for group in ("minute", "han", "half", "word", "period"))
        beside = bool(found) and _joins(plain[found[-1].end : match.start()], words)
        if marked or beside or _stands_bare(plain, match, words):
            found.append(_Clock(_time(match, words), match.start(), match.end()))
    return found


def _stands_bare(plain: str, match: re.Match[str], words: Words) -> bool:
    """`5, weather app`; `12-13 lunch`; `at 5`."""
    behind = plain[match.end() :]
    if match.start() == 0:
        return bool(re.match(r"\s*(?:[,:]|-\s*\d)", behind))
    small = re.search(
        rf"(?:{any_whole(listed(words, 'times.before'))})$", plain[: match.start()].rstrip(), re.IGNORECASE
    )
    spanned = rf"\s*(?:-|{any_whole(listed(words, 'times.between'))})\s*\d"
    return small is not None and (not behind.strip() or re.match(spanned, behind, re.IGNORECASE) is not None)


def _joins(between: str, words: Words) -> bool:
    """Whether two times belong together: a dash or a word such as "to" stands between them, and nothing else."""
    joined = between.strip().casefold()
    return joined == "-" or joined in {word.casefold() for word in listed(words, "times.between")}


def _time(match: re.Match[str], words: Words) -> time | None:
    hour = int(match["hour"])
    minute = 30 if match["and_half"] else int(match["minute"] or match["han_minute"] or 0)
    half = (match["half"] or "").casefold()
    if half in listed(words, "times.pm") and hour < 12:
        hour += 12
    elif half in listed(words, "times.am") and hour == 12:
        hour = 0
    if match["period"]:
        hour = _moved(hour, _periods(words)[match["period"].casefold()])
    if (hour, minute) == (24, 0):
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _moved(hour: int, from_hour: int) -> int:
    """`下午3点` is 15:00: the word says from which hour on it counts."""
    return hour + 12 if hour < 12 <= from_hour else 0 if hour == 12 and from_hour == 0 else hour


def _with_small_words(plain: str, start: int, end: int, words: Words) -> tuple[int, int, Side | None]:
    """The time with the small words around it, and whether they mean what lies before or after it."""
    before, behind = plain[:start].rstrip(), plain[end:]
    sides: tuple[Side, ...] = ("after", "before")
    for side in sides:
        if match := re.match(rf"\s*(?:{any_whole(listed(words, f'times.{side}_behind'))})", behind, re.IGNORECASE):
            return start, end + match.end(), side
        if match := re.search(rf"(?:{any_whole(listed(words, f'times.{side}_side'))})$", before, re.IGNORECASE):
            return match.start(), end, side
    if match := re.search(rf"(?:{any_whole(listed(words, 'times.before'))})$", before, re.IGNORECASE):
        return match.start(), end, None
    return start, end, None


def _named(flat: str, words: Words) -> TimesRead:
    """A word for a time of the day; the longest one wins."""
    best: tuple[int, str, str] | None = None
    for name, at in _names(words).items():
        match = re.search(whole(name), flat, re.IGNORECASE)
        if match and (best is None or len(name) > best[0]):
            best = (len(name), at, match[0])
    if best is None:
        return TimesRead(rest=flat)
    small = rf"(?:(?:{any_whole(listed(words, 'times.before'))})\s*(?:the\s+)?)?"
    alone = re.fullmatch(rf"{small}{re.escape(best[2])}", flat, re.IGNORECASE)
    bare = re.sub(rf"{small}{re.escape(best[2])}", " ", flat, count=1, flags=re.IGNORECASE)
    rest, bare = best[2] if alone else flat, " ".join(bare.split()).strip(_AROUND)
    return TimesRead(time.fromisoformat(best[1]), None, rest, by_name=True, bare=bare)


@lru_cache
def _names(words: Words) -> dict[str, str]:
    return {
        name: at
        for tongue in reversed(tongues(words))
        for at, names in tongue.data("times.named").items()
        for name in names
    }


@lru_cache
def _periods(words: Words) -> dict[str, int]:
    return {name: hour for tongue in reversed(tongues(words)) for name, hour in tongue.data("times.periods")}


@lru_cache
def _pattern(words: Words) -> re.Pattern[str]:
    halves = either((*listed(words, "times.am"), *listed(words, "times.pm")))
    hours, periods = either(listed(words, "times.hour")), either(_periods(words))
    return re.compile(
        rf"(?:(?P<period>{periods})\s*)?(?<![\d:.,/€$])(?P<hour>\d{{1,2}})"
        r"(?:\s?[:.]\s?(?P<minute>\d{2})(?!\d)|(?P<han>[点點时])(?:(?P<and_half>半)|(?P<han_minute>\d{1,2})分?)?)?"
        rf"(?:\s?(?P<half>{halves})(?!\w))?(?:\s?(?P<word>{hours})(?!\w))?(?![\d%€$])",
        re.IGNORECASE,
    )
