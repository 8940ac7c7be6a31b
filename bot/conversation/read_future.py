"""What was said about the future: an ideal moment with its mood, what comes and goes, the number that proves it."""

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from bot.conversation.read_dates import DateRead, find_date
from bot.conversation.read_labels import labels, read_labels
from bot.conversation.read_mood import Rating, is_late_vote, leading_score, read_mood
from bot.conversation.read_shapes import Change as Shift
from bot.conversation.read_shapes import read_change
from bot.conversation.tongues import either, listed, tongues
from prompts.loader import Words

LONGEST_WORD = 3
_VALUE = re.compile(r"([-+]?\d[\d.,]*)\s*(%|[^\W\d_]{1,10}(?=\s*$|\s*[,;，；]))?")


class Ideal(NamedTuple):
    """What the persona does and sees, and how that feels; what was not said is None."""

    text: str | None
    rating: Rating


class Proof(NamedTuple):
    """The number that proves a change, and until when."""

    shift: Shift
    by: date | None = None


def read_ideal(text: str, words: Words) -> Ideal:
    """`sees three models side by side, +1 sure`; the mood may stand first, as a face, or be missing."""
    flat = " ".join(text.split())
    for start in (0, *(match.end() for match in re.finditer(r"[;；,，.。:：]\s*|\s(?=[-+−–][12]\b)", flat))):
        if is_late_vote(flat[start:], words) and leading_score(flat[start:], words) is not None:
            rating = _short_word(read_mood(flat[start:], words))
            before = flat[:start].rstrip(" ;；,，.。:：")
            return Ideal(before or rating.why, rating._replace(why=rating.why if before else None))
    whole = read_mood(flat, words)
    if whole.score is not None and leading_score(flat, words) is None:
        return Ideal(whole.why, whole._replace(why=None))
    head, _, last = flat.rpartition(",") if "," in flat else flat.rpartition("，")
    felt = read_mood(last, words)
    if head and felt.score is not None and felt.why is None:
        return Ideal(head.strip(), felt)
    return Ideal(flat.rstrip("."), Rating())


def _short_word(rating: Rating) -> Rating:
    """`+1 sure`: a word or two behind the score are the mood's name, not its reason."""
    if rating.word is None and rating.why and len(rating.why.split()) <= LONGEST_WORD and len(rating.why) <= 40:
        return rating._replace(word=rating.why, why=None)
    return rating


def read_coming(text: str, words: Words) -> tuple[tuple[str, str], ...]:
    """`new: comparison page; gone: PDF leaflet` → ("new", "comparison page"), ("gone", "PDF leaflet")."""
    parts = read_labels(text, labels(words, "reading.coming"))
    return tuple((part.label, part.text) for part in parts if part.label)


def read_sides(text: str, words: Words) -> tuple[tuple[str | None, str], ...]:
    """`people: one editor; technology: product data` → each with its side; a text without sides has none."""
    return tuple((part.label, part.text) for part in read_labels(text, labels(words, "reading.sides")))


def read_proof(text: str, today: date, words: Words) -> Proof:
    """`cart abandonment from 70% to 49% by March`."""
    flat = " ".join(text.split()).rstrip(".。")
    day = find_until(flat, today, words)
    if day is None:
        return Proof(_from_and_to(read_change(flat, words)))
    before = flat[: day.start].rstrip(" ,，;；")
    if match := re.search(
        rf"(?:^|[\s,，;；\d%])(?P<small>{either(listed(words, 'reading.until_words'))})$", before, re.I
    ):
        before = before[: match.start("small")].rstrip(" ,，;；")
    after = flat[day.end :].strip(" ,，;；")
    return Proof(_from_and_to(read_change(f"{before} {after}".strip(), words)), day.on)


def _from_and_to(shift: Shift) -> Shift:
    """ "Down by 20%" does not say from what to what."""
    return shift if shift.from_value is not None else Shift(shift.name)


def read_values(name: str, text: str, today: date, words: Words) -> Proof:
    """`70% to 49%`, `49%` alone: the numbers of a known name, a date beside them."""
    day = find_until(text, today, words)
    rest = f"{text[: day.start]} {text[day.end :]}" if day else text
    numbers = _VALUE.findall(rest)[:2]
    if not numbers:
        return Proof(Shift(name), day.on if day else None)
    (start, unit), (end, last_unit) = numbers[0], numbers[-1]
    shift = read_change(f"{name} {start}{unit or last_unit} > {end}{last_unit or unit}", words)
    known = shift.from_value if len(numbers) == 2 else None
    return Proof(shift._replace(name=name, from_value=known), day.on if day else None)


def find_until(text: str, today: date, words: Words) -> DateRead | None:
    """A day, or the last day of a month that is named alone."""
    found = find_date(text, today, words)
    if found is not None:
        return found
    ends = [_month_end(match, names, today) for pattern, names in _months(words) for match in pattern.finditer(text)]
    return max(ends, key=lambda read: read.end, default=None)


def _month_end(match: re.Match[str], names: dict[str, int], today: date) -> DateRead:
    month = names[match["month"].casefold()]
    year = int(match["year"]) if match["year"] else today.year + (month < today.month)
    return DateRead(date(year, month, calendar.monthrange(year, month)[1]), match.start(), match.end())


@lru_cache
def _months(words: Words) -> tuple[tuple[re.Pattern[str], dict[str, int]], ...]:
    """The ways to name a month, each with the months of its language."""
    found = []
    for tongue in tongues(words):
        names = {name: number for number, said in enumerate(tongue.data("dates.months"), 1) for name in said}
        slots = {"month": rf"(?P<month>{either(names)})", "year": r"(?P<year>20\d\d)"}
        for pattern in tongue.data("reading.until_month"):
            found.append((re.compile(pattern.format(**slots), re.IGNORECASE), names))
    return tuple(found)
