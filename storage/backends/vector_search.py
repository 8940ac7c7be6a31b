"""Are a workspace's vectors ready, and which texts are near? Opens, fills, mends and leaves the index in time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

import structlog

from storage.backends.chroma_store import ChromaStore
from storage.backends.chroma_vectors import IN_ONE_GO, Asked, ChromaVectors, collection_name, collection_prefix
from storage.backends.embedding import Embedding, embedding_of
from storage.backends.search_notes import SearchNotes
from storage.backends.sql_evidence_rows import SqlEvidenceRows, catch_up
from storage.errors import StorageError
from storage.evidence_search import EmbeddingFailed, IndexBroken, IndexInUse, SearchBy, Trouble

if TYPE_CHECKING:
    import numpy as np

REST_SECONDS = 30.0
"""After a failure nobody waits for the same failure again for so long."""
REMEMBERED, PROBE = 256, "index"
ANSWER_FIRST = 2.0
"""Seconds for the question that found the index unready, before the filling begins."""
OTHERS_TURN = 2
"""Chroma lets no other thread run while it writes: afterwards they have so many times as long for themselves."""

log = structlog.get_logger("waymark.search")


class NotNow(StorageError):
    """The vectors cannot be asked at the moment."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(f"The search index is not ready: {trouble}")


class Filling(threading.Thread):
    """Takes in what an index has not seen, beside other work. `failure`: what it ended in."""

    def __init__(
        self, rows: SqlEvidenceRows, index: ChromaVectors, first_wait: float, done: Callable[[], None]
    ) -> None:
        super().__init__(name="waymark-search", daemon=True)
        self.index = index
        self.failure: StorageError | None = None
        self._rows, self._first_wait, self._done = rows, first_wait, done
        self._stopping = threading.Event()

    def run(self) -> None:
        if self._stopping.wait(self._first_wait):
            return
        try:
            for some in self._rows.read(self._rows.missing(self.index), IN_ONE_GO):
                began = time.monotonic()
                self.index.put(some)
                if self._stopping.wait(OTHERS_TURN * (time.monotonic() - began)):
                    return
            self._done()
        except StorageError as error:
            self.failure = error

    def result(self) -> int:
        """Wait until it is done; gives the number of vectors. Raises IndexBroken, EmbeddingFailed, StoreUnavailable."""
        self.join()
        if self.failure is not None:
            raise self.failure
        return len(self.index)

    def stop(self) -> None:
        """Where it is; it goes on from there another time."""
        self._stopping.set()
        if self.is_alive():
            self.join()


class VectorSearch:
    """The vectors of all workspaces of a data folder. Calls for one workspace come one after the other."""

    def __init__(
        self, store: ChromaStore, by: SearchBy, notes: SearchNotes, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store, self._by, self._notes, self._clock = store, by, notes, clock
        self._embedding: Embedding | None = None
        self._ready: dict[str, ChromaVectors] = {}
        self._filling: dict[str, Filling] = {}
        self._resting: tuple[float, Trouble] = (0.0, "index")
        self._asked: dict[str, np.ndarray] = {}

    def near(
        self,
        workspace_id: str,
        rows: SqlEvidenceRows,
        words: str,
        asked: Asked,
        also: Collection[int],
    ) -> dict[int, float]:
        """The cosines of the nearest texts, and of those of `also`. Raises NotNow, StoreUnavailable."""
        until, trouble = self._resting
        if self._clock() < until:
            raise NotNow(trouble)
        generation = self._store.generation
        try:
            return self._near_once(workspace_id, rows, words, asked, also)
        except IndexBroken as error:
            log.warning("index broken", why=str(error))
            self._mend(generation)
        try:
            return self._near_once(workspace_id, rows, words, asked, also)
        except IndexBroken as error:
            raise self._rests("index", error) from error

    def _near_once(
        self, workspace_id: str, rows: SqlEvidenceRows, words: str, asked: Asked, also: Collection[int]
    ) -> dict[int, float]:
        """Raises NotNow, IndexBroken."""
        try:
            vector = self._vector(words)
            index = self._index(workspace_id, rows, len(vector))
            found = index.near(vector, asked)
            return found | index.cosines(vector, set(also) - set(found))
        except IndexInUse as error:
            raise self._rests("in_use", error) from error
        except EmbeddingFailed as error:
            raise self._rests("embedding", error) from error

    def begin_anew(self, workspace_id: str, rows: SqlEvidenceRows) -> Filling:
        """Throw the index away and begin to fill a new one. Raises IndexInUse, IndexBroken, EmbeddingFailed."""
        if (filling := self._filling.pop(workspace_id, None)) is not None:
            filling.stop()
        self._resting = (0.0, "index")
        index = self._opened(workspace_id, len(self._vector(PROBE)), anew=True)
        return self._fill_apart(workspace_id, rows, index, first_wait=0.0)

    def sweep(self, workspace_id: str, rows: SqlEvidenceRows) -> None:
        """Take in what changed where a text was erased since; an index that nobody made is not made for it."""
        noted = self._notes.newest(workspace_id)
        if noted is None or not rows.erased_after(noted):
            return
        try:
            self._index(workspace_id, rows, len(self._vector(PROBE)))
        except (NotNow, IndexInUse, IndexBroken, EmbeddingFailed) as error:
            log.warning("index not swept", why=type(error).__name__)

    def close(self) -> None:
        """Filling stops where it is; it goes on from there another time."""
        for filling in self._filling.values():
            filling.stop()
        self._ready.clear()

    def prepare(self, words: str) -> None:
        """Make the vector of the words before it is this workspace's turn: an endpoint may take its time."""
        if self._clock() >= self._resting[0]:
            try:
                self._vector(words)
            except EmbeddingFailed as error:
                self._rests("embedding", error)

    def _vector(self, words: str) -> np.ndarray:
        if self._embedding is None:
            self._embedding = embedding_of(self._by)
        vector = self._asked.get(words)
        if vector is None:
            (vector,) = self._embedding.vectors([words])
            if len(self._asked) >= REMEMBERED:
                self._asked.clear()
            self._asked[words] = vector
        return vector

    def _opened(self, workspace_id: str, dimension: int, anew: bool = False) -> ChromaVectors:
        """Vectors that were made in another way cannot be compared with these: they go, and with them their files."""
        if self._embedding is None:
            self._embedding = embedding_of(self._by)
        name = collection_name(workspace_id, self._embedding, dimension)
        old = {other for other in self._store.names() if other.startswith(collection_prefix(workspace_id))}
        if old - {name} or (anew and old):
            self._store.discard(old)
        return ChromaVectors(self._store, name, self._embedding, dimension)

    def _index(self, workspace_id: str, rows: SqlEvidenceRows, dimension: int) -> ChromaVectors:
        """Raises NotNow while a thread takes in what is too much to wait for."""
        if (filling := self._filling.get(workspace_id)) is not None:
            if filling.is_alive():
                raise NotNow("indexing")
            del self._filling[workspace_id]
            if filling.failure is not None and filling.index.generation == self._store.generation:
                raise filling.failure
        index = self._ready.get(workspace_id)
        wanted = (self._store.generation, dimension)  # another dimension: of another model at the endpoint
        if index is None or (index.generation, index.dimension) != wanted:
            index = self._opened(workspace_id, dimension)
        self._ready[workspace_id] = index
        if index.state != rows.state():
            if self._embedding is not None and len(rows.missing(index)) > self._embedding.at_once:
                self._fill_apart(workspace_id, rows, index)
                raise NotNow("indexing")
            catch_up(index, rows)
            self._note(workspace_id, index)
        return index

    def _fill_apart(
        self, workspace_id: str, rows: SqlEvidenceRows, index: ChromaVectors, first_wait: float = ANSWER_FIRST
    ) -> Filling:
        self._ready[workspace_id] = index
        filling = Filling(rows, index, first_wait, lambda: self._note(workspace_id, index))
        self._filling[workspace_id] = filling
        filling.start()
        return filling

    def _mend(self, generation: int) -> None:
        """What does not work is thrown away and found empty; the index of another workspace may have been first."""
        try:
            self._store.start_over(generation)
        except IndexBroken as error:
            log.warning("index not thrown away", why=str(error))

    def _rests(self, trouble: Trouble, error: StorageError) -> NotNow:
        log.warning("search without its index", what=trouble, why=str(error))
        self._resting = (self._clock() + REST_SECONDS, trouble)
        return NotNow(trouble)

    def _note(self, workspace_id: str, index: ChromaVectors) -> None:
        self._notes.note(workspace_id, max(index.known().values(), default=0))
