"""How are numbers and dates written in a picture, in the language of its words?"""

from collections.abc import Iterable
from datetime import date

from prompts.loader import Words

_DAY = {"en": "d MMM y", "zh": "y年M月d日", "mk": "d MMM y"}


def count(number: int) -> str:
    """12480 as "12 480", with a narrow no-break space."""
    return f"{number:,}".replace(",", "\u202f")


def percent(share: float, lang: str) -> str:
    """A share of 0 to 1: whole percents, one decimal below 10%."""
    value = share * 100
    text = f"{value:.1f}".removesuffix(".0") if value < 9.95 else f"{value:.0f}"
    return _decimal(text, lang) + "%"


def signed(value: float, lang: str) -> str:
    """A mood: "-1.5", "0", "+2"."""
    return _decimal(f"{value:+.1f}".removesuffix(".0") if value else "0", lang)


def number(value: float, lang: str, places: int = 1) -> str:
    """A number of a chart: thousands grouped, at most `places` decimals."""
    text = f"{value:z,.{places}f}"
    text = text.rstrip("0").rstrip(".") if places else text
    return _decimal(text.replace(",", "\u202f"), lang)


def day(on: date, lang: str) -> str:
    """31 Oct 2024, 2024年10月31日, 31 окт. 2024."""
    from babel.dates import format_date

    return format_date(on, _DAY.get(lang, "medium"), locale=lang)


def listed(names: Iterable[str], words: Words) -> str:
    """`a, b, c`, in Chinese `a、b、c`."""
    return words("answers.listed").join(names)


def _decimal(text: str, lang: str) -> str:
    return text.replace(".", ",") if lang == "mk" else text
