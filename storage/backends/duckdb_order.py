"""Can the next event of a customer be read off the next row? Windows over rows that already lie in order.

Events are stored by customer, time and event id, and DuckDB streams a window without an order through the rows as they
come: a tenth of the work of sorting them again. That they do come in order is tested in every row by the query itself,
which fails with `OUT_OF_ORDER` where they do not; it is then run as it was written. A condition of the query that was
pushed below the test would let rows go untested, and what is said of the others could be wrong; so what a test found
goes through one more window over all rows, below which no condition is pushed.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.datashape as ds
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.rules as rlz

OUT_OF_ORDER = "These events do not lie in order."
_ORDER = ("customer", "at_us", "event_id")
_SHIFTS = (ops.Lead, ops.Lag)


class Refused(ops.Value):  # type: ignore[misc]  # Ibis ships no types
    """Ends the query with `OUT_OF_ORDER`."""

    dtype: dt.DataType
    shape = ds.scalar


class Latest(ops.Analytic):  # type: ignore[misc]  # Ibis ships no types
    """The value of this row, or of the last row before it that has one. (A running maximum takes ten times as long.)"""

    arg: ops.Value
    dtype = rlz.dtype_like("arg")


def reading_in_order(query: ops.Node) -> ops.Node:
    """The same query with every window over events by customer, time and id read off the neighbouring rows.

    A query that wants some rows, whichever, stays as it is: DuckDB stops reading when it has them, and rows that were
    not read were not tested.
    """
    if any(not isinstance(limit.parent, ops.Sort) for limit in query.find(ops.Limit)):
        return query
    return query.replace(_read_off)


def _read_off(node: ops.Node, changed: dict[str, Any] | None) -> ops.Node:
    node = node.__recreate__(changed) if changed else node
    if not isinstance(node, ops.Project):
        return node
    found = (window for value in node.values.values() for window in value.find(ops.WindowFunction, filter=ops.Value))
    windows = [window for window in dict.fromkeys(found) if _is_readable(window)]
    if not windows:
        return node
    rows = _beside(node.parent.to_expr(), windows)
    instead = {ops.Field(node.parent, name): rows[name].op() for name in node.parent.schema}
    instead |= {window: _read(rows, window.func, place).op() for place, window in enumerate(windows)}
    return ops.Project(rows, {name: value.replace(instead, filter=ops.Value) for name, value in node.values.items()})


def _is_readable(window: ops.WindowFunction) -> bool:
    """A row number, or a value of another row, among the events of one customer in their order."""
    func = window.func
    order = tuple(_stored(key.arg) if key.ascending else None for key in window.order_by)
    ordered = (tuple(map(_stored, window.group_by)), order) == (_ORDER[:1], _ORDER[1:])
    return ordered and (isinstance(func, ops.RowNumber) or _distance(func) > 0)


def _distance(func: ops.Value) -> int:
    """How many rows away the other row is; 0 where this is no value of another row, or nobody knows."""
    if not isinstance(func, _SHIFTS) or func.default is not None:
        return 0
    if func.offset is None:
        return 1
    return int(func.offset.value) if isinstance(func.offset, ops.Literal) else 0


def _stored(value: ops.Node) -> str | None:
    """The column of `events` that a value is, under its own name and through filters and projections alone."""
    if not isinstance(value, ops.Field):
        return None
    match value.rel:
        case ops.UnboundTable(name="events"):
            return str(value.name)
        case ops.Filter(parent=parent):
            return _stored(ops.Field(parent, value.name))
        case ops.Project(values=values):
            stored = _stored(values[value.name])
            return stored if stored == value.name else None
    return None


def _beside(rows: ibis.Table, windows: list[ops.WindowFunction]) -> ibis.Table:
    """With what stands in other rows, and whether those are of the same customer."""
    added: dict[str, ibis.Value] = {}
    for place, window in enumerate(windows):
        func = window.func
        if isinstance(func, ops.RowNumber):
            added["row_"] = _over_all(ops.RowNumber())
            added["begins_"] = _same_customer(rows, ops.Lag, 1).ifelse(None, added["row_"])
        else:
            added[f"value_{place}"] = _over_all(type(func)(func.arg, func.offset))
            added[_same(func)] = _same_customer(rows, type(func), _distance(func))
    found = rows.mutate(**added)
    return found.mutate(**{name: _latest(found[name]) for name in added if name.startswith(("same_", "begins_"))})


def _read(rows: ibis.Table, func: ops.Value, place: int) -> ibis.Value:
    """The window's value from the columns of `_beside`."""
    if isinstance(func, ops.RowNumber):
        return rows.row_ - rows.begins_
    return rows[_same(func)].ifelse(rows[f"value_{place}"], None)


def _same(func: ops.Lead | ops.Lag) -> str:
    """The column that says whether the other row is of the same customer."""
    return f"same_{type(func).__name__}_{_distance(func)}"


def _over_all(func: ops.Value) -> ibis.Value:
    """Over the rows as they come."""
    return ops.WindowFunction(func, how="rows", start=None, end=None).to_expr()


def _latest(column: ibis.Value) -> ibis.Value:
    """Of a column that is never null the value of this row."""
    return Latest(column.op()).to_expr().over(ibis.cumulative_window())


def _same_customer(rows: ibis.Table, kind: type[ops.Value], distance: int) -> ibis.Value:
    """Whether the row so far before or after is of the same customer. Tests the order of this row and the next one."""
    here = [rows[name] for name in _ORDER]
    there = [_over_all(kind(column.op())) for column in here]
    first, second = (here, there) if kind is ops.Lead else (there, here)
    same = there[0] == here[0]
    tied = same & (first[1] == second[1]) & (first[2] < second[2])
    found = ibis.literal(True)
    if distance > 1:
        found = (_over_all(kind(rows.customer.op(), distance)) == rows.customer).fill_null(False)
    refused = Refused(dtype=dt.boolean).to_expr()
    return ibis.cases(
        (same & (first[1] < second[1]), found), (tied, found), (first[0] >= second[0], refused), else_=False
    )
