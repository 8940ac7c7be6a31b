"""Opens the stores: the one place that picks a backend."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from storage.evidence import EvidenceStore
from storage.mailboxes import Inbox, Outbox
from storage.maps import Maps, Personas
from storage.proposals import Proposals
from storage.sessions import Sessions, Workspaces

if TYPE_CHECKING:
    from storage.events import Events


class Stores(Protocol):
    """The stores of one data folder. May be used from several threads; each call is a transaction of its own."""

    maps: Maps
    personas: Personas
    proposals: Proposals
    evidence: EvidenceStore
    sessions: Sessions
    workspaces: Workspaces
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


def open_stores(data: Path, database_url: str = "") -> Stores:
    """The stores under the folder `data`, made if missing; `database_url` names another SQL database than its own.

    Raises StoreUnavailable, StoreTooNew.
    """
    from storage.backends.sql_stores import SqlStores

    return SqlStores.open(data, database_url)
