"""How do the events that Waymark keeps come to an engine? As files of the embedded store, all tables or none."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import ibis

from storage.backends.engines.dialects import DIALECTS
from storage.backends.engines.driver import Address, EngineFailed, driver_module, schema_of
from storage.event_tables import CUSTOMERS, DATA_SETS, EVENTS, FEEDBACK, NAMES, POINTS

if TYPE_CHECKING:
    from storage.backends.duckdb_events import DuckDBEvents

# ruff: noqa: S608  SQL is made of our own names; rows travel in files
TABLES = {
    "events": (EVENTS, ("customer", "at_us", "event_id")),
    "names": (NAMES, ("name",)),
    "customers": (CUSTOMERS, ("customer",)),
    "feedback": (FEEDBACK, ("feedback_id",)),
    "points": (POINTS, ("metric", "place", "element")),
    "data_sets": (DATA_SETS, ("source_id",)),
}
_CHUNK = 1 << 20


def copy_events(events: DuckDBEvents, url: str, workspace_id: str) -> int:
    """Put all tables of a workspace on the engine in place of what it had of them; gives the events copied.

    Raises EngineFailed.
    """
    address, schema = Address.read(url), schema_of(workspace_id)
    copies = {"postgresql": _to_postgres, "postgres": _to_postgres, "clickhouse": _to_clickhouse,
              "clickhouses": _to_clickhouse, "chdb": _to_chdb, "spark": _to_folder}  # fmt: skip
    if address.scheme not in copies:
        raise EngineFailed("engine_no_copy", engine=address.shown, known=", ".join(copies))
    with tempfile.TemporaryDirectory(prefix="waymark-") as folder:
        copies[address.scheme](events, address, schema, Path(folder))
    return events.count()


def _to_postgres(events: DuckDBEvents, address: Address, schema: str, folder: Path) -> None:
    """In one transaction; readers see the tables of before until it is over."""
    psycopg = driver_module("psycopg", "postgres")
    from storage.backends.engines.postgres import PostgresDriver, connect_failure

    try:
        connection = psycopg.connect(address.url, connect_timeout=10, application_name="waymark")
    except psycopg.Error as error:
        raise connect_failure(error, address.shown, address.user) from error
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
            for table, (columns, order) in TABLES.items():
                file = folder / f"{table}.csv"
                events.write_table(table, tuple(columns), order, file)
                cursor.execute(f"DROP TABLE IF EXISTS {schema}.{table}")
                cursor.execute(f"CREATE TABLE {schema}.{table} ({_declared(columns, 'postgres')})")
                with file.open("rb") as rows, cursor.copy(f"COPY {schema}.{table} FROM STDIN (FORMAT csv)") as into:
                    while chunk := rows.read(_CHUNK):
                        into.write(chunk)
                file.unlink()
                cursor.execute(f"ANALYZE {schema}.{table}")
    except psycopg.Error as error:
        raise PostgresDriver(address, schema).failure(error) from error


def _to_clickhouse(events: DuckDBEvents, address: Address, schema: str, folder: Path) -> None:
    from storage.backends.engines.clickhouse import connected, tried

    client = connected(address)
    try:
        for table, file in _as_parquet(events, folder):
            for statement in _made_beside(schema, table):
                tried(address, partial(client.command, statement))
            rows = file.read_bytes()
            tried(address, partial(client.raw_insert, f"{schema}.{table}_new", insert_block=rows, fmt="Parquet"))
        for statement in _put_in_place(schema):
            tried(address, partial(client.command, statement))
    finally:
        client.close()


def _to_chdb(events: DuckDBEvents, address: Address, schema: str, folder: Path) -> None:
    from storage.backends.engines.clickhouse import ChdbDriver

    driver = ChdbDriver(address, "default")
    for table, file in _as_parquet(events, folder):
        for statement in _made_beside(schema, table):
            driver.said(statement)
        columns = ", ".join(TABLES[table][0])
        driver.said(f"INSERT INTO {schema}.{table}_new ({columns}) SELECT {columns} FROM file('{file}', 'Parquet')")
    for statement in _put_in_place(schema):
        driver.said(statement)


def _to_folder(events: DuckDBEvents, address: Address, schema: str, folder: Path) -> None:
    """Each file takes the place of the one before when all are there."""
    from storage.backends.engines.spark import folder_of

    place = folder_of(address) / schema
    place.mkdir(parents=True, exist_ok=True)
    written = []
    for table, (columns, order) in TABLES.items():
        new = place / f"{table}.new.parquet"
        events.write_table(table, tuple(columns), order, new)
        written.append((new, place / f"{table}.parquet"))
    for new, file in written:
        new.replace(file)


def _as_parquet(events: DuckDBEvents, folder: Path) -> Iterator[tuple[str, Path]]:
    for table, (columns, order) in TABLES.items():
        file = folder / f"{table}.parquet"
        events.write_table(table, tuple(columns), order, file)
        yield table, file
        file.unlink()


def _made_beside(schema: str, table: str) -> Iterator[str]:
    columns, order = TABLES[table]
    yield f"CREATE DATABASE IF NOT EXISTS {schema}"
    yield f"DROP TABLE IF EXISTS {schema}.{table}_new"
    yield (
        f"CREATE TABLE {schema}.{table}_new ({_declared(columns, 'clickhouse')}) "
        f"ENGINE = MergeTree ORDER BY ({', '.join(order)}) SETTINGS allow_nullable_key = 1"
    )


def _put_in_place(schema: str) -> Iterator[str]:
    for table in TABLES:
        yield f"CREATE TABLE IF NOT EXISTS {schema}.{table} AS {schema}.{table}_new"
        yield f"EXCHANGE TABLES {schema}.{table} AND {schema}.{table}_new"
        yield f"DROP TABLE {schema}.{table}_new"


def _declared(columns: Mapping[str, str], dialect: str) -> str:
    """Columns with their types."""
    types = DIALECTS[dialect].compiler.type_mapper
    return ", ".join(f"{name} {types.to_string(ibis.dtype(kind))}" for name, kind in columns.items())
