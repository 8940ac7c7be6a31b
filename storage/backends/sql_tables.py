"""The SQL tables of maps, sessions, evidence, inbox and outbox. Times are epoch microseconds, UTC; models are JSON."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects import postgresql, sqlite

REVISION = "0005"

metadata = MetaData()

maps = Table(
    "maps",
    metadata,
    Column("workspace_id", String, primary_key=True),
    Column("map_id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("title", String, nullable=False),
    Column("type", String, nullable=False),
    Column("status", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("owner_member", String),
    Column("privacy", String, nullable=False),
    Column("channel_id", String, nullable=False),
    Column("readers", Text, nullable=False),
    Column("changed_us", BigInteger, nullable=False),
)

map_versions = Table(
    "map_versions",
    metadata,
    Column("workspace_id", String, primary_key=True),
    Column("map_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("journey", Text, nullable=False),
    Column("changes", Text, nullable=False),
    Column("member", String, nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("reason", String, nullable=False),
    Column("undoes", Integer),
    ForeignKeyConstraint(
        ["workspace_id", "map_id"],
        ["maps.workspace_id", "maps.map_id"],
        name="map_versions_of_map",
        onupdate="CASCADE",
        ondelete="CASCADE",
    ),
)

personas = Table(
    "personas",
    metadata,
    Column("workspace_id", String, primary_key=True),
    Column("persona_id", String, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("persona", Text, nullable=False),
    Column("changed", Integer, nullable=False),  # counts the changes of the library, to order it by
)

evidence = Table(
    "evidence",
    metadata,
    Column("workspace_id", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("piece", Text, nullable=False),
    Column("privacy", String, nullable=False),
    Column("channel_id", String, nullable=False),
    Column("added_by", String, nullable=False),
    Column("changed", Integer, nullable=False, server_default="0"),  # counts the changes of a workspace's evidence
    Index("evidence_changed", "workspace_id", "changed"),
)

proposals = Table(
    "proposals",
    metadata,
    Column("workspace_id", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("map_id", String, nullable=False),
    Column("status", String, nullable=False),
    Column("proposal", Text, nullable=False),
    ForeignKeyConstraint(
        ["workspace_id", "map_id"],
        ["maps.workspace_id", "maps.map_id"],
        name="proposals_of_map",
        onupdate="CASCADE",
        ondelete="CASCADE",
    ),
    Index("proposals_of_map_open", "workspace_id", "map_id", "status"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("workspace_id", String, primary_key=True),
    Column("session_id", String, primary_key=True),
    Column("map_id", String),
    Column("session", Text, nullable=False),
    Column("started_us", BigInteger, nullable=False),
    Index("sessions_of_map", "workspace_id", "map_id"),
)

workspaces = Table(
    "workspaces",
    metadata,
    Column("workspace_id", String, primary_key=True),
    Column("workspace", Text, nullable=False),
)

members = Table(
    "members",
    metadata,
    Column("workspace_id", String, primary_key=True),
    Column("member_id", String, primary_key=True),
    Column("member", Text, nullable=False),
)

memories = Table(
    "memories",
    metadata,
    Column("workspace_id", String, primary_key=True),
    Column("thread", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
    Column("at_us", BigInteger, nullable=False, server_default="0"),
)

readings = Table(
    "readings",
    metadata,
    Column("workspace_id", String, primary_key=True),
    Column("said", String, primary_key=True),
    Column("meant", Text, nullable=False),
    Column("member", String, nullable=False),
    Column("at_us", BigInteger, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("workspace_id", String, nullable=False),
    Column("key", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("thread", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("received_us", BigInteger, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_us", BigInteger),
    Column("done_us", BigInteger),
    UniqueConstraint("workspace_id", "key", name="inbox_key"),
    Index("inbox_state", "state", "number"),
    Index("inbox_thread", "thread", "state", "number"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("workspace_id", String, nullable=False),
    Column("thread", String, nullable=False),
    Column("method", String, nullable=False),
    Column("payload", Text, nullable=False),
    Column("token", String, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before_us", BigInteger),
    Column("ts", String),
    UniqueConstraint("token", name="outbox_token"),
    Index("outbox_state", "state", "number"),
    Index("outbox_thread", "thread", "state", "number"),
    sqlite_autoincrement=True,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(at: datetime) -> int:
    """Epoch microseconds of an aware time, exactly."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def time_of(us: int) -> datetime:
    """The time of epoch microseconds, UTC."""
    return _EPOCH + timedelta(microseconds=us)


def put(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Insert a row, or replace the one with the same primary key."""
    keys = [column.name for column in table.primary_key]
    changed = {name: value for name, value in row.items() if name not in keys}
    connection.execute(_insert(connection, table, row).on_conflict_do_update(index_elements=keys, set_=changed))


def put_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row; False if one with the same key is there already."""
    return connection.execute(_insert(connection, table, row).on_conflict_do_nothing()).rowcount == 1


def _insert(connection: Connection, table: Table, row: Mapping[str, Any]) -> sqlite.Insert | postgresql.Insert:
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return insert(table).values(**row)
