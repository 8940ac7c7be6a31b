"""How does a table of the event file leave it? As a Parquet or CSV file, sorted, for an engine that takes it in."""

from pathlib import Path

import duckdb

# ruff: noqa: S608  SQL is made of our own names


def write_table(
    cursor: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...], order: tuple[str, ...], file: Path
) -> None:
    """In CSV null is nothing, an empty text `""`. JSON is text; U+0000, which not every engine takes, is left out."""
    form = "FORMAT csv, HEADER false, FORCE_QUOTE *, NULLSTR ''" if file.suffix == ".csv" else "FORMAT parquet"
    kinds = {name: kind for name, kind, *_ in cursor.execute(f"DESCRIBE {table}").fetchall()}
    written = [
        f"replace(replace({name}::VARCHAR, chr(0), ''), '\\u0000', '') AS {name}"
        if kinds[name] in ("VARCHAR", "JSON")
        else name
        for name in columns
    ]
    place = str(file).replace("'", "''")
    cursor.execute(f"COPY (SELECT {', '.join(written)} FROM {table} ORDER BY {', '.join(order)}) TO '{place}' ({form})")
