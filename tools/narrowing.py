"""Which entries count? The period and the filters of a question as conditions on the entry event and its customer."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.query import number, text

if TYPE_CHECKING:
    import ibis

    from storage.event_tables import EventTables

FIRST_US, LAST_US = -(2**61), 2**61


@dataclass(frozen=True)
class NarrowingShape:
    """What of a narrowing decides its SQL: the columns with the number of spellings, the spellings of each property."""

    columns: tuple[tuple[str, int], ...] = ()
    properties: tuple[int, ...] = ()


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
            tuple((column, len(spellings)) for column, spellings in self.columns),
            tuple(len(json_spellings(value)) for _, value in self.properties),
        )

    def values(self) -> dict[str, int | str]:
        """What fills the SQL."""
        filled: dict[str, int | str] = {"from_us": self.start_us, "until_us": self.end_us}
        for column, spellings in self.columns:
            filled |= {f"{column}_{i}": spelling for i, spelling in enumerate(spellings)}
        for i, (key, value) in enumerate(self.properties):
            filled |= {f"key_{i}": key, **{f"value_{i}_{j}": v for j, v in enumerate(json_spellings(value))}}
        return filled


def json_spellings(value: str) -> tuple[str, ...]:
    """What stored JSON may look like that means `value`: a string, a number with or without decimals, true or false."""
    found = [value, json.dumps(value, ensure_ascii=False)]
    if value.lower() in ("true", "false"):
        found.append(value.lower())
    elif re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", value):
        number = float(value)
        found += [repr(number), *([str(int(number))] if number.is_integer() else [])]
    return tuple(dict.fromkeys(found))


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
    for i, n in enumerate(shape.properties):
        stored = events.properties[text(f"key_{i}")].cast("string")
        found.append(stored.isin([text(f"value_{i}_{j}") for j in range(n)]))
    return found
