"""Which days does a question name? Half-open days in the workspace's zone, by a grammar for each language.

A month or quarter name alone is the latest one that is over; after "since" it is the latest one that has begun.
"Last 30 days" are the 30 full days before today. "From A to B", "between A and B", "until B" include B; "before B" does
not.
"""

from collections.abc import Callable
from datetime import date

from bot.questions.periods import chinese, english, german, macedonian
from bot.questions.periods.days import Found

GRAMMARS: dict[str, Callable[[str, date], Found | None]] = {
    "en": english.find,
    "zh": chinese.find,
    "mk": macedonian.find,
    "de": german.find,
}
WORDS = {"en": english.WORDS, "zh": chinese.WORDS, "mk": macedonian.WORDS, "de": german.WORDS}
"""Words of periods by language, so that they are not taken for misspelt ones."""


def find(text: str, today: date, lang: str = "en") -> Found | None:
    """The first period named in `text` (lower case), seen from `today`; in English where `lang` has none."""
    return GRAMMARS[lang](text, today) or english.find(text, today)
