"""How the rows of a file become stored events: typed and checked, then keyed, freed of duplicates, coded and sorted."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice
from pathlib import Path

import duckdb

from storage.backends.duckdb_read import Loaded, Rows, literal, open_rows
from storage.errors import ImportRefused
from storage.events import ColumnUse, DataSet, FileLook, ImportReport, Notice, Progress, Refusal
from storage.ingest.columns import choose_columns
from storage.ingest.mapping import FIELDS, ColumnMapping
from storage.ingest.money import decimal_mark
from storage.ingest.prepared import Prepared, prepare
from storage.ingest.report import write_refused
from storage.ingest.times import TimeReading, read_times

_SHOWN = 20
_DAY_US = 86_400_000_000
_NOBODY = "('null', 'none', 'nan', 'undefined', '(not set)')"
_TEXTS = ("channel", "device", "campaign", "variant", "product", "currency", "persona")
_PER_UNIT = {"s": 1_000_000, "ms": 1_000, "us": 1}
# Which field a refusal is about; what is not here is about the row as a whole.
_BLAMED = {
    "customer_empty": "customer_id", "name_empty": "name", "time_empty": "occurred_at", "time_unreadable": "occurred_at",
    "time_in_future": "occurred_at", "revenue_unreadable": "revenue",
}  # fmt: skip

_DUPLICATES = """
CREATE TEMP TABLE duplicates AS
SELECT row FROM (
    SELECT rowid AS row, row_number() OVER (PARTITION BY key ORDER BY rowid) AS copy FROM staged
    WHERE problem IS NULL AND key IN (SELECT key FROM staged WHERE problem IS NULL GROUP BY key HAVING count(*) > 1)
) WHERE copy > 1
UNION
SELECT staged.rowid FROM staged SEMI JOIN events USING (key) WHERE problem IS NULL
"""
_NEW_CODES = """
INSERT INTO names
SELECT (SELECT coalesce(max(name), 0) FROM names) + row_number() OVER (ORDER BY first), title
FROM (SELECT name AS title, min(rowid) AS first FROM staged WHERE problem IS NULL GROUP BY name) ANTI JOIN names USING (title);
INSERT INTO customers
SELECT (SELECT coalesce(max(customer), 0) FROM customers) + row_number() OVER (ORDER BY first), customer_id, NULL, NULL
FROM (SELECT customer_id, min(rowid) AS first FROM staged WHERE problem IS NULL GROUP BY customer_id)
ANTI JOIN customers USING (customer_id)
"""
_STORE = """
INSERT INTO events
SELECT customers.customer, names.name, at_us, (SELECT coalesce(max(event_id), 0) FROM events) + 1 + staged.rowid AS event_id,
       channel, device, campaign, variant, product, revenue, currency, staged.persona, properties, $source_id, key
FROM staged
JOIN customers ON customers.customer_id = staged.customer_id
JOIN names ON names.title = staged.name
ANTI JOIN duplicates ON duplicates.row = staged.rowid
WHERE problem IS NULL
ORDER BY customers.customer, at_us, event_id
"""


# What is known of a customer follows from the events: true after an import and after its undo.
REFRESH = """
DELETE FROM names WHERE name NOT IN (SELECT name FROM events);
CREATE OR REPLACE TABLE customers AS
SELECT known.customer, known.customer_id, seen.persona, seen.first_seen_us
FROM customers AS known JOIN (
    SELECT customer, min(at_us) AS first_seen_us, arg_max(persona, (at_us, event_id)) AS persona FROM events GROUP BY customer
) AS seen USING (customer)
"""


def import_file(
    cursor: duckdb.DuckDBPyConnection, path: Path, mapping: ColumnMapping, progress: Progress,
    *, title: str, refused_folder: Path | None, now_us: int,
) -> ImportReport:  # fmt: skip
    """Store the good rows of `path`. The file is read into a table of `cursor` alone; what is stored is one transaction.

    Raises ImportRefused.
    """
    with tempfile.TemporaryDirectory(prefix="waymark-") as folder:
        work = Path(folder)
        file = prepare(path, mapping.encoding, work, lambda share: progress(0.1 * share, 0))
        if (known := _known(cursor, file.sha256)) is not None:
            return _nothing_new(known, path, file)
        rows = open_rows(cursor, file, mapping.delimiter, path.name, work)
        uses = choose_columns(rows.samples, mapping)
        fields = {use.field: use.column for use in uses if use.field != "properties"}
        times = read_times(rows.samples[fields["occurred_at"]], mapping.time_format)
        money = _decimal_mark(rows, fields, mapping)
        progress(0.1, 0)
        cursor.execute(f"SET TimeZone = {literal(mapping.time_zone)}")
        loaded = rows.load(
            lambda source: _staging(rows, uses, fields, times, money, mapping, now_us) + f" FROM {source})"
        )
        if times.other_formats:
            _refuse_ambiguous_days(cursor, times, fields["occurred_at"], path.name)
    (staged,) = cursor.execute("SELECT count(*) FROM staged WHERE problem IS DISTINCT FROM 'blank'").fetchall()[0]
    rows_read = staged + len(loaded.refusals)
    if rows_read == 0:
        raise ImportRefused("header_only", file=path.name)
    progress(0.6, rows_read)
    reasons = Counter(refusal.reason for refusal in loaded.refusals)
    reasons.update(
        dict(cursor.execute("SELECT problem, count(*) FROM staged WHERE problem <> 'blank' GROUP BY 1").fetchall())
    )
    refused = reasons.total()
    first = tuple(islice(_refusals(cursor, loaded, fields), _SHOWN))
    refused_file = write_refused(_refusals(cursor, loaded, fields), path, refused_folder) if refused else None
    notices = [*_reading_notices(file, times, money, mapping), *_money_notices(cursor)]
    if refused and refused_file is None:
        notices.append(Notice(key="refused_not_written", facts={"folder": str(path.parent)}))
    cursor.execute("BEGIN")
    duplicates, source_id = _store(cursor)
    counts = {
        "rows_read": rows_read, "rows_stored": rows_read - refused - duplicates, "duplicates": duplicates, "refused": refused,
    }  # fmt: skip
    data_set = _keep_data_set(cursor, source_id, title, path, file, counts, now_us) if counts["rows_stored"] else None
    progress(0.9, rows_read)
    cursor.execute("COMMIT")
    progress(1.0, rows_read)
    return ImportReport(
        data_set=data_set, file_name=path.name, kind=file.kind, **counts, reasons=dict(reasons.most_common()), refusals=first,
        refused_file=None if refused_file is None else str(refused_file), columns=uses, notices=tuple(notices),
    )  # fmt: skip


def look_into(cursor: duckdb.DuckDBPyConnection, path: Path, mapping: ColumnMapping) -> FileLook:
    """How the columns of `path` would be read. Raises ImportRefused."""
    with tempfile.TemporaryDirectory(prefix="waymark-") as folder:
        file = prepare(path, mapping.encoding, Path(folder), lambda share: None)
        rows = open_rows(cursor, file, mapping.delimiter, path.name, Path(folder))
    uses = choose_columns(rows.samples, mapping)
    return FileLook(
        columns=uses, samples={name: some[0] for name, some in rows.samples.items() if some}, rows=rows.count
    )


def _known(cursor: duckdb.DuckDBPyConnection, sha256: str) -> DataSet | None:
    fields = tuple(DataSet.model_fields)
    found = cursor.execute(f"SELECT {', '.join(fields)} FROM data_sets WHERE sha256 = ?", [sha256]).fetchone()
    return None if found is None else DataSet(**dict(zip(fields, found, strict=True)))


def _nothing_new(known: DataSet, path: Path, file: Prepared) -> ImportReport:
    """The same file again: all of its rows are here, or were refused already."""
    return ImportReport(
        data_set=known, file_name=path.name, kind=file.kind, rows_read=known.rows_read, rows_stored=0,
        duplicates=known.rows_read - known.refused, refused=known.refused, reasons={}, refusals=(), refused_file=None, columns=(),
        notices=(Notice(key="file_known", facts={"title": known.title, "source_id": known.source_id}),),
    )  # fmt: skip


def _decimal_mark(rows: Rows, fields: Mapping[str, str], mapping: ColumnMapping) -> str:
    return mapping.decimal or decimal_mark(
        rows.samples[fields["revenue"]] if "revenue" in fields else (), rows.delimiter
    )


def _staging(
    rows: Rows, uses: Sequence[ColumnUse], fields: Mapping[str, str], times: TimeReading, money: str, mapping: ColumnMapping,
    now_us: int,
) -> str:  # fmt: skip
    """SQL up to its innermost FROM: typed columns, the key that tells duplicates, and `problem` with the value that caused it."""

    def text(field: str) -> str:
        constant = mapping.constants.get(field)
        column = f"nullif(trim({rows.text(fields[field])}), '')" if field in fields else "NULL::VARCHAR"
        return column if constant is None else f"coalesce({column}, {literal(constant)})"

    texts = {field: text(field) for field in FIELDS}
    texts["currency"] = f"upper({texts['currency']})"
    customer = f"CASE WHEN lower({texts['customer_id']}) NOT IN {_NOBODY} THEN {texts['customer_id']} END"
    at_us = _time_sql(texts["occurred_at"], times, mapping.time_zone)
    revenue = _money_sql(texts["revenue"], money)
    properties = rows.json_of([use.column for use in uses if use.field == "properties"])
    plain = ", ".join(f"{texts[field]} AS {field}" for field in _TEXTS)
    content = ", chr(31), ".join(("customer_id", "at_us", "name", *_TEXTS, "revenue", "properties"))
    return f"""
SELECT customer_id, name, at_us, {", ".join(_TEXTS)}, revenue, properties::JSON AS properties,
       md5_number(CASE WHEN event_key IS NULL THEN concat({content}) ELSE 'id:' || event_key END) AS key,
       CASE WHEN blank THEN 'blank' WHEN broken THEN 'json_broken' WHEN customer_id IS NULL THEN 'customer_empty'
            WHEN name IS NULL THEN 'name_empty' WHEN time_text IS NULL THEN 'time_empty' WHEN at_us IS NULL THEN 'time_unreadable'
            WHEN at_us > {now_us + _DAY_US} THEN 'time_in_future'
            WHEN revenue IS NULL AND revenue_text IS NOT NULL THEN 'revenue_unreadable' END AS problem,
       CASE WHEN problem IN ('time_unreadable', 'time_in_future') THEN time_text WHEN problem = 'revenue_unreadable' THEN revenue_text
            WHEN problem = 'customer_empty' THEN customer_text WHEN problem = 'json_broken' THEN whole END AS bad_value,
       {"time_text" if times.other_formats else "NULL"} AS written_time
FROM (SELECT {customer} AS customer_id, {texts["customer_id"]} AS customer_text, {texts["name"]} AS name,
             {texts["occurred_at"]} AS time_text, {at_us} AS at_us, {texts["event_id"]} AS event_key, {plain},
             {texts["revenue"]} AS revenue_text, {revenue} AS revenue, {properties} AS properties,
             {rows.whole} AS whole, {rows.broken} AS broken, {rows.blank} AS blank"""


def _time_sql(text: str, times: TimeReading, zone: str) -> str:
    """Epoch microseconds UTC, NULL when unreadable. The session's zone is the mapping's."""
    if times.unit:
        factor = f"* {_PER_UNIT[times.unit]}" if times.unit in _PER_UNIT else "/ 1000"
        return f"try_cast(nullif(try_cast({text} AS DECIMAL(28, 6)), 0) {factor} AS BIGINT)"
    if not times.formats:
        return f"epoch_us(try_cast({text} AS TIMESTAMPTZ))"
    formats = ", ".join(map(literal, times.formats))
    moment = f"try_strptime({text}, [{formats}])"
    return f"epoch_us({moment})" if not times.naive else f"epoch_us(timezone({literal(zone)}, {moment}))"


def _money_sql(text: str, mark: str) -> str:
    bare = rf"regexp_replace({text}, '^[^0-9.,+-]{{1,4}}|[^0-9.,]{{1,4}}$|[  '' ’]', '', 'g')"
    point = f"replace({bare}, ',', '')" if mark == "." else f"replace(replace({bare}, '.', ''), ',', '.')"
    return f"try_cast({point} AS DECIMAL(18, 2))"


def _refuse_ambiguous_days(cursor: duckdb.DuckDBPyConnection, times: TimeReading, column: str, name: str) -> None:
    """Raises ImportRefused when day and month can be told apart in no row of the file."""
    formats = ", ".join(map(literal, times.other_formats))
    differing, example = cursor.execute(
        f"SELECT count(*) FILTER (try_strptime(written_time, [{formats}]) IS NULL), min(written_time) FROM staged WHERE at_us IS NOT NULL"
    ).fetchall()[0]
    if not differing:
        raise ImportRefused("time_ambiguous", file=name, column=column, value=example, format=times.formats[0])


def _store(cursor: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Gives the number of duplicates left out, and the source_id."""
    cursor.execute(_DUPLICATES)
    (duplicates,) = cursor.execute("SELECT count(*) FROM duplicates").fetchall()[0]
    cursor.execute(_NEW_CODES)
    (source_id,) = cursor.execute("SELECT nextval('source_ids')").fetchall()[0]
    cursor.execute(_STORE, {"source_id": source_id})
    cursor.execute(REFRESH)
    return duplicates, source_id


def _refusals(cursor: duckdb.DuckDBPyConnection, loaded: Loaded, fields: Mapping[str, str]) -> Iterator[Refusal]:
    """All of them in file order: rows that could not be cut, and rows whose values were refused."""
    return merge(loaded.refusals, _checked(cursor, loaded, fields), key=lambda refusal: refusal.line)


def _checked(cursor: duckdb.DuckDBPyConnection, loaded: Loaded, fields: Mapping[str, str]) -> Iterator[Refusal]:
    rows = cursor.execute("SELECT rowid, problem, bad_value FROM staged WHERE problem <> 'blank' ORDER BY rowid")
    while batch := rows.fetchmany(10_000):
        for row, problem, value in batch:
            column = fields.get(_BLAMED.get(problem, ""), "")
            yield Refusal(line=loaded.line_of(row), column=column, value=value or "", reason=problem)


def _reading_notices(file: Prepared, times: TimeReading, money: str, mapping: ColumnMapping) -> Iterator[Notice]:
    """How the file was read, where that was not certain."""
    if file.guessed:
        yield Notice(key="encoding_guessed", facts={"encoding": file.encoding})
    if times.naive:
        yield Notice(key="times_naive", facts={"zone": mapping.time_zone})
    if times.unit:
        yield Notice(key="times_epoch", facts={"unit": times.unit})
    if times.formats:
        yield Notice(key="times_format", facts={"format": times.formats[0]})
    if money == ",":
        yield Notice(key="decimal_comma")


def _money_notices(cursor: duckdb.DuckDBPyConnection) -> Iterator[Notice]:
    negative, without = cursor.execute(
        "SELECT count(*) FILTER (revenue < 0), count(*) FILTER (revenue IS NOT NULL AND currency IS NULL) FROM staged WHERE problem IS NULL"
    ).fetchall()[0]
    if negative:
        yield Notice(key="revenue_negative", facts={"n": negative})
    if without:
        yield Notice(key="revenue_without_currency", facts={"n": without})


def _keep_data_set(
    cursor: duckdb.DuckDBPyConnection,
    source_id: int,
    title: str,
    path: Path,
    file: Prepared,
    counts: Mapping[str, int],
    now_us: int,
) -> DataSet:
    from_us, to_us = cursor.execute(
        "SELECT min(at_us), max(at_us) FROM events WHERE source_id = ?", [source_id]
    ).fetchall()[0]
    data_set = DataSet(
        source_id=source_id, title=title, file_name=path.name, sha256=file.sha256, imported_us=now_us, **counts,
        from_us=from_us, to_us=to_us,
    )  # fmt: skip
    values = data_set.model_dump()
    cursor.execute(
        f"INSERT INTO data_sets ({', '.join(values)}) VALUES ({', '.join('$' + name for name in values)})", values
    )
    return data_set
