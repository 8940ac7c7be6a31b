"""Inbox and outbox in SQL."""

import json
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from pydantic import AwareDatetime
from sqlalchemy import ColumnElement, Connection, Row, Table, and_, func, or_, select, update

from storage.backends.sql_tables import inbox, microseconds, outbox, put_new, time_of
from storage.backends.sql_work import Work
from storage.mailboxes import Received, ToSend


class SqlInbox:
    """`storage.mailboxes.Inbox`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def put(self, received: Received) -> bool:
        with self._work.writing() as connection:
            if put_new(connection, inbox, _row(received)):
                return True
            here = and_(inbox.c.workspace_id == received.workspace_id, inbox.c.key == received.key)
            row = connection.execute(select(inbox).where(here).with_for_update()).one()
            return _merge(connection, row, received)

    def take(self, now: AwareDatetime, lease: timedelta, busy: frozenset[str]) -> Received | None:
        now_us = microseconds(now)
        free = or_(inbox.c.state == "new", and_(inbox.c.state == "running", inbox.c.lease_us < now_us))
        with self._work.writing() as connection:
            row = _oldest(connection, inbox, free, ("new", "running"), busy)
            if row is None:
                return None
            taken = {"state": "running", "attempts": row.attempts + 1, "lease_us": now_us + lease // _MICROSECOND}
            connection.execute(update(inbox).where(inbox.c.number == row.number).values(**taken))
        return _received(row).model_copy(update={"state": "running", "attempts": row.attempts + 1})

    def done(self, number: int) -> None:
        _set(self._work, inbox, number, state="done", lease_us=None, done_us=time.time_ns() // 1000)

    def failed(self, number: int, final: bool) -> None:
        _set(self._work, inbox, number, state="failed" if final else "new", lease_us=None)

    def find(self, workspace_id: str, number: int) -> Received | None:
        here = and_(inbox.c.workspace_id == workspace_id, inbox.c.number == number)
        with self._work.reading() as connection:
            row = connection.execute(select(inbox).where(here)).one_or_none()
        return _received(row) if row is not None else None

    def waiting(self) -> int:
        return _count(self._work, inbox, ("new", "running"))

    def blank(self, before: AwareDatetime) -> int:
        old = and_(inbox.c.state == "done", inbox.c.done_us < microseconds(before), inbox.c.body != _BLANK)
        with self._work.writing() as connection:
            return connection.execute(update(inbox).where(old).values(body=_BLANK)).rowcount


class SqlOutbox:
    """`storage.mailboxes.Outbox`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, calls: Sequence[ToSend]) -> None:
        with self._work.writing() as connection:
            for call in calls:
                row = call.model_dump(include={"workspace_id", "thread", "method", "token", "attempts", "state", "ts"})
                not_before = None if call.not_before is None else microseconds(call.not_before)
                put_new(connection, outbox, row | {"payload": json.dumps(call.payload), "not_before_us": not_before})

    def take(self, now: AwareDatetime, busy: frozenset[str]) -> ToSend | None:
        due = or_(outbox.c.not_before_us.is_(None), outbox.c.not_before_us <= microseconds(now))
        with self._work.writing() as connection:
            row = _oldest(connection, outbox, and_(outbox.c.state == "new", due), ("new", "sending"), busy)
            if row is None:
                return None
            taken = {"state": "sending", "attempts": row.attempts + 1}
            connection.execute(update(outbox).where(outbox.c.number == row.number).values(**taken))
        return _to_send(row).model_copy(update=taken)

    def sent(self, number: int, ts: str | None) -> None:
        _set(self._work, outbox, number, state="sent", ts=ts)

    def later(self, number: int, not_before: AwareDatetime) -> None:
        _set(self._work, outbox, number, state="new", not_before_us=microseconds(not_before))

    def failed(self, number: int) -> None:
        _set(self._work, outbox, number, state="failed")

    def reopen(self) -> int:
        with self._work.writing() as connection:
            left = update(outbox).where(outbox.c.state == "sending").values(state="new")
            return connection.execute(left).rowcount

    def ts_of(self, token: str) -> str | None:
        with self._work.reading() as connection:
            ts: str | None = connection.execute(select(outbox.c.ts).where(outbox.c.token == token)).scalar()
        return ts

    def waiting(self) -> int:
        return _count(self._work, outbox, ("new", "sending"))


_MICROSECOND = timedelta(microseconds=1)
_BLANK = "{}"


def _oldest(
    connection: Connection, table: Table, free: ColumnElement[bool], unfinished: Sequence[str], busy: frozenset[str]
) -> Row[Any] | None:
    """The lowest free number whose thread is not busy and has no lower unfinished one."""
    older = table.alias("older")
    waits = select(older.c.number).where(
        older.c.thread == table.c.thread,
        older.c.workspace_id == table.c.workspace_id,
        older.c.number < table.c.number,
        older.c.state.in_(unfinished),
    )
    query = select(table).where(free, table.c.thread.not_in(busy), ~waits.exists()).order_by(table.c.number).limit(1)
    return connection.execute(query.with_for_update(skip_locked=True)).one_or_none()


def _merge(connection: Connection, row: Row[Any], received: Received) -> bool:
    """The second of two requests with one key adds what the first lacked; late files make a row of their own."""
    stored = json.loads(row.body)
    known = {file["id"] for file in stored.get("files") or ()}
    more = [file for file in received.body.get("files") or () if file["id"] not in known]
    if row.state == "new":
        lacked = {name: value for name, value in received.body.items() if value and not stored.get(name)}
        body = stored | lacked | ({"files": [*(stored.get("files") or ()), *more]} if more else {})
        connection.execute(update(inbox).where(inbox.c.number == row.number).values(body=json.dumps(body)))
        return False
    if not more or row.body == _BLANK:
        return False
    late = received.model_copy(update={"key": f"{received.key}:files", "body": received.body | {"files": more}})
    return put_new(connection, inbox, _row(late))


def _row(received: Received) -> dict[str, Any]:
    kept = received.model_dump(include={"workspace_id", "key", "kind", "thread", "state", "attempts"})
    return kept | {"body": json.dumps(received.body), "received_us": microseconds(received.received_at)}


def _received(row: Row[Any]) -> Received:
    return Received(
        key=row.key,
        workspace_id=row.workspace_id,
        kind=row.kind,
        thread=row.thread,
        body=json.loads(row.body),
        received_at=time_of(row.received_us),
        number=row.number,
        state=row.state,
        attempts=row.attempts,
    )


def _to_send(row: Row[Any]) -> ToSend:
    return ToSend(
        workspace_id=row.workspace_id,
        thread=row.thread,
        method=row.method,
        payload=json.loads(row.payload),
        token=row.token,
        number=row.number,
        attempts=row.attempts,
        not_before=None if row.not_before_us is None else time_of(row.not_before_us),
        state=row.state,
        ts=row.ts,
    )


def _set(work: Work, table: Table, number: int, **values: object) -> None:
    with work.writing() as connection:
        connection.execute(update(table).where(table.c.number == number).values(**values))


def _count(work: Work, table: Table, states: Sequence[str]) -> int:
    with work.reading() as connection:
        return connection.execute(select(func.count()).select_from(table).where(table.c.state.in_(states))).scalar_one()
