"""Vectors without a model: character n-grams and concepts, hashed into a fixed number of places (feature hashing).

Weinberger et al., Feature Hashing for Large Scale Multitask Learning, 2009: a second part of the hash gives the sign,
so that what falls on one place by chance cancels out on average.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

from storage.backends.embedding import of_length_one
from storage.backends.search_tokens import concepts, concepts_in, grams

if TYPE_CHECKING:
    import numpy as np

PLACES = 512
OF_A_CONCEPT = 6.0
"""A concept weighs as much as the n-grams of a short word."""
VERSION = 1


class NGrams:
    """`storage.backends.embedding.Embedding`."""

    at_once = 2000

    def __init__(self) -> None:
        self.name = f"ngram-{VERSION}-{concepts().version}-{PLACES}"

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        import numpy as np

        made = np.zeros((len(texts), PLACES), dtype=np.float32)
        for row, text in zip(made, texts, strict=True):
            for gram, times in Counter(grams(text)).items():
                place, sign = _place(gram)
                row[place] += sign * math.sqrt(times)
            for concept in concepts_in(text):
                place, sign = _place(concept)
                row[place] += sign * math.sqrt(OF_A_CONCEPT)
        return of_length_one(made)


@lru_cache(maxsize=65536)
def _place(feature: str) -> tuple[int, float]:
    hashed = crc32(feature.encode())
    return hashed % PLACES, 1.0 if hashed >> 31 else -1.0
