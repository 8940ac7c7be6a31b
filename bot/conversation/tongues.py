"""In which languages is a message read, and how is a word found in scripts with and without spaces?"""

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.language import LANGUAGES
from prompts.loader import Words
from prompts.loader import words as words_of

HAN = "\u3400-\u9fff"
LETTER = rf"(?-i:[^\W{HAN}])"  # without regard to case: a range this wide would be slow to compile with it
"""A letter or digit of a script that puts spaces between words."""


@lru_cache
def tongues(words: Words) -> tuple[Words, ...]:
    """The session's language, then the others: what only one of them knows is understood in every thread."""
    return (words, *(words_of(lang) for lang in LANGUAGES if lang != words.lang))


@lru_cache
def listed(words: Words, key: str) -> tuple[str, ...]:
    """A word list in all languages, the session's own words first."""
    return tuple(dict.fromkeys(str(word) for tongue in tongues(words) for word in tongue.data(key)))


def whole(word: str, endings: Iterable[str] = ()) -> str:
    """A pattern for a word that is no part of another one. Han words stand anywhere; `endings` may hang on others."""
    return any_whole((word,), endings)


def any_whole(words: Iterable[str], endings: Iterable[str] = ()) -> str:
    """One of these as a whole word, the longest first; a pattern that fits nothing for no words.

    Words with the same edges share them: an edge is slow to compile.
    """
    alike: dict[tuple[str, str], list[str]] = {}
    hanging = rf"(?:{either(endings)})?" if endings else ""
    for word in sorted(words, key=len, reverse=True):
        before = rf"(?<!{LETTER})" if _is_spaced(word[0]) else ""
        after = rf"(?={hanging if _is_cyrillic(word[-1]) else ''}(?!{LETTER}))" if _is_spaced(word[-1]) else ""
        alike.setdefault((before, after), []).append(_escaped(word))
    return "|".join(rf"{before}(?:{'|'.join(same)}){after}" for (before, after), same in alike.items()) or r"(?!)"


def starting(word: str) -> str:
    """A pattern for what a word starts with."""
    return (rf"(?<!{LETTER})" if _is_spaced(word[0]) else "") + _escaped(word)


def edged(pattern: str) -> str:
    """A pattern that touches no letter or digit on either side; Han characters may stand next to it."""
    return rf"(?<!{LETTER})(?:{pattern})(?!{LETTER})"


def either(words: Iterable[str]) -> str:
    """One of these words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def has_han(text: str) -> bool:
    """Whether a text holds a Han character."""
    return re.search(f"[{HAN}]", text) is not None


def _escaped(word: str) -> str:
    return re.escape(word).replace(r"\ ", r"\s+")


def _is_spaced(character: str) -> bool:
    return (character.isalnum() or character == "_") and not has_han(character)


def _is_cyrillic(character: str) -> bool:
    return "\u0400" <= character <= "\u04ff"
