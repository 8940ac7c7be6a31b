"""The events of a workspace in one DuckDB file: how they lie there, and how questions are run on them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import duckdb

from storage.backends.duckdb_import import REFRESH, import_file, look_into
from storage.errors import StorageError, StoreUnavailable
from storage.events import DataSet, Dimension, EventsInUse, FileLook, ImportReport, Progress
from storage.ingest.mapping import ColumnMapping

if TYPE_CHECKING:
    import ibis

    from storage.event_tables import EventTables

# ruff: noqa: S608  SQL is made of our own names; values are bound
TABLES = """
CREATE SEQUENCE IF NOT EXISTS source_ids;
CREATE TABLE IF NOT EXISTS events (
    customer INTEGER NOT NULL, name INTEGER NOT NULL, at_us BIGINT NOT NULL, event_id BIGINT NOT NULL,
    channel VARCHAR, device VARCHAR, campaign VARCHAR, variant VARCHAR, product VARCHAR,
    revenue DECIMAL(18, 2), currency VARCHAR, persona VARCHAR, properties JSON,
    source_id INTEGER NOT NULL, key UHUGEINT NOT NULL);
CREATE TABLE IF NOT EXISTS names (name INTEGER NOT NULL, title VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS customers (
    customer INTEGER NOT NULL, customer_id VARCHAR NOT NULL, persona VARCHAR, traits JSON, consent VARCHAR,
    first_seen_us BIGINT);
ALTER TABLE customers ADD COLUMN IF NOT EXISTS traits JSON;
ALTER TABLE customers ADD COLUMN IF NOT EXISTS consent VARCHAR;
CREATE TABLE IF NOT EXISTS feedback (
    feedback_id BIGINT NOT NULL, customer INTEGER, at_us BIGINT, kind VARCHAR NOT NULL, score DOUBLE,
    times BIGINT NOT NULL, touchpoint VARCHAR, stage VARCHAR, channel VARCHAR, persona VARCHAR, text VARCHAR,
    source_id INTEGER NOT NULL, key UHUGEINT NOT NULL);
CREATE TABLE IF NOT EXISTS points (
    metric VARCHAR NOT NULL, place VARCHAR, element VARCHAR, channel VARCHAR, persona VARCHAR, from_us BIGINT,
    until_us BIGINT, value DOUBLE NOT NULL, n BIGINT, source_id INTEGER NOT NULL, key UHUGEINT NOT NULL);
CREATE TABLE IF NOT EXISTS data_sets (
    source_id INTEGER NOT NULL, kind VARCHAR DEFAULT 'events', title VARCHAR, file_name VARCHAR, sha256 VARCHAR,
    imported_us BIGINT, rows_read BIGINT, rows_stored BIGINT, duplicates BIGINT, replaced BIGINT DEFAULT 0,
    refused BIGINT, from_us BIGINT, to_us BIGINT);
ALTER TABLE data_sets ADD COLUMN IF NOT EXISTS kind VARCHAR DEFAULT 'events';
ALTER TABLE data_sets ADD COLUMN IF NOT EXISTS replaced BIGINT DEFAULT 0;
"""


class DataSetNotFound(StorageError):
    """No import that is still stored has this number."""

    def __init__(self, source_id: int) -> None:
        super().__init__(f"No data set has the number {source_id}.", id=source_id)


def now_us() -> int:
    """Epoch microseconds, UTC."""
    return time.time_ns() // 1000


class DuckDBEvents:
    """`storage.events.Events` on DuckDB. One process owns the file; every thread has a cursor of its own."""

    def __init__(self, file: Path, clock: Callable[[], int] = now_us) -> None:
        """Open or make `file`. Raises EventsInUse when another process has it."""
        self.file = file
        self._clock = clock
        self._threads = threading.local()
        self._cursors: list[duckdb.DuckDBPyConnection] = []
        self._writing = threading.Lock()
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = duckdb.connect(str(file))
        except duckdb.Error as error:
            if "Could not set lock" in str(error):
                raise EventsInUse(str(file.parent)) from error
            raise StoreUnavailable(f"The event file {file} cannot be opened: {error}") from error
        self._database.execute("SET enable_progress_bar = false")
        self._database.execute(TABLES)

    @property
    def joins_asof(self) -> bool:
        return True

    @property
    def tables(self) -> EventTables:
        from storage.event_tables import event_tables

        return event_tables()

    def run(self, expression: ibis.Table, values: Mapping[str, int | str | float] = {}) -> list[dict[str, object]]:
        from storage.backends.duckdb_sql import compile_query

        query = compile_query(expression)
        if query.given != values.keys():
            missing, unknown = sorted(query.given - values.keys()), sorted(values.keys() - query.given)
            raise ValueError(f"values not given: {missing}; values not asked for: {unknown}")
        try:
            answer = self._cursor().execute(query.sql, dict(values))
            columns = [column[0] for column in answer.description]
            return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
        except duckdb.Error as error:
            raise StoreUnavailable(f"The event store could not answer: {error}") from error

    def names(self) -> dict[str, int]:
        return dict(self._rows("SELECT title, name FROM names ORDER BY name"))

    def data_sets(self) -> tuple[DataSet, ...]:
        fields = ", ".join(DataSet.model_fields)
        rows = self._rows(f"SELECT {fields} FROM data_sets ORDER BY source_id")
        return tuple(DataSet(**dict(zip(DataSet.model_fields, row, strict=True))) for row in rows)

    def count(self) -> int:
        return int(self._rows("SELECT count(*) FROM events")[0][0])

    def newest_us(self) -> int | None:
        newest = self._rows("SELECT max(at_us) FROM events")[0][0]
        return None if newest is None else int(newest)

    def dimension_values(self, column: Dimension, limit: int) -> list[tuple[str, int]]:
        if column not in get_args(Dimension):
            raise ValueError(f"{column!r} is not one of {get_args(Dimension)}")
        counted = f"SELECT {column}, count(*) AS n FROM events WHERE {column} IS NOT NULL GROUP BY 1"
        return self._rows(f"{counted} ORDER BY n DESC, 1 LIMIT $limit", {"limit": limit})

    def look_into(self, path: Path, mapping: ColumnMapping | None = None) -> FileLook:
        with self._own_cursor() as cursor:
            return look_into(cursor, path, mapping or ColumnMapping())

    def import_file(
        self,
        path: Path,
        mapping: ColumnMapping | None = None,
        progress: Progress | None = None,
        *,
        title: str | None = None,
        refused_folder: Path | None = None,
    ) -> ImportReport:
        with self._writing, self._own_cursor() as cursor:
            return import_file(
                cursor,
                path,
                mapping or ColumnMapping(),
                progress or (lambda share, rows: None),
                title=title or path.name,
                refused_folder=refused_folder,
                now_us=self._clock(),
            )

    def forget(self, source_id: int) -> int:
        with self._writing, self._own_cursor() as cursor:
            cursor.execute("BEGIN")
            if not cursor.execute(
                "DELETE FROM data_sets WHERE source_id = ? RETURNING source_id", [source_id]
            ).fetchall():
                raise DataSetNotFound(source_id)
            (removed,) = cursor.execute("DELETE FROM events WHERE source_id = ?", [source_id]).fetchall()[0]
            cursor.execute(REFRESH)
            cursor.execute("COMMIT")
        return int(removed)

    def write_table(self, table: str, columns: tuple[str, ...], order: tuple[str, ...], file: Path) -> None:
        """Write columns of one of our tables, sorted, to a Parquet or CSV file (null is nothing, an empty text `""`).

        JSON is written as text; U+0000, which not every engine takes, is left out of texts.
        """
        form = "FORMAT csv, HEADER false, FORCE_QUOTE *, NULLSTR ''" if file.suffix == ".csv" else "FORMAT parquet"
        with self._own_cursor() as cursor:
            kinds = {name: kind for name, kind, *_ in cursor.execute(f"DESCRIBE {table}").fetchall()}
            texts = {name for name in columns if kinds[name] in ("VARCHAR", "JSON")}
            written = [
                f"replace(replace({name}::VARCHAR, chr(0), ''), '\\u0000', '') AS {name}" if name in texts else name
                for name in columns
            ]
            rows = f"SELECT {', '.join(written)} FROM {table} ORDER BY {', '.join(order)}"
            cursor.execute(f"COPY ({rows}) TO {_literal(str(file))} ({form})")

    def close(self) -> None:
        for cursor in self._cursors:
            cursor.close()
        self._database.close()

    @contextmanager
    def _own_cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor with tables and settings of its own; a transaction that is open when it is closed is undone."""
        cursor = self._database.cursor()
        try:
            yield cursor
        except duckdb.Error as error:
            raise StoreUnavailable(f"The event store failed, and nothing was changed: {error}") from error
        finally:
            cursor.close()

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        if not hasattr(self._threads, "cursor"):
            self._threads.cursor = self._database.cursor()
            self._cursors.append(self._threads.cursor)
        cursor: duckdb.DuckDBPyConnection = self._threads.cursor
        return cursor

    def _rows(self, sql: str, values: dict[str, int] | None = None) -> list[tuple[str, int]]:
        try:
            return self._cursor().execute(sql, values or {}).fetchall()
        except duckdb.Error as error:
            raise StoreUnavailable(f"The event store could not answer: {error}") from error


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
