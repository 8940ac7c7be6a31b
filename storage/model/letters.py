"""Is it the same word in another script? Texts in one spelling, and whether a text holds what somebody looks for."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from storage.model.slugs import MACEDONIAN, STOP_WORDS

CARONS = str.maketrans({"š": "sh", "č": "ch", "ž": "zh", "ǵ": "gj", "ḱ": "kj", "đ": "gj", "ć": "kj"})
"""Latin letters of their own, before accents are dropped: "šopska" and "шопска" are one word."""
HAN = "\u3400-\u9fff"
SHORTEST_HAN = 2
_WORD = re.compile(rf"[{HAN}]+|[^\W{HAN}]+")


@lru_cache(maxsize=8192)
def one_spelling(text: str) -> str:
    """Small letters, Macedonian in Latin ones, without accents; Han characters stay, signs become single spaces."""
    latin = unicodedata.normalize("NFC", text).casefold().translate(MACEDONIAN).translate(CARONS)
    plain = "".join(c for c in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(c))
    return " ".join(_WORD.findall(plain))


def telling_words(text: str) -> tuple[str, ...]:
    """The words of a search in that spelling; English stop words count only where there is nothing else."""
    words = tuple(one_spelling(text).split())
    return tuple(word for word in words if word not in STOP_WORDS) or words


def holds_all(texts: Iterable[str], words: Iterable[str]) -> bool:
    """Whether each of the words begins a word of the texts; a run of Han may be found in pieces of two and more."""
    there = [one_spelling(text) for text in texts]
    return all(any(_holds(text, word) for text in there) for word in words)


def _holds(text: str, word: str) -> bool:
    if re.match(f"[{HAN}]", word):
        return _in_pieces(text, word)
    return any(other.startswith(word) for other in text.split())


def _in_pieces(text: str, run: str) -> bool:
    """The longest beginning that the text holds, then the rest; else a shorter one."""
    if not run:
        return True
    return any(
        run[:end] in text and _in_pieces(text, run[end:])
        for end in range(len(run), min(SHORTEST_HAN, len(run)) - 1, -1)
    )
