"""Which texts of a workspace are near in meaning? One collection a workspace and way of making vectors, in Chroma."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from storage.backends.chroma_store import ChromaStore, working
from storage.backends.embedding import Embedding
from storage.backends.sql_evidence_rows import EvidenceRow, State
from storage.evidence_search import EmbeddingFailed

if TYPE_CHECKING:
    import numpy as np


class ChromaVectors:
    """`storage.backends.sql_evidence_rows.Follower`, over vectors of one dimension.

    A vector's id is the number of its row; beside it stand the change that it was made from and who may see the row.
    """

    def __init__(self, store: ChromaStore, name: str, embedding: Embedding, dimension: int) -> None:
        """Raises IndexInUse, IndexBroken."""
        self.state: State | None = None
        self.dimension = dimension
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
        said = [row for row in rows if row.text]
        if said:
            vectors = self._embedding.vectors([row.text or "" for row in said])
            if vectors.shape != (len(said), self.dimension):
                raise EmbeddingFailed(self._embedding.name, "dimensions")
            with working(self._store.where):
                self._collection.upsert(
                    ids=[str(row.number) for row in said],
                    embeddings=vectors,
                    metadatas=[{"changed": row.changed, "scope": scope(row)} for row in said],
                )
            self._vectors.update(row.number for row in said)
        self.drop([row.number for row in rows if not row.text])
        self._known.update((row.number, row.changed) for row in rows)

    def drop(self, numbers: Collection[int]) -> None:
        if there := self._vectors.intersection(numbers):
            with working(self._store.where):
                self._collection.delete(ids=[str(number) for number in there])
            self._vectors -= there
        for number in numbers:
            self._known.pop(number, None)

    def near(
        self, vector: np.ndarray, most: int, scopes: Sequence[str] | None, among: Collection[int] | None
    ) -> dict[int, float]:
        """The cosines of the nearest texts, of these scopes and numbers alone where they are given."""
        ids = None if among is None else [str(number) for number in self._vectors.intersection(among)]
        if not self._vectors or ids == []:
            return {}
        with working(self._store.where):
            found = self._collection.query(
                query_embeddings=[vector],
                n_results=min(most, len(self._vectors)),
                ids=ids,
                where=None if scopes is None else {"scope": {"$in": list(scopes)}},
                include=["distances"],
            )
            (numbers,), (distances,) = found["ids"], found["distances"] or ([],)
        return {int(number): 1.0 - distance for number, distance in zip(numbers, distances, strict=True)}


def scope(row: EvidenceRow) -> str:
    """Who may see a row: rows of one scope are seen by the same people."""
    return " ".join((row.privacy, row.channel_id, row.added_by if row.privacy == "private" else ""))


def collection_prefix(workspace_id: str) -> str:
    """What the names of a workspace's collections begin with: Chroma takes it whatever the workspace is called."""
    return f"e-{sha256(workspace_id.encode()).hexdigest()[:24]}-"


def collection_name(workspace_id: str, embedding: Embedding, dimension: int) -> str:
    """Workspace, way of making vectors with its version, and dimension."""
    return f"{collection_prefix(workspace_id)}{embedding.name}-{dimension}"
