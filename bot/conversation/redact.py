"""What of a text may be kept? E-mail addresses, phone numbers and long runs of digits are replaced."""

import re
from typing import NamedTuple

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PHONE = re.compile(r"(?<![\w/])(?:\+|00)\d[\d ()/.\-]{6,20}\d|(?<![\w/.\-])\(?0\d{1,4}\)?[ /\-]\d[\d \-]{4,14}\d")
_NUMBER = re.compile(r"\d{9,}")


class Redacted(NamedTuple):
    """`changed`: something was replaced."""

    text: str
    changed: bool


def redacted(text: str) -> Redacted:
    """The text with `[e-mail]`, `[phone]` and `[number]` in the place of what names a person."""
    new = _EMAIL.sub("[e-mail]", text)
    new = _PHONE.sub("[phone]", new)
    new = _NUMBER.sub("[number]", new)
    return Redacted(new, new != text)
