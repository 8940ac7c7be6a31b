"""Which texts are near in meaning, while the index proper cannot be asked? Built-in vectors, compared one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from storage.backends.ngram_embedding import NGrams
from storage.backends.sql_evidence_rows import EvidenceRow, State

if TYPE_CHECKING:
    import numpy as np


class MemoryVectors:
    """`storage.backends.sql_evidence_rows.Follower`."""

    def __init__(self) -> None:
        self.state: State | None = None
        self._known: dict[int, int] = {}
        self._vectors: dict[int, np.ndarray] = {}
        self._embedding = NGrams()

    def known(self) -> Mapping[int, int]:
        return self._known

    def put(self, rows: Collection[EvidenceRow]) -> None:
        self.drop([row.number for row in rows])
        self._known.update((row.number, row.changed) for row in rows)
        texts = {row.number: row.text for row in rows if row.text}
        self._vectors.update(zip(texts, self._embedding.vectors(list(texts.values())), strict=True))

    def drop(self, numbers: Collection[int]) -> None:
        for number in numbers:
            self._known.pop(number, None)
            self._vectors.pop(number, None)

    def near(self, words: str, numbers: Iterable[int]) -> dict[int, float]:
        """The cosine between the words and each of the texts."""
        import numpy as np

        known = [number for number in numbers if number in self._vectors]
        if not known:
            return {}
        (asked,) = self._embedding.vectors([words])
        cosines = np.stack([self._vectors[number] for number in known]) @ asked
        return dict(zip(known, cosines.tolist(), strict=True))
