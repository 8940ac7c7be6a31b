"""ClickHouse inside the process (chdb): its own windowFunnel, window functions and arrays over a sorted MergeTree."""

import csv
import tempfile

from answering import Facts, answer
from chdb.session import Session

MOVES = """
SELECT name, next, count() AS n, quantileExactInclusive(0.5)(next_us - at_us) FROM (
    SELECT name, at_us,
           leadInFrame(toNullable(name)) OVER following AS next,
           leadInFrame(toNullable(at_us)) OVER following AS next_us
    FROM log.events
    WINDOW following AS (PARTITION BY customer ORDER BY at_us, event_id
                         ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
) WHERE next IS NOT NULL GROUP BY name, next ORDER BY name, next
"""
WAYS = """
SELECT count() OVER () AS different, n FROM (
    SELECT way, count() AS n FROM (
        SELECT customer, arrayMap(x -> x.3, arraySort(groupArray((at_us, event_id, name)))) AS way
        FROM log.events GROUP BY customer) GROUP BY way)
ORDER BY n DESC LIMIT 10
"""


def load(facts: Facts) -> Session:
    session = Session(tempfile.mkdtemp(prefix="waymark-chdb-"))
    session.query("CREATE DATABASE log")
    session.query(
        "CREATE TABLE log.events (customer Int32, name Int32, at_us Int64, event_id Int64) "
        "ENGINE = MergeTree ORDER BY (customer, at_us, event_id)"
    )
    session.query(f"INSERT INTO log.events SELECT * FROM file('{facts['coded']}', Parquet)")
    session.query("OPTIMIZE TABLE log.events FINAL")
    return session


def rows(session: Session, sql: str) -> list[list[str]]:
    return list(csv.reader(str(session.query(sql, "CSV")).splitlines()))


def funnel(session: Session, facts: Facts) -> list[int]:
    steps, last_us = facts["steps"], facts["as_of_us"] - facts["window_us"]
    tests = ", ".join(f"name = {code}" for code in steps[1:])
    levels = ", ".join(f"countIf(level >= {k})" for k in range(1, len(steps) + 1))
    (found,) = rows(
        session,
        f"SELECT {levels} FROM (SELECT windowFunnel({facts['window_us']})(toUInt64(at_us), "
        f"name = {steps[0]} AND at_us <= {last_us}, {tests}) AS level "
        f"FROM log.events WHERE name IN ({', '.join(map(str, steps))}) GROUP BY customer)",
    )
    return [int(n) for n in found]


def directly_follows(session: Session, facts: Facts) -> list[list[float]]:
    return [[int(a), int(b), int(n), float(median)] for a, b, n, median in rows(session, MOVES)]


def variants(session: Session, facts: Facts) -> list[object]:
    found = rows(session, WAYS)
    return [int(found[0][0]), [int(n) for _, n in found]]


if __name__ == "__main__":
    answer(load, {"funnel": funnel, "directly_follows": directly_follows, "variants": variants})
