"""How rows of text become typed and checked rows in the table `staged`, which one cursor alone sees."""

# ruff: noqa: S608  SQL is made of our own names; what a file or a person says goes in as quoted literals
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from pathlib import Path

import duckdb

from storage.backends.duckdb_read import Loaded, Rows, literal, open_rows
from storage.errors import ImportRefused
from storage.events import ColumnUse, Notice, Refusal
from storage.ingest.columns import choose_columns
from storage.ingest.mapping import FIELDS, ColumnMapping
from storage.ingest.money import decimal_mark
from storage.ingest.prepared import Prepared
from storage.ingest.times import TimeReading, read_times

_DAY_US = 86_400_000_000
_TOO_FAR_US = 5 * 365 * _DAY_US  # no log of events reaches that far ahead: a mistyped year would close every window
_NOBODY = "('null', 'none', 'nan', 'undefined', '(not set)')"
_TEXTS = ("channel", "device", "campaign", "variant", "product", "currency", "persona")
_PER_UNIT = {"s": "* 1000000", "ms": "* 1000", "us": "* 1", "ns": "/ 1000"}
# Which field a refusal is about; what is not here is about the row as a whole.
_BLAMED = {
    "customer_empty": "customer_id",
    "name_empty": "name",
    "time_empty": "occurred_at",
    "time_unreadable": "occurred_at",
    "time_in_future": "occurred_at",
    "revenue_unreadable": "revenue",
}


@dataclass(frozen=True)
class Reading:
    """What was found out about a file before its rows are read."""

    name: str
    file: Prepared
    rows: Rows
    uses: tuple[ColumnUse, ...]
    times: TimeReading
    decimal: str
    mapping: ColumnMapping

    @property
    def fields(self) -> dict[str, str]:
        """Field → column of the file."""
        return {use.field: use.column for use in self.uses if use.field != "properties"}


@dataclass(frozen=True)
class Staged:
    """The rows in `staged`: rowid is their order; `problem` is NULL in a good one, 'blank' where there is none."""

    reading: Reading
    loaded: Loaded
    rows_read: int
    reasons: dict[str, int]


def read_into(
    cursor: duckdb.DuckDBPyConnection, file: Prepared, mapping: ColumnMapping, name: str, work: Path
) -> Reading:
    """How the file will be read. Raises ImportRefused."""
    rows = open_rows(cursor, file, mapping.delimiter, name, work)
    uses = choose_columns(rows.samples, mapping)
    columns = {use.field: use.column for use in uses}
    amounts = rows.samples[columns["revenue"]] if "revenue" in columns else ()
    decimal = mapping.decimal or decimal_mark(amounts, rows.delimiter)
    times = read_times(rows.samples[columns["occurred_at"]], mapping.time_format)
    return Reading(name, file, rows, uses, times, decimal, mapping)


def stage(cursor: duckdb.DuckDBPyConnection, reading: Reading, now_us: int) -> Staged:
    """Read every row. Raises ImportRefused when there is none, or day and month cannot be told apart."""
    cursor.execute(f"SET TimeZone = {literal(reading.mapping.time_zone)}")
    loaded = reading.rows.load(lambda source: _typed(reading, source, now_us))
    problems = dict(cursor.execute("SELECT problem, count(*) FROM staged GROUP BY problem").fetchall())
    problems.pop("blank", None)
    rows_read = sum(problems.values()) + len(loaded.refusals)
    if rows_read == 0:
        raise ImportRefused("header_only", file=reading.name)
    if reading.times.other_formats:
        _refuse_ambiguous_days(cursor, reading)
    problems.pop(None, None)
    for refusal in loaded.refusals:
        problems[refusal.reason] = problems.get(refusal.reason, 0) + 1
    return Staged(reading, loaded, rows_read, dict(sorted(problems.items(), key=lambda item: (-item[1], item[0]))))


def refusals(cursor: duckdb.DuckDBPyConnection, staged: Staged) -> Iterator[Refusal]:
    """All of them in file order: rows that could not be cut into columns, and rows with a value that was refused."""
    return merge(staged.loaded.refusals, _checked(cursor, staged), key=lambda refusal: refusal.line)


def _checked(cursor: duckdb.DuckDBPyConnection, staged: Staged) -> Iterator[Refusal]:
    fields = staged.reading.fields
    found = cursor.execute("SELECT rowid, problem, bad_value FROM staged WHERE problem <> 'blank' ORDER BY rowid")
    while batch := found.fetchmany(10_000):
        for row, problem, value in batch:
            column = fields.get(_BLAMED.get(problem, ""), "")
            yield Refusal(line=staged.loaded.line_of(row), column=column, value=value or "", reason=problem)


def notices(cursor: duckdb.DuckDBPyConnection, reading: Reading, now_us: int) -> Iterator[Notice]:
    """What to know of how the file was read, where that was not certain."""
    if reading.file.guessed:
        yield Notice(key="encoding_guessed", facts={"encoding": reading.file.encoding})
    if reading.times.naive:
        yield Notice(key="times_naive", facts={"zone": reading.mapping.time_zone})
    if reading.times.unit:
        yield Notice(key="times_epoch", facts={"unit": reading.times.unit})
    if reading.times.formats:
        yield Notice(key="times_format", facts={"format": reading.times.formats[0]})
    if reading.decimal == ",":
        yield Notice(key="decimal_comma")
    ahead, negative, bare = cursor.execute(
        f"SELECT count(*) FILTER (at_us > {now_us + _DAY_US}), "
        "count(*) FILTER (revenue < 0), count(*) FILTER (revenue IS NOT NULL AND currency IS NULL) "
        "FROM staged WHERE problem IS NULL"
    ).fetchall()[0]
    if ahead:
        yield Notice(key="times_ahead", facts={"n": ahead})
    if negative:
        yield Notice(key="revenue_negative", facts={"n": negative})
    if bare:
        yield Notice(key="revenue_without_currency", facts={"n": bare})


def _typed(reading: Reading, source: str, now_us: int) -> str:
    """SQL over `source`: typed columns, the key that tells duplicates, the problem and the value that caused it."""
    texts = {field: _text(reading, field) for field in FIELDS}
    texts["currency"] = f"upper({texts['currency']})"
    plain = ", ".join(f"{texts[field]} AS {field}" for field in _TEXTS)
    content = ", chr(31), ".join(("customer_id", "at_us", "name", *_TEXTS, "revenue", "properties"))
    rows = reading.rows
    properties = rows.json_of([use.column for use in reading.uses if use.field == "properties"])
    return f"""
SELECT customer_id, name, at_us, {", ".join(_TEXTS)}, revenue, properties::JSON AS properties,
       md5_number(CASE WHEN event_key IS NULL THEN concat({content}) ELSE 'id:' || event_key END) AS key,
       CASE WHEN blank THEN 'blank' WHEN broken THEN 'json_broken'
            WHEN customer_id IS NULL THEN 'customer_empty' WHEN name IS NULL THEN 'name_empty'
            WHEN time_text IS NULL THEN 'time_empty' WHEN at_us IS NULL THEN 'time_unreadable'
            WHEN at_us > {now_us + _TOO_FAR_US} THEN 'time_in_future'
            WHEN revenue IS NULL AND revenue_text IS NOT NULL THEN 'revenue_unreadable' END AS problem,
       CASE problem WHEN 'time_unreadable' THEN time_text WHEN 'time_in_future' THEN time_text
            WHEN 'revenue_unreadable' THEN revenue_text WHEN 'customer_empty' THEN customer_text
            WHEN 'json_broken' THEN whole END AS bad_value,
       {"time_text" if reading.times.other_formats else "NULL"} AS written_time
FROM (SELECT {texts["customer_id"]} AS customer_text,
             CASE WHEN lower(customer_text) NOT IN {_NOBODY} THEN customer_text END AS customer_id,
             {texts["name"]} AS name, {texts["occurred_at"]} AS time_text, {texts["event_id"]} AS event_key, {plain},
             {_time_sql(texts["occurred_at"], reading.times, reading.mapping.time_zone)} AS at_us,
             {texts["revenue"]} AS revenue_text, {_money_sql(texts["revenue"], reading.decimal)} AS revenue,
             {properties} AS properties, {rows.whole} AS whole, {rows.broken} AS broken, {rows.blank} AS blank
      FROM {source})"""


def _text(reading: Reading, field: str) -> str:
    """A field as trimmed text, its constant where it is empty."""
    column = reading.fields.get(field)
    text = "NULL::VARCHAR" if column is None else f"nullif(trim({reading.rows.text(column)}), '')"
    constant = reading.mapping.constants.get(field)
    return text if constant is None else f"coalesce({text}, {literal(constant)})"


def _time_sql(text: str, times: TimeReading, zone: str) -> str:
    """Epoch microseconds UTC, NULL when unreadable. The session's zone is the mapping's."""
    if times.unit:
        number = f"nullif(try_cast({text} AS DECIMAL(28, 6)), 0)"  # 0 is how programs write that they do not know
        return f"try_cast({number} {_PER_UNIT[times.unit]} AS BIGINT)"
    if not times.formats:
        return f"epoch_us(try_cast({text} AS TIMESTAMPTZ))"
    moment = f"try_strptime({text}, [{', '.join(map(literal, times.formats))}])"
    return f"epoch_us(timezone({literal(zone)}, {moment}))" if times.naive else f"epoch_us({moment})"


def _money_sql(text: str, decimal: str) -> str:
    bare = rf"regexp_replace({text}, '^[^0-9.,+-]{{1,4}}|[^0-9.,]{{1,4}}$|[ \x{{A0}}\x{{202F}}''’]', '', 'g')"
    point = f"replace({bare}, ',', '')" if decimal == "." else f"replace(replace({bare}, '.', ''), ',', '.')"
    return f"try_cast({point} AS DECIMAL(18, 2))"


def _refuse_ambiguous_days(cursor: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """Raises ImportRefused when no row of the file tells day and month apart."""
    other = ", ".join(map(literal, reading.times.other_formats))
    telling, example = cursor.execute(
        f"SELECT count(*) FILTER (try_strptime(written_time, [{other}]) IS NULL), min(written_time) "
        "FROM staged WHERE at_us IS NOT NULL"
    ).fetchall()[0]
    if not telling:
        raise ImportRefused(
            "time_ambiguous",
            file=reading.name,
            column=reading.fields["occurred_at"],
            value=example,
            format=reading.times.formats[0],
        )
