"""The events of a workspace in one DuckDB file: how they lie there, and how questions are run on them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import duckdb

from storage.backends import duckdb_customer, duckdb_undo
from storage.backends.duckdb_import import import_file, look_into
from storage.backends.duckdb_messages import take_in_messages
from storage.backends.duckdb_order import OUT_OF_ORDER
from storage.backends.duckdb_out import write_table
from storage.backends.duckdb_personal import know_key
from storage.backends.duckdb_schema import open_file
from storage.backends.duckdb_segments import keep_rules, meeting
from storage.backends.duckdb_tidy import sort_anew
from storage.errors import StorageError, StoreUnavailable
from storage.events import (
    DataSet,
    Dimension,
    EventsInUse,
    FileLook,
    Held,
    ImportReport,
    PathStep,
    Progress,
)
from storage.ingest.mapping import ColumnMapping
from storage.model.rules import SegmentTest
from storage.running import ended_by

if TYPE_CHECKING:
    import ibis

    from storage.event_tables import EventTables
    from storage.ingest.segment import Received

# ruff: noqa: S608  SQL is made of our own names; values are bound


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
        self._out_of_order: set[str] = set()
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database, self._key = open_file(file)
        except duckdb.Error as error:
            if "Could not set lock" in str(error):
                raise EventsInUse(str(file.parent)) from error
            raise StoreUnavailable(f"The event file {file} cannot be opened: {error}") from error

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
        in_order = query.in_order not in self._out_of_order
        try:
            return self._found(query.in_order if in_order else query.sql, values)
        except duckdb.Error as error:
            if not in_order or OUT_OF_ORDER not in str(error):
                raise StoreUnavailable(f"The event store could not answer: {error}") from error
        self._out_of_order.add(query.in_order)
        return self.run(expression, values)

    def _found(self, sql: str, values: Mapping[str, int | str | float]) -> list[dict[str, object]]:
        cursor = self._cursor()
        with ended_by(cursor.interrupt):
            answer = cursor.execute(sql, dict(values))
            columns = [column[0] for column in answer.description]
            return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]

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
        replace: bool = False,
        dry_run: bool = False,
    ) -> ImportReport:
        with self._writing, self._own_cursor() as cursor:
            report = import_file(
                cursor,
                path,
                mapping or ColumnMapping(),
                progress or (lambda share, rows: None),
                title=title or path.name,
                refused_folder=refused_folder,
                replace=replace,
                dry_run=dry_run,
                now_us=self._clock(),
            )
            self._sort_anew(cursor)
        return report

    def append_messages(self, lines: Path, title: str) -> Received:
        with self._writing, self._own_cursor() as cursor:
            return take_in_messages(cursor, lines, title, self._clock())

    def forget(self, source_id: int) -> int:
        with self._writing, self._own_cursor() as cursor:
            removed = duckdb_undo.undo_import(cursor, source_id)
        if removed is None:
            raise DataSetNotFound(source_id)
        return removed

    def segment(self, rules: Sequence[tuple[str, Sequence[SegmentTest]]]) -> None:
        with self._writing, self._own_cursor() as cursor:
            cursor.execute("BEGIN")
            keep_rules(cursor, rules)
            cursor.execute("COMMIT")

    def meeting(self, tests: Sequence[SegmentTest]) -> tuple[int, int]:
        with self._own_cursor() as cursor:
            return meeting(cursor, tests)

    def path(self, customer_id: str) -> tuple[PathStep, ...]:
        with self._own_cursor() as cursor:
            return duckdb_customer.path(cursor, customer_id)

    def export(self, customer_id: str) -> Held:
        with self._own_cursor() as cursor:
            return duckdb_customer.everything(cursor, customer_id)

    def erase(self, customer_id: str) -> int:
        with self._writing, self._own_cursor() as cursor:
            return duckdb_undo.erase(cursor, duckdb_customer.codes_of(cursor, customer_id))

    def part(self, alias: str) -> None:
        with self._writing, self._own_cursor() as cursor:
            duckdb_undo.part(cursor, duckdb_customer.code_of(cursor, alias))

    def tidy(self) -> bool:
        with self._writing, self._own_cursor() as cursor:
            return self._sort_anew(cursor)

    def _sort_anew(self, cursor: duckdb.DuckDBPyConnection) -> bool:
        done = sort_anew(cursor)
        if done:
            self._out_of_order.clear()
        return done

    def write_table(self, table: str, columns: tuple[str, ...], order: tuple[str, ...], file: Path) -> None:
        """Write a table of ours, sorted, to a Parquet or CSV file."""
        with self._own_cursor() as cursor:
            write_table(cursor, table, columns, order, file)

    def close(self) -> None:
        for cursor in self._cursors:
            cursor.close()
        self._database.close()

    @contextmanager
    def _own_cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor with tables and settings of its own; a transaction that is open when it is closed is undone."""
        cursor = self._database.cursor()
        try:
            know_key(cursor, self._key)
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
