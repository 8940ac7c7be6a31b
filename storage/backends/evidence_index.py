"""Which evidence is about the words? BM25 and vectors, added; who may see a row is asked of the row at the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from storage.backends.chroma_vectors import Asked
from storage.backends.search_notes import SearchNotes
from storage.backends.sql_evidence import SqlEvidence
from storage.backends.sql_evidence_rows import SqlEvidenceRows, catch_up
from storage.backends.sql_work import Work
from storage.evidence_search import Found, FoundPiece, SearchBy, Trouble
from storage.maps import Reader

if TYPE_CHECKING:
    import numpy as np

    from storage.backends.chroma_store import ChromaStore
    from storage.backends.memory_vectors import MemoryVectors
    from storage.backends.text_index import TextIndex
    from storage.backends.vector_search import VectorSearch

OF_WORDS, OF_VECTORS = 0.6, 0.4
"""Chosen on `tests/cases/evidence`, without those that are held out."""
CANDIDATES = 50


class EvidenceIndex:
    """`storage.evidence_search.EvidenceSearch`.

    `allowed` says whether a workspace lets its texts be sent to a model; one that does not is searched by the built-in
    vectors.
    """

    def __init__(self, work: Work, data: Path, by: SearchBy, allowed: Callable[[str], bool]) -> None:
        self._work, self._by, self._allowed, self._data = work, by, allowed, data
        self._store: ChromaStore | None = None
        self._notes = SearchNotes(data / "search.json")
        self._spaces: dict[str, _Space] = {}
        self._vectors: dict[SearchBy, VectorSearch] = {}
        self._lock = threading.Lock()

    def search(
        self, workspace_id: str, words: str, reader: Reader, most: int = 5, among: Collection[str] | None = None
    ) -> Found:
        if not workspace_id:
            raise ValueError("a search wants a workspace")
        numbers = None if among is None else {int(evidence_id[1:]) for evidence_id in among}
        if not words.strip() or numbers == set() or most < 1:
            return Found()
        space = self._space(workspace_id)
        with space.lock:
            if space.empty():
                return Found()
        self._vectors_of(workspace_id).prepare(words)
        with space.lock:
            scores, trouble = space.scores(words, reader, numbers, self._vectors_of(workspace_id))
        best = sorted(scores, key=lambda number: (-scores[number], -number))[:most]
        ids = [f"e{number}" for number in best]
        seen = {piece.evidence_id: piece for piece in SqlEvidence(self._work).get(workspace_id, ids, reader)}
        found = [
            FoundPiece(piece=seen[evidence_id], score=round(min(scores[number], 1.0), 6))
            for evidence_id, number in zip(ids, best, strict=True)
            if evidence_id in seen and seen[evidence_id].text
        ]
        return Found(pieces=tuple(found), trouble=trouble)

    def rebuild(self, workspace_id: str) -> int:
        space = self._space(workspace_id)
        vectors = self._vectors_of(workspace_id)
        with space.lock:
            filling = vectors.begin_anew(workspace_id, space.rows)
        return filling.result()

    def sweep(self, workspace_id: str) -> None:
        space = self._space(workspace_id)
        with space.lock:
            self._vectors_of(workspace_id).sweep(workspace_id, space.rows)

    def close(self) -> None:
        with self._lock:
            for vectors in self._vectors.values():
                vectors.close()
            self._vectors.clear()
            self._spaces.clear()
            if self._store is not None:
                self._store.close()

    def _space(self, workspace_id: str) -> _Space:
        with self._lock:
            if workspace_id not in self._spaces:
                self._spaces[workspace_id] = _Space(workspace_id, SqlEvidenceRows(self._work, workspace_id))
            return self._spaces[workspace_id]

    def _vectors_of(self, workspace_id: str) -> VectorSearch:
        """By the settings, or by the built-in vectors where the workspace sends nothing to a model."""
        from storage.backends.chroma_store import ChromaStore
        from storage.backends.vector_search import VectorSearch

        refused = self._by.vectors == "endpoint" and not self._allowed(workspace_id)
        by = self._by.model_copy(update={"vectors": "ngram"}) if refused else self._by
        with self._lock:
            self._store = self._store or ChromaStore(self._data / "search", by.chroma_url)
            if by not in self._vectors:
                self._vectors[by] = VectorSearch(self._store, by, self._notes)
            return self._vectors[by]


class _Space:
    """What is known of one workspace in this process."""

    def __init__(self, workspace_id: str, rows: SqlEvidenceRows) -> None:
        self.workspace_id, self.rows = workspace_id, rows
        self.lock = threading.Lock()
        self._texts: TextIndex | None = None
        self._memory: MemoryVectors | None = None

    def scores(
        self, words: str, reader: Reader, numbers: Collection[int] | None, vectors: VectorSearch
    ) -> tuple[dict[int, float], Trouble | None]:
        """Number of a row → its score, of the best ones that the reader may see."""
        texts = self._caught_up()
        seen = texts.readable(reader)
        mask = seen if numbers is None else seen & texts.among(numbers)
        if not mask.any():
            return {}, None
        shares = texts.scores(words, seen) * mask
        holding = _best(shares, texts)

        def shown(number: int) -> bool:
            place = texts.place_of(number)
            return place is not None and bool(mask[place])

        asked = Asked(CANDIDATES, shown, texts.scopes(reader), numbers)
        near, trouble = self._near(words, asked, holding, vectors)
        return {
            number: score
            for number in {*holding, *near}
            if (place := texts.place_of(number)) is not None
            and (score := OF_WORDS * float(shares[place]) + OF_VECTORS * max(near.get(number, 0.0), 0.0)) > 0
        }, trouble

    def empty(self) -> bool:
        """Whether there is no text at all."""
        return not len(self._caught_up())

    def _caught_up(self) -> TextIndex:
        from storage.backends.text_index import TextIndex

        self._texts = self._texts or TextIndex()
        catch_up(self._texts, self.rows)
        return self._texts

    def _near(
        self, words: str, asked: Asked, holding: list[int], vectors: VectorSearch
    ) -> tuple[dict[int, float], Trouble | None]:
        from storage.backends.memory_vectors import MemoryVectors
        from storage.backends.vector_search import NotNow

        try:
            found = vectors.near(self.workspace_id, self.rows, words, asked, holding)
        except NotNow as reason:
            self._memory = self._memory or MemoryVectors()
            catch_up(self._memory, self.rows)
            return self._memory.near(words, filter(asked.shown, self._memory.known())), reason.trouble
        self._memory = None
        return found, None


def _best(shares: np.ndarray, texts: TextIndex) -> list[int]:
    """The numbers of the rows that hold most of the words."""
    best = (-shares).argsort(kind="stable")[:CANDIDATES]
    return [texts.number_at(int(place)) for place in best if shares[place] > 0]
