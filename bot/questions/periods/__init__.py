"""Which days does a question name? Half-open days in the workspace's zone, by a grammar for each language.

A month or quarter name alone is the latest one that is over; after "since" it is the latest one that has begun.
"Last 30 days" are the 30 full days before today. "From A to B", "between A and B", "until B" include B; "before B" does
not.
"""

from datetime import date
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from bot.questions.periods.days import Found

GRAMMARS = {"en": "english", "zh": "chinese", "mk": "macedonian", "de": "german"}


class _Grammar(Protocol):
    WORDS: frozenset[str]

    def find(self, text: str, today: date) -> Found | None: ...


@cache
def _grammar(lang: str) -> _Grammar:
    """Loaded when somebody first asks in the language: its patterns take a tenth of a second to compile."""
    return cast(_Grammar, import_module(f"{__name__}.{GRAMMARS[lang]}"))


def words_of(lang: str) -> frozenset[str]:
    """Words of periods, so that they are not taken for misspelt ones."""
    return _grammar(lang).WORDS


def find(text: str, today: date, lang: str = "en") -> Found | None:
    """The first period named in `text` (lower case), seen from `today`; in English where `lang` has none."""
    return _grammar(lang).find(text, today) or _grammar("en").find(text, today)
