"""Who was erased? Keyed hashes of their ids are kept, so that a file which comes again does not bring them back.

Rows of an erased id are refused as `erased`, whatever file or program brings them. What an anonymous id does that was
never known as theirs is somebody else's: a claim that it is theirs joins nothing.
"""

# ruff: noqa: S608  SQL is made of our own names and codes
from collections.abc import Sequence

import duckdb

from storage.backends.duckdb_personal import stored_id_sql

TABLE = "CREATE TABLE IF NOT EXISTS erased (id_hash VARCHAR NOT NULL)"
_REFUSE = """
UPDATE {table} SET problem = 'erased'
WHERE (problem IS NULL OR problem = 'people') AND customer_id IN (SELECT said FROM gone);
DELETE FROM staged WHERE problem IS NULL AND customer_id IN (SELECT said FROM gone);
DELETE FROM staged_feedback WHERE customer_id IN (SELECT said FROM gone);
DELETE FROM staged_people WHERE customer_id IN (SELECT said FROM gone) OR alias IN (SELECT said FROM gone)
"""


def note_erased(cursor: duckdb.DuckDBPyConnection, codes: Sequence[int]) -> None:
    """Remember the ids that have these codes in `people`, whether they were stored as they stood or hashed."""
    cursor.execute(
        f"INSERT INTO erased SELECT DISTINCT {_hash('customer_id')} FROM people "
        f"WHERE customer IN ({', '.join(map(str, codes))}) AND {_hash('customer_id')} NOT IN (SELECT * FROM erased)"
    )


def refuse_erased(cursor: duckdb.DuckDBPyConnection, table: str = "staged") -> None:
    """Take erased customers out of the staged tables; `table` is the one where the problem of each row stands."""
    if not cursor.execute("SELECT 1 FROM erased LIMIT 1").fetchall():
        return
    cursor.execute(
        f"CREATE TEMP TABLE gone AS SELECT said FROM (SELECT customer_id AS said FROM {table} "
        "UNION SELECT customer_id FROM staged_people UNION SELECT alias FROM staged_people) "
        f"WHERE {_hash('said')} IN (SELECT id_hash FROM erased)"
    )
    if cursor.execute("SELECT 1 FROM gone LIMIT 1").fetchall():
        for statement in _REFUSE.format(table=table).split(";\n"):
            cursor.execute(statement)
    cursor.execute("DROP TABLE gone")


def _hash(said: str) -> str:
    return f"left(sha256(concat(getvariable('personal_key'), 'erased', {stored_id_sql(said)})), 32)"
