"""How DuckDB reads a file as rows of text, and which line of the file a row stood on.

Rules of reading, measured on 2.0: nothing is detected, everything is strict, rejects are kept. A stray quotation mark
makes DuckDB swallow lines, some without a reject, so lines are counted; if the count is off, rows are cut line by line.
"""

# ruff: noqa: S608  SQL is made of our own names; what a file says goes in as quoted literals and identifiers
import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

import duckdb

from storage.backends.duckdb_typed import literal
from storage.errors import ImportRefused
from storage.events import Refusal
from storage.ingest.dialect import Dialect, read_dialect
from storage.ingest.lines import clean_copy
from storage.ingest.prepared import Prepared

_REASONS = {
    "MISSING COLUMNS": "too_few_columns",
    "TOO MANY COLUMNS": "too_many_columns",
    "INVALID ENCODING": "not_utf8",
    "LINE SIZE OVER MAXIMUM": "line_too_long",
}
_SAMPLE_ROWS = 1000
_RECORD_SEPARATOR = "\x1f"  # cannot stand unescaped in JSON, so a line of JSON is one column


@dataclass(frozen=True)
class Loaded:
    """What became of the rows: those in the table, by rowid, and those that could not be cut into columns."""

    refusals: Sequence[Refusal]
    line_of: Callable[[int], int]


class Load(Protocol):
    """Runs `CREATE TEMP TABLE <table> AS select(<what stands after FROM>)`."""

    def __call__(self, select: Callable[[str], str], table: str = "staged") -> Loaded: ...


@dataclass(frozen=True)
class Rows:
    """A file before it is loaded. `text` and `json_of` give SQL over its rows, and so are the others.

    `record`: the whole row as JSON; cells that hold JSON are that.
    """

    count: int  # as far as lines tell it
    samples: Mapping[str, Sequence[str]]
    text: Callable[[str], str]
    json_of: Callable[[Sequence[str]], str]
    load: Load
    record: str
    delimiter: str = ""
    whole: str = "NULL"  # the row as it stands in the file, where rows can be broken
    broken: str = "false"  # a line that holds something else
    blank: str = "false"  # a line without a row


def open_rows(cursor: duckdb.DuckDBPyConnection, file: Prepared, delimiter: str | None, name: str, work: Path) -> Rows:
    """Raises ImportRefused when there is nothing in it to read."""
    if file.kind == "parquet":
        return _parquet_rows(cursor, file, name)
    if file.kind == "jsonl":
        return _json_rows(cursor, file, name)
    return _csv_rows(cursor, file, read_dialect(file.file, delimiter, name), work)


def _csv_rows(cursor: duckdb.DuckDBPyConnection, file: Prepared, dialect: Dialect, work: Path) -> Rows:
    places = {column: f"c{place}" for place, column in enumerate(dialect.columns)}

    def json_of(columns: Sequence[str]) -> str:
        return _json_object([(column, places[column]) for column in columns])

    def load(select: Callable[[str], str], table: str = "staged") -> Loaded:
        source = _read_csv(file.file, places.values(), dialect.delimiter)
        cursor.execute(f"CREATE TEMP TABLE {table} AS {select(source)}")
        refusals = _rejects(cursor, file.file)
        (rows,) = cursor.execute(f"SELECT count(*) FROM {table}").fetchall()[0]
        if refusals is not None and rows + len(refusals) == file.lines - 1:
            return _below(file.skipped, refusals, _line_after([refusal.line for refusal in refusals], first=2))
        copy = work / "rows.csv"
        starts, refusals = clean_copy(file.file, dialect.delimiter, len(places), copy)
        source = _read_csv(copy, places.values(), dialect.delimiter)
        cursor.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {select(source)}")
        return _below(file.skipped, refusals, starts.__getitem__)

    nested = [
        (name, f"CASE WHEN {cell}[1] IN ('{{', '[') AND json_valid({cell}) THEN {cell}::JSON ELSE to_json({cell}) END")
        for name, cell in places.items()
    ]
    record = f"({_json_object(nested)})::JSON"
    return Rows(file.lines - 1, dialect.samples, places.__getitem__, json_of, load, record, dialect.delimiter)


def _below(skipped: int, refusals: Sequence[Refusal], line_of: Callable[[int], int]) -> Loaded:
    """Lines of the whole file, where some stand above the header."""
    if not skipped:
        return Loaded(refusals, line_of)
    moved = [refusal.model_copy(update={"line": refusal.line + skipped}) for refusal in refusals]
    return Loaded(moved, lambda row: line_of(row) + skipped)


def _json_rows(cursor: duckdb.DuckDBPyConnection, file: Prepared, name: str) -> Rows:
    samples: dict[str, list[str]] = {}
    with file.file.open(encoding="utf-8-sig", errors="replace") as lines:
        for line in islice(lines, _SAMPLE_ROWS):
            for key, value in _object(line).items():
                texts = samples.setdefault(key, [])
                if value is not None and value != "":
                    texts.append(value if isinstance(value, str) else json.dumps(value))
    if not samples:
        raise ImportRefused("no_json_objects", file=name)

    def pointer(key: str) -> str:
        return literal("/" + key.replace("~", "~0").replace("/", "~1"))

    def json_of(columns: Sequence[str]) -> str:
        others = {key: None for key in samples if key not in columns} | {"properties": None}
        rest = f"json_merge_patch(record, {literal(json.dumps(others))})"
        nested = "CASE WHEN json_type(record, '/properties') = 'OBJECT' THEN record -> '/properties' END"
        kept = f"json_merge_patch({rest}, coalesce({nested}, '{{}}'))" if "properties" in columns else rest
        return f"nullif({kept}, '{{}}')"

    return Rows(
        file.lines, samples, lambda key: f"(record ->> {pointer(key)})", json_of, json_lines(cursor, file.file),
        "record", whole="c0", broken="record IS NULL", blank="c0 IS NULL OR trim(c0) = ''",
    )  # fmt: skip


def json_lines(cursor: duckdb.DuckDBPyConnection, file: Path) -> Load:
    """The lines of a file, each as it stands (c0) and as JSON (record, NULL where it is no object)."""

    def load(select: Callable[[str], str], table: str = "staged") -> Loaded:
        record = "CASE WHEN json_valid(c0) AND json_type(c0) = 'OBJECT' THEN c0::JSON END AS record"
        source = _read_csv(file, ["c0"], _RECORD_SEPARATOR, header=False, quote="")
        cursor.execute(f"CREATE TEMP TABLE {table} AS {select(f'(SELECT c0, {record} FROM {source})')}")
        refusals = _rejects(cursor, file) or []
        return Loaded(refusals, _line_after([refusal.line for refusal in refusals], first=1))

    return load


def _parquet_rows(cursor: duckdb.DuckDBPyConnection, file: Prepared, name: str) -> Rows:
    source = f"read_parquet({_path(file.file)})"

    def text(column: str) -> str:
        return f"CAST({_identifier(column)} AS VARCHAR)"

    def json_of(columns: Sequence[str]) -> str:
        return _json_object([(column, _identifier(column)) for column in columns])

    def load(select: Callable[[str], str], table: str = "staged") -> Loaded:
        cursor.execute(f"CREATE TEMP TABLE {table} AS {select(source)}")
        return Loaded((), lambda row: row + 1)

    try:
        columns = [column[0] for column in cursor.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
        rows = cursor.execute(f"SELECT {', '.join(map(text, columns))} FROM {source} LIMIT {_SAMPLE_ROWS}").fetchall()
        (count,) = cursor.execute(f"SELECT count(*) FROM {source}").fetchall()[0]
    except duckdb.Error as error:
        raise ImportRefused("parquet_broken", file=name) from error
    if not rows:
        raise ImportRefused("header_only", file=name)
    samples = {column: tuple(row[place] for row in rows if row[place]) for place, column in enumerate(columns)}
    record = f"({_json_object([(column, _identifier(column)) for column in columns])})::JSON"
    return Rows(count, samples, text, json_of, load, record)


def _json_object(values: Sequence[tuple[str, str]]) -> str:
    """SQL of a JSON object (key, value) without its empty values; NULL when all are empty."""
    pairs = ", ".join(f"{literal(f',{json.dumps(key)}:')} || to_json({value})" for key, value in values)
    return f"'{{' || nullif(substr(concat({pairs}), 2), '') || '}}'" if values else "NULL"


def _path(file: Path) -> str:
    """A file's name as SQL, with the marks of patterns taken literally."""
    return literal(re.sub(r"([*?\[])", r"[\1]", str(file)))


def _read_csv(file: Path, columns: Iterable[str], delimiter: str, header: bool = True, quote: str = '"') -> str:
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in columns)
    return (
        f"read_csv({_path(file)}, auto_detect = false, strict_mode = true, store_rejects = true, rejects_limit = 0, "
        f"delim = {literal(delimiter)}, quote = '{quote}', escape = '{quote}', header = {header}, nullstr = '', "
        f"columns = {{{types}}})"
    )


def _rejects(cursor: duckdb.DuckDBPyConnection, file: Path) -> list[Refusal] | None:
    """In file order, one a line; None: quotation marks are wrong, and DuckDB's word on lines is not to be trusted."""
    rejects = cursor.execute(
        "SELECT line_byte_position, first(error_type ORDER BY column_idx), first(csv_line) "
        "FROM reject_errors GROUP BY 1 ORDER BY 1"
    ).fetchall()
    if any(kind not in _REASONS for _, kind, _ in rejects):
        return None
    refusals, line, position = [], 1, 0
    with file.open("rb") as data:
        for start, kind, text in rejects:
            while position < start and (block := data.read(min(1 << 20, start - position))):
                line, position = line + block.count(b"\n"), position + len(block)
            refusals.append(Refusal(line=line, column="", value=text or "", reason=_REASONS[kind]))
    return refusals


def _line_after(refused: Sequence[int], first: int) -> Callable[[int], int]:
    """The line of the n-th row when every line that is not refused holds one row."""
    before = [line - first - place for place, line in enumerate(refused)]  # rows that stand before each refused line
    return lambda row: first + row + bisect_right(before, row)


def _object(line: str) -> dict[str, object]:
    try:
        value = json.loads(line)
    except json.JSONDecodeError:
        return {}
    return value if isinstance(value, dict) else {}


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
