"""How fast is `drop_off` beside the same question written by hand in DuckDB SQL? `python benchmarks/drop_off.py`.

Both run in this process on the same file of seeded events, in turns; medians of the rounds and their ratio are
printed. The results must be equal. The bar is 1.5.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parents[1]))

from storage.backends.duckdb_events import DuckDBEvents
from storage.maps import Reader
from storage.open import open_stores
from tools import drop_off
from tools.drop_off import DropOffArgs
from tools.kit import Sources

BAR = 1.5
STEPS = ("view", "cart", "checkout", "pay")
SEEDED = """
COPY (
    SELECT 'c' || (hash(i, 1) % ($rows // 12))::VARCHAR AS customer_id,
           epoch_ms(1767225600000 + (hash(i, 2) % 7776000)::BIGINT * 1000) AS occurred_at,
           ['view', 'view', 'view', 'view', 'search', 'search', 'cart', 'cart', 'checkout', 'pay']
               [(1 + hash(i, 3) % 10)::BIGINT] AS event,
           ['mobile', 'desktop', 'tablet'][(1 + hash(i, 4) % 3)::BIGINT] AS device
    FROM range($rows) AS numbers(i)
) TO '{file}' (FORMAT PARQUET)
"""
BY_HAND = """
WITH entries AS (SELECT customer, at_us AS t1 FROM events WHERE name = $view AND at_us <= $as_of),
second AS (
    SELECT entries.customer, t1, CASE WHEN at_us - t1 <= $window THEN at_us END AS t2
    FROM entries ASOF LEFT JOIN (SELECT customer, at_us FROM events WHERE name = $cart) AS step
    ON entries.customer = step.customer AND entries.t1 <= step.at_us),
third AS (
    SELECT second.customer, t1, t2, CASE WHEN at_us - t1 <= $window THEN at_us END AS t3
    FROM second ASOF LEFT JOIN (SELECT customer, at_us FROM events WHERE name = $checkout) AS step
    ON second.customer = step.customer AND second.t2 <= step.at_us),
fourth AS (
    SELECT third.customer, t1, t2, t3, CASE WHEN at_us - t1 <= $window THEN at_us END AS t4
    FROM third ASOF LEFT JOIN (SELECT customer, at_us FROM events WHERE name = $pay) AS step
    ON third.customer = step.customer AND third.t3 <= step.at_us),
ways AS (
    SELECT customer, t1 + $window <= $as_of AS closed,
           1 + (t2 IS NOT NULL)::INT + (t3 IS NOT NULL)::INT + (t4 IS NOT NULL)::INT AS level, t1, t2, t3, t4
    FROM fourth),
earliest AS (
    SELECT customer, closed, level, min(t1) AS t1, min(t2) AS t2, min(t3) AS t3, min(t4) AS t4
    FROM ways GROUP BY customer, closed, level),
best AS (
    SELECT * FROM earliest
    QUALIFY row_number() OVER (PARTITION BY customer ORDER BY closed DESC, level DESC, t1) = 1)
SELECT count(*) FILTER (closed), count(*) FILTER (closed AND level >= 2), count(*) FILTER (closed AND level >= 3),
       count(*) FILTER (closed AND level >= 4),
       count(*) FILTER (NOT closed), count(*) FILTER (NOT closed AND level >= 2),
       count(*) FILTER (NOT closed AND level >= 3), count(*) FILTER (NOT closed AND level >= 4),
       median(t2 - t1) FILTER (closed), median(t3 - t2) FILTER (closed), median(t4 - t3) FILTER (closed) FROM best
"""
SKIPPED_BY_HAND = """
WITH marked AS (
    SELECT customer,
           bit_or(CASE name WHEN $view THEN 1 WHEN $cart THEN 2 WHEN $checkout THEN 4 WHEN $pay THEN 8 END) AS has
    FROM events WHERE name IN ($view, $cart, $checkout, $pay) GROUP BY customer)
SELECT count(*) FILTER (has & 1 = 0), count(*) FILTER (has & 2 = 0 AND has & 12 > 0),
       count(*) FILTER (has & 4 = 0 AND has & 8 > 0) FROM marked
"""
Numbers = tuple[object, ...]


def by_tool(sources: Sources) -> Numbers:
    """Reached, open, medians in microseconds, skipped."""
    steps = drop_off.run(DropOffArgs(steps=STEPS), sources).steps
    medians = [round(1e6 * (step.median_seconds or 0)) for step in steps[:-1]]
    return (*(s.reached for s in steps), *(s.still_open for s in steps), *medians, *(s.skipped for s in steps[:-1]))


def by_hand(cursor: duckdb.DuckDBPyConnection, codes: dict[str, int], as_of: int) -> Numbers:
    """The same numbers."""
    values = {name: codes[name] for name in STEPS}
    row = cursor.execute(BY_HAND, {**values, "window": 30 * 86_400_000_000, "as_of": as_of}).fetchone()
    missed = cursor.execute(SKIPPED_BY_HAND, values).fetchone()
    assert row is not None
    assert missed is not None
    return (*row[:8], *(round(median) for median in row[8:]), *missed)


def seconds(call: Callable[[], Numbers]) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def main() -> int:
    """0: within the bar."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=5)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "events.parquet"
        duckdb.connect().execute(SEEDED.replace("{file}", str(file)), {"rows": asked.rows})
        stores = open_stores(Path(folder) / "data")
        events = DuckDBEvents(Path(folder) / "events.duckdb")
        events.import_file(file)
        reader = Reader("", everything=True)
        sources = Sources("T", reader, stores.maps, stores.personas, stores.evidence, events, datetime.now(UTC))
        cursor, codes, as_of = duckdb.connect(str(events.file)), events.names(), events.newest_us()
        assert as_of is not None

        def tool() -> Numbers:
            return by_tool(sources)

        def hand() -> Numbers:
            return by_hand(cursor, codes, as_of)

        started = time.perf_counter()
        ours = tool()
        cold = time.perf_counter() - started
        assert ours == hand(), (ours, hand())
        times = [(seconds(tool), seconds(hand)) for _ in range(asked.rounds)]
        stores.close()
        events.close()
    tool_s, hand_s = (statistics.median(column) for column in zip(*times, strict=True))
    ratio = tool_s / hand_s
    print(f"drop_off over {asked.rows:,} events, 4 steps, medians of {asked.rounds}")
    print(f"tool {tool_s * 1000:.0f} ms, the first time {cold * 1000:.0f} ms")
    print(f"by hand {hand_s * 1000:.0f} ms")
    print(f"ratio {ratio:.2f} (bar {BAR})")
    return 0 if ratio <= BAR else 1


if __name__ == "__main__":
    raise SystemExit(main())
