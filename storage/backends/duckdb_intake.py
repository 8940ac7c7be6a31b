"""How does what arrives by itself become stored? Small intakes, one data set for all of them, each a transaction."""

import duckdb

from storage.backends.duckdb_import import list_data_set
from storage.backends.duckdb_store import store_staged
from storage.events import Appended, DataSet

_COUNT = """
UPDATE data_sets SET imported_us = $now_us, rows_read = rows_read + $rows, rows_stored = rows_stored + $stored,
    duplicates = duplicates + $duplicates, refused = refused + $refused,
    from_us = least(from_us, $from_us), to_us = greatest(to_us, $to_us)
WHERE source_id = $source_id
"""


def store_intake(cursor: duckdb.DuckDBPyConnection, title: str, rows: int, refused: int, now_us: int) -> Appended:
    """Store what a reader left in the staged tables in the data set `title`; the first intake makes it.

    `rows` were read, `refused` ones among them. All is on disk when it returns.
    """
    cursor.execute("BEGIN")
    source_id = _data_set(cursor, title, now_us)
    stored = store_staged(cursor, source_id)
    duplicates = min(stored.duplicates, rows - refused)
    appended = Appended(source_id=source_id, rows_stored=rows - refused - duplicates, duplicates=duplicates)
    cursor.execute(
        _COUNT,
        {
            "now_us": now_us,
            "rows": rows,
            "stored": appended.rows_stored,
            "duplicates": duplicates,
            "refused": refused,
            "from_us": stored.from_us,
            "to_us": stored.to_us,
            "source_id": source_id,
        },
    )
    cursor.execute("COMMIT")
    return appended


def _data_set(cursor: duckdb.DuckDBPyConnection, title: str, now_us: int) -> int:
    found = cursor.execute("SELECT source_id FROM data_sets WHERE kind = 'http' AND title = ?", [title]).fetchall()
    if found:
        return int(found[0][0])
    ((source_id,),) = cursor.execute("SELECT nextval('source_ids')").fetchall()
    list_data_set(
        cursor,
        DataSet(
            source_id=source_id, kind="http", title=title, file_name="", sha256="", imported_us=now_us, rows_read=0,
            rows_stored=0, duplicates=0, refused=0, from_us=None, to_us=None,
        ),
    )  # fmt: skip
    return int(source_id)
