"""An expression kept with the names of the values it needs, so that the same question asked again is only run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis

    from storage.events import EventsToRead

Filled = Mapping[str, int | str]


@dataclass(frozen=True)
class Query:
    """Rows to ask for; built once per shape of a question."""

    expression: ibis.Table

    @cached_property
    def given(self) -> frozenset[str]:
        """Names of the values that fill it."""
        from storage.event_tables import given_names

        return given_names(self.expression)

    def run(self, events: EventsToRead, values: Filled) -> list[dict[str, object]]:
        """The rows; values that the expression does not ask for are left out."""
        return events.run(self.expression, {name: values[name] for name in self.given})


def number(name: str) -> ibis.Value:
    """A whole number (a time in microseconds) that is given when the query is run."""
    from storage.event_tables import given

    return given(name, "int64")


def text(name: str) -> ibis.Value:
    """A text that is given when the query is run."""
    from storage.event_tables import given

    return given(name, "string")


def has_code(column: ibis.Value, name: str, n: int) -> ibis.Value:
    """`column` is one of the `n` codes given as `<name>_0`, `<name>_1` …"""
    from storage.event_tables import given

    return column.isin([given(f"{name}_{i}", "int32") for i in range(n)])


def code_values(name: str, codes: tuple[int, ...]) -> dict[str, int | str]:
    """What fills the codes of `has_code`."""
    return {f"{name}_{i}": code for i, code in enumerate(codes)}
