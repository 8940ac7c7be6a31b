"""How staged rows become stored events: freed of duplicates, coded and sorted, in one transaction."""

import tempfile
from itertools import islice
from pathlib import Path

import duckdb

from storage.backends.duckdb_staging import Staged, notices, read_into, refusals, stage
from storage.events import DataSet, FileLook, ImportReport, Notice, Progress
from storage.ingest.mapping import ColumnMapping
from storage.ingest.prepared import Prepared, prepare
from storage.ingest.report import write_refused

_SHOWN = 20

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
FROM (SELECT name AS title, min(rowid) AS first FROM staged WHERE problem IS NULL GROUP BY name)
ANTI JOIN names USING (title);
INSERT INTO customers
SELECT (SELECT coalesce(max(customer), 0) FROM customers) + row_number() OVER (ORDER BY first), customer_id,
       NULL, NULL, NULL, NULL
FROM (SELECT customer_id, min(rowid) AS first FROM staged WHERE problem IS NULL GROUP BY customer_id)
ANTI JOIN customers USING (customer_id)
"""
_STORE = """
INSERT INTO events
SELECT customers.customer, names.name, at_us,
       (SELECT coalesce(max(event_id), 0) FROM events) + 1 + staged.rowid AS event_id,
       channel, device, campaign, variant, product, revenue, currency, staged.persona, properties, $source_id, key
FROM staged
JOIN customers ON customers.customer_id = staged.customer_id
JOIN names ON names.title = staged.name
ANTI JOIN duplicates ON duplicates.row = staged.rowid
WHERE problem IS NULL
ORDER BY customers.customer, at_us, event_id
"""
# What is known of names and customers follows from the events: true after an import and after its undo.
REFRESH = """
DELETE FROM names WHERE name NOT IN (SELECT name FROM events);
CREATE OR REPLACE TABLE customers AS
SELECT known.customer, known.customer_id, seen.persona, known.traits, known.consent, seen.first_seen_us
FROM customers AS known JOIN (
    SELECT customer, min(at_us) AS first_seen_us, arg_max(persona, (at_us, event_id)) AS persona
    FROM events GROUP BY customer
) AS seen USING (customer)
"""


def import_file(
    cursor: duckdb.DuckDBPyConnection,
    path: Path,
    mapping: ColumnMapping,
    progress: Progress,
    *,
    title: str,
    refused_folder: Path | None,
    now_us: int,
) -> ImportReport:
    """Store the good rows of `path`: all of them or none. Raises ImportRefused."""
    with tempfile.TemporaryDirectory(prefix="waymark-") as folder:
        file = prepare(path, mapping.encoding, Path(folder), lambda share: progress(0.1 * share, 0))
        if (known := _known(cursor, file.sha256)) is not None:
            progress(1.0, known.rows_read)
            return _nothing_new(known, path, file)
        staged = stage(cursor, read_into(cursor, file, mapping, path.name, Path(folder)), now_us)
    progress(0.6, staged.rows_read)
    notes = list(notices(cursor, staged.reading, now_us))
    first = tuple(islice(refusals(cursor, staged), _SHOWN))
    listed = write_refused(refusals(cursor, staged), path, refused_folder) if first else None
    if first and listed is None:
        notes.append(Notice(key="refused_not_written", facts={"folder": str(path.parent)}))
    cursor.execute("BEGIN")
    data_set = _store(cursor, staged, title, path.name, now_us)
    progress(0.9, staged.rows_read)
    cursor.execute("COMMIT")
    progress(1.0, staged.rows_read)
    return ImportReport(
        data_set=data_set if data_set.rows_stored else None,
        file_name=path.name,
        kind=file.kind,
        rows_read=data_set.rows_read,
        rows_stored=data_set.rows_stored,
        duplicates=data_set.duplicates,
        refused=data_set.refused,
        reasons=staged.reasons,
        refusals=first,
        refused_file=None if listed is None else str(listed),
        columns=staged.reading.uses,
        notices=tuple(notes),
    )


def look_into(cursor: duckdb.DuckDBPyConnection, path: Path, mapping: ColumnMapping) -> FileLook:
    """How the columns of `path` would be read. Raises ImportRefused."""
    with tempfile.TemporaryDirectory(prefix="waymark-") as folder:
        file = prepare(path, mapping.encoding, Path(folder), lambda share: None)
        reading = read_into(cursor, file, mapping, path.name, Path(folder))
    samples = {column: some[0] for column, some in reading.rows.samples.items() if some}
    return FileLook(columns=reading.uses, samples=samples, rows=reading.rows.count)


def _known(cursor: duckdb.DuckDBPyConnection, sha256: str) -> DataSet | None:
    """The data set that this very file made, if it holds every good row of it."""
    fields = tuple(DataSet.model_fields)
    found = cursor.execute(
        f"SELECT {', '.join(fields)} FROM data_sets WHERE sha256 = ? AND duplicates = 0",  # noqa: S608  our own names
        [sha256],
    ).fetchone()
    return None if found is None else DataSet(**dict(zip(fields, found, strict=True)))


def _nothing_new(known: DataSet, path: Path, file: Prepared) -> ImportReport:
    """The same file again: all of its rows are here, or were refused already."""
    return ImportReport(
        data_set=known,
        file_name=path.name,
        kind=file.kind,
        rows_read=known.rows_read,
        rows_stored=0,
        duplicates=known.rows_stored,
        refused=known.refused,
        reasons={},
        refusals=(),
        refused_file=None,
        columns=(),
        notices=(Notice(key="file_known", facts={"title": known.title, "source_id": known.source_id}),),
    )


def _store(cursor: duckdb.DuckDBPyConnection, staged: Staged, title: str, file_name: str, now_us: int) -> DataSet:
    """Store what is new; the data set is kept when that is anything at all."""
    cursor.execute(_DUPLICATES)
    (duplicates,) = cursor.execute("SELECT count(*) FROM duplicates").fetchall()[0]
    cursor.execute(_NEW_CODES)
    (source_id,) = cursor.execute("SELECT nextval('source_ids')").fetchall()[0]
    cursor.execute(_STORE, {"source_id": source_id})
    cursor.execute(REFRESH)
    stored, from_us, to_us = cursor.execute(
        "SELECT count(*), min(at_us), max(at_us) FROM events WHERE source_id = ?", [source_id]
    ).fetchall()[0]
    data_set = DataSet(
        source_id=source_id,
        title=title,
        file_name=file_name,
        sha256=staged.reading.file.sha256,
        imported_us=now_us,
        rows_read=staged.rows_read,
        rows_stored=stored,
        duplicates=duplicates,
        refused=sum(staged.reasons.values()),
        from_us=from_us,
        to_us=to_us,
    )
    if stored:
        values = data_set.model_dump()
        columns, places = ", ".join(values), ", ".join(f"${name}" for name in values)
        cursor.execute(f"INSERT INTO data_sets ({columns}) VALUES ({places})", values)  # noqa: S608  our own names
    return data_set
