"""What in a question speaks for a tool: words, pairs of them and parts of them, hashed into so many places."""

import math
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from zlib import crc32

from bot.questions.tokens import is_chinese

PLACES = 1 << 17
_WEIGHTS = {"w": 1.0, "p": 0.8, "n": 0.5, "c": 1.0, "s": 1.0}
"""Of words, pairs of words, n-grams of letters, runs of Chinese characters, first words."""
_SIZES = (3, 4, 5)


def features(masked: str) -> dict[int, float]:
    """Place → weight, of length 1; names stand in `masked` as `_journey_`."""
    counts = Counter(_said(masked))
    weighed: dict[int, float] = {}
    for feature, n in counts.items():
        place = crc32(feature.encode()) % PLACES
        weighed[place] = weighed.get(place, 0.0) + math.sqrt(n) * _WEIGHTS[feature[0]]
    norm = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
    return {place: weight / norm for place, weight in weighed.items()}


def _said(masked: str) -> Iterator[str]:
    words = masked.split()
    for word in words:
        yield f"w{word}"
        if is_chinese(word[0]):
            yield from (f"c{word[i : i + size]}" for size in (1, 2, 3) for i in range(len(word) - size + 1))
        elif not word.startswith("_"):
            padded = f" {word} "
            yield from (f"n{padded[i : i + size]}" for size in _SIZES for i in range(len(padded) - size + 1))
    yield from (f"p{a} {b}" for a, b in pairwise(words))
    yield from (f"s{word}" for word in words[:1])
