"""How are events told apart by their properties? A rule with tests gives the events that pass it a name of their own.

Everything that counts works with codes of names. An event that passes the tests of a rule gets another code, so
"`page_viewed` where path contains /pricing" is a name like any other. Most tests win, then the order given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from storage.model.rules import Op, PropertyTest, spellings
from tools.query import code_values, has_code, text

if TYPE_CHECKING:
    import ibis

    from storage.event_tables import EventTables

FIRST_MARK = 1_000_000_000
"""Codes from here on are marks; the store counts its names from 1."""


@dataclass(frozen=True)
class MarkShape:
    """What of a mark decides its SQL: the comparison of each test with the number of spellings of its value."""

    tests: tuple[tuple[Op, int], ...]


MarkShapes = tuple[MarkShape, ...]


@dataclass(frozen=True)
class Mark:
    """Events of the name `code` that pass the tests are seen under a code of their own, called `title`."""

    title: str
    code: int
    tests: tuple[PropertyTest, ...]


@dataclass(frozen=True)
class Marks:
    """All marks of a question, most tests first."""

    marks: tuple[Mark, ...]

    @classmethod
    def of(cls, marks: Iterable[Mark]) -> Marks:
        """In the order in which they win."""
        return cls(tuple(sorted(marks, key=lambda mark: -len(mark.tests))))

    @property
    def shape(self) -> MarkShapes:
        """Equal for marks that share their SQL."""
        return tuple(
            MarkShape(tuple((test.op, len(spellings(test.value or ""))) for test in mark.tests)) for mark in self.marks
        )

    @property
    def codes(self) -> dict[str, int]:
        """Title → code."""
        return {mark.title: FIRST_MARK + i for i, mark in enumerate(self.marks)}

    def also(self, code: int) -> tuple[int, ...]:
        """The code of a name with the codes of its events that are marked."""
        return (code, *(FIRST_MARK + i for i, mark in enumerate(self.marks) if mark.code == code))

    def values(self) -> Mapping[str, int | str]:
        """What fills the SQL."""
        filled: dict[str, int | str] = {}
        for i, mark in enumerate(self.marks):
            filled |= code_values(f"mark{i}", (mark.code,))
            for j, test in enumerate(mark.tests):
                filled[f"mark{i}_key{j}"] = test.property
                filled |= {f"mark{i}_value{j}_{k}": one for k, one in enumerate(spellings(test.value or ""))}
        return filled


NO_MARKS = Marks(())


@lru_cache(maxsize=64)
def marked_tables(shape: MarkShapes) -> EventTables:
    """The event tables in which `events.name` is the mark where there is one."""
    import ibis

    from storage.event_tables import event_tables

    tables = event_tables()
    if not shape:
        return tables
    events = tables.events
    cases = [(_passes(events, i, mark), ibis.literal(FIRST_MARK + i, "int32")) for i, mark in enumerate(shape)]
    return replace(tables, events=events.mutate(name=ibis.cases(*cases, else_=events.name)))


def _passes(events: ibis.Table, i: int, mark: MarkShape) -> ibis.Value:
    import ibis

    from storage.event_tables import number_in, text_at

    passed = [has_code(events.name, f"mark{i}", 1)]
    for j, (op, n) in enumerate(mark.tests):
        found = text_at(events.properties, text(f"mark{i}_key{j}"))
        wanted = [text(f"mark{i}_value{j}_{k}") for k in range(n)]
        small = [value.lower() for value in wanted]
        match op:
            case "exists":
                passed.append(found.notnull())
            case "is":
                passed.append(found.lower().isin(small))
            case "is_not":
                passed.append(found.isnull() | ~found.lower().isin(small))
            case "contains":
                passed.append(found.lower().contains(small[0]))
            case "at_least":
                passed.append(number_in(found) >= number_in(wanted[0]))
            case "at_most":
                passed.append(number_in(found) <= number_in(wanted[0]))
    return ibis.and_(*passed).fill_null(False)
