"""Random small logs in one store, replaced at once: 200 of them take seconds."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from storage.events import Events
from tests.tools.logs import START, store

SECOND = 1_000_000
START_US = int(START.timestamp()) * SECOND


class Event(NamedTuple):
    """One event: which customer, its name, seconds after START, and what it carries."""

    customer: int
    name: str
    second: int
    channel: str | None = None
    cents: int | None = None
    currency: str | None = None


def prepared(folder: Path, names: Sequence[str], customers: int, columns: dict[str, str] | None = None) -> Events:
    """A store that knows these names and the customers c0, c1 …"""
    rows = [
        {"customer_id": f"c{i % customers}", "occurred_at": START, "event": names[i % len(names)], **(columns or {})}
        for i in range(max(customers, len(names)))
    ]
    events = store(folder, rows)
    assert len(events.names()) == len(names)
    return events


def fill(events: Events, log: Sequence[Event]) -> None:
    """Replace all events; those of one second keep their order."""
    codes, cursor = events.names(), events._database.cursor()
    customers = dict(cursor.execute("SELECT customer_id, customer FROM customers").fetchall())
    cursor.execute("DELETE FROM events")
    values: list[object] = []
    for number, event in enumerate(sorted(log, key=lambda event: event.second)):
        euros = None if event.cents is None else event.cents / 100
        at_us, customer = START_US + event.second * SECOND, customers[f"c{event.customer}"]
        values += (customer, codes[event.name], at_us, number, event.channel, euros, event.currency, number)
    lines = ", ".join(["(?, ?, ?, ?, ?, ?, ?, 1, ?)"] * len(log))
    columns = "customer, name, at_us, event_id, channel, revenue, currency, source_id, key"
    cursor.execute(f"INSERT INTO events ({columns}) VALUES {lines}", values)


def random_logs(
    seed: str, n: int, names: str, customers: int, span: int, channels: Sequence[str | None] = (None,)
) -> Iterator[tuple[random.Random, list[Event]]]:
    """`n` logs with ties, repeats, loops and customers without any event."""
    for number in range(n):
        seeded = random.Random(f"{seed} {number}")
        yield (
            seeded,
            [
                Event(
                    seeded.randrange(customers),
                    seeded.choice(names),
                    seeded.randrange(span),
                    seeded.choice(channels),
                    seeded.choice((None, 0, 1000, 2599, -500)),
                    seeded.choice((None, "EUR", "USD")),
                )
                for _ in range(seeded.randint(1, 24))
            ],
        )


def by_customer(log: Sequence[Event]) -> dict[int, list[Event]]:
    """Each customer's events in order."""
    found: dict[int, list[Event]] = {}
    for event in sorted(log, key=lambda event: event.second):
        found.setdefault(event.customer, []).append(event)
    return found
