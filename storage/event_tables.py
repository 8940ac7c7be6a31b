"""What an analysis is written on: the event tables as unbound Ibis tables, and values that are given when it is run."""

from dataclasses import dataclass
from functools import cache

import ibis
import ibis.expr.datashape as ds
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.rules as rlz

EVENTS = {
    "customer": "int32",  # code of customers.customer, aliases joined
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
    "persona": "string",  # as the row said it; customers.persona is the customer's
    "properties": "json",
    "source_id": "int32",  # data_sets.source_id
}
NAMES = {"name": "int32", "title": "string"}
CUSTOMERS = {
    "customer": "int32",
    "customer_id": "string",
    "persona": "string",  # by the persona's rule over traits, else the newest one that a row or a trait said
    "traits": "json",
    "consent": "string",  # granted, denied or null: nobody said
    "first_seen_us": "int64",
}
FEEDBACK = {
    "feedback_id": "int64",  # unique
    "customer": "int32",  # null: nobody knows whose it is
    "at_us": "int64",
    "kind": "string",  # csat, nps, ces (with a score), question (chat, search), reason (exit survey, ticket), comment
    "score": "float64",
    "times": "int64",  # how often it was said: a line of an FAQ count stands for many; else 1
    "touchpoint": "string",  # as the file writes it
    "stage": "string",
    "channel": "string",
    "persona": "string",
    "text": "string",
    "source_id": "int32",
}
POINTS = {
    "metric": "string",  # entered (funnel reports), clicks, views, scroll_depth, exits, comments, likes, shares, …
    "place": "string",  # stage, touchpoint or page, as the file writes it
    "element": "string",
    "channel": "string",
    "persona": "string",
    "from_us": "int64",  # the span the value stands for; both null where the file names no time
    "until_us": "int64",
    "value": "float64",
    "n": "int64",
    "source_id": "int32",
}
DATA_SETS = {
    "source_id": "int32",
    "kind": "string",
    "title": "string",
    "file_name": "string",
    "sha256": "string",
    "imported_us": "int64",
    "rows_read": "int64",
    "rows_stored": "int64",
    "duplicates": "int64",
    "replaced": "int64",
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
    feedback: ibis.Table
    points: ibis.Table
    data_sets: ibis.Table


@cache
def event_tables() -> EventTables:
    """The tables under the names that every engine gives them."""
    return EventTables(
        events=ibis.table(EVENTS, name="events"),
        names=ibis.table(NAMES, name="names"),
        customers=ibis.table(CUSTOMERS, name="customers"),
        feedback=ibis.table(FEEDBACK, name="feedback"),
        points=ibis.table(POINTS, name="points"),
        data_sets=ibis.table(DATA_SETS, name="data_sets"),
    )


class Given(ops.Value):  # type: ignore[misc]  # Ibis ships no types
    """A scalar whose value is bound when the expression is run; equal names and types are equal expressions."""

    name: str
    dtype: dt.DataType
    shape = ds.scalar


class TextAt(ops.Value):  # type: ignore[misc]  # Ibis ships no types
    """What stands under a key of a JSON object, as bare text: `mobile`, `5`, `5.0`, `true`; null where nothing does."""

    json: ops.Value[dt.JSON]
    key: ops.Value[dt.String]
    dtype = dt.string
    shape = rlz.shape_like("json")


class NumberIn(ops.Value):  # type: ignore[misc]  # Ibis ships no types
    """The number that a text writes, as a double; null where it writes none."""

    text: ops.Value[dt.String]
    dtype = dt.float64
    shape = rlz.shape_like("text")


def given(name: str, dtype: str) -> ibis.Scalar:
    """A value known only when the expression is run: `events.at_us >= given("from_us", "int64")`.

    Unlike `ibis.param` it has a name, and is equal wherever name and type are: the same question again finds its SQL.
    """
    return Given(name, dt.dtype(dtype)).to_expr()


def text_at(json: ibis.Value, key: ibis.Value) -> ibis.Value:
    """The text under a key of a JSON column: `text_at(events.properties, given("key_0", "string"))`."""
    return TextAt(json, key).to_expr()


def number_in(text: ibis.Value) -> ibis.Value:
    """A text as a number, null where it is none."""
    return NumberIn(text).to_expr()


def given_names(expression: ibis.Expr) -> frozenset[str]:
    """Names of all values that must be given to run `expression`."""
    return frozenset(node.name for node in expression.op().find(Given))
