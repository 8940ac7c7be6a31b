"""What a store of guided builds, members and workspaces must do."""

from datetime import datetime
from typing import Protocol

from storage.model.session import Member, Session, Workspace


class Sessions(Protocol):
    """One session a thread."""

    def get(self, workspace_id: str, session_id: str) -> Session | None:
        """The build of this thread, if there is one."""
        ...

    def save(self, session: Session) -> None:
        """Store the session as it is now."""
        ...

    def all(self, workspace_id: str) -> tuple[Session, ...]:
        """Every build of the workspace, newest first."""
        ...

    def of_map(self, workspace_id: str, map_id: str) -> tuple[Session, ...]:
        """The builds of one map, newest first."""
        ...


class Workspaces(Protocol):
    """Workspaces, their members, and small remembered facts of a thread."""

    def workspace(self, workspace_id: str) -> Workspace:
        """The workspace's settings; the defaults for one never seen."""
        ...

    def save_workspace(self, workspace: Workspace) -> None: ...

    def member(self, workspace_id: str, member_id: str) -> Member | None: ...

    def save_member(self, member: Member) -> None: ...

    def members(self, workspace_id: str) -> tuple[Member, ...]: ...

    def remember(self, workspace_id: str, thread: str, key: str, value: str) -> None:
        """Keep a fact of a thread (`frame`: the last question understood, as JSON; `map`: the thread's map)."""
        ...

    def recall(self, workspace_id: str, thread: str, key: str) -> str | None: ...

    def forget(self, workspace_id: str, thread: str, before: datetime) -> None:
        """Take away the facts of a thread that were last kept before this time."""
        ...
