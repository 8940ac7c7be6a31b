"""Chroma, opened for this process alone or as a server's client; what goes wrong in it as errors of ours.

Several processes on one folder are silently wrong, so a lock of the folder says whose it is. Chroma is loaded here and
nowhere else, and only when a search is made. It gets vectors and numbers, never a text.
"""

from __future__ import annotations

import fcntl
import shutil
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from storage.evidence_search import IndexBroken, IndexInUse

if TYPE_CHECKING:
    import chromadb
    from chromadb.api import ClientAPI
    from chromadb.config import Settings

STAMP, LAYOUT = "written-by", 1
UNTOLD = (OSError, ValueError, TypeError, LookupError, AttributeError, RuntimeError)
"""What else Chroma was seen to raise over broken files, a server that is none, or answers that are none."""


class ChromaStore:
    """The collections of one data folder, or of the server at `url`. Opened when first asked for one.

    `generation`: counts how often it was begun anew; collections of an earlier one are gone.
    """

    def __init__(self, folder: Path, url: str = "") -> None:
        self._folder, self._url = folder, url
        self.generation = 0
        self._client: ClientAPI | None = None
        self._held: IO[str] | None = None
        self._lock = threading.Lock()

    @property
    def where(self) -> str:
        """For people."""
        return shown(self._url) if self._url else str(self._folder)

    def collection(self, name: str) -> chromadb.Collection:
        """The collection, made if missing; our vectors, compared by their cosine. Raises IndexInUse, IndexBroken."""
        client = self._opened()
        with working(self.where):
            return client.get_or_create_collection(
                name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
            )

    def names(self) -> list[str]:
        """The collections there are. Raises IndexInUse, IndexBroken."""
        client = self._opened()
        with working(self.where):
            return [collection.name for collection in client.list_collections()]

    def discard(self, names: Collection[str]) -> None:
        """Delete collections: of a server one by one; of our own folder all with their files, to be filled again.

        Chroma leaves the files of a deleted collection where they are. Raises IndexInUse, IndexBroken.
        """
        if not self._url:
            self.start_over()
            return
        client = self._opened()
        with working(self.where):
            for name in names:
                client.delete_collection(name)

    def start_over(self, generation: int | None = None) -> None:
        """Throw the folder away: everything in it can be made again. A server's data are left to its operator.

        With `generation`: unless somebody else did so since. Raises IndexBroken.
        """
        with self._lock:
            if generation not in (None, self.generation):
                return
            self.generation += 1
            self._disconnect()
            if self._held is not None:
                self._emptied()

    def close(self) -> None:
        """Give the folder back."""
        with self._lock:
            self._disconnect()
            if self._held is not None:
                self._held.close()
                self._held = None

    def _opened(self) -> ClientAPI:
        with self._lock:
            if self._client is None:
                self._client = self._connected() if self._url else self._alone()
            return self._client

    def _connected(self) -> ClientAPI:
        import chromadb

        address = urlsplit(self._url)
        tls = address.scheme == "https"
        with working(self.where):
            return chromadb.HttpClient(
                host=address.hostname or "", port=address.port or (443 if tls else 80), ssl=tls, settings=_settings()
            )

    def _alone(self) -> ClientAPI:
        """A folder that another version of Chroma wrote, or that does not open, is made anew."""
        self._hold()
        if not self._is_ours():
            self._emptied()
        try:
            return self._persistent()
        except IndexBroken:
            self._emptied()
            return self._persistent()

    def _persistent(self) -> ClientAPI:
        import chromadb

        with working(self.where):
            return chromadb.PersistentClient(self._folder, settings=_settings())

    def _hold(self) -> None:
        """Raises IndexInUse, IndexBroken."""
        if self._held is not None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            held = self._folder.with_suffix(".lock").open("w")
        except OSError as error:
            raise IndexBroken(self.where) from error
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            held.close()
            raise IndexInUse(self._folder) from error
        self._held = held

    def _disconnect(self) -> None:
        if self._client is not None:
            client, self._client = self._client, None
            with working(self.where):
                client.close()  # type: ignore[attr-defined]
                _hang_up(client)

    def _is_ours(self) -> bool:
        """Whether this version of Chroma began the folder."""
        try:
            return (self._folder / STAMP).read_bytes() == _stamp()
        except OSError:
            return False

    def _emptied(self) -> None:
        """Raises IndexBroken."""
        try:
            if self._folder.exists():
                shutil.rmtree(self._folder)
            self._folder.mkdir(parents=True)
            (self._folder / STAMP).write_bytes(_stamp())
        except OSError as error:
            raise IndexBroken(self.where) from error


def _stamp() -> bytes:
    import chromadb

    return f"chromadb {chromadb.__version__}, layout {LAYOUT}".encode()


def shown(url: str) -> str:
    """An address without name and password."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")


@contextmanager
def working(where: str) -> Iterator[None]:
    """What goes wrong in Chroma as IndexBroken: its own errors, those of what it stands on, a panic in its Rust."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, httpx.HTTPError, *UNTOLD) as error:
        raise IndexBroken(where) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # of pyo3; it can be imported from nowhere
            raise IndexBroken(where) from error
        raise


def _hang_up(client: ClientAPI) -> None:
    """Close the connections to a server: Chroma's own `close` leaves them open."""
    import httpx

    session = getattr(getattr(client, "_server", None), "_session", None)
    if isinstance(session, httpx.Client):
        session.close()


def _settings() -> Settings:
    """No telemetry, and nothing of Chroma's own environment variables decides where we write."""
    from chromadb.config import Settings

    return Settings(
        anonymized_telemetry=False, chroma_otel_collection_endpoint="", allow_reset=False, chroma_server_host=None,
        chroma_server_http_port=None,
        chroma_api_impl="chromadb.api.rust.RustBindingsAPI",
    )  # fmt: skip
