"""What does a reader leave for the store? The temp tables that one cursor alone sees, and what their columns mean.

A reader leaves up to four tables; `store` (`duckdb_import.py`) takes all of them in, in one transaction. rowid is the
order of the file. Values are raw: the store makes keyed hashes of personal data (`duckdb_personal.py`).

`staged`: one event a row.
    customer_id, name, at_us (epoch microseconds UTC): never null in a good row. channel, device, campaign, variant,
    product, revenue, currency, persona: or null. properties: a JSON object or null. key: tells duplicates across the
    whole store; of an event with an id of its own `md5_number('id:' || id)`, so that every reader agrees on it.
    problem: null in a good row, else why it is refused; only good rows are stored. Further columns are fine.
`staged_people`: what was said of one customer at one time.
    customer_id: who, as the source calls them. alias: an anonymous or previous id that is this customer. traits: a JSON
    object; the newest value of each trait counts, null takes it away. consent: granted or denied. at_us: when, null:
    nobody knows, and every row with a time counts as newer. Any of alias, traits and consent may be null.
`staged_feedback`: one answer, question or comment a row, columns as `storage/event_tables.py: FEEDBACK`.
    customer_id null: nobody knows whose it is. times: 1 unless the row stands for many. key as above.
`staged_points`: one measured value a row, columns as `storage/event_tables.py: POINTS`. key as above.
"""

import duckdb

_STAGED = (
    """
CREATE TEMP TABLE IF NOT EXISTS staged (
    customer_id VARCHAR, name VARCHAR, at_us BIGINT, channel VARCHAR, device VARCHAR, campaign VARCHAR,
    variant VARCHAR, product VARCHAR, currency VARCHAR, persona VARCHAR, revenue DECIMAL(18, 2), properties JSON,
    key UHUGEINT, problem VARCHAR, bad_value VARCHAR, written_time VARCHAR)""",
    """
CREATE TEMP TABLE IF NOT EXISTS staged_people (
    customer_id VARCHAR, alias VARCHAR, traits JSON, consent VARCHAR, at_us BIGINT)""",
    """
CREATE TEMP TABLE IF NOT EXISTS staged_feedback (
    customer_id VARCHAR, at_us BIGINT, kind VARCHAR, score DOUBLE, times BIGINT, touchpoint VARCHAR, stage VARCHAR,
    channel VARCHAR, persona VARCHAR, text VARCHAR, key UHUGEINT)""",
    """
CREATE TEMP TABLE IF NOT EXISTS staged_points (
    metric VARCHAR, place VARCHAR, element VARCHAR, channel VARCHAR, persona VARCHAR, from_us BIGINT, until_us BIGINT,
    value DOUBLE, n BIGINT, key UHUGEINT)""",
)


def staging_tables(cursor: duckdb.DuckDBPyConnection) -> None:
    """Make those of the four tables that are not there yet, empty: a reader fills them, the store needs all."""
    for table in _STAGED:
        cursor.execute(table)
