"""The stores of one data folder over a SQL database, with the events beside it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import quote

from storage.backends.evidence_index import EvidenceIndex
from storage.backends.sql_evidence import SqlEvidence
from storage.backends.sql_mailboxes import SqlInbox, SqlOutbox
from storage.backends.sql_maps import SqlMaps, SqlPersonas
from storage.backends.sql_proposals import SqlProposals
from storage.backends.sql_readings import SqlReadings
from storage.backends.sql_sessions import SqlSessions, SqlWorkspaces
from storage.backends.sql_work import Work, open_database
from storage.evidence import EvidenceStore
from storage.evidence_search import EvidenceSearch, SearchBy
from storage.mailboxes import Inbox, Outbox
from storage.maps import Maps, Personas
from storage.proposals import Proposals
from storage.readings import Readings
from storage.sessions import Sessions, Workspaces

if TYPE_CHECKING:
    from storage.backends.duckdb_events import DuckDBEvents
    from storage.events import Events, EventsAt
    from storage.open import Stores

E = TypeVar("E", bound="Events")


class SqlStores:
    """`storage.open.Stores`."""

    def __init__(
        self, work: Work, events: "OfWorkspaces[DuckDBEvents] | OfWorkspaces[Events]", search: EvidenceSearch
    ) -> None:
        self._work, self._events = work, events
        self.search: EvidenceSearch = search
        self.maps: Maps = SqlMaps(work)
        self.personas: Personas = SqlPersonas(work)
        self.proposals: Proposals = SqlProposals(work)
        self.evidence: EvidenceStore = SqlEvidence(work)
        self.sessions: Sessions = SqlSessions(work)
        self.workspaces: Workspaces = SqlWorkspaces(work)
        self.readings: Readings = SqlReadings(work)
        self.inbox: Inbox = SqlInbox(work)
        self.outbox: Outbox = SqlOutbox(work)

    @classmethod
    def open(
        cls, data: Path, database_url: str = "", events: "EventsAt | None" = None, search: SearchBy | None = None
    ) -> "SqlStores":
        """Raises StoreUnavailable, StoreTooNew."""
        read = events_on(events) if events is not None and events.url else event_files(data / "events")
        work = Work(open_database(data, database_url))
        workspaces = SqlWorkspaces(work)

        def allowed(workspace_id: str) -> bool:
            return workspaces.workspace(workspace_id).model_allowed

        return cls(work, read, EvidenceIndex(work, data, search or SearchBy(), allowed))

    @contextmanager
    def transaction(self) -> Iterator["Stores"]:
        """Inside a transaction: that one."""
        if self._work.bound:
            yield self
            return
        with self._work.writing() as connection:
            yield SqlStores(Work(self._work.engine, connection), self._events, self.search)

    def events(self, workspace_id: str) -> "Events":
        return self._events.of(workspace_id)

    def close(self) -> None:
        self.search.close()
        self._events.close()
        self._work.engine.dispose()


class OfWorkspaces(Generic[E]):
    """The events of each workspace, opened when first asked for."""

    def __init__(self, opened: Callable[[str], E]) -> None:
        self._opened = opened
        self._open: dict[str, E] = {}
        self._lock = threading.Lock()

    def of(self, workspace_id: str) -> E:
        """Raises EventsInUse when another process has the file; EngineFailed."""
        with self._lock:
            if workspace_id not in self._open:
                self._open[workspace_id] = self._opened(workspace_id)
            return self._open[workspace_id]

    def close(self) -> None:
        """Close the files, give the connections back."""
        with self._lock:
            for events in self._open.values():
                events.close()
            self._open.clear()


def event_files(folder: Path) -> OfWorkspaces["DuckDBEvents"]:
    """One event file a workspace."""

    def opened(workspace_id: str) -> "DuckDBEvents":
        from storage.backends.duckdb_events import DuckDBEvents

        return DuckDBEvents(folder / f"{quote(workspace_id, safe='')}.duckdb")

    return OfWorkspaces(opened)


def events_on(at: "EventsAt") -> OfWorkspaces["Events"]:
    """All on one engine."""

    def opened(workspace_id: str) -> "Events":
        from storage.backends.engines.opening import open_engine

        return open_engine(at.url, workspace_id, at.table, at.columns)

    return OfWorkspaces(opened)
