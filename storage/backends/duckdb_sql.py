"""How an Ibis expression becomes DuckDB's SQL: compiled once per expression and way, and kept. Ibis runs nothing."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler

from storage.backends.duckdb_order import OUT_OF_ORDER, Latest, Refused, reading_in_order
from storage.event_tables import Given, NumberIn, TextAt, given_names


@dataclass(frozen=True)
class Query:
    """SQL with `$name` where a value is given, each way of it made when it is first run."""

    node: ops.Node
    given: frozenset[str]

    @cached_property
    def sql(self) -> str:
        """As it was written."""
        return _sql(self.node)

    @cached_property
    def in_order(self) -> str:
        """The same for events that come in their order; it fails with `OUT_OF_ORDER` where they do not."""
        return _sql(reading_in_order(self.node))


class _Compiler(DuckDBCompiler):  # type: ignore[misc]  # Ibis ships no types
    __slots__ = ()

    def visit_Given(self, op: Given, *, name: str, dtype: dt.DataType) -> sge.Expression:  # noqa: N802  Ibis finds it so
        return sge.Cast(this=sge.Placeholder(this=name), to=self.type_mapper.from_ibis(dtype))

    def visit_TextAt(self, op: TextAt, *, json: sge.Expression, key: sge.Expression) -> sge.Expression:  # noqa: N802
        """A name as a JSON pointer: DuckDB reads a bare `$browser` or `/cart` as a path."""
        pointer = self.f.concat("/", self.f.replace(self.f.replace(key, "~", "~0"), "/", "~1"))
        found: sge.Expression = self.f.anon.json_extract_string(json, pointer)
        return found

    def visit_NumberIn(self, op: NumberIn, *, text: sge.Expression) -> sge.Expression:  # noqa: N802
        return sge.TryCast(this=text, to=sge.DataType.build("double"))

    def visit_Hash(self, op: ops.Hash, *, arg: sge.Expression) -> sge.Expression:  # noqa: N802  Ibis finds it so
        """Two bits less than DuckDB's own, so that it is a whole number with a sign without a way through bits."""
        return sge.Cast(
            this=self.binop(sge.BitwiseRightShift, self.f.hash(arg), sge.convert(2)), to=sge.DataType.build("bigint")
        )

    def visit_Latest(self, op: Latest, *, arg: sge.Expression) -> sge.Expression:  # noqa: N802  Ibis finds it so
        return sge.IgnoreNulls(this=sge.LastValue(this=arg))

    def visit_Refused(self, op: Refused, *, dtype: dt.DataType) -> sge.Expression:  # noqa: N802  Ibis finds it so
        return sge.Cast(this=self.f.anon.error(sge.Literal.string(OUT_OF_ORDER)), to=self.type_mapper.from_ibis(dtype))


def compile_query(expression: ibis.Table) -> Query:
    """Found again by structure: an expression built a second time costs a comparison, not a compilation."""
    return _compile(expression.op())


@lru_cache(maxsize=512)
def _compile(node: ops.Node) -> Query:
    return Query(node, given_names(node.to_expr()))


def _sql(node: ops.Node) -> str:
    return str(_Compiler().to_sqlglot(node.to_expr()).sql(dialect="duckdb"))
