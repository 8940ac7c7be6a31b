"""What is a form of file that is known by name: the fields that its columns hold, and how it is told from others."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from storage.ingest.money import is_money
from storage.ingest.times import is_time

Holds = Literal["text", "time", "number", "money", "score", "e-mail"]
Kind = Literal["events", "feedback", "points"]
Samples = Mapping[str, Sequence[str]]
"""Column → some of its filled values, in file order."""

_NUMBER = re.compile(r"[-+]?[\d\s.,'’\u00a0\u202f]*\d\s*%?")
E_MAIL_EVENTS: Mapping[str, str] = {
    **dict.fromkeys(("delivered", "delivery", "deliver", "sent", "send"), "Email Delivered"),
    **dict.fromkeys(("open", "opened", "opens"), "Email Opened"),
    **dict.fromkeys(("click", "clicked", "clicks"), "Email Link Clicked"),
    **dict.fromkeys(("bounce", "bounced", "hardbounce", "softbounce", "dropped"), "Email Bounced"),
    **dict.fromkeys(("unsubscribe", "unsubscribed", "unsub"), "Unsubscribed"),
    **dict.fromkeys(("spamreport", "complaint", "complained", "spam"), "Email Marked as Spam"),
}
"""What e-mail tools call an event (folded) → the event. Source: Segment spec, e-mail events."""
_BRACKET = re.compile(r"(?<=\w)[\s?:.!]*[(\[（][^()\[\]（）]*[)\]）]\s*$")
_SCORE = re.compile(r"\d{1,2}([.,]\d+)?(\s*/\s*\d+)?(\D.*)?")


@dataclass(frozen=True)
class Field:
    """A field of a form. `called`: names of columns, letters and digits alone, the likeliest first."""

    name: str
    called: tuple[str, ...]
    holds: Holds = "text"


@dataclass(frozen=True)
class Form:
    """A table known by its columns.

    `needs`: fields that a file has for certain, `one_of`: one of them at least. `unless`: columns (folded) that only
    other files have. `metrics`: fields that become points of that name, `answers`: kinds of feedback by field.
    """

    name: str
    kind: Kind
    fields: tuple[Field, ...]
    needs: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)

    def places(self, samples: Samples) -> dict[str, str]:
        """Field → column, going by names and by what the columns hold."""
        by_name = {fold(column): column for column in reversed(tuple(samples))}
        taken: dict[str, str] = {}
        for each in self.fields:
            columns = (by_name[name] for name in each.called if name in by_name)
            fitting = (
                column for column in columns if column not in taken.values() and fits(each.holds, samples[column])
            )
            if (column := next(fitting, None)) is not None:
                taken[each.name] = column
        return taken

    def recognises(self, samples: Samples) -> bool:
        """Whether the columns are those of this form and of no other."""
        if {fold(column) for column in samples} & set(self.unless):
            return False
        found = self.places(samples)
        return all(name in found for name in self.needs) and (
            not self.one_of or any(name in found for name in self.one_of)
        )


def fold(column: str) -> str:
    """The letters and digits of a name, in lower case, of every script; `Score (1-5)` is `score`."""
    return re.sub(r"[^\w]|_", "", _BRACKET.sub("", column).casefold())


def fits(holds: Holds, values: Sequence[str]) -> bool:
    """Whether most values are such; a column without any fits everything."""
    some = values[:100]
    if holds == "text" or not some:
        return True
    held = {
        "time": is_time,
        "number": lambda value: _NUMBER.fullmatch(value) is not None,
        "money": is_money,
        "e-mail": lambda value: fold(value) in E_MAIL_EVENTS,
        "score": lambda value: _SCORE.fullmatch(value) is not None,
    }[holds]
    return sum(map(held, some)) >= 0.6 * len(some)
