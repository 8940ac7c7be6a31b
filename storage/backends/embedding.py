"""How does a text become a vector? What each way must do, and the one that is chosen by the settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from storage.evidence_search import SearchBy

if TYPE_CHECKING:
    import numpy as np


class Embedding(Protocol):
    """Turns texts into vectors of length 1. `name` tells vectors apart that must not be compared."""

    name: str
    at_once: int
    """So many texts are embedded while somebody waits for an answer; more are left to a thread."""

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """float32, one row a text. Raises EmbeddingFailed."""
        ...


def embedding_of(by: SearchBy) -> Embedding:
    """The chosen way. Raises EmbeddingFailed when its file is missing or another one than was checked."""
    if by.vectors == "endpoint":
        from storage.backends.endpoint_embedding import EndpointEmbedding

        return EndpointEmbedding(by.url, by.model, by.key)
    if by.vectors == "minilm":
        from storage.backends.minilm_embedding import MiniLM

        return MiniLM(by.file, by.sha256)
    from storage.backends.ngram_embedding import NGrams

    return NGrams()


def of_length_one(vectors: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1; a row of zeros stays."""
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: np.ndarray = (vectors / np.where(lengths > 0, lengths, 1.0)).astype(np.float32)
    return scaled
