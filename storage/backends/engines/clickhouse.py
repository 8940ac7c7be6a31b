"""ClickHouse: a server over HTTP by clickhouse-connect, or embedded by chdb (`chdb://folder`, `chdb://` in memory)."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, ClassVar

from storage.backends.engines.compile import Query
from storage.backends.engines.driver import Address, EngineFailed, Row, Value, driver_module

SETTINGS = {"join_use_nulls": 1, "aggregate_functions_null_for_empty": 0}
_COLUMNS = Query(
    "SELECT name, type FROM system.columns WHERE database = {database:String} AND table = {name:String}",
    frozenset({"database", "name"}),
    (),
)
_KEYS = {
    60: "engine_table",
    81: "engine_table",
    47: "engine_no_column",
    16: "engine_no_column",
    516: "engine_refused",
    194: "engine_refused",
    497: "engine_not_allowed",
    164: "engine_not_allowed",
}


class ClickHouseDriver:
    """`clickhouse://user:password@host:8123/`, `clickhouses://` with TLS; its user needs no more than to read."""

    dialect = "clickhouse"

    def __init__(self, address: Address, schema: str) -> None:
        self.address, self.schema = address, schema
        self._client = connected(address, {**SETTINGS, "readonly": 2})

    def rows(self, query: Query, values: Mapping[str, Value]) -> list[Row]:
        settings = {"database": self.schema}
        found = tried(self.address, lambda: self._client.query(query.sql, dict(values), settings=settings))
        return list(found.result_rows)

    def columns(self, table: str) -> Mapping[str, str]:
        return _columns(self, self.schema, table)

    def close(self) -> None:
        self._client.close()


def connected(address: Address, settings: Mapping[str, object] = {}) -> Any:
    """A client of clickhouse-connect. Raises EngineFailed."""
    module = driver_module("clickhouse_connect", "clickhouse")
    return tried(
        address,
        lambda: module.get_client(
            host=address.host, port=address.port or 0, username=address.user or None, password=address.password,
            secure=address.scheme == "clickhouses", database="default", settings=dict(settings),
            autogenerate_session_id=False, connect_timeout=10,
        ),
    )  # fmt: skip


def tried(address: Address, call: Callable[[], Any]) -> Any:
    """What a call of clickhouse-connect gives. Raises EngineFailed."""
    errors: type[Exception] = driver_module("clickhouse_connect.driver.exceptions", "clickhouse").Error
    try:
        return call()
    except errors as error:
        raise clickhouse_failure(str(error), address) from error


class ChdbDriver:
    """ClickHouse in this process. One session a process: all drivers share it."""

    dialect = "clickhouse"
    _lock = threading.Lock()
    _session: ClassVar[Any] = None
    _folder: ClassVar[str] = ""

    def __init__(self, address: Address, schema: str) -> None:
        self.address, self.schema = address, schema
        self._chdb = driver_module("chdb.session", "chdb")
        folder = address.host + "".join(f"/{part}" for part in address.path)
        with self._lock:
            if ChdbDriver._session is None:
                ChdbDriver._session, ChdbDriver._folder = self._chdb.Session(folder or None), folder
        if ChdbDriver._folder != folder:
            raise EngineFailed("engine_failed", engine=address.shown)

    def rows(self, query: Query, values: Mapping[str, Value]) -> list[Row]:
        lines = self.said(query.sql, "JSONCompactEachRow", values).splitlines()
        return [tuple(json.loads(line, parse_float=Decimal)) for line in lines]

    def said(self, sql: str, output: str = "CSV", values: Mapping[str, Value] | None = None) -> bytes:
        """What ClickHouse gives back for a statement of ours. Raises EngineFailed."""
        written = {name: _escaped(value) for name, value in (values or {}).items()}
        with self._lock:
            session = ChdbDriver._session
            try:
                session.query(f"USE {self.schema}")
                settings = ", ".join(f"{name} = {value}" for name, value in SETTINGS.items())
                found = session.query(
                    f"{sql} SETTINGS {settings}" if values is not None else sql, output, params=written
                )
            except RuntimeError as error:
                raise clickhouse_failure(str(error), self.address) from error
        return bytes(found.bytes())

    def columns(self, table: str) -> Mapping[str, str]:
        return _columns(self, self.schema, table)

    def close(self) -> None:
        """The session is the process's."""


def _columns(driver: ClickHouseDriver | ChdbDriver, schema: str, table: str) -> Mapping[str, str]:
    database, _, name = table.rpartition(".")
    return {str(n): str(kind) for n, kind in driver.rows(_COLUMNS, {"database": database or schema, "name": name})}


def _escaped(value: Value) -> Value:
    """A text as the server reads a parameter: tabs, line ends and backslashes escaped."""
    if not isinstance(value, str):
        return value
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def clickhouse_failure(said: str, address: Address) -> EngineFailed:
    """Its errors carry their number in the text."""
    number = re.search(r"[Cc]ode:? (\d+)", said)
    key = "engine_failed" if number else "engine_unreachable"
    return EngineFailed(_KEYS.get(int(number[1]), key) if number else key, engine=address.shown, user=address.user)
