"""How long does the import of a million rows take beside DuckDB's own reading of the same file into a table?

`python benchmarks/import_events.py [rows]` writes a seeded CSV, runs both five times in turn, and prints medians and
their ratio. The import also validates, keys, frees of duplicates, codes and sorts; the bar is 2 times.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

ROUNDS = 5
BAR = 2.0
COLUMNS = [
    "event_id",
    "user_id",
    "timestamp",
    "event",
    "channel",
    "device",
    "campaign",
    "revenue",
    "currency",
    "product",
    "plan",
    "page",
]


def write_events(file: Path, rows: int) -> None:
    """A seeded shop: 5 % of the events carry revenue, a tenth as many customers as events."""
    chance, start = random.Random(7), datetime(2026, 1, 1)
    with file.open("w") as out:
        out.write(",".join(COLUMNS) + "\n")
        for i in range(rows):
            at = start + timedelta(seconds=chance.random() * 86_400 * 180)
            bought = f"{chance.random() * 100:.2f},EUR" if chance.random() < 0.05 else ","
            out.write(
                f"e{i},user-{chance.randrange(max(rows // 10, 1))},{at.isoformat()},step {chance.randrange(14)},"
                f"{chance.choice(('website', 'mobile_app', 'email'))},{chance.choice(('mobile', 'desktop'))},spring,"
                f"{bought},"
                f"p{chance.randrange(200)},{chance.choice(('free', 'pro'))},/page/{chance.randrange(50)}\n"
            )


def read_with_duckdb(source: Path, folder: Path) -> float:
    """Seconds of `CREATE TABLE AS read_csv` with typed time and revenue, and the rejects table."""
    import duckdb

    types = dict.fromkeys(COLUMNS, "VARCHAR") | {"timestamp": "TIMESTAMP", "revenue": "DECIMAL(18, 2)"}
    with duckdb.connect(str(folder / "plain.duckdb")) as database:
        database.execute("SET enable_progress_bar = false")
        started = time.perf_counter()
        database.execute(
            f"CREATE TABLE events AS FROM read_csv('{source}', auto_detect = false, header = true, delim = ',', "
            "quote = '\"', escape = '\"', strict_mode = true, store_rejects = true, rejects_limit = 0, nullstr = '', "
            f"columns = {types})"
        )
        return time.perf_counter() - started


def import_with_waymark(source: Path, folder: Path) -> float:
    """Seconds of a whole import into an empty workspace."""
    from storage.backends.duckdb_events import DuckDBEvents

    store = DuckDBEvents(folder / "waymark.duckdb")
    started = time.perf_counter()
    store.import_file(source)
    took = time.perf_counter() - started
    store.close()
    return took


WAYS = {"duckdb": read_with_duckdb, "waymark": import_with_waymark}


def measure(way: str, source: Path) -> tuple[float, float]:
    """Seconds and peak megabytes, in a process of its own."""
    ran = subprocess.run([sys.executable, __file__, way, str(source)], check=True, capture_output=True, text=True)
    seconds, megabytes = map(float, ran.stdout.split())
    return seconds, megabytes


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "events.csv"
        write_events(source, rows)
        print(f"{rows:,} rows, {source.stat().st_size / 1e6:.0f} MB; medians of {ROUNDS}, in turn")
        runs = [(measure("duckdb", source), measure("waymark", source)) for _ in range(ROUNDS)]
    plain, ours = (median(run[way][0] for run in runs) for way in (0, 1))
    print(f"duckdb read_csv with rejects  {plain:6.2f} s")
    print(f"waymark import                {ours:6.2f} s, peak {max(run[1][1] for run in runs):.0f} MB")
    print(f"ratio                         {ours / plain:6.2f}   (bar {BAR})")
    return 0 if ours / plain <= BAR else 1


if __name__ == "__main__":
    if len(sys.argv) == 3:
        with tempfile.TemporaryDirectory() as empty:
            took = WAYS[sys.argv[1]](Path(sys.argv[2]), Path(empty))
        print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    else:
        sys.exit(main())
