"""Does a text contain what somebody looks for? Words in any case and accent, their beginnings, small typing errors."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from tools.names import plain

NEAR, LONG_ENOUGH = 85, 5


def words_of(text: str) -> tuple[str, ...]:
    """Words without case and accents; scripts without spaces stay as one."""
    return tuple(re.findall(r"\w+", plain(text)))


def found_share(asked: str, text: str) -> float:
    """Share of the asked words that the text contains, 0 to 1; all of it when it stands there literally."""
    if plain(asked).strip() in plain(text):
        return 1.0
    wanted, there = words_of(asked), words_of(text)
    return sum(any(_same(word, other) for other in there) for word in wanted) / len(wanted) if wanted else 0.0


@lru_cache(maxsize=4096)
def _same(word: str, other: str) -> bool:
    if other.startswith(word) or (len(other) >= LONG_ENOUGH and word.startswith(other)):
        return True
    return min(len(word), len(other)) >= LONG_ENOUGH and fuzz.ratio(word, other) >= NEAR
