"""What of a text may be kept? E-mail addresses, phone numbers and long runs of digits are replaced, in every script."""

import re
import unicodedata
from typing import NamedTuple

LONGEST_RUN = 8
MARKS = ("[e-mail]", "[phone]", "[number]")
_EMAIL = re.compile(r"[\w.+%'-]{1,64}\s?[@＠﹫]\s?[\w-]{1,63}(?:[.．。][\w-]{1,63}){1,5}")
_PHONE = re.compile(
    r"(?<![\w/])(?:[+＋]|00)\d[\d ()/.\-‐–]{6,20}\d"
    r"|(?<![\w/.\-])\(?0\d{1,4}\)?[ /\-]\d[\d \-]{4,14}\d"
    r"|(?<![\w/.\-])\(\d{3}\) ?\d{3}[ \-]\d{4}(?!\d)"
)
_GROUPS = re.compile(r"(?<!\d)\d{3,5}(?:[ \u00a0\-]\d{3,5}){2,}(?!\d)")
_NUMBER = re.compile(rf"\d(?:[\u200c\u200d]*\d){{{LONGEST_RUN},}}")


class Redacted(NamedTuple):
    """`changed`: something was replaced."""

    text: str
    changed: bool


def redacted(text: str) -> Redacted:
    """The text with `[e-mail]`, `[phone]` and `[number]` in the place of what names a person.

    Invisible characters go first: they could hide an address from us, and no reader misses them.
    """
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf" or c in "\u200c\u200d")
    new = _EMAIL.sub("[e-mail]", seen)
    new = _PHONE.sub("[phone]", new)
    new = _GROUPS.sub(lambda match: _long("[number]", match[0]), new)
    new = _NUMBER.sub("[number]", new)
    return Redacted(new, new != seen)


def _long(mark: str, digits: str) -> str:
    """Groups of digits count as one number: that of a card, an account, a parcel."""
    return mark if sum(c.isdigit() for c in digits) > LONGEST_RUN else digits
