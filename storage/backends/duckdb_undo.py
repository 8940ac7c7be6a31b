"""How is something taken out again? An import as a whole, a customer with everything, a wrong join."""

# ruff: noqa: S608  SQL is made of our own names and codes
from collections.abc import Sequence

import duckdb

from storage.backends.duckdb_erased import note_erased
from storage.backends.duckdb_joins import join_anew
from storage.backends.duckdb_people import know_customers, see_anew
from storage.backends.duckdb_schema import EVENT_COLUMNS, ask_for_rewrite

# A row that the import put in the place of another may have been replaced itself: then the later one keeps the place.
_GIVE_BACK = f"""
UPDATE replaced_events SET replaced_by = later.replaced_by FROM replaced_events AS later
WHERE later.source_id = $source_id AND replaced_events.replaced_by = $source_id AND later.key = replaced_events.key;
DELETE FROM replaced_events WHERE source_id = $source_id;
INSERT INTO events ({EVENT_COLUMNS}) SELECT {EVENT_COLUMNS} FROM replaced_events WHERE replaced_by = $source_id;
DELETE FROM replaced_events WHERE replaced_by = $source_id
"""


def undo_import(cursor: duckdb.DuckDBPyConnection, source_id: int) -> int | None:
    """Remove what the import stored, in a transaction; gives the events removed. None: there is no such import."""
    cursor.execute("BEGIN")
    if not cursor.execute("DELETE FROM data_sets WHERE source_id = ? RETURNING source_id", [source_id]).fetchall():
        cursor.execute("ROLLBACK")
        return None
    mine = f"source_id = {int(source_id)}"
    _touch(cursor, mine, mine, mine)
    cursor.execute(f"INSERT INTO touched SELECT raw FROM replaced_events WHERE replaced_by = {int(source_id)}")
    ((removed,),) = cursor.execute(f"DELETE FROM events WHERE {mine}").fetchall()
    for statement in _GIVE_BACK.split(";\n"):
        cursor.execute(statement, {"source_id": source_id})
    for table in ("feedback", "points", "traits", "claims"):
        cursor.execute(f"DELETE FROM {table} WHERE {mine}")
    _settle(cursor)
    cursor.execute("COMMIT")
    return int(removed)


def erase(cursor: duckdb.DuckDBPyConnection, codes: Sequence[int]) -> int:
    """Remove everything of the people with these codes, in a transaction, for good; gives the events removed."""
    theirs = f"IN ({', '.join(map(str, codes))})"
    cursor.execute("BEGIN")
    note_erased(cursor, codes)
    _touch(cursor, f"raw {theirs}", f"customer {theirs}", f"alias {theirs} OR customer {theirs}")
    cursor.execute(f"INSERT INTO touched SELECT customer FROM people WHERE customer {theirs}")
    ((removed,),) = cursor.execute(f"DELETE FROM events WHERE raw {theirs}").fetchall()
    cursor.execute(f"DELETE FROM replaced_events WHERE raw {theirs}")
    cursor.execute(f"DELETE FROM feedback WHERE raw {theirs}")
    cursor.execute(f"DELETE FROM traits WHERE customer {theirs}")
    cursor.execute(f"DELETE FROM claims WHERE alias {theirs} OR customer {theirs}")
    cursor.execute(f"DELETE FROM parted WHERE alias_id IN (SELECT customer_id FROM people WHERE customer {theirs})")
    _settle(cursor)
    ask_for_rewrite(cursor)
    cursor.execute("COMMIT")
    return int(removed)


def part(cursor: duckdb.DuckDBPyConnection, code: int) -> None:
    """The person with this code belongs to nobody from now on."""
    cursor.execute("BEGIN")
    cursor.execute("CREATE TEMP TABLE touched (customer INTEGER)")
    cursor.execute("INSERT INTO parted SELECT customer_id FROM people WHERE customer = ?", [code])
    join_anew(cursor)
    know_customers(cursor)
    cursor.execute("COMMIT")


def _touch(cursor: duckdb.DuckDBPyConnection, rows: str, words: str, claims: str) -> None:
    """The people whom a removal is about; the conditions are those of events and feedback, traits, claims."""
    cursor.execute(
        f"CREATE TEMP TABLE touched AS SELECT DISTINCT raw AS customer FROM events WHERE {rows} "
        f"UNION SELECT raw FROM feedback WHERE ({rows}) AND raw IS NOT NULL "
        f"UNION SELECT customer FROM traits WHERE {words} "
        f"UNION SELECT alias FROM claims WHERE {claims} UNION SELECT customer FROM claims WHERE {claims} "
        f"UNION SELECT raw FROM replaced_events WHERE {rows}"
    )


def _settle(cursor: duckdb.DuckDBPyConnection) -> None:
    """What follows from the rows that remain."""
    join_anew(cursor)
    see_anew(cursor)
    cursor.execute(
        "DELETE FROM names WHERE name NOT IN (SELECT name FROM events UNION ALL SELECT name FROM replaced_events)"
    )
    know_customers(cursor)
