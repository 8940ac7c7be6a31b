"""Can the next event of a customer be read off the next row? Windows over rows that already lie in order.

Events are stored by customer, time and event id, and DuckDB streams a window without an order through the rows as they
come: a tenth of the work of sorting them again. That they do come in order is tested in every row by the query itself,
which fails with `OUT_OF_ORDER` where they do not; it is then run as it was written.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.datashape as ds
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops

OUT_OF_ORDER = "These events do not lie in order."
_ORDER = ("customer", "at_us", "event_id")
_SHIFTS = (ops.Lead, ops.Lag)
_JOINS = ("inner", "left", "semi", "anti")


class Refused(ops.Value):  # type: ignore[misc]  # Ibis ships no types
    """Ends the query with `OUT_OF_ORDER`."""

    dtype: dt.DataType
    shape = ds.scalar


def reading_in_order(query: ops.Node) -> ops.Node:
    """The same query with every window over events by customer, time and id read off the neighbouring rows."""
    return query.replace(_read_off)


def _read_off(node: ops.Node, changed: dict[str, Any] | None) -> ops.Node:
    node = node.__recreate__(changed) if changed else node
    if not isinstance(node, ops.Project):
        return node
    windows = [w for value in node.values.values() for w in value.find(ops.WindowFunction, filter=ops.Value)]
    readable = [window for window in windows if _is_readable(window, node.parent)]
    if not readable:
        return node
    rows = node.parent.to_expr()
    if any(isinstance(window.func, ops.RowNumber) for window in readable):
        rows = _numbered(rows)
    here = rows.op()
    instead = {ops.Field(node.parent, name): ops.Field(here, name) for name in node.parent.schema}
    for window in readable:
        moved = window.replace(instead, filter=ops.Value)
        instead[window] = _place(rows) if isinstance(window.func, ops.RowNumber) else _neighbour(rows, moved.func)
    return ops.Project(here, {name: value.replace(instead, filter=ops.Value) for name, value in node.values.items()})


def _is_readable(window: ops.WindowFunction, parent: ops.Relation) -> bool:
    func = window.func
    shifts = isinstance(func, _SHIFTS) and func.default is None
    by = (*window.group_by, *(key.arg for key in window.order_by))
    return (
        (shifts or isinstance(func, ops.RowNumber))
        and len(window.group_by) == 1
        and all(key.ascending for key in window.order_by)
        and tuple(_stored(value) for value in by) == _ORDER
        and all(isinstance(value, ops.Field) and value.name == name for value, name in zip(by, _ORDER, strict=True))
    )


def _stored(value: ops.Node) -> str | None:
    """The column of `events` that a value is, through filters, projections, and joins that look something up."""
    if not isinstance(value, ops.Field):
        return None
    match value.rel:
        case ops.UnboundTable(name="events"):
            return str(value.name)
        case ops.Filter(parent=parent) | ops.JoinReference(parent=parent):
            return _stored(ops.Field(parent, value.name))
        case ops.Project(values=values):
            return _stored(values[value.name])
        case ops.JoinChain(first=first, rest=rest, values=values):
            found = values[value.name]
            looks_up = all(link.how in _JOINS for link in rest) and isinstance(found, ops.Field) and found.rel == first
            return _stored(found) if looks_up else None
    return None


def _neighbour(rows: ibis.Table, func: ops.Lead | ops.Lag) -> ops.Node:
    """The value in a row after or before, if that is of the same customer."""
    is_lead = isinstance(func, ops.Lead)
    value, offset = func.arg.to_expr(), func.offset.to_expr() if func.offset is not None else None

    def beside(column: ibis.Value) -> ibis.Value:
        return (column.lead(offset) if is_lead else column.lag(offset)).over(ibis.window())

    there = [beside(rows[name]) for name in _ORDER]
    here = [rows[name] for name in _ORDER]
    wrong = _before(there, here) if is_lead else _before(here, there)
    refused = Refused(dtype=value.type()).to_expr()
    return ibis.cases((wrong, refused), (there[0] == here[0], beside(value)), else_=None).op()


def _before(one: list[ibis.Value], other: list[ibis.Value]) -> ibis.Value:
    (customer, at_us, event_id), (its_customer, its_at_us, its_event_id) = one, other
    earlier = (at_us < its_at_us) | ((at_us == its_at_us) & (event_id < its_event_id))
    return (customer < its_customer) | ((customer == its_customer) & earlier)


def _numbered(rows: ibis.Table) -> ibis.Table:
    """With the row's number in `row_` and that of the customer's first one in `first_`."""
    before = [rows[name].lag().over(ibis.window()) for name in _ORDER]
    row = ibis.row_number().over(ibis.window())
    wrong = _before([rows[name] for name in _ORDER], before)
    goes_on = before[0] == rows.customer
    begins = ibis.cases((wrong, Refused(dtype=dt.int64).to_expr()), (goes_on, None), else_=row)
    rows = rows.mutate(row_=row, begins_=begins)
    return rows.mutate(first_=rows.begins_.max().over(ibis.cumulative_window()))


def _place(rows: ibis.Table) -> ops.Node:
    return (rows.row_ - rows.first_).op()
