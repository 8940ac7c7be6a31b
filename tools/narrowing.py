"""Which entries count? The period and the filters of a question as conditions on the entry event and its customer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.query import number, text

if TYPE_CHECKING:
    import ibis

    from storage.event_tables import EventTables

FIRST_US, LAST_US = -(2**61), 2**61


@dataclass(frozen=True)
class NarrowingShape:
    """What of a narrowing decides its SQL: the columns with the number of spellings, and the number of properties."""

    columns: tuple[tuple[str, int], ...] = ()
    properties: int = 0


@dataclass(frozen=True)
class Narrowing:
    """Half-open time of the entry (epoch microseconds), allowed spellings per column, values of properties.

    The column `persona` is the customer's; all others are the event's own.
    """

    start_us: int = FIRST_US
    end_us: int = LAST_US
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    properties: tuple[tuple[str, str], ...] = ()

    @property
    def shape(self) -> NarrowingShape:
        """Equal for narrowings that share their SQL."""
        return NarrowingShape(
            tuple((column, len(spellings)) for column, spellings in self.columns), len(self.properties)
        )

    def values(self) -> dict[str, int | str]:
        """What fills the SQL."""
        filled: dict[str, int | str] = {"from_us": self.start_us, "until_us": self.end_us}
        for column, spellings in self.columns:
            filled |= {f"{column}_{i}": spelling for i, spelling in enumerate(spellings)}
        for i, (key, value) in enumerate(self.properties):
            filled |= {f"key_{i}": key, f"text_{i}": value, f"json_{i}": json.dumps(value, ensure_ascii=False)}
        return filled


ALL = Narrowing()


def conditions(events: ibis.Table, tables: EventTables, shape: NarrowingShape) -> list[ibis.Value]:
    """What must hold for a row of `events` (columns of the event table) to be let in."""
    found = [events.at_us >= number("from_us"), events.at_us < number("until_us")]
    for column, n in shape.columns:
        spellings = [text(f"{column}_{i}") for i in range(n)]
        if column == "persona":
            meant = tables.customers.filter(tables.customers.persona.isin(spellings))
            found.append(events.customer.isin(meant.customer))
        else:
            found.append(events[column].isin(spellings))
    for i in range(shape.properties):
        stored = events.properties[text(f"key_{i}")].cast("string")
        found.append(stored.isin([text(f"text_{i}"), text(f"json_{i}")]))
    return found
