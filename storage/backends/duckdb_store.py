"""How do staged rows become stored ones? Free of duplicates and of personal data, coded, joined and sorted."""

# ruff: noqa: S608  SQL is made of our own names; values are bound
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from storage.backends.duckdb_joins import take_claims
from storage.backends.duckdb_people import code_people, know_customers, see_anew, see_events, take_words
from storage.backends.duckdb_personal import hash_ids, hash_properties, hash_texts, hash_traits
from storage.backends.duckdb_schema import EVENT_COLUMNS
from storage.backends.duckdb_staged import staging_tables
from storage.backends.duckdb_tidy import note_sorted

_IDS = """
SELECT said, min(first) AS first FROM (
    SELECT customer_id AS said, min(rowid) AS first FROM staged WHERE problem IS NULL GROUP BY customer_id
    UNION ALL SELECT customer_id, min(rowid) FROM staged_people GROUP BY customer_id
    UNION ALL SELECT alias, min(rowid) FROM staged_people WHERE alias IS NOT NULL GROUP BY alias
    UNION ALL SELECT customer_id, min(rowid) FROM staged_feedback WHERE customer_id IS NOT NULL GROUP BY customer_id
) GROUP BY said
"""
# Of rows with one key in a file the first counts; where rows replace earlier ones, the last.
_DUPLICATES = """
CREATE TEMP TABLE duplicates AS
SELECT row FROM (
    SELECT rowid AS row, row_number() OVER (PARTITION BY key ORDER BY rowid {order}) AS copy FROM staged
    WHERE problem IS NULL AND key IN (SELECT key FROM staged WHERE problem IS NULL GROUP BY key HAVING count(*) > 1)
) WHERE copy > 1
"""
_STORED_ALREADY = """
INSERT INTO duplicates
SELECT staged.rowid FROM staged SEMI JOIN events USING (key) ANTI JOIN duplicates ON duplicates.row = staged.rowid
WHERE problem IS NULL
"""
_REPLACE = f"""
INSERT INTO replaced_events SELECT {EVENT_COLUMNS}, $source_id FROM events
SEMI JOIN (SELECT key FROM staged WHERE problem IS NULL) AS staged USING (key)
"""
_NEW_NAMES = """
INSERT INTO names
SELECT (SELECT coalesce(max(name), 0) FROM names) + row_number() OVER (ORDER BY first), title
FROM (SELECT name AS title, min(rowid) AS first FROM staged WHERE problem IS NULL GROUP BY name)
ANTI JOIN names USING (title)
"""
_EVENTS = f"""
INSERT INTO events ({EVENT_COLUMNS})
SELECT ids.ends_at AS customer, names.name, at_us, $first + staged.rowid AS event_id,
       channel, device, campaign, variant, product, revenue, currency, persona, properties,
       $source_id, key, ids.customer
FROM staged
JOIN (SELECT ids.*, coalesce(joined.customer, ids.customer) AS ends_at
      FROM ids LEFT JOIN joined ON joined.alias = ids.customer) AS ids ON ids.said = staged.customer_id
JOIN names ON names.title = staged.name
ANTI JOIN duplicates ON duplicates.row = staged.rowid
WHERE problem IS NULL
ORDER BY 1, 3, 4
"""
_FEEDBACK = """
INSERT INTO feedback
SELECT (SELECT coalesce(max(feedback_id), 0) FROM feedback) + 1 + firsts.row, coalesce(joined.customer, ids.customer),
       at_us, kind, score, coalesce(times, 1), touchpoint, stage, channel, persona, text,
       $source_id, said.key, ids.customer
FROM staged_feedback AS said JOIN (SELECT min(rowid) AS row FROM staged_feedback GROUP BY key) AS firsts
    ON firsts.row = said.rowid
LEFT JOIN ids ON ids.said = said.customer_id LEFT JOIN joined ON joined.alias = ids.customer
ANTI JOIN feedback AS stored ON stored.key = said.key ORDER BY 1
"""
_POINTS = """
INSERT INTO points
SELECT metric, place, element, channel, persona, from_us, until_us, value, n, $source_id, said.key
FROM staged_points AS said JOIN (SELECT min(rowid) AS row FROM staged_points GROUP BY key) AS firsts
    ON firsts.row = said.rowid
ANTI JOIN points AS stored ON stored.key = said.key ORDER BY firsts.row
"""


@dataclass(frozen=True)
class Stored:
    """What became of the staged rows; `unjoined`: claims that joined nothing."""

    events: int
    feedback: int
    points: int
    people: int
    duplicates: int
    replaced: int
    unjoined: int
    from_us: int | None
    to_us: int | None

    @property
    def anything(self) -> bool:
        """Whether there is something to list and to undo."""
        return bool(self.events or self.feedback or self.points or self.people)


def store_staged(
    cursor: duckdb.DuckDBPyConnection,
    source_id: int,
    *,
    replace: bool = False,
    keep_personal: bool = False,
    properties: Iterable[str] | None = None,
) -> Stored:
    """Store what stands in the staged tables, inside the caller's transaction.

    `properties`: every key that their properties have, where that is known.
    """
    staging_tables(cursor)
    good, people, feedback, points = (
        _one(cursor, f"SELECT count(*) FROM {table}")
        for table in ("staged WHERE problem IS NULL", "staged_people", "staged_feedback", "staged_points")
    )
    if not keep_personal:
        hash_properties(cursor, "staged", properties)
        if people:
            hash_traits(cursor)
        if feedback:
            hash_texts(cursor)
    cursor.execute("CREATE TEMP TABLE touched (customer INTEGER)")
    hash_ids(cursor, _IDS, keep=keep_personal)
    code_people(cursor)
    unjoined = 0
    if people:
        unjoined = take_claims(cursor, source_id)
        take_words(cursor, source_id)
    events, replaced = _store_events(cursor, source_id, replace=replace) if good else (0, 0)
    answers = _one(cursor, _FEEDBACK, source_id=source_id) if feedback else 0
    values = _one(cursor, _POINTS, source_id=source_id) if points else 0
    if answers:
        cursor.execute(
            f"INSERT INTO touched SELECT DISTINCT raw FROM feedback WHERE source_id = {source_id} AND raw > 0"
        )
    know_customers(cursor)
    from_us, to_us = _span(cursor, source_id, events, answers, values)
    duplicates = good - events + feedback - answers + points - values
    return Stored(events, answers, values, people, duplicates, replaced, unjoined, from_us, to_us)


def _store_events(cursor: duckdb.DuckDBPyConnection, source_id: int, *, replace: bool) -> tuple[int, int]:
    """Events stored, and how many of them took the place of an earlier one."""
    cursor.execute(_DUPLICATES.format(order="DESC" if replace else "ASC"))
    replaced = 0
    if replace:
        replaced = _one(cursor, _REPLACE, source_id=source_id)
        if replaced:
            cursor.execute("DELETE FROM events WHERE key IN (SELECT key FROM staged WHERE problem IS NULL)")
    else:
        cursor.execute(_STORED_ALREADY)
    cursor.execute(_NEW_NAMES)
    first = _one(cursor, "SELECT coalesce(max(event_id), 0) + 1 FROM events")
    stored = _one(cursor, _EVENTS, source_id=source_id, first=first)
    if first == 1:
        note_sorted(cursor, stored)
    if replaced:
        cursor.execute(f"INSERT INTO touched SELECT raw FROM replaced_events WHERE replaced_by = {source_id}")
        see_anew(cursor)
    see_events(cursor, f"(SELECT * FROM events WHERE event_id >= {first})")
    return stored, replaced


def _span(
    cursor: duckdb.DuckDBPyConnection, source_id: int, events: int, answers: int, values: int
) -> tuple[int | None, int | None]:
    """Time of the oldest and newest row that was just stored."""
    parts = ["SELECT NULL::BIGINT, NULL::BIGINT"]
    if events:
        parts.append("SELECT min(first_seen_us), max(newest_us) FROM seen")
    if answers:
        parts.append(f"SELECT min(at_us), max(at_us) FROM feedback WHERE source_id = {source_id}")
    if values:
        parts.append(f"SELECT min(from_us), max(until_us) FROM points WHERE source_id = {source_id}")
    from_us, to_us = cursor.execute(
        f"SELECT min(from_us), max(to_us) FROM ({' UNION ALL '.join(parts)}) AS spans(from_us, to_us)"
    ).fetchall()[0]
    return from_us, to_us


def _one(cursor: duckdb.DuckDBPyConnection, sql: str, **values: int) -> int:
    ((found,),) = cursor.execute(sql, values).fetchall()
    return int(found)
