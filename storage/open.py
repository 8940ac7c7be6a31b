"""Opens the stores: the one place that picks a backend."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from storage.evidence import EvidenceStore
from storage.evidence_search import EvidenceSearch, SearchBy
from storage.mailboxes import Inbox, Outbox
from storage.maps import Maps, Personas
from storage.proposals import Proposals
from storage.readings import Readings
from storage.sessions import Sessions, Workspaces

if TYPE_CHECKING:
    from storage.events import Events, EventsAt


class Stores(Protocol):
    """The stores of one data folder. May be used from several threads; each call is a transaction of its own."""

    maps: Maps
    personas: Personas
    proposals: Proposals
    evidence: EvidenceStore
    search: EvidenceSearch
    sessions: Sessions
    workspaces: Workspaces
    readings: Readings
    inbox: Inbox
    outbox: Outbox

    def transaction(self) -> AbstractContextManager["Stores"]:
        """The same stores bound to one transaction: all writes of the block together, or none of them.

        Writers wait for one another; a write through the unbound stores inside the block would wait for itself.
        """
        ...

    def events(self, workspace_id: str) -> "Events":
        """The events of one workspace. Raises EventsInUse when another process has them."""
        ...

    def close(self) -> None:
        """Release files and connections."""
        ...


def open_stores(
    data: Path, database_url: str = "", events: "EventsAt | None" = None, search: SearchBy | None = None
) -> Stores:
    """The stores under the folder `data`, made if missing; `database_url` names another SQL database than its own.

    `events`: the engine that answers questions, if another than the embedded one; it is opened when first asked.
    `search`: how evidence is searched, if otherwise than by the built-in vectors; so is its index.
    Raises StoreUnavailable, StoreTooNew.
    """
    from storage.backends.sql_stores import SqlStores

    return SqlStores.open(data, database_url, events, search)


def try_search(by: SearchBy) -> None:
    """Make one vector. Raises EmbeddingFailed."""
    from storage.backends.embedding import embedding_of

    embedding_of(by).vectors(["search"])


def copy_events(data: Path, workspace_id: str, url: str) -> int:
    """Put the events of a workspace that lie under `data` on the engine at `url`; gives how many there are.

    What the engine had of them is replaced, all at once. Raises EventsInUse, EngineFailed.
    """
    from storage.backends.engines import copying
    from storage.backends.sql_stores import event_files

    files = event_files(data / "events")
    try:
        return copying.copy_events(files.of(workspace_id), url, workspace_id)
    finally:
        files.close()


def shown_address(url: str) -> str:
    """The address of an engine as it may be shown: without name and password. Raises EngineFailed."""
    from storage.backends.engines.driver import Address

    return Address.read(url).shown
