"""Vectors without a model: character n-grams and concepts, hashed into a fixed number of places (feature hashing).

Weinberger et al., Feature Hashing for Large Scale Multitask Learning, 2009: a second part of the hash gives the sign,
so that what falls on one place by chance cancels out on average.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING
from zlib import crc32

from storage.backends.embedding import of_length_one
from storage.backends.search_tokens import concepts, concepts_in, grams, telling

if TYPE_CHECKING:
    import numpy as np

PLACES = 512
OF_A_CONCEPT = 6.0
"""A concept weighs as much as the n-grams of a short word."""
VERSION = 1


class NGrams:
    """`storage.backends.embedding.Embedding`."""

    at_once = 200

    def __init__(self) -> None:
        self.name = f"ngram-{VERSION}-{concepts().version}-{PLACES}"

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        import numpy as np

        made = np.zeros((len(texts), PLACES), dtype=np.float32)
        for row, text in zip(made, texts, strict=True):
            hashed = [_of_word(word) for word in telling(text)]
            hashed += [_of_concept(concept) for concept in concepts_in(text)]
            if hashed:
                places, weights = (np.concatenate(part) for part in zip(*hashed, strict=True))
                row += np.bincount(places, weights, PLACES)
        return of_length_one(made)


@lru_cache(maxsize=32768)
def _of_word(word: str) -> tuple[np.ndarray, np.ndarray]:
    return _hashed(grams(word), 1.0)


@lru_cache(maxsize=512)
def _of_concept(concept: str) -> tuple[np.ndarray, np.ndarray]:
    return _hashed((concept,), math.sqrt(OF_A_CONCEPT))


def _hashed(features: Sequence[str], weight: float) -> tuple[np.ndarray, np.ndarray]:
    """Places and signed weights."""
    import numpy as np

    hashes = [crc32(feature.encode()) for feature in features]
    signs = [weight if hashed >> 31 else -weight for hashed in hashes]
    return np.array([hashed % PLACES for hashed in hashes]), np.array(signs)
