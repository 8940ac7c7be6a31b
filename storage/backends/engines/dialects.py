"""What does an engine write otherwise than Ibis has it? One class an engine.

Every dialect adds to what Ibis knows: values that are bound when the query is run, the text under a key of a JSON
column, the number that a text writes, and exact quantiles of type 7 (linear between the two nearest values).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.rules as rlz
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.bigquery import BigQueryCompiler
from ibis.backends.sql.compilers.clickhouse import ClickHouseCompiler
from ibis.backends.sql.compilers.databricks import DatabricksCompiler
from ibis.backends.sql.compilers.postgres import PostgresCompiler
from ibis.backends.sql.compilers.snowflake import SnowflakeCompiler
from ibis.backends.sql.compilers.trino import TrinoCompiler
from ibis.backends.sql.datatypes import ClickHouseType, PostgresType

from storage.event_tables import Given, NumberIn, TextAt

# ruff: noqa: N802  Ibis finds visit_… by the name of the operation
# mypy: disable-error-code="misc,no-any-return"
Sql = sge.Expr


class Micros(ops.Value):
    """A time as epoch microseconds UTC; a time without a zone counts as UTC."""

    time: ops.Value
    dtype = dt.int64
    shape = rlz.shape_like("time")


class Hashed(ops.Value):
    """A text as a number of 64 bits, the same on every run."""

    text: ops.Value[dt.String]
    dtype = dt.int64
    shape = rlz.shape_like("text")


class _Compiles(Protocol):
    type_mapper: Any

    def to_sqlglot(self, expr: ibis.Expr) -> Sql: ...


class _Portable:
    """What all dialects share; comes before Ibis's own class.

    The two empty tables keep Ibis from laying what its own class says over the methods of ours.
    """

    __slots__ = ()
    SIMPLE_OPS: ClassVar[dict[type, str]] = {}
    UNSUPPORTED_OPS: ClassVar[tuple[type, ...]] = ()
    f: Any
    type_mapper: Any
    if_: Any
    cast: Any
    agg: Any

    def visit_Given(self, op: Given, *, name: str, dtype: dt.DataType) -> Sql:
        return sge.Cast(this=sge.Placeholder(this=name), to=self.type_mapper.from_ibis(dtype))

    def visit_NumberIn(self, op: NumberIn, *, text: Sql) -> Sql:
        return sge.TryCast(this=text, to=self.type_mapper.from_ibis(dt.float64))

    def _where(self, arg: Sql, where: Sql | None) -> Sql:
        return arg if where is None else self.if_(where, arg, sge.Null())


class _JsonbType(PostgresType):
    @classmethod
    def _from_ibis_JSON(cls, dtype: dt.JSON) -> sge.DataType:
        return sge.DataType.build("jsonb")


class PostgreSQL(_Portable, PostgresCompiler):
    """percentile_cont is type 7, and exact. Texts are put in the order of their bytes, as everywhere else."""

    __slots__ = ()
    type_mapper = _JsonbType

    def visit_Cast(self, op: ops.Cast, *, arg: Sql, to: dt.DataType) -> Sql:
        """Yes and no become an int before they become anything longer."""
        if op.arg.dtype.is_boolean() and to.is_integer():
            arg = sge.Cast(this=arg, to=sge.DataType.build("int"))
        return super().visit_Cast(op, arg=arg, to=to)

    def visit_SortKey(self, op: ops.SortKey, *, arg: Sql, ascending: bool, nulls_first: bool) -> Sql:
        if op.arg.dtype.is_string():
            arg = sge.Collate(this=arg, expression=sge.to_identifier("C", quoted=True))
        return super().visit_SortKey(op, arg=arg, ascending=ascending, nulls_first=nulls_first)

    def visit_Micros(self, op: Micros, *, time: Sql) -> Sql:
        return _filled("CAST(EXTRACT(EPOCH FROM :time) * 1000000 AS BIGINT)", "postgres", time=time)

    def visit_Hashed(self, op: Hashed, *, text: Sql) -> Sql:
        return _filled("HASHTEXTEXTENDED(:text, 0)", "postgres", text=text)

    def visit_TextAt(self, op: TextAt, *, json: Sql, key: Sql) -> Sql:
        return self.f.anon.jsonb_extract_path_text(sge.Cast(this=json, to=sge.DataType.build("jsonb")), key)

    def visit_NumberIn(self, op: NumberIn, *, text: Sql) -> Sql:
        """There is no try_cast: what does not look like a number is none."""
        number = r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*$"
        looks = sge.RegexpLike(this=text, expression=sge.Literal.string(number))
        return self.if_(looks, self.cast(text, dt.float64), sge.Null())


class _TextJsonType(ClickHouseType):
    @classmethod
    def _from_ibis_JSON(cls, dtype: dt.JSON) -> sge.DataType:
        return cls.from_ibis(dt.String(nullable=dtype.nullable))


class ClickHouse(_Portable, ClickHouseCompiler):
    """Values are written `{name:Type}`; JSON is a text; without Nullable a missing value would be 0 or empty."""

    __slots__ = ()
    type_mapper = _TextJsonType

    def visit_Micros(self, op: Micros, *, time: Sql) -> Sql:
        return _filled("toNullable(toUnixTimestamp64Micro(toDateTime64(:time, 6, 'UTC')))", "clickhouse", time=time)

    def visit_Hashed(self, op: Hashed, *, text: Sql) -> Sql:
        return _filled("toNullable(reinterpretAsInt64(sipHash64(:text)))", "clickhouse", text=text)

    def visit_Given(self, op: Given, *, name: str, dtype: dt.DataType) -> Sql:
        return sge.Placeholder(this=name, kind=self.type_mapper.from_ibis(dtype.copy(nullable=False)))

    def visit_TextAt(self, op: TextAt, *, json: Sql, key: Sql) -> Sql:
        json = self.f.anon.ifNull(json, "")
        raw = self.f.anon.JSONExtractRaw(json, key)
        kind = self.f.anon.toString(self.f.anon.JSONType(json, key))
        other = self.f.anon.nullIf(self.f.anon.nullIf(raw, ""), "null")
        return self.if_(kind.eq("String"), self.f.anon.JSONExtractString(json, key), other)

    def visit_NumberIn(self, op: NumberIn, *, text: Sql) -> Sql:
        return self.f.anon.toFloat64OrNull(text)

    def visit_Quantile(self, op: ops.Quantile, *, arg: Sql, quantile: Sql, where: Sql | None) -> Sql:
        name = "quantileExactInclusiveOrNull" + ("If" if where is not None else "")
        params = [arg] if where is None else [arg, where]
        return sge.ParameterizedAgg(this=name, expressions=[quantile], params=params)

    def visit_Median(self, op: ops.Median, *, arg: Sql, where: Sql | None) -> Sql:
        return self.visit_Quantile(op, arg=arg, quantile=sge.convert(0.5), where=where)

    def visit_LagLead(self, op: ops.Lag | ops.Lead, *, arg: Sql, offset: Sql | None, default: Sql | None) -> Sql:
        """Beyond the last row there is nothing, not 0."""
        return super().visit_LagLead(op, arg=self.f.anon.toNullable(arg), offset=offset, default=default)

    visit_Lag = visit_Lead = visit_LagLead  # noqa: N815

    def visit_CountDistinct(self, op: ops.CountDistinct, *, arg: Sql, where: Sql | None) -> Sql:
        """Ibis would take `uniq`, which estimates."""
        return self.agg.uniqExact(arg, where=where)


class Databricks(_Portable, DatabricksCompiler):
    """Databricks, and Spark itself; percentile is type 7, and exact."""

    __slots__ = ()

    def visit_Micros(self, op: Micros, *, time: Sql) -> Sql:
        return _filled("UNIX_MICROS(CAST(:time AS TIMESTAMP))", "databricks", time=time)

    def visit_Hashed(self, op: Hashed, *, text: Sql) -> Sql:
        return _filled("XXHASH64(:text)", "databricks", text=text)

    def visit_TextAt(self, op: TextAt, *, json: Sql, key: Sql) -> Sql:
        """As a map, since a path would read dots and brackets in the name."""
        texts = self.f.anon.from_json(json, "map<string, string>")
        return self.f.anon.try_element_at(texts, key)

    def visit_Quantile(self, op: ops.Quantile, *, arg: Sql, quantile: Sql, where: Sql | None) -> Sql:
        return self.f.percentile(self._where(arg, where), quantile)

    def visit_Median(self, op: ops.Median, *, arg: Sql, where: Sql | None) -> Sql:
        return self.visit_Quantile(op, arg=arg, quantile=sge.convert(0.5), where=where)


class BigQuery(_Portable, BigQueryCompiler):
    """PERCENTILE_CONT is a window there, so it runs over the values of the group."""

    __slots__ = ()

    def visit_Micros(self, op: Micros, *, time: Sql) -> Sql:
        return _filled("UNIX_MICROS(CAST(:time AS TIMESTAMP))", "bigquery", time=time)

    def visit_Hashed(self, op: Hashed, *, text: Sql) -> Sql:
        return _filled("FARM_FINGERPRINT(:text)", "bigquery", text=text)

    def visit_TextAt(self, op: TextAt, *, json: Sql, key: Sql) -> Sql:
        template = "COALESCE(JSON_VALUE(:json[:key]), NULLIF(TO_JSON_STRING(:json[:key]), 'null'))"
        return _filled(template, "bigquery", json=json, key=key)

    def visit_Quantile(self, op: ops.Quantile, *, arg: Sql, quantile: Sql, where: Sql | None) -> Sql:
        template = """(SELECT PERCENTILE_CONT(value, :quantile) OVER ()
                       FROM UNNEST(ARRAY_AGG(:value IGNORE NULLS)) AS value LIMIT 1)"""
        return _filled(template, "bigquery", quantile=quantile, value=self._where(arg, where))

    def visit_Median(self, op: ops.Median, *, arg: Sql, where: Sql | None) -> Sql:
        return self.visit_Quantile(op, arg=arg, quantile=sge.convert(0.5), where=where)


class Snowflake(_Portable, SnowflakeCompiler):
    """PERCENTILE_CONT is type 7, and exact; JSON is a VARIANT."""

    __slots__ = ()

    def visit_Micros(self, op: Micros, *, time: Sql) -> Sql:
        return _filled("DATE_PART(EPOCH_MICROSECOND, :time)", "snowflake", time=time)

    def visit_Hashed(self, op: Hashed, *, text: Sql) -> Sql:
        return _filled("HASH(:text)", "snowflake", text=text)

    def visit_TextAt(self, op: TextAt, *, json: Sql, key: Sql) -> Sql:
        return sge.Cast(this=self.f.anon.get(json, key), to=sge.DataType.build("varchar"))

    def visit_NumberIn(self, op: NumberIn, *, text: Sql) -> Sql:
        return self.f.anon.try_to_double(text)


class Trino(_Portable, TrinoCompiler):
    """There is no exact quantile: it is worked out of the values of the group in order."""

    __slots__ = ()

    def visit_Micros(self, op: Micros, *, time: Sql) -> Sql:
        return _filled("CAST(ROUND(TO_UNIXTIME(:time) * 1000000) AS BIGINT)", "trino", time=time)

    def visit_Hashed(self, op: Hashed, *, text: Sql) -> Sql:
        return _filled("FROM_BIG_ENDIAN_64(XXHASH64(TO_UTF8(:text)))", "trino", text=text)

    def visit_Hash(self, op: ops.Hash, *, arg: Sql) -> Sql:
        return _filled("FROM_BIG_ENDIAN_64(XXHASH64(TO_UTF8(CAST(:value AS VARCHAR))))", "trino", value=arg)

    def visit_TextAt(self, op: TextAt, *, json: Sql, key: Sql) -> Sql:
        template = """ELEMENT_AT(TRANSFORM(ARRAY[ELEMENT_AT(CAST(:json AS MAP(VARCHAR, JSON)), :key)],
                      found -> COALESCE(JSON_EXTRACT_SCALAR(found, '$'), NULLIF(JSON_FORMAT(found), 'null'))), 1)"""
        return _filled(template, "trino", json=json, key=key)

    def visit_Quantile(self, op: ops.Quantile, *, arg: Sql, quantile: Sql, where: Sql | None) -> Sql:
        template = """ELEMENT_AT(TRANSFORM(
            ARRAY[ARRAY_SORT(FILTER(ARRAY_AGG(CAST(:value AS DOUBLE)), value -> value IS NOT NULL))],
            v -> IF(CARDINALITY(v) = 0, NULL, ELEMENT_AT(v, CAST(FLOOR((CARDINALITY(v) - 1) * :quantile) AS BIGINT) + 1)
                + (((CARDINALITY(v) - 1) * :quantile) - FLOOR((CARDINALITY(v) - 1) * :quantile))
                * (ELEMENT_AT(v, CAST(CEIL((CARDINALITY(v) - 1) * :quantile) AS BIGINT) + 1)
                - ELEMENT_AT(v, CAST(FLOOR((CARDINALITY(v) - 1) * :quantile) AS BIGINT) + 1)))), 1)"""
        quantile = sge.Cast(this=quantile, to=sge.DataType.build("double"))
        return _filled(template, "trino", quantile=quantile, value=self._where(arg, where))

    def visit_Median(self, op: ops.Median, *, arg: Sql, where: Sql | None) -> Sql:
        return self.visit_Quantile(op, arg=arg, quantile=sge.convert(0.5), where=where)


def _filled(template: str, dialect: str, **parts: Sql) -> Sql:
    """SQL in which `:name` stands for a part."""

    def part(node: Sql) -> Sql:
        return parts[node.name].copy() if isinstance(node, sge.Placeholder) and node.name in parts else node

    return sg.parse_one(template, read=dialect).transform(part)


@dataclass(frozen=True)
class Dialect:
    """How an engine writes SQL. `place`: a given value by its name and its number, counted from 1.

    `asof_with_keys`: it has ASOF joins, as long as there is an equality too.
    """

    name: str
    compiler: type[_Compiles]
    place: Callable[[sge.Placeholder, int], Sql]
    asof_with_keys: bool = False


def _as_it_is(place: sge.Placeholder, number: int) -> Sql:
    return place


def _numbered(place: sge.Placeholder, number: int) -> Sql:
    return sge.Parameter(this=sge.Literal.number(number))


DIALECTS = {
    dialect.name: dialect
    for dialect in (
        Dialect("postgres", PostgreSQL, _numbered),
        Dialect("clickhouse", ClickHouse, _as_it_is, asof_with_keys=True),
        Dialect("databricks", Databricks, _as_it_is),
        Dialect("bigquery", BigQuery, lambda place, _: sge.Parameter(this=sge.Var(this=place.this))),
        Dialect("snowflake", Snowflake, lambda _, number: sge.Placeholder(this=str(number)), asof_with_keys=True),
        Dialect("trino", Trino, _as_it_is),
    )
}
