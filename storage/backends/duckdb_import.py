"""What does the import of a file do, from the file to its report? One transaction; a file again stores nothing."""

import tempfile
from itertools import islice
from pathlib import Path

import duckdb

from storage.backends.duckdb_personal import hashed_columns
from storage.backends.duckdb_staging import (
    Staged,
    known_notices,
    notices,
    read_into,
    refusals,
    rows_stored,
    stage,
)
from storage.backends.duckdb_store import Stored, store_staged
from storage.events import DataSet, FileLook, ImportReport, Kind, Notice, Progress
from storage.ingest.mapping import ColumnMapping
from storage.ingest.prepared import Prepared, prepare
from storage.ingest.report import write_refused

_SHOWN = 20


def import_file(
    cursor: duckdb.DuckDBPyConnection,
    path: Path,
    mapping: ColumnMapping,
    progress: Progress,
    *,
    title: str,
    refused_folder: Path | None,
    replace: bool,
    dry_run: bool,
    now_us: int,
) -> ImportReport:
    """Store the good rows of `path`: all of them or none; a dry run takes all of it back. Raises ImportRefused."""
    with tempfile.TemporaryDirectory(prefix="waymark-") as folder:
        file = prepare(path, mapping.encoding, Path(folder), lambda share: progress(0.1 * share, 0))
        if not replace and (known := _known(cursor, file.sha256)) is not None:
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
    ((source_id,),) = cursor.execute("SELECT 0" if dry_run else "SELECT nextval('source_ids')").fetchall()
    stored = store_staged(
        cursor,
        source_id,
        replace=replace or staged.reading.replaces,
        keep_personal=mapping.keep_personal,
        properties=staged.reading.property_keys,
    )
    rows = rows_stored(cursor, staged, source_id)
    data_set = _listed(staged, stored, rows, source_id, title=title, file_name=path.name, now_us=now_us)
    if stored.anything:
        list_data_set(cursor, data_set)
    progress(0.9, staged.rows_read)
    cursor.execute("ROLLBACK" if dry_run else "COMMIT")
    progress(1.0, staged.rows_read)
    if stored.unjoined:
        notes.append(Notice(key="claims_unjoined", facts={"n": stored.unjoined}))
    return ImportReport(
        data_set=data_set if stored.anything and not dry_run else None,
        file_name=path.name,
        kind=file.kind,
        form=staged.reading.form,
        rows_read=data_set.rows_read,
        rows_stored=data_set.rows_stored,
        duplicates=data_set.duplicates,
        replaced=data_set.replaced,
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
    return FileLook(
        columns=reading.uses,
        samples=samples,
        rows=reading.rows.count,
        form=reading.form,
        hashed=hashed_columns(reading.rows.samples, mapping.keep_personal),
        notices=tuple(known_notices(reading)),
    )


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


def list_data_set(cursor: duckdb.DuckDBPyConnection, data_set: DataSet) -> None:
    """Add it to the list."""
    values = data_set.model_dump()
    columns, places = ", ".join(values), ", ".join(f"${name}" for name in values)
    cursor.execute(f"INSERT INTO data_sets ({columns}) VALUES ({places})", values)  # noqa: S608  our own names


def _listed(
    staged: Staged, stored: Stored, rows: int | None, source_id: int, *, title: str, file_name: str, now_us: int
) -> DataSet:
    refused = sum(staged.reasons.values())
    good = staged.rows_read - refused
    duplicates = stored.duplicates if rows is None else good - rows  # one row may hold several values
    return DataSet(
        source_id=source_id,
        kind=_kind(stored),
        title=title,
        file_name=file_name,
        sha256=staged.reading.file.sha256,
        imported_us=now_us,
        rows_read=staged.rows_read,
        rows_stored=good - duplicates,
        duplicates=duplicates,
        replaced=stored.replaced,
        refused=refused,
        from_us=stored.from_us,
        to_us=stored.to_us,
    )


def _kind(stored: Stored) -> Kind:
    if stored.events or not (stored.feedback or stored.points):
        return "events"
    return "feedback" if stored.feedback else "points"
