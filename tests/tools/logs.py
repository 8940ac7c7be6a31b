"""Small event logs for tests, stored through the real event store."""

import csv
import itertools
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.backends.duckdb_events import DuckDBEvents
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
    cursor = events._database.cursor()
    for row in rows:
        at = row.get("occurred_at", START)
        cursor.execute(
            "INSERT INTO feedback SELECT $id, (SELECT customer FROM customers WHERE customer_id = $customer_id), $at, "
            "$kind, $score, $times, $touchpoint, $stage, $channel, $persona, $text, 1, $id",
            {
                "id": next(_numbers),
                "at": int(at.timestamp() * 1_000_000),
                "times": 1,
                **dict.fromkeys(("customer_id", "score", "touchpoint", "stage", "channel", "persona", "text")),
                **{key: value for key, value in row.items() if key != "occurred_at"},
            },
        )


def measured(events: Events, rows: Iterable[Row]) -> None:
    """Store metric points: keys are columns of the table."""
    cursor = events._database.cursor()
    for row in rows:
        cursor.execute(
            "INSERT INTO points VALUES "
            "($metric, $place, $element, $channel, $persona, $from_us, $until_us, $value, $n, 1, $key)",
            {
                "key": next(_numbers),
                **dict.fromkeys(("place", "element", "channel", "persona", "from_us", "until_us", "n")),
                **row,
            },
        )


def trait(events: Events, customer_id: str, consent: str | None = None, **traits: object) -> None:
    """Give a stored customer traits."""
    events._database.cursor().execute(
        "UPDATE customers SET traits = $traits, consent = $consent WHERE customer_id = $customer_id",
        {"traits": json.dumps(traits), "consent": consent, "customer_id": customer_id},
    )
