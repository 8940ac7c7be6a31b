"""What an analysis is written on: the event tables as unbound Ibis tables, and values that are given when it is run."""

from dataclasses import dataclass
from functools import cache

import ibis
import ibis.expr.datashape as ds
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops

EVENTS = {
    "customer": "int32",  # code of customers.customer
    "name": "int32",  # code of names.name
    "at_us": "int64",  # epoch microseconds UTC
    "event_id": "int64",  # unique; rows of one file keep the file's order, so it ends every window's order
    "channel": "string",
    "device": "string",
    "campaign": "string",
    "variant": "string",
    "product": "string",
    "revenue": "decimal(18, 2)",
    "currency": "string",
    "persona": "string",  # as the row said it; customers.persona is the newest one of a customer
    "properties": "json",
    "source_id": "int32",  # data_sets.source_id
}
NAMES = {"name": "int32", "title": "string"}
CUSTOMERS = {"customer": "int32", "customer_id": "string", "persona": "string", "first_seen_us": "int64"}
DATA_SETS = {
    "source_id": "int32",
    "title": "string",
    "file_name": "string",
    "sha256": "string",
    "imported_us": "int64",
    "rows_read": "int64",
    "rows_stored": "int64",
    "duplicates": "int64",
    "refused": "int64",
    "from_us": "int64",
    "to_us": "int64",
}


@dataclass(frozen=True)
class EventTables:
    """Unbound tables of one workspace; times are epoch microseconds UTC, codes are joined by name."""

    events: ibis.Table
    names: ibis.Table
    customers: ibis.Table
    data_sets: ibis.Table


@cache
def event_tables() -> EventTables:
    """The tables under the names that every engine gives them."""
    return EventTables(
        events=ibis.table(EVENTS, name="events"),
        names=ibis.table(NAMES, name="names"),
        customers=ibis.table(CUSTOMERS, name="customers"),
        data_sets=ibis.table(DATA_SETS, name="data_sets"),
    )


class Given(ops.Value):  # type: ignore[misc]  # Ibis ships no types
    """A scalar whose value is bound when the expression is run; equal names and types are equal expressions."""

    name: str
    dtype: dt.DataType
    shape = ds.scalar


def given(name: str, dtype: str) -> ibis.Scalar:
    """A value known only when the expression is run: `events.at_us >= given("from_us", "int64")`.

    Unlike `ibis.param` it has a name, and is equal wherever name and type are: the same question again finds its SQL.
    """
    return Given(name, dt.dtype(dtype)).to_expr()


def given_names(expression: ibis.Expr) -> frozenset[str]:
    """Names of all values that must be given to run `expression`."""
    return frozenset(node.name for node in expression.op().find(Given))
