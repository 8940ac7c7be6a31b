"""Guided builds, workspaces, members and what is remembered of a thread, in SQL."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, and_, delete, select

from storage.backends.sql_tables import members, memories, microseconds, put, sessions, workspaces
from storage.backends.sql_work import Work
from storage.model.session import Member, Session, Workspace


class SqlSessions:
    """`storage.sessions.Sessions`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, workspace_id: str, session_id: str) -> Session | None:
        here = and_(sessions.c.workspace_id == workspace_id, sessions.c.session_id == session_id)
        stored = _one(self._work, sessions.c.session, here)
        return None if stored is None else Session.model_validate_json(stored)

    def save(self, session: Session) -> None:
        row = {
            "workspace_id": session.workspace_id,
            "session_id": session.session_id,
            "map_id": session.map_id,
            "session": session.model_dump_json(),
            "started_us": microseconds(session.started_at),
        }
        with self._work.writing() as connection:
            put(connection, sessions, row)

    def all(self, workspace_id: str) -> tuple[Session, ...]:
        return self._newest_first(sessions.c.workspace_id == workspace_id)

    def of_map(self, workspace_id: str, map_id: str) -> tuple[Session, ...]:
        return self._newest_first(and_(sessions.c.workspace_id == workspace_id, sessions.c.map_id == map_id))

    def _newest_first(self, here: Any) -> tuple[Session, ...]:
        newest_first = select(sessions.c.session).where(here).order_by(sessions.c.started_us.desc())
        with self._work.reading() as connection:
            stored = connection.execute(newest_first).scalars().all()
        return tuple(Session.model_validate_json(session) for session in stored)


class SqlWorkspaces:
    """`storage.sessions.Workspaces`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def workspace(self, workspace_id: str) -> Workspace:
        stored = _one(self._work, workspaces.c.workspace, workspaces.c.workspace_id == workspace_id)
        return Workspace(workspace_id=workspace_id) if stored is None else Workspace.model_validate_json(stored)

    def save_workspace(self, workspace: Workspace) -> None:
        with self._work.writing() as connection:
            row = {"workspace_id": workspace.workspace_id, "workspace": workspace.model_dump_json()}
            put(connection, workspaces, row)

    def member(self, workspace_id: str, member_id: str) -> Member | None:
        here = and_(members.c.workspace_id == workspace_id, members.c.member_id == member_id)
        stored = _one(self._work, members.c.member, here)
        return None if stored is None else Member.model_validate_json(stored)

    def save_member(self, member: Member) -> None:
        keys = {"workspace_id": member.workspace_id, "member_id": member.member_id}
        with self._work.writing() as connection:
            put(connection, members, keys | {"member": member.model_dump_json()})

    def members(self, workspace_id: str) -> tuple[Member, ...]:
        all_of = select(members.c.member).where(members.c.workspace_id == workspace_id).order_by(members.c.member_id)
        with self._work.reading() as connection:
            stored = connection.execute(all_of).scalars().all()
        return tuple(Member.model_validate_json(member) for member in stored)

    def remember(self, workspace_id: str, thread: str, key: str, value: str) -> None:
        row = {"workspace_id": workspace_id, "thread": thread, "key": key, "value": value}
        with self._work.writing() as connection:
            put(connection, memories, row | {"at_us": microseconds(datetime.now(UTC))})

    def recall(self, workspace_id: str, thread: str, key: str) -> str | None:
        here = and_(memories.c.workspace_id == workspace_id, memories.c.thread == thread, memories.c.key == key)
        return _one(self._work, memories.c.value, here)

    def forget(self, workspace_id: str, thread: str, before: datetime) -> None:
        here = and_(memories.c.workspace_id == workspace_id, memories.c.thread == thread)
        with self._work.writing() as connection:
            connection.execute(delete(memories).where(here, memories.c.at_us < microseconds(before)))


def _one(work: Work, column: Column[Any], here: Any) -> str | None:
    """The text of the one row, if there is one."""
    with work.reading() as connection:
        stored: str | None = connection.execute(select(column).where(here)).scalar()
    return stored
