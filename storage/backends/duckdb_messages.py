"""How are Segment messages taken in: those that a journal holds, and those of a file that somebody imports?"""

from pathlib import Path

import duckdb

from storage.backends.duckdb_erased import refuse_erased
from storage.backends.duckdb_intake import store_intake
from storage.backends.duckdb_segment import count_messages, segment_refusals, stage_segment
from storage.ingest.segment import Received


def take_in_messages(cursor: duckdb.DuckDBPyConnection, lines: Path, title: str, now_us: int) -> Received:
    """Store the messages of a file of UTF-8 lines in the data set `title`, in one transaction."""
    loaded = stage_segment(cursor, lines, now_us)
    refuse_erased(cursor)
    staged = count_messages(cursor, loaded)
    refusals = tuple(segment_refusals(cursor, staged)) if staged.reasons else ()
    rows = staged.events + staged.people + len(refusals)
    stored = store_intake(cursor, title, rows, len(refusals), now_us)
    return Received(
        rows_read=rows,
        rows_stored=stored.rows_stored,
        people=staged.people,
        duplicates=stored.duplicates,
        refusals=refusals,
    )
