"""Are a workspace's vectors ready, and which texts are near? Opens, fills, mends and leaves the index in time."""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from storage.backends.chroma_store import ChromaStore
from storage.backends.chroma_vectors import IN_ONE_GO, Asked, ChromaVectors, collection_name, collection_prefix
from storage.backends.embedding import Embedding, embedding_of
from storage.backends.sql_evidence_rows import SqlEvidenceRows, catch_up
from storage.errors import StorageError
from storage.evidence_search import EmbeddingFailed, IndexBroken, IndexInUse, SearchBy, Trouble

if TYPE_CHECKING:
    import numpy as np

REST_SECONDS = 30.0
"""After a failure nobody waits for the same failure again for so long."""
REMEMBERED = 256
OTHERS_TURN = 2
"""Chroma lets no other thread run while it writes: afterwards they have so many times as long for themselves."""

log = structlog.get_logger("waymark.search")


class NotNow(StorageError):
    """The vectors cannot be asked at the moment."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble
        super().__init__(f"The search index is not ready: {trouble}")


class VectorSearch:
    """The vectors of all workspaces of a data folder. Calls for one workspace come one after the other."""

    def __init__(
        self, store: ChromaStore, by: SearchBy, notes: Path, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`notes`: the file that remembers how far each index followed its rows."""
        self._store, self._by, self._notes, self._clock = store, by, notes, clock
        self._embedding: Embedding | None = None
        self._ready: dict[str, ChromaVectors] = {}
        self._filling: dict[str, threading.Thread] = {}
        self._resting: tuple[float, Trouble] = (0.0, "index")
        self._asked: OrderedDict[str, np.ndarray] = OrderedDict()
        self._closing = threading.Event()

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
        try:
            vector = self._vector(words)
            index = self._index(workspace_id, rows, len(vector))
            found = index.near(vector, asked)
            found |= index.cosines(vector, set(also) - set(found))
        except IndexInUse as error:
            raise self._rests("in_use", error) from error
        except EmbeddingFailed as error:
            raise self._rests("embedding", error) from error
        except IndexBroken as error:
            self._mend(workspace_id)
            raise self._rests("index", error) from error
        return found

    def fill(self, workspace_id: str, rows: SqlEvidenceRows, anew: bool = False) -> int:
        """Everything taken in, whoever waits; gives the number of vectors. Raises what goes wrong."""
        self._stop_filling(workspace_id)
        self._resting = (0.0, "index")
        vector = self._vector("index")
        index = self._opened(workspace_id, len(vector), anew)
        catch_up(index, rows)
        self._ready[workspace_id] = index
        self._note(workspace_id, index)
        return len(index)

    def sweep(self, workspace_id: str, rows: SqlEvidenceRows) -> None:
        """Take in what changed where a text was erased since; an index that nobody made is not made for it."""
        noted = self._noted().get(workspace_id)
        if noted is None or not rows.erased_after(noted):
            return
        try:
            self.fill(workspace_id, rows)
        except (IndexInUse, IndexBroken, EmbeddingFailed) as error:
            log.warning("index not swept", why=type(error).__name__)

    def close(self) -> None:
        """Filling stops where it is; it goes on from there another time."""
        self._closing.set()
        for thread in self._filling.values():
            thread.join()
        self._ready.clear()

    def _vector(self, words: str) -> np.ndarray:
        if self._embedding is None:
            self._embedding = embedding_of(self._by)
        if words not in self._asked:
            (self._asked[words],) = self._embedding.vectors([words])
            if len(self._asked) > REMEMBERED:
                self._asked.popitem(last=False)
        return self._asked[words]

    def _opened(self, workspace_id: str, dimension: int, anew: bool = False) -> ChromaVectors:
        """Vectors that were made in another way cannot be compared with these: they go, and with them their files."""
        if self._embedding is None:
            self._embedding = embedding_of(self._by)
        name = collection_name(workspace_id, self._embedding, dimension)
        old = {other for other in self._store.names() if other.startswith(collection_prefix(workspace_id))}
        if old - {name} or (anew and old):
            self._ready.clear()
            self._store.discard(old)
        return ChromaVectors(self._store, name, self._embedding, dimension)

    def _index(self, workspace_id: str, rows: SqlEvidenceRows, dimension: int) -> ChromaVectors:
        """Raises NotNow while a thread takes in what is too much to wait for."""
        if (thread := self._filling.get(workspace_id)) is not None:
            if thread.is_alive():
                raise NotNow("indexing")
            del self._filling[workspace_id]
        index = self._ready.get(workspace_id) or self._opened(workspace_id, dimension)
        if index.dimension != dimension:  # the model at the endpoint is another one now
            index = self._opened(workspace_id, dimension)
        self._ready[workspace_id] = index
        if index.state != rows.state():
            if self._embedding is not None and len(rows.missing(index)) > self._embedding.at_once:
                self._fill_apart(workspace_id, rows, index)
                raise NotNow("indexing")
            catch_up(index, rows)
            self._note(workspace_id, index)
        return index

    def _fill_apart(self, workspace_id: str, rows: SqlEvidenceRows, index: ChromaVectors) -> None:
        def fill() -> None:
            try:
                for some in rows.read(rows.missing(index), IN_ONE_GO):
                    began = self._clock()
                    index.put(some)
                    if self._closing.wait(OTHERS_TURN * (self._clock() - began)):
                        return
                self._note(workspace_id, index)
            except StorageError as error:
                log.warning("index not filled", why=type(error).__name__)
                trouble: Trouble = "embedding" if isinstance(error, EmbeddingFailed) else "index"
                self._resting = (self._clock() + REST_SECONDS, trouble)

        self._filling[workspace_id] = threading.Thread(target=fill, name="waymark-search", daemon=True)
        self._filling[workspace_id].start()

    def _stop_filling(self, workspace_id: str) -> None:
        if (thread := self._filling.pop(workspace_id, None)) is not None:
            thread.join()

    def _mend(self, workspace_id: str) -> None:
        """What does not work is thrown away; the next question finds it empty and fills it."""
        self._ready.clear()
        try:
            self._store.start_over()
        except IndexBroken as error:
            log.warning("index not thrown away", why=type(error).__name__)

    def _rests(self, trouble: Trouble, error: StorageError) -> NotNow:
        log.warning("search without its index", what=trouble, why=str(error))
        seconds = 0.0 if trouble == "index" else REST_SECONDS
        self._resting = (self._clock() + seconds, trouble)
        return NotNow(trouble)

    def _noted(self) -> dict[str, int]:
        try:
            noted: dict[str, int] = json.loads(self._notes.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return noted

    def _note(self, workspace_id: str, index: ChromaVectors) -> None:
        """Up to which change the index is known to have followed, so that it need not be opened to see."""
        newest = max(index.known().values(), default=0)
        new = self._notes.with_suffix(".new")
        new.write_text(json.dumps(self._noted() | {workspace_id: newest}), "utf-8")
        new.replace(self._notes)
