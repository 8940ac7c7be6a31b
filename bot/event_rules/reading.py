"""What did somebody type as a rule? `page_viewed where path contains /pay and plan is pro`, in three languages."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from pydantic import ValidationError

from bot.language import LANGUAGES
from prompts.loader import words
from storage.errors import WaymarkError
from storage.model.rules import EventRule, Op, PropertyTest, SegmentTest

OPS: tuple[Op, ...] = ("at_least", "at_most", "is_not", "is", "contains", "exists")


class RuleUnclear(WaymarkError):
    """A part of a rule cannot be read: `part` is what was typed."""

    def __init__(self, part: str) -> None:
        super().__init__(f"{part!r} is no test.", part=part)


class Typed(NamedTuple):
    """Event names alone, or a rule with tests."""

    names: tuple[str, ...]
    rule: EventRule | None


def read_rule(text: str) -> Typed:
    """Raises RuleUnclear."""
    said, *tests = re.split(_joined("where"), text, maxsplit=1, flags=re.IGNORECASE)
    names = tuple(name for name in (part.strip(" \"'“”„«»") for part in re.split(r"[,，、;；]", said)) if name)
    if not names:
        raise RuleUnclear(text)
    if not tests:
        return Typed(names, None)
    parts = re.split(_joined("and"), tests[0], flags=re.IGNORECASE)
    try:
        return Typed(names, EventRule(names=names, tests=tuple(_test(part) for part in parts)))
    except ValidationError as error:
        raise RuleUnclear(tests[0]) from error


def read_segment(text: str) -> tuple[SegmentTest, ...]:
    """`plan is pro and Order Completed at least 3 in 30 days`. Raises RuleUnclear."""
    return tuple(_segment(part) for part in re.split(_joined("and"), text, flags=re.IGNORECASE))


def _segment(part: str) -> SegmentTest:
    counted = re.search(_counted(), part, flags=re.IGNORECASE)
    try:
        if counted and (counted["times"] or counted["days"]):
            op: Op = "at_most" if counted["most"] else "at_least"
            event, days = counted["event"].strip(" \"'"), counted["days"]
            return SegmentTest(event=event, op=op, value=counted["n"], days=int(days) if days else None)
        test = _test(part)
        return SegmentTest(trait=test.property, op=test.op, value=test.value)
    except ValidationError as error:
        raise RuleUnclear(part) from error


def _test(part: str) -> PropertyTest:
    for op in OPS:
        found = re.search(_joined(op), part, flags=re.IGNORECASE)
        if found and part[: found.start()].strip():
            value = part[found.end() :].strip(" \"'“”„«»") or None
            try:
                return PropertyTest(property=part[: found.start()].strip(" \"'"), op=op, value=value)
            except ValidationError as error:
                raise RuleUnclear(part.strip()) from error
    raise RuleUnclear(part.strip())


def _all_words(key: str) -> Iterable[str]:
    return dict.fromkeys(word for lang in LANGUAGES for word in words(lang).data(f"event_rules.read.{key}"))


@lru_cache
def _joined(key: str) -> str:
    """Any of the words of all languages, longest first; Latin and Cyrillic ones between spaces."""
    found = sorted(_all_words(key), key=len, reverse=True)
    spaced = "|".join(re.escape(word) for word in found if re.fullmatch(r"[\w ]+", word) and not _han(word))
    bare = "|".join(re.escape(word) for word in found if not (re.fullmatch(r"[\w ]+", word) and not _han(word)))
    either = [part for part in (rf"(?<=\s)(?:{spaced})(?=\s|$)" if spaced else "", bare) if part]
    return rf"\s*(?:{'|'.join(either)})\s*"


@lru_cache
def _counted() -> str:
    """`<event> at least <n> [times] [in <days> days]`."""
    least, most, times, days = (
        "|".join(re.escape(word) for word in _all_words(key)) for key in ("at_least", "at_most", "times", "days")
    )
    return (
        rf"^\s*(?P<event>.+?)\s*(?:(?P<least>{least})|(?P<most>{most}))\s*(?P<n>\d{{1,6}})\s*(?P<times>{times})?"
        rf"(?:\D*(?P<days>\d{{1,4}})\s*(?:{days})\D*)?\s*$"
    )


def _han(text: str) -> bool:
    return bool(re.search(r"[\u3400-\u9fff]", text))
