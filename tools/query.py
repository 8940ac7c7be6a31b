"""An expression kept with the names of the values it needs, so that the same question asked again is only run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    import ibis

    from storage.events import EventsToRead

Filled = Mapping[str, int | str]
Row = dict[str, Any]
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Query:
    """Rows to ask for; built once per shape of a question."""

    expression: ibis.Table

    @cached_property
    def given(self) -> frozenset[str]:
        """Names of the values that fill it."""
        from storage.event_tables import given_names

        return given_names(self.expression)

    def run(self, events: EventsToRead, values: Filled) -> list[Row]:
        """The rows; values that the expression does not ask for are left out."""
        return events.run(self.expression, {name: values[name] for name in self.given})


def run_together(queries: tuple[Query, ...], events: EventsToRead, values: Filled) -> tuple[list[Row], ...]:
    """The rows of each, found by one query: what several of them are worked out from is worked out once."""
    found: tuple[list[Row], ...] = tuple([] for _ in queries)
    for row in _together(queries).run(events, values):
        of = row["query"]
        found[of].append({name: row[f"{name}_{of}"] for name in queries[of].expression.columns})
    return found


@lru_cache(maxsize=256)
def _together(queries: tuple[Query, ...]) -> Query:
    """`query` (its place among them), and the columns of all, each empty in the rows of the others."""
    import ibis

    columns = {
        f"{name}_{of}": kind for of, query in enumerate(queries) for name, kind in query.expression.schema().items()
    }
    parts = []
    for of, query in enumerate(queries):
        own = {f"{name}_{of}": query.expression[name] for name in query.expression.columns}
        others = {name: ibis.null(kind) for name, kind in columns.items()}
        parts.append(query.expression.select(query=ibis.literal(of, "int64"), **others | own))
    return Query(ibis.union(*parts))


def beside(count: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
    """Begin to count on a thread of its own, while the caller counts something else; a Stop reaches it too."""
    return _threads().submit(copy_context().run, lambda: count(*args, **kwargs))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(2, thread_name_prefix="waymark-count")


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
