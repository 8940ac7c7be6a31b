"""Small event logs for tests, stored through the real event store."""

import csv
import itertools
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.backends.duckdb_events import DuckDBEvents
from storage.backends.duckdb_staged import staging_tables
from storage.backends.duckdb_store import store_staged
from storage.events import Events

START = datetime(2026, 3, 2, tzinfo=UTC)
"""Second 0 of the short notation."""
CLOCK_US = 2_000_000_000_000_000  # later than every event of the tests
_numbers = itertools.count()

Row = Mapping[str, object]


def store(folder: Path, rows: Iterable[Row]) -> Events:
    """An event store under `folder` that holds the rows (keys are columns; times are datetimes)."""
    events = DuckDBEvents(folder / f"events-{next(_numbers)}.duckdb", clock=lambda: CLOCK_US)
    add(events, folder, rows)
    return events


def add(events: Events, folder: Path, rows: Iterable[Row], title: str = "events.csv") -> None:
    """Import more rows as one file."""
    written = list(rows)
    if not written:
        return
    columns = list(dict.fromkeys(key for row in written for key in row))
    file = folder / f"rows-{next(_numbers)}.csv"
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, ["event_id", *columns])
        writer.writeheader()
        for row in written:
            at = row["occurred_at"]
            stamp = at.isoformat(timespec="microseconds") if isinstance(at, datetime) else at
            writer.writerow({"event_id": f"id-{next(_numbers)}", **row, "occurred_at": stamp})
    report = events.import_file(file, title=title)
    assert report.rows_stored == len(written), report


def log(customer: str, events: str, **columns: object) -> list[dict[str, object]]:
    """`A0 B1 C2`: event A at second 0, B at second 1 …"""
    return [
        {
            "customer_id": customer,
            "occurred_at": START + timedelta(seconds=float(word[1:])),
            "event": word[0],
            **columns,
        }
        for word in events.split()
    ]


def late(days: float = 400) -> dict[str, object]:
    """An event of another customer that closes every window."""
    return {"customer_id": "zz", "occurred_at": START + timedelta(days=days), "event": "the end"}


def say(events: Events, rows: Iterable[Row]) -> None:
    """Store feedback: keys are columns of the table, `customer_id` and `occurred_at` (a datetime) among them."""
    columns = ("customer_id", "score", "touchpoint", "stage", "channel", "persona", "text")
    _staged(
        events,
        "INSERT INTO staged_feedback VALUES ($customer_id, $at_us, $kind, $score, $times, $touchpoint, $stage, "
        "$channel, $persona, $text, $key)",
        [
            {
                "key": next(_numbers),
                "at_us": at and int(at.timestamp() * 1_000_000),
                "times": 1,
                **dict.fromkeys(columns),
                **{key: value for key, value in row.items() if key != "occurred_at"},
            }
            for row in rows
            for at in (row.get("occurred_at", START),)  # None: nobody knows when
        ],
    )


def measured(events: Events, rows: Iterable[Row]) -> None:
    """Store metric points: keys are columns of the table."""
    columns = ("place", "element", "channel", "persona", "from_us", "until_us", "n")
    _staged(
        events,
        "INSERT INTO staged_points VALUES "
        "($metric, $place, $element, $channel, $persona, $from_us, $until_us, $value, $n, $key)",
        [{"key": next(_numbers), **dict.fromkeys(columns), **row} for row in rows],
    )


def trait(events: Events, customer_id: str, consent: str | None = None, **traits: object) -> None:
    """Give a customer traits; what was said last counts."""
    row = {"customer_id": customer_id, "traits": json.dumps(traits), "consent": consent}
    _staged(events, "INSERT INTO staged_people VALUES ($customer_id, NULL, $traits, $consent, NULL)", [row])


def _staged(events: Events, insert: str, rows: Iterable[Row]) -> None:
    """Store rows through the staged tables, as if the first import had brought them."""
    with events._writing, events._own_cursor() as cursor:
        staging_tables(cursor)
        for row in rows:
            cursor.execute(insert, row)
        cursor.execute("BEGIN")
        store_staged(cursor, 1)
        cursor.execute("COMMIT")
