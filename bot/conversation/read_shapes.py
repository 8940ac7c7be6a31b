"""Shapes of answers with several parts: start and end, an expected change, an action with owner and date."""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from bot.conversation.read_dates import DateRead, find_date
from bot.conversation.read_items import strongly_split
from bot.conversation.read_number import plain_digits
from bot.conversation.tongues import has_han, listed, tongues
from prompts.loader import Words

_SIGNS = " \t,;.，；。、"


class Bounds(NamedTuple):
    """Where a journey starts and ends; a part that was not said is None."""

    starts: str | None = None
    ends: str | None = None


class Change(NamedTuple):
    """A number that should move. `to` is None for a change without values ("more calls")."""

    name: str
    from_value: float | None = None
    to_value: float | None = None
    unit: str | None = None


class Task(NamedTuple):
    """What is to be done, by whom (as written), until when."""

    title: str
    owner: str | None = None
    due: date | None = None


def read_bounds(text: str, words: Words) -> Bounds:
    """`starts when a, ends with b`; `from a to b`; `从a开始，到b结束`; `a > b`; two lines; one of both alone."""
    flat = " ".join(text.split()).rstrip(".。")
    lines = strongly_split(text)
    if len(lines) == 2 and "\n" in text.strip():
        return Bounds(_only(lines[0], "starts_only", words), _only(lines[1], "ends_only", words))
    for tongue in tongues(words):
        for pattern in _patterns(tongue, "bounds"):
            if match := pattern.fullmatch(flat):
                return Bounds(_bare(match["a"]), _bare(match["b"]))
    for tongue in tongues(words):
        if match := re.fullmatch(tongue.data("reading.ends_only"), flat, re.IGNORECASE):
            return Bounds(None, _bare(match["b"]))
        if match := re.fullmatch(tongue.data("reading.starts_only"), flat, re.IGNORECASE):
            return Bounds(_bare(match["a"]), None)
    return Bounds()


def read_change(text: str, words: Words) -> Change:
    """`abandonment from 70% to 49%`; `放弃率从70%降到49%`; `up by 10%`; else the text as the number's name."""
    flat = " ".join(text.split()).rstrip(".。")
    for tongue in tongues(words):
        for pattern in _patterns(tongue, "change"):
            if match := pattern.fullmatch(plain_digits(flat)):
                return _change(match, flat, words)
    return Change(flat)


def read_task(text: str, today: date, known: tuple[str, ...], words: Words) -> Task:
    """The parts of `{text}, @name or team, date` in any order; all that is neither owner nor date is one title.

    An owner is an @name, one of the `known` names, or a short part between a comma and the date at the end.
    """
    flat = " ".join(text.split())
    day = find_date(flat, today, words)
    due = day.on if day else None
    rest = _without(flat, day, words)
    parts = [part for part in re.split(r"([,;，；])", rest) if part.strip(" .。")]
    owner = next((part.strip() for part in parts[1:] if _is_owner(part.strip(), known)), None)
    if owner is not None:
        kept = "".join(part for part in parts if part.strip() != owner)
        return Task(re.sub(r"([,;，；])(?:\s*[,;，；])+", r"\1", kept).strip(_SIGNS), owner, due)
    rest, owner = _mentioned(rest, known)
    if owner is None and day is not None and not flat[day.end :].strip(" .!,。！，"):
        rest, owner = _before_date(rest)
    return Task(rest.strip(" ,;，；。"), owner, due)


def _change(match: re.Match[str], flat: str, words: Words) -> Change:
    groups = match.groupdict() | {"name": flat[match.start("name") : match.end("name")]}
    if groups.get("by"):
        sign = -1 if groups["way"].casefold() in listed(words, "reading.change_down") else 1
        return Change(_bare(groups["name"]), None, sign * _number(groups["by"]), groups["unit"] or None)
    unit = groups["unit2"] or groups["unit"] or None
    return Change(_bare(groups["name"]), _number(groups["from"]), _number(groups["to"]), unit and unit[:12])


def _number(written: str) -> float:
    """Comma or point as decimal sign: the last one, if not three digits follow."""
    cleaned = written.rstrip(".,")
    whole, sign, part = re.fullmatch(r"(.*?)(?:([.,])(\d*))?", cleaned).groups()  # type: ignore[union-attr]
    digits = re.sub(r"[.,]", "", whole)
    if sign is None:
        return float(digits)
    return float(digits + part) if len(part) == 3 else float(f"{digits}.{part or 0}")


def _without(text: str, day: DateRead | None, words: Words) -> str:
    """The text without its date and the small words around it."""
    if day is None:
        return text
    before, after = text[: day.start].rstrip(" ,;，；"), text[day.end :]
    for small in listed(words, "reading.due_words"):
        if before.casefold().endswith(small if has_han(small) else f" {small}") or before.casefold() == small:
            before = before[: -len(small)].rstrip(" ,;，；")
    for small in sorted(listed(words, "reading.due_words_after"), key=len, reverse=True):
        if after.lstrip().startswith(small):
            after = after.lstrip()[len(small) :]
    return f"{before}{after}"


def _is_owner(part: str, known: tuple[str, ...]) -> bool:
    return part.startswith(("@", "<@")) or part.casefold() in known


def _mentioned(text: str, known: tuple[str, ...]) -> tuple[str, str | None]:
    """A mention anywhere in the text, and the text without it; a known name ends where it ends."""
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    at = rf"@(?:{names})|" if names else ""
    match = re.search(rf"<@[UW][A-Z0-9]+(?:\|[^>]*)?>|(?<!\w){at}(?<!\w)@[\w.\-]+", text, re.IGNORECASE)
    if match is None:
        return text, None
    return f"{text[: match.start()].rstrip(' ,，')} {text[match.end() :].lstrip(' ,，')}".strip(" ,，"), match[0]


def _before_date(rest: str) -> tuple[str, str | None]:
    """`Support team` of `call five customers, Support team`; None for a part that is too long for a name."""
    match = re.fullmatch(r"(?P<title>.*\S)\s*[,，]\s*(?P<name>[^,;，；]{1,30})", rest.strip(" ,，"))
    if match is None or len(match["name"].split()) > 3 or (has_han(match["name"]) and len(match["name"]) > 8):
        return rest, None
    return match["title"], match["name"]


def _only(line: str, key: str, words: Words) -> str:
    for tongue in tongues(words):
        if match := re.fullmatch(tongue.data(f"reading.{key}"), line.rstrip("。."), re.IGNORECASE):
            return _bare(next(part for part in match.groups() if part))
    return _bare(line)


def _bare(text: str) -> str:
    return text.strip(_SIGNS)


@lru_cache
def _patterns(words: Words, key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in words.data(f"reading.{key}"))
