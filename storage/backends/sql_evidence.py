"""Evidence in SQL."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, and_, func, select, text, update

from storage.backends.sql_scope import may_see
from storage.backends.sql_tables import evidence, put_new
from storage.backends.sql_work import Work
from storage.errors import EditConflict
from storage.maps import Reader
from storage.model.evidence import Evidence


class SqlEvidence:
    """`storage.evidence.EvidenceStore`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, evidence: Evidence) -> Evidence:
        with self._work.writing() as connection:
            row = _row(evidence, _next_change(connection, evidence.workspace_id))
            if not put_new(connection, _table, row):
                raise EditConflict(evidence.evidence_id, 0, 1)
        return evidence

    def revise(self, evidence: Evidence) -> Evidence:
        here = _is(evidence.workspace_id, evidence.evidence_id)
        with self._work.writing() as connection:
            row = _row(evidence, _next_change(connection, evidence.workspace_id))
            connection.execute(update(_table).where(here).values(row))
        return evidence

    def newest(self, workspace_id: str, channel_id: str, reader: Reader, most: int = 20) -> tuple[Evidence, ...]:
        here = and_(_table.c.workspace_id == workspace_id, _table.c.channel_id == channel_id)
        with self._work.reading() as connection:
            rows = connection.execute(select(_table).where(here).order_by(_table.c.number.desc()).limit(most)).all()
        return _visible(rows, reader)

    def next_number(self, workspace_id: str) -> int:
        with self._work.reading() as connection:
            highest = select(func.max(_table.c.number)).where(_table.c.workspace_id == workspace_id)
            return (connection.execute(highest).scalar() or 0) + 1

    def get(self, workspace_id: str, evidence_ids: Collection[str], reader: Reader) -> tuple[Evidence, ...]:
        numbers = [_number(evidence_id) for evidence_id in evidence_ids]
        wanted = select(_table).where(and_(_table.c.workspace_id == workspace_id, _table.c.number.in_(numbers)))
        with self._work.reading() as connection:
            rows = connection.execute(wanted.order_by(_table.c.number)).all()
        return _visible(rows, reader)

    def refuse(self, workspace_id: str, evidence_id: str) -> None:
        here = _is(workspace_id, evidence_id)
        with self._work.writing() as connection:
            stored = connection.execute(select(_table.c.piece).where(here).with_for_update()).scalar()
            if stored is not None:
                emptied = Evidence.model_validate_json(stored).model_copy(update={"text": None, "consent": "refused"})
                changed = _next_change(connection, workspace_id)
                connection.execute(update(_table).where(here).values(piece=emptied.model_dump_json(), changed=changed))


_table = evidence


def _row(evidence: Evidence, changed: int) -> dict[str, Any]:
    """A piece with what is asked of its row alone: who may see it."""
    return {
        "workspace_id": evidence.workspace_id,
        "number": _number(evidence.evidence_id),
        "piece": evidence.model_dump_json(),
        "privacy": evidence.privacy,
        "channel_id": evidence.channel_id,
        "added_by": evidence.added_by,
        "changed": changed,
    }


def _visible(rows: Iterable[Any], reader: Reader) -> tuple[Evidence, ...]:
    seen = [row for row in rows if may_see(reader, row.privacy, row.channel_id, [row.added_by])]
    return tuple(Evidence.model_validate_json(row.piece) for row in seen)


def _is(workspace_id: str, evidence_id: str) -> Any:
    return and_(_table.c.workspace_id == workspace_id, _table.c.number == _number(evidence_id))


def _next_change(connection: Connection, workspace_id: str) -> int:
    """Writers take turns: in SQLite all of them, in PostgreSQL by a lock until they commit. So none is passed over."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(7298, hashtext(:of))"), {"of": workspace_id})
    newest = select(func.max(_table.c.changed)).where(_table.c.workspace_id == workspace_id)
    return (connection.execute(newest).scalar() or 0) + 1


def _number(evidence_id: str) -> int:
    """`e12` is number 12."""
    return int(evidence_id[1:])
