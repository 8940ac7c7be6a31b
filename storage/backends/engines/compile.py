"""How does an Ibis expression become the SQL of an engine? Compiled once per expression and kept; Ibis runs nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import ibis
import ibis.expr.operations as ops
import sqlglot.expressions as sge

from storage.backends.engines.dialects import DIALECTS, Dialect, Sql
from storage.backends.engines.nearest import portable
from storage.event_tables import given_names

_MARKED = re.compile(r"(?<![\w:'\"]):(\w+)")


@dataclass(frozen=True)
class Query:
    """SQL with places for values. `order`: the names in the order of the places, where places are numbered or bare."""

    sql: str
    given: frozenset[str]
    order: tuple[str, ...]


def compile_query(expression: ibis.Table, dialect: str) -> Query:
    """Found again by structure: an expression built a second time costs a comparison, not a compilation."""
    return _compile(expression.op(), dialect)


@lru_cache(maxsize=1024)
def _compile(node: ops.Node, name: str) -> Query:
    dialect = DIALECTS[name]
    given = sorted(given_names(node.to_expr()))
    tree = dialect.compiler().to_sqlglot(portable(node, asof_with_keys=dialect.asof_with_keys).to_expr())
    tree = tree.transform(lambda part: _placed(part, given, dialect) if isinstance(part, sge.Placeholder) else part)
    sql = tree.sql(dialect=name)
    if name != "trino":
        return Query(sql, frozenset(given), tuple(given))
    order = tuple(_MARKED.findall(sql))
    return Query(_MARKED.sub("?", sql), frozenset(given), order)


def _placed(place: sge.Placeholder, given: list[str], dialect: Dialect) -> Sql:
    return dialect.place(place, given.index(place.name) + 1)
