"""How do the events of a workspace lie in their file? The tables, the version of them, and files of older versions."""

import hashlib
import os
import secrets
from pathlib import Path

import duckdb

from storage.backends import duckdb_erased as erased
from storage.backends.duckdb_personal import hash_ids, hash_properties, know_key
from storage.errors import StorageError, StoreTooNew

VERSION = 2
EVENT_COLUMNS = (
    "customer, name, at_us, event_id, channel, device, campaign, variant, product, revenue, currency, persona, "
    "properties, source_id, key, raw"
)
# `customer` is a code of `customers` with aliases joined; `raw` is the code in `people` of the id that the row had.
_TABLES = """
CREATE SEQUENCE IF NOT EXISTS source_ids;
CREATE TABLE IF NOT EXISTS meta (name VARCHAR NOT NULL, value VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS events (
    customer INTEGER NOT NULL, name INTEGER NOT NULL, at_us BIGINT NOT NULL, event_id BIGINT NOT NULL,
    channel VARCHAR, device VARCHAR, campaign VARCHAR, variant VARCHAR, product VARCHAR,
    revenue DECIMAL(18, 2), currency VARCHAR, persona VARCHAR, properties JSON,
    source_id INTEGER NOT NULL, key UHUGEINT NOT NULL, raw INTEGER);
CREATE TABLE IF NOT EXISTS replaced_events (
    customer INTEGER NOT NULL, name INTEGER NOT NULL, at_us BIGINT NOT NULL, event_id BIGINT NOT NULL,
    channel VARCHAR, device VARCHAR, campaign VARCHAR, variant VARCHAR, product VARCHAR,
    revenue DECIMAL(18, 2), currency VARCHAR, persona VARCHAR, properties JSON,
    source_id INTEGER NOT NULL, key UHUGEINT NOT NULL, raw INTEGER, replaced_by INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS names (name INTEGER NOT NULL, title VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS people (
    customer INTEGER NOT NULL, customer_id VARCHAR NOT NULL, first_seen_us BIGINT,
    persona VARCHAR, persona_us BIGINT, persona_event BIGINT);
CREATE TABLE IF NOT EXISTS customers (
    customer INTEGER NOT NULL, customer_id VARCHAR NOT NULL, persona VARCHAR, traits JSON, consent VARCHAR,
    first_seen_us BIGINT, said_persona VARCHAR);
CREATE TABLE IF NOT EXISTS traits (
    customer INTEGER NOT NULL, trait VARCHAR NOT NULL, value JSON, at_us BIGINT, number BIGINT NOT NULL,
    source_id INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS claims (
    alias INTEGER NOT NULL, customer INTEGER NOT NULL, at_us BIGINT, number BIGINT NOT NULL,
    source_id INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS parted (alias_id VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS joined (alias INTEGER NOT NULL, customer INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS segments (place INTEGER NOT NULL, persona VARCHAR NOT NULL, tests JSON NOT NULL);
CREATE TABLE IF NOT EXISTS feedback (
    feedback_id BIGINT NOT NULL, customer INTEGER, at_us BIGINT, kind VARCHAR NOT NULL, score DOUBLE,
    times BIGINT NOT NULL, touchpoint VARCHAR, stage VARCHAR, channel VARCHAR, persona VARCHAR, text VARCHAR,
    source_id INTEGER NOT NULL, key UHUGEINT NOT NULL, raw INTEGER);
CREATE TABLE IF NOT EXISTS points (
    metric VARCHAR NOT NULL, place VARCHAR, element VARCHAR, channel VARCHAR, persona VARCHAR, from_us BIGINT,
    until_us BIGINT, value DOUBLE NOT NULL, n BIGINT, source_id INTEGER NOT NULL, key UHUGEINT NOT NULL);
CREATE TABLE IF NOT EXISTS data_sets (
    source_id INTEGER NOT NULL, kind VARCHAR DEFAULT 'events', title VARCHAR, file_name VARCHAR, sha256 VARCHAR,
    imported_us BIGINT, rows_read BIGINT, rows_stored BIGINT, duplicates BIGINT, replaced BIGINT DEFAULT 0,
    refused BIGINT, from_us BIGINT, to_us BIGINT);
"""
# Columns that tables of version 1 lack.
_ADDED = """
ALTER TABLE events ADD COLUMN IF NOT EXISTS raw INTEGER;
ALTER TABLE customers ADD COLUMN IF NOT EXISTS traits JSON;
ALTER TABLE customers ADD COLUMN IF NOT EXISTS consent VARCHAR;
ALTER TABLE customers ADD COLUMN IF NOT EXISTS said_persona VARCHAR;
ALTER TABLE feedback ADD COLUMN IF NOT EXISTS raw INTEGER;
ALTER TABLE data_sets ADD COLUMN IF NOT EXISTS kind VARCHAR DEFAULT 'events';
ALTER TABLE data_sets ADD COLUMN IF NOT EXISTS replaced BIGINT DEFAULT 0;
"""
# Version 1 had the ids in `customers`, mails among them as they were written; several may now be one.
_PEOPLE_OF_VERSION_1 = """
CREATE TEMP TABLE old_codes AS
SELECT old.customer, min(old.customer) OVER (PARTITION BY ids.customer_id) AS raw, ids.customer_id
FROM customers AS old JOIN ids ON ids.said = old.customer_id;
UPDATE events SET raw = old_codes.raw, customer = old_codes.raw
FROM old_codes WHERE events.customer = old_codes.customer;
UPDATE feedback SET raw = old_codes.raw, customer = old_codes.raw
FROM old_codes WHERE feedback.customer = old_codes.customer;
INSERT INTO people
SELECT codes.raw, codes.customer_id, seen.first_seen_us, seen.persona, seen.persona_us, seen.persona_event
FROM (SELECT DISTINCT raw, customer_id FROM old_codes) AS codes LEFT JOIN (
    SELECT raw, min(at_us) AS first_seen_us, arg_max(persona, (at_us, event_id)) AS persona,
           arg_max(at_us, (at_us, event_id)) FILTER (persona IS NOT NULL) AS persona_us,
           arg_max(event_id, (at_us, event_id)) FILTER (persona IS NOT NULL) AS persona_event
    FROM events GROUP BY raw
) AS seen USING (raw);
DELETE FROM customers;
INSERT INTO customers (customer, customer_id, persona, first_seen_us, said_persona)
SELECT customer, customer_id, persona, first_seen_us, persona FROM people;
DROP TABLE old_codes;
DROP TABLE ids;
"""


class KeyMissing(StorageError):
    """The key that personal data was hashed with is not beside the event file: the same mail would be somebody else."""

    advice = "stop"

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"The key file {file} is missing or is another file's.", file=file.name, folder=str(file.parent)
        )


def open_file(file: Path) -> tuple[duckdb.DuckDBPyConnection, str]:
    """The database in `file`, made or brought to this version, and the key of its personal data.

    Raises duckdb.Error, StoreTooNew, KeyMissing.
    """
    database = _connect(file)
    known = _meta(database)
    if int(known.get("version", 0)) > VERSION:
        database.close()
        raise StoreTooNew(known["version"])
    try:
        key = _key(file.with_suffix(".key"), known.get("key"))
    except KeyMissing:
        database.close()
        raise
    if "version" not in known:
        _make(database, key)
        known = _meta(database)
    database.execute(erased.TABLE)
    if known.get("rewrite"):
        database.close()
        _rewrite(file)
        database = _connect(file)
    return database, key


def ask_for_rewrite(cursor: duckdb.DuckDBPyConnection) -> None:
    """At the next opening the file is written anew: what was deleted then stands nowhere in it."""
    cursor.execute("DELETE FROM meta WHERE name = 'rewrite'")
    cursor.execute("INSERT INTO meta VALUES ('rewrite', 'yes')")


def _connect(file: Path) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect(str(file))
    database.execute("SET enable_progress_bar = false")
    return database


def _meta(database: duckdb.DuckDBPyConnection) -> dict[str, str]:
    there = database.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'meta'").fetchall()
    return dict(database.execute("SELECT name, value FROM meta").fetchall()) if there else {}


def _key(file: Path, known: str | None) -> str:
    """The key in `file`, made at the first opening for its owner alone; `known`: what the right one is checked by."""
    if known is None and not file.exists():
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "w", encoding="ascii") as written:
            written.write(secrets.token_hex(32))
            written.flush()
            os.fsync(opened)
    try:
        key = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise KeyMissing(file) from error
    if len(key) != 64 or known not in (None, _checked_by(key)):
        raise KeyMissing(file)
    return key


def _checked_by(key: str) -> str:
    return hashlib.sha256(f"checked:{key}".encode()).hexdigest()[:16]


def _make(database: duckdb.DuckDBPyConnection, key: str) -> None:
    """All tables, of a new file or of one of version 1."""
    old = bool(database.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'events'").fetchall())
    database.execute("BEGIN")
    database.execute(_TABLES)
    if old:
        database.execute(_ADDED)
        know_key(database, key)
        hash_ids(database, "SELECT customer_id AS said, customer AS first FROM customers")
        database.execute(_PEOPLE_OF_VERSION_1)
        hash_properties(database, "events")
        ask_for_rewrite(database)
    values = {"version": str(VERSION), "key": _checked_by(key)}
    database.executemany("INSERT INTO meta VALUES (?, ?)", list(values.items()))
    database.execute("COMMIT")


def _rewrite(file: Path) -> None:
    """Copy what is stored into a new file and put that in the place of the old one."""
    fresh = file.with_suffix(".fresh")
    fresh.unlink(missing_ok=True)
    with duckdb.connect(":memory:") as copier:
        copier.execute("SET enable_progress_bar = false")
        for name, path in (("old", file), ("fresh", fresh)):
            copier.execute(f"ATTACH {_literal(str(path))} AS {name}")
        copier.execute("COPY FROM DATABASE old TO fresh")
        copier.execute("DELETE FROM fresh.meta WHERE name = 'rewrite'")
        for name in ("fresh", "old"):
            copier.execute(f"CHECKPOINT {name}")
            copier.execute(f"DETACH {name}")
    os.replace(fresh, file)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
