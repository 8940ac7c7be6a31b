"""How amounts of money are written in a file: what stands before the cents, a point or a comma?"""

import re
from collections.abc import Sequence
from typing import Literal

Decimal = Literal[".", ","]
_SIGN = r"(?:[^\W\d_]{2,4}|[^\w\s,.+-]{1,3})"  # EUR, ден, €, US$
_MONEY = re.compile(rf"{_SIGN}?\s?[-+]?\d[\d., '’\u00a0\u202f]*{_SIGN}?")


def is_money(value: str) -> bool:
    """A number, perhaps with a currency sign or grouped thousands."""
    return _MONEY.fullmatch(value.strip()) is not None


def decimal_mark(values: Sequence[str], delimiter: str) -> Decimal:
    """The mark that comes last decides; `1,234` is a thousand and more, unless semicolons separate the file."""
    commas = 0
    for value in values:
        comma, point = value.rfind(","), value.rfind(".")
        if comma >= 0 and point >= 0:
            return "," if comma > point else "."
        if comma >= 0 and (len(value) - comma != 4 or delimiter == ";") and value.count(",") == 1:
            commas += 1
        elif point >= 0 and len(value) - point != 4:
            return "."
    return "," if commas else "."
