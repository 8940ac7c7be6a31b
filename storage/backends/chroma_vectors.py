"""Which texts of a workspace are near in meaning? One collection a workspace and way of making vectors, in Chroma."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from storage.backends.chroma_store import ChromaStore, working
from storage.backends.embedding import Embedding
from storage.backends.sql_evidence_rows import EvidenceRow, State
from storage.evidence_search import EmbeddingFailed

if TYPE_CHECKING:
    import numpy as np

IN_ONE_GO = 16
"""Vectors that Chroma writes at once: it lets no other thread run meanwhile."""
WIDER = 4
"""So many times more neighbours than wanted are looked at first."""


class Asked(NamedTuple):
    """What may be found: `most` texts that `shown` lets through, of these scopes (None: all), and of `among` alone."""

    most: int
    shown: Callable[[int], bool]
    scopes: Sequence[str] | None = None
    among: Collection[int] | None = None


class ChromaVectors:
    """`storage.backends.sql_evidence_rows.Follower`, over vectors of one dimension.

    A vector's id is the number of its row; beside it stand the change that it was made from and who may see the row.
    """

    def __init__(self, store: ChromaStore, name: str, embedding: Embedding, dimension: int) -> None:
        """Raises IndexInUse, IndexBroken."""
        self.state: State | None = None
        self.generation, self.dimension = store.generation, dimension
        self._store, self._embedding = store, embedding
        self._collection = store.collection(name)
        with working(store.where):
            there = self._collection.get(include=["metadatas"])
            pairs = zip(there["ids"], there["metadatas"] or (), strict=True)
            self._known = {int(number): int(str(beside["changed"])) for number, beside in pairs}
        self._vectors = set(self._known)

    def __len__(self) -> int:
        return len(self._vectors)

    def known(self) -> Mapping[int, int]:
        return self._known

    def put(self, rows: Collection[EvidenceRow]) -> None:
        """Raises EmbeddingFailed, IndexBroken; what was taken in before stays."""
        self.drop([row.number for row in rows if not row.text])
        said = [row for row in rows if row.text]
        vectors = self._embedding.vectors([row.text or "" for row in said]) if said else None
        if vectors is not None and vectors.shape != (len(said), self.dimension):
            raise EmbeddingFailed(self._embedding.name, "dimensions")
        for start in range(0, len(said), IN_ONE_GO):
            some = slice(start, start + IN_ONE_GO)
            with working(self._store.where):
                self._collection.upsert(
                    ids=[str(row.number) for row in said[some]],
                    embeddings=vectors[some] if vectors is not None else None,
                    metadatas=[{"changed": row.changed, "scope": scope(row)} for row in said[some]],
                )
            self._vectors.update(row.number for row in said[some])
            self._known.update((row.number, row.changed) for row in said[some])
        self._known.update((row.number, row.changed) for row in rows)

    def drop(self, numbers: Collection[int]) -> None:
        if there := self._vectors.intersection(numbers):
            with working(self._store.where):
                self._collection.delete(ids=[str(number) for number in there])
            self._vectors -= there
        for number in numbers:
            self._known.pop(number, None)

    def near(self, vector: np.ndarray, asked: Asked) -> dict[int, float]:
        """The cosines of the nearest texts among those that may be shown.

        A condition costs Chroma several times what it costs to look at more neighbours, so it is set only where too
        few of these may be shown.
        """
        if asked.among is not None:
            ids = [str(number) for number in self._vectors.intersection(asked.among)]
            return self._query(vector, asked, asked.most, ids=ids) if ids else {}
        wide = asked.most * WIDER
        found = self._query(vector, asked, wide)
        if len(found) >= asked.most or wide >= len(self._vectors) or asked.scopes is None:
            return found
        return self._query(vector, asked, asked.most, where={"scope": {"$in": list(asked.scopes)}})

    def _query(self, vector: np.ndarray, asked: Asked, most: int, **conditions: Any) -> dict[int, float]:
        with working(self._store.where):
            found = self._collection.query(
                query_embeddings=[vector], n_results=min(most, len(self._vectors)), include=["distances"], **conditions
            )
            (ids,), (distances,) = found["ids"], found["distances"] or ([],)
        pairs = ((int(number), 1.0 - distance) for number, distance in zip(ids, distances, strict=True))
        return {number: cosine for number, cosine in pairs if asked.shown(number)}

    def cosines(self, vector: np.ndarray, numbers: Collection[int]) -> dict[int, float]:
        """Between the vector and each of these texts."""
        import numpy as np

        there = self._vectors.intersection(numbers)
        if not there:
            return {}
        with working(self._store.where):
            found = self._collection.get(ids=[str(number) for number in there], include=["embeddings"])
            cosines = np.asarray(found["embeddings"], dtype=np.float32) @ vector
        return {int(number): float(cosine) for number, cosine in zip(found["ids"], cosines, strict=True)}


def scope(row: EvidenceRow) -> str:
    """Who may see a row: rows of one scope are seen by the same people."""
    return " ".join((row.privacy, row.channel_id, row.added_by if row.privacy == "private" else ""))


def collection_prefix(workspace_id: str) -> str:
    """What the names of a workspace's collections begin with: Chroma takes it whatever the workspace is called."""
    return f"e-{sha256(workspace_id.encode()).hexdigest()[:24]}-"


def collection_name(workspace_id: str, embedding: Embedding, dimension: int) -> str:
    """Workspace, way of making vectors with its version, and dimension."""
    return f"{collection_prefix(workspace_id)}{embedding.name}-{dimension}"
