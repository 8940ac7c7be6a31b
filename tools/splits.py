"""By what can customers be told apart here? Persona, device, channel: those that any event or customer has."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis

    from storage.events import EventsToRead

SPLITS = ("persona", "device", "channel")


def known_splits(events: EventsToRead) -> frozenset[str]:
    """Those that do not leave everyone in the one group "(unknown)"."""
    return frozenset(column for column in SPLITS if events.run(_any(column)))


@lru_cache
def _any(column: str) -> ibis.Table:
    """One row if the column has a value anywhere. A persona is the customer's, all else an event's."""
    from storage.event_tables import event_tables

    tables = event_tables()
    table = tables.customers if column == "persona" else tables.events
    return table.filter(table[column].notnull()).select(column).limit(1)
