"""How fast are the analyses beside their peers? `python -m benchmarks.speed <folder for the logs> [--rows 10000000]`.

Every program is a process of its own with the log already in it; questions are put in turns, five rounds after one to
warm up, and medians and their ratios are printed. Answers must be equal before anything is timed. `make peers` makes
the environments of the peers; one that is missing is named and not measured.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.by_hand import BY_HAND, WHOLE
from benchmarks.logs import FUNNEL, NAMES, NEXT, log_store

ROOT = Path(__file__).parents[1]
PEERS = ROOT / ".peers"
WINDOW_US = 30 * 86_400_000_000
DAY_US = 86_400_000_000
WEEK_US = 7 * DAY_US
ROUNDS = 5
MEMORY_BAR_MB = 1_000
HEAD = "| what | Waymark ms | peer ms | peer / Waymark | bar | | |\n|---|--:|--:|--:|--:|---|---|"

Facts = dict[str, Any]


@dataclass
class Program:
    """A running program that answers; `took`: seconds of each task's counted rounds, by the `clock` that was asked."""

    name: str
    process: subprocess.Popen[str]
    clock: str
    took: dict[str, list[float]] = field(default_factory=dict)
    megabytes: float = 0.0

    def ask(self, task: str, counted: bool = True) -> Any:
        """The result of one task."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(task + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended while it worked on {task}.")
        answer = json.loads(line)
        if counted:
            self.took.setdefault(task, []).append(answer[self.clock])
        self.megabytes = answer["megabytes"]
        return answer["result"]

    def median(self, task: str) -> float:
        """Seconds."""
        return statistics.median(self.took[task])


@contextmanager
def running(name: str, facts: Facts) -> Iterator[Program | None]:
    """A peer in its own environment, or Waymark; None when the environment is not there."""
    if name == "waymark":
        command = [sys.executable, "-m", "benchmarks.ours"]
    elif (PEERS / name / ".ready").exists():
        script = ROOT / "benchmarks" / "peers" / f"{name}_peer.py"
        command = [str(PEERS / name / "bin" / "python"), str(script)]
    else:
        print(f"  {name}: not installed (make peers)")
        yield None
        return
    quiet = {**os.environ, "PYTHONWARNINGS": "ignore"}
    process = subprocess.Popen(
        [*command, json.dumps(facts)], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, cwd=ROOT, env=quiet,
    )  # fmt: skip
    assert process.stdin and process.stdout
    if not any(line.startswith('{"ready"') for line in process.stdout):
        raise SystemExit(f"{name} could not load the log: {' '.join(command)}")
    try:
        yield Program(name, process, facts["clock"])
    finally:
        process.stdin.close()
        process.wait()


def facts_of(cache: Path, rows: int, crowd: bool = False, clock: str = "seconds") -> Facts:
    """What every program is told about the log, and by which clock it is measured."""
    store = log_store(cache, rows, crowd)
    coded = cache / f"coded-{rows}{'-crowd' if crowd else ''}.parquet"
    with duckdb.connect(str(store), read_only=True) as database:
        if not coded.exists():
            database.execute(
                "COPY (SELECT customer, name, at_us, event_id FROM events ORDER BY customer, at_us, event_id) "
                f"TO '{coded}'"
            )
        names = dict(database.execute("SELECT name, title FROM names ORDER BY name").fetchall())
        (from_us, as_of_us), *_ = database.execute("SELECT min(at_us), max(at_us) FROM events").fetchall()
    codes = {title: code for code, title in names.items()}
    first = datetime.fromtimestamp(from_us / 1e6, UTC).date()
    monday = datetime.combine(first - timedelta(days=first.weekday()), datetime.min.time(), UTC)
    monday_us = int(monday.timestamp()) * 1_000_000
    midnight_us = (as_of_us // DAY_US + 1) * DAY_US
    steps = dict(zip(("view", "cart", "checkout", "pay"), (codes[name] for name in FUNNEL), strict=True))
    values = {
        **steps, "window": WINDOW_US, "as_of": as_of_us, "monday": monday_us, "week": WEEK_US,
        "weeks_over": (as_of_us + 1 - monday_us) // WEEK_US, "refund": codes["Order Refunded"],
        "quiet": 60 * DAY_US, "recent": midnight_us - 30 * DAY_US, "earlier": midnight_us - 60 * DAY_US,
    }  # fmt: skip
    return {
        "store": str(store), "coded": str(coded), "names": names, "steps": list(steps.values()),
        "clock": clock, "window_us": WINDOW_US, "as_of_us": as_of_us, "values": values, "drawn": drawn(codes),
        "paths": str(paths_file(cache, store, rows, codes[FUNNEL[-1]])),
    }  # fmt: skip


def drawn(codes: dict[str, int]) -> list[tuple[int, int]]:
    """A drawing of the shop: the likelier moves, and staying where one is."""
    return [
        (codes[a], codes[b])
        for a, weights in zip(NAMES, NEXT, strict=True)
        for b, weight in zip(NAMES, weights, strict=True)
        if weight >= 4 or a == b
    ]


def paths_file(cache: Path, store: Path, rows: int, goal: int) -> Path:
    """The paths of channels for a program that begins with them: lines of JSON."""
    file = cache / f"paths-{rows}.jsonl"
    if not file.exists():
        sql = (ROOT / "benchmarks" / "by_hand" / "paths.sql").read_text("utf-8")
        with duckdb.connect(str(store), read_only=True) as database:
            found = database.execute(sql, {"pay": goal}).fetchall()
        file.write_text("".join(json.dumps(row) + "\n" for row in found), "utf-8")
    return file


def close(ours: Any, theirs: Any) -> bool:
    """Equal, numbers to a part in a million."""
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(close, ours, theirs))
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return abs(ours - theirs) <= 1e-6 * max(abs(ours), abs(theirs))
    return bool(ours == theirs)


def near(ours: dict[str, float], theirs: dict[str, float]) -> bool:
    """Shares within a tenth of each other: the peer draws its paths by chance."""
    total, other = sum(ours.values()), sum(theirs.values())
    return ours.keys() == theirs.keys() and all(
        abs(ours[key] / total - theirs[key] / other) <= 0.1 * ours[key] / total for key in ours
    )


def beside(
    task: str,
    peer: str,
    facts: Facts,
    bar: float,
    *,
    asked: str = "",
    same: Callable[[Any, Any], bool] | None = close,
    rounds: int = ROUNDS,
) -> None:
    """Prints one line: Waymark's `task` beside the peer's (`asked`); `same` None: the peer counts by another rule."""
    asked = asked or task
    with running("waymark", facts) as ours, running(peer, facts) as other:
        if ours is None or other is None:
            return
        mine, theirs = ours.ask(task, counted=False), other.ask(asked, counted=rounds == 1)
        if same and not same(mine, theirs):
            raise SystemExit(f"{task}: not the same answer.\nWaymark: {mine}\n{peer}: {theirs}")
        for _ in range(rounds):
            ours.ask(task)
            if rounds > 1:
                other.ask(asked)
        title = f"{task}, {peer}" if asked == task else f"{task}, {peer} ({asked})"
        told(title, ours.median(task), other.median(asked), bar, "" if same else "counts by another rule")


def told(what: str, ours: float, peer: float, bar: float, note: str = "") -> bool:
    """Prints a line of the table; whether the bar is met."""
    met = peer / ours >= bar
    verdict = "met" if met else "MISSED"
    print(
        f"| {what} | {ours * 1000:,.0f} | {peer * 1000:,.0f} | {peer / ours:.2f} | {bar:.2f} | {verdict} | {note} |",
        flush=True,
    )
    return met


def tools_by_hand(facts: Facts) -> None:
    """Every tool beside SQL by hand, in turns in one process."""
    for name in BY_HAND:
        with running("waymark", facts) as ours:
            assert ours is not None
            mine, theirs = ours.ask(f"tool:{name}", counted=False), ours.ask(f"hand:{name}", counted=False)
            if not close(mine, theirs):
                raise SystemExit(f"{name}: not the same answer.\ntool: {mine}\nhand: {theirs}")
            for _ in range(ROUNDS):
                ours.ask(f"tool:{name}")
                ours.ask(f"hand:{name}")
            told(f"{name}, SQL by hand", ours.median(f"tool:{name}"), ours.median(f"hand:{name}"), 1 / 1.2)


def with_a_crowd(facts: Facts, crowded: Facts) -> None:
    """Every tool on the log beside the same log with one customer of 80,000 events more."""
    for name in WHOLE:
        task = f"tool:{name}"
        with running("waymark", facts) as plain, running("waymark", crowded) as full:
            assert plain is not None
            assert full is not None
            for program in (plain, full):
                program.ask(task, counted=False)
            for _ in range(ROUNDS):
                plain.ask(task)
                full.ask(task)
            told(f"{name}, without the customer of 80,000 events", full.median(task), plain.median(task), 0.5)


def memory(facts: Facts) -> None:
    """The most memory a tool takes, in a process of its own that loads Waymark too."""
    for name in WHOLE:
        with running("waymark", facts) as ours:
            assert ours is not None
            ours.ask(f"tool:{name}")
            verdict = "met" if ours.megabytes <= MEMORY_BAR_MB else "MISSED"
            print(
                f"| {name}, memory: {ours.megabytes:,.0f} MB | | | | {MEMORY_BAR_MB:,} MB | {verdict} | |", flush=True
            )


def beside_peers(facts: Facts, rows: int) -> None:
    """The expressions that other programs have too. Slow ones are asked once, or only of a million events."""
    beside("funnel_levels", "chdb", facts, 0.5, asked="funnel")
    beside("funnel", "chdb", facts, 0.5)
    beside("funnel", "polars", facts, 1.0)
    beside("funnel", "pandas", facts, 1.0)
    beside("funnel", "pandas", facts, 1.0, asked="funnel_by_running_max")
    beside("funnel", "retentioneering", facts, 1.0, same=None)
    for peer, bar in (("chdb", 1.0), ("polars", 1.0), ("pandas", 1.0), ("retentioneering", 1.0), ("pm4py", 10.0)):
        beside("directly_follows", peer, facts, bar)
    for peer, bar in (("chdb", 1.0), ("polars", 3.0), ("pm4py", 1.0)):
        beside("variants", peer, facts, bar)
    beside("markov", "channel_attribution", facts, 1.0, same=near)
    if rows <= 1_000_000:
        beside("fitting", "pm4py", facts, 100.0, rounds=1)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("cache", type=Path)
    options.add_argument("--rows", type=int, nargs="*", default=[100_000, 1_000_000, 10_000_000])
    options.add_argument(
        "--processor",
        action="store_true",
        help="Measure processor time, of all threads: on a machine that is not idle.",
    )
    asked = options.parse_args()
    clock = "processor" if asked.processor else "seconds"
    for rows in asked.rows:
        facts = facts_of(asked.cache, rows, clock=clock)
        print(f"\n## {rows:,} events\n\n{HEAD}", flush=True)
        tools_by_hand(facts)
        beside_peers(facts, rows)
        if rows == 1_000_000:
            with_a_crowd(facts, facts_of(asked.cache, rows, crowd=True, clock=clock))
        if rows == 10_000_000:
            memory(facts)


if __name__ == "__main__":
    main()
