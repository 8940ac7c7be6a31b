"""Which entries count? The period and the filters of a question as conditions on the entry event and its customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.model.rules import spellings
from tools.query import number, text

if TYPE_CHECKING:
    import ibis

    from storage.event_tables import EventTables

FIRST_US, LAST_US = -(2**61), 2**61


@dataclass(frozen=True)
class NarrowingShape:
    """What of a narrowing decides its SQL: columns with the number of spellings, spellings of each property, trait."""

    columns: tuple[tuple[str, int], ...] = ()
    properties: tuple[int, ...] = ()
    traits: tuple[int, ...] = ()


@dataclass(frozen=True)
class Narrowing:
    """Half-open time of the entry (epoch microseconds), allowed spellings per column, values of properties and traits.

    The column `persona` and the traits are the customer's; all others are the event's own.
    """

    start_us: int = FIRST_US
    end_us: int = LAST_US
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    traits: tuple[tuple[str, str], ...] = ()

    @property
    def shape(self) -> NarrowingShape:
        """Equal for narrowings that share their SQL."""
        return NarrowingShape(
            tuple((column, len(spellings)) for column, spellings in self.columns),
            tuple(len(spellings(value)) for _, value in self.properties),
            tuple(len(spellings(value)) for _, value in self.traits),
        )

    def values(self, of: str = "") -> dict[str, int | str]:
        """What fills the SQL; `of` tells two narrowings of one query apart."""
        filled: dict[str, int | str] = {"from_us": self.start_us, "until_us": self.end_us}
        for column, allowed in self.columns:
            filled |= {f"{column}_{i}": spelling for i, spelling in enumerate(allowed)}
        for kind, pairs in (("property", self.properties), ("trait", self.traits)):
            for i, (key, value) in enumerate(pairs):
                filled[f"{kind}_key_{i}"] = key
                filled |= {f"{kind}_value_{i}_{j}": one for j, one in enumerate(spellings(value))}
        return {f"{of}{name}": value for name, value in filled.items()}


ALL = Narrowing()


def conditions(events: ibis.Table, tables: EventTables, shape: NarrowingShape, of: str = "") -> list[ibis.Value]:
    """What must hold for a row of `events` (columns of the event table) to be let in; `of` as in `values`."""
    found = [events.at_us >= number(f"{of}from_us"), events.at_us < number(f"{of}until_us")]
    for column, n in shape.columns:
        spellings = [text(f"{of}{column}_{i}") for i in range(n)]
        if column == "persona":
            meant = tables.customers.filter(tables.customers.persona.isin(spellings))
            found.append(events.customer.isin(meant.customer))
        else:
            found.append(events[column].isin(spellings))
    for i, n in enumerate(shape.properties):
        found.append(_has(events.properties, f"{of}property", i, n))
    for i, n in enumerate(shape.traits):
        meant = tables.customers.filter(_has(tables.customers.traits, f"{of}trait", i, n))
        found.append(events.customer.isin(meant.customer))
    return found


def _has(json: ibis.Value, kind: str, i: int, n: int) -> ibis.Value:
    from storage.event_tables import text_at

    return text_at(json, text(f"{kind}_key_{i}")).isin([text(f"{kind}_value_{i}_{j}") for j in range(n)])
