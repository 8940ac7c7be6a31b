"""When are the events sorted anew? When so many came in pieces that questions are slower by what it costs."""

import duckdb

_PIECES = 200_000  # events after the sorted ones, below which no question is slower by more than a few milliseconds
_SHARE = 0.25  # of all events: up to it questions took no longer, at half of them 1.3 to 1.6 times as long


def sort_anew(cursor: duckdb.DuckDBPyConnection) -> bool:
    """Sort by customer, time and event id if it is worth it, in a transaction; tells whether it was done."""
    total, ordered = cursor.execute(
        "SELECT (SELECT count(*) FROM events), (SELECT coalesce(max(value::BIGINT), 0) FROM meta WHERE name = 'sorted')"
    ).fetchall()[0]
    pieces = total - min(ordered, total)
    if pieces < _PIECES or pieces < _SHARE * total:
        return False
    cursor.execute("BEGIN")
    cursor.execute("CREATE TABLE sorted_events AS SELECT * FROM events ORDER BY customer, at_us, event_id")
    cursor.execute("DROP TABLE events")
    cursor.execute("ALTER TABLE sorted_events RENAME TO events")
    note_sorted(cursor, total)
    cursor.execute("COMMIT")
    return True


def note_sorted(cursor: duckdb.DuckDBPyConnection, total: int) -> None:
    """The first `total` events of the table lie in their order."""
    cursor.execute("DELETE FROM meta WHERE name = 'sorted'")
    cursor.execute("INSERT INTO meta VALUES ('sorted', ?)", [str(total)])
