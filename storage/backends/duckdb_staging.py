"""How does a file become checked rows in the staged tables, which one cursor alone sees? Its form decides how."""

# ruff: noqa: S608  SQL is made of our own names; what a file or a person says goes in as quoted literals
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import merge
from pathlib import Path

import duckdb

from storage.backends import duckdb_measured, duckdb_said, duckdb_table_events
from storage.backends.duckdb_columns import events_of_columns
from storage.backends.duckdb_erased import refuse_erased
from storage.backends.duckdb_exports import EXPORTS, PEOPLE
from storage.backends.duckdb_forms import TableReading, read_table, taken_sql
from storage.backends.duckdb_read import Loaded, Rows, open_rows
from storage.backends.duckdb_segment import stage_segment
from storage.backends.duckdb_staged import staging_tables
from storage.backends.duckdb_typed import DAY_US, literal, typed_events
from storage.errors import ImportRefused
from storage.events import ColumnUse, Notice, Refusal
from storage.ingest.columns import choose_columns
from storage.ingest.forms.columns import choose_fields
from storage.ingest.forms.known import BY_NAME
from storage.ingest.forms.period import period_of
from storage.ingest.forms.recognised import recognise
from storage.ingest.mapping import ColumnMapping
from storage.ingest.money import decimal_mark
from storage.ingest.prepared import Prepared
from storage.ingest.segment import BLAMED
from storage.ingest.times import TimeReading, read_times

_PARTS = {
    "events": (duckdb_table_events.checks, duckdb_table_events.fill_events),
    "feedback": (duckdb_said.checks, duckdb_said.fill_feedback),
    "points": (duckdb_measured.checks, duckdb_measured.fill_points),
}
Fill = Callable[[duckdb.DuckDBPyConnection, int], Loaded]


@dataclass(frozen=True)
class Reading:
    """What was found out about a file before its rows are read. `fill` reads them.

    `table`: where the problem of each row stands, and `bad_field` SQL of the field it is about. `times`: SQL column of
    the written time → how it is read. `property_keys`: every key of the properties, None where only the rows know.
    """

    name: str
    file: Prepared
    rows: Rows
    form: str
    uses: tuple[ColumnUse, ...]
    mapping: ColumnMapping
    fill: Fill
    times: Mapping[str, TimeReading] = field(default_factory=dict)
    decimal: str = "."
    table: str = "staged"
    bad_field: str = "bad_field"
    replaces: bool = False
    property_keys: tuple[str, ...] | None = None

    @property
    def fields(self) -> dict[str, str]:
        """Field → column of the file."""
        return {use.field: use.column for use in self.uses if use.field not in ("properties", "left")}


@dataclass(frozen=True)
class Staged:
    """The rows in the staged tables: rowid is their order; `problem` is NULL in a good one, 'blank' in none."""

    reading: Reading
    loaded: Loaded
    rows_read: int
    reasons: dict[str, int]


def read_into(
    cursor: duckdb.DuckDBPyConnection, file: Prepared, mapping: ColumnMapping, name: str, work: Path
) -> Reading:
    """How the file will be read. Raises ImportRefused."""
    rows = open_rows(cursor, file, mapping.delimiter, name, work)
    form = recognise(rows.samples, mapping)
    if form == "segment":
        return _segment(rows, file, mapping, name)
    if form in EXPORTS:
        return _export(form, rows, file, mapping, name)
    if form in BY_NAME:
        columns = choose_fields(BY_NAME[form], rows.samples, mapping)
        table = read_table(BY_NAME[form], rows, columns, mapping, period_of(file.remarks, mapping.time_zone))
        return _table(table, file, name)
    return _events(rows, file, mapping, name)


def stage(cursor: duckdb.DuckDBPyConnection, reading: Reading, now_us: int) -> Staged:
    """Read every row. Raises ImportRefused when there is none, or day and month cannot be told apart."""
    cursor.execute(f"SET TimeZone = {literal(reading.mapping.time_zone)}")
    loaded = reading.fill(cursor, now_us)
    staging_tables(cursor)
    refuse_erased(cursor, reading.table)
    problems = dict(cursor.execute(f"SELECT problem, count(*) FROM {reading.table} GROUP BY problem").fetchall())
    problems.pop("blank", None)
    rows_read = sum(problems.values()) + len(loaded.refusals)
    if rows_read == 0:
        raise ImportRefused("header_only", file=reading.name)
    for text, times in reading.times.items():
        if times.other_formats:
            _refuse_ambiguous_days(cursor, reading, text, times)
    problems.pop(None, None)
    problems.pop("people", None)
    for refusal in loaded.refusals:
        problems[refusal.reason] = problems.get(refusal.reason, 0) + 1
    return Staged(reading, loaded, rows_read, dict(sorted(problems.items(), key=lambda item: (-item[1], item[0]))))


def refusals(cursor: duckdb.DuckDBPyConnection, staged: Staged) -> Iterator[Refusal]:
    """All of them in file order: rows that could not be cut into columns, and rows with a value that was refused."""
    return merge(staged.loaded.refusals, _checked(cursor, staged), key=lambda refusal: refusal.line)


def rows_stored(cursor: duckdb.DuckDBPyConnection, staged: Staged, source_id: int) -> int | None:
    """Rows of the file of which something was stored, after it was; None where each row is one thing."""
    if staged.reading.table == "staged":
        return None
    kept = [
        f"SELECT of_row FROM (SELECT min(of_row) AS of_row, key FROM staged{part} GROUP BY key) "
        f"SEMI JOIN (SELECT key FROM {stored} WHERE source_id = {source_id}) AS stored USING (key)"
        for part, stored in (("", "events"), ("_feedback", "feedback"), ("_points", "points"))
        if _has_rows(cursor, f"staged{part}")
    ]
    if not kept:
        return 0
    ((rows,),) = cursor.execute(f"SELECT count(DISTINCT of_row) FROM ({' UNION ALL '.join(kept)})").fetchall()
    return int(rows)


def notices(cursor: duckdb.DuckDBPyConnection, reading: Reading, now_us: int) -> Iterator[Notice]:
    """What to know of how the file was read, where that was not certain."""
    yield from known_notices(reading)
    ahead, negative, bare = cursor.execute(
        f"SELECT count(*) FILTER (at_us > {now_us + DAY_US}), "
        "count(*) FILTER (revenue < 0), count(*) FILTER (revenue IS NOT NULL AND currency IS NULL) "
        "FROM staged WHERE problem IS NULL"
    ).fetchall()[0]
    if ahead:
        yield Notice(key="times_ahead", facts={"n": ahead})
    if negative:
        yield Notice(key="revenue_negative", facts={"n": negative})
    if bare:
        yield Notice(key="revenue_without_currency", facts={"n": bare})
    if reading.form == "segment":
        ((people,),) = cursor.execute("SELECT count(*) FROM staged WHERE problem = 'people'").fetchall()
        if people:
            yield Notice(key="segment_people", facts={"n": people})


def known_notices(reading: Reading) -> Iterator[Notice]:
    """Those that can be told before the rows are read."""
    if len(reading.file.sheets) > 1:
        first, *others = reading.file.sheets
        yield Notice(key="sheet_read", facts={"sheet": first, "others": ", ".join(others)})
    left = [use.column for use in reading.uses if use.field == "left"]
    if left:
        yield Notice(key="columns_left", facts={"columns": ", ".join(left)})
    if reading.form == "mixpanel":
        yield Notice(key="mixpanel_times")
    if reading.file.guessed:
        yield Notice(key="encoding_guessed", facts={"encoding": reading.file.encoding})
    if any(times.naive for times in reading.times.values()):
        yield Notice(key="times_naive", facts={"zone": reading.mapping.time_zone})
    for unit in sorted({times.unit for times in reading.times.values() if times.unit}):
        yield Notice(key="times_epoch", facts={"unit": unit})
    for times_format in sorted({times.formats[0] for times in reading.times.values() if times.formats}):
        yield Notice(key="times_format", facts={"format": times_format})
    if reading.decimal == ",":
        yield Notice(key="decimal_comma")


def _events(rows: Rows, file: Prepared, mapping: ColumnMapping, name: str) -> Reading:
    """A log whose columns are chosen by mapping, name and content."""
    uses = choose_columns(rows.samples, mapping)
    columns = {use.field: use.column for use in uses}
    amounts = rows.samples[columns["revenue"]] if "revenue" in columns else ()
    decimal = mapping.decimal or decimal_mark(amounts, rows.delimiter)
    days = rows.samples[columns["occurred_at"]]
    if "clock" in columns:
        days = [f"{day} {clock}" for day, clock in zip(days, rows.samples[columns["clock"]], strict=False)]
    times = read_times(days, mapping.time_format)
    event = events_of_columns(rows, uses, times, decimal, mapping)

    def fill(cursor: duckdb.DuckDBPyConnection, now_us: int) -> Loaded:
        return rows.load(lambda source: typed_events(event, source, now_us))

    keys = None if file.kind == "jsonl" else tuple(use.column for use in uses if use.field == "properties")
    return Reading(
        name, file, rows, "events", uses, mapping, fill, {"written_time": times}, decimal, property_keys=keys
    )


def _export(form: str, rows: Rows, file: Prepared, mapping: ColumnMapping, name: str) -> Reading:
    """Rows as another program of analytics wrote them."""
    export = EXPORTS[form](rows)

    def fill(cursor: duckdb.DuckDBPyConnection, now_us: int) -> Loaded:
        cursor.execute("SET TimeZone = 'UTC'")  # what has no zone there is UTC, wherever the workspace is
        loaded = rows.load(lambda source: typed_events(export.event, export.rows(source), now_us))
        staging_tables(cursor)
        cursor.execute(PEOPLE)
        return loaded

    return Reading(name, file, rows, form, export.columns(), mapping, fill, replaces=export.replaces)


def _segment(rows: Rows, file: Prepared, mapping: ColumnMapping, name: str) -> Reading:
    """Messages of the Segment specification."""
    uses = tuple(
        ColumnUse(column=column, field=each, because="name")
        for each, column in (
            ("customer_id", "userId, anonymousId"), ("occurred_at", "timestamp"), ("name", "event, name"),
            ("event_id", "messageId"), ("campaign", "context.campaign.name"), ("device", "context.device.type"),
            ("revenue", "properties.revenue"), ("properties", "properties"),
        )
    )  # fmt: skip

    def fill(cursor: duckdb.DuckDBPyConnection, now_us: int) -> Loaded:
        return stage_segment(cursor, file.file, now_us)

    blamed = " ".join(f"WHEN {literal(reason)} THEN {literal(key)}" for reason, key in BLAMED.items())
    return Reading(name, file, rows, "segment", uses, mapping, fill, bad_field=f"CASE problem {blamed} ELSE '' END")


def _table(table: TableReading, file: Prepared, name: str) -> Reading:
    """A table of a known form: typed and checked first, then turned into what it tells of."""
    checks, fill_parts = _PARTS[table.form.kind]
    rules = checks(table)

    def fill(cursor: duckdb.DuckDBPyConnection, now_us: int) -> Loaded:
        loaded = table.rows.load(lambda source: taken_sql(table, source, now_us, rules), "taken")
        fill_parts(cursor, table)
        return loaded

    times = {f"{each}_text": reading for each, reading in table.times.items()}
    decimal = "," if "," in table.decimals.values() else "."
    return Reading(name, file, table.rows, table.form.name, table.uses(), table.mapping, fill, times, decimal, "taken")


def _checked(cursor: duckdb.DuckDBPyConnection, staged: Staged) -> Iterator[Refusal]:
    fields = staged.reading.fields
    found = cursor.execute(
        f"SELECT rowid, problem, bad_value, {staged.reading.bad_field} FROM {staged.reading.table} "
        "WHERE problem NOT IN ('blank', 'people') ORDER BY rowid"
    )
    while batch := found.fetchmany(10_000):
        for row, problem, value, blamed in batch:
            column = blamed if staged.reading.form == "segment" else fields.get(blamed or "", "")
            yield Refusal(line=staged.loaded.line_of(row), column=column, value=value or "", reason=problem)


def _has_rows(cursor: duckdb.DuckDBPyConnection, table: str) -> bool:
    return bool(cursor.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchall())


def _refuse_ambiguous_days(cursor: duckdb.DuckDBPyConnection, reading: Reading, text: str, times: TimeReading) -> None:
    """Raises ImportRefused when no row of the file tells day and month apart."""
    other = ", ".join(map(literal, times.other_formats))
    first = ", ".join(map(literal, times.formats))
    telling, example = cursor.execute(
        f"SELECT count(*) FILTER (try_strptime({text}, [{other}]) IS NULL), min({text}) "
        f"FROM {reading.table} WHERE try_strptime({text}, [{first}]) IS NOT NULL"
    ).fetchall()[0]
    if not telling:
        field = "occurred_at" if text == "written_time" else text.removesuffix("_text")
        raise ImportRefused(
            "time_ambiguous", file=reading.name, column=reading.fields[field], value=example, format=times.formats[0]
        )
