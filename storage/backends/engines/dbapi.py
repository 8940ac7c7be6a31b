"""Engines whose drivers follow PEP 249: one connection a thread, a cursor a question."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from storage.backends.engines.compile import Query
from storage.backends.engines.driver import Address, EngineFailed, Row, Value
from storage.running import ended_by

_COLUMNS = (
    "SELECT column_name, data_type FROM {catalog}information_schema.columns "
    "WHERE table_schema = {0} AND table_name = {1}"
)


class DbApiDriver(ABC):
    """What they share. A class names its dialect, connects, gives values their form and reads its errors."""

    dialect: str
    marks: tuple[str, str] = ("?", "?")

    def __init__(self, address: Address, schema: str) -> None:
        self.address, self.schema = address, schema
        self._threads = threading.local()
        self._open: list[Any] = []

    @abstractmethod
    def connect(self) -> Any:
        """A new connection. Raises EngineFailed."""

    @abstractmethod
    def failure(self, error: Exception) -> EngineFailed:
        """An error of the driver in our words."""

    errors: tuple[type[Exception], ...] = ()

    def end_of(self, connection: Any) -> Callable[[], object]:
        """What ends, from another thread, what a connection is asked; where nothing does, it is waited for."""
        return lambda: None

    def filled(self, query: Query, values: Mapping[str, Value]) -> object:
        """The values in the form that the driver takes."""
        return [values[name] for name in query.order]

    def rows(self, query: Query, values: Mapping[str, Value]) -> list[Row]:
        return self.fetched(query.sql, self.filled(query, values))

    def fetched(self, sql: str, values: object) -> list[Row]:
        """Rows of a statement of ours; once more where a connection of before was lost. Raises EngineFailed."""
        was_open = getattr(self._threads, "connection", None) is not None
        try:
            return self._asked(sql, values)
        except EngineFailed as failure:
            if not was_open or failure.key != "engine_unreachable":
                raise
            return self._asked(sql, values)

    def _asked(self, sql: str, values: object) -> list[Row]:
        connection = self._connection()
        try:
            cursor = connection.cursor()
            try:
                with ended_by(self.end_of(connection)):
                    cursor.execute(sql, values)
                    return [tuple(row) for row in cursor.fetchall()]
            finally:
                cursor.close()
        except self.errors as error:
            self._threads.connection = None
            self._open.remove(connection)
            connection.close()
            raise self.failure(error) from error

    def columns(self, table: str) -> Mapping[str, str]:
        *place, name = table.split(".")
        schema = place[-1] if place else self.schema
        catalog = f"{_quoted(place[0])}." if len(place) > 1 else ""
        sql = _COLUMNS.format(*self.marks, catalog=catalog)
        return {str(column): str(kind) for column, kind in self.fetched(sql, [schema, name])}

    def close(self) -> None:
        for connection in self._open:
            connection.close()
        self._open.clear()

    def _connection(self) -> Any:
        connection = getattr(self._threads, "connection", None)
        if connection is None:
            connection = self._threads.connection = self.connect()
            self._open.append(connection)
        return connection


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
