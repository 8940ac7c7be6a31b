"""How are rows joined to the nearest one where the engine has no ASOF join? By windows: sorted once, still linear.

Both sides are put into one table in order of time, the left rows behind the right ones that they may see. The last
right row so far is the nearest. The rule is that of DuckDB's ASOF LEFT JOIN: one inequality, any number of equalities.
"""

from __future__ import annotations

from typing import NamedTuple

import ibis
import ibis.expr.operations as ops

_FLIPPED = {
    ops.GreaterEqual: ops.LessEqual,
    ops.Greater: ops.Less,
    ops.LessEqual: ops.GreaterEqual,
    ops.Less: ops.Greater,
    ops.Equals: ops.Equals,
}


def portable(node: ops.Node, *, asof_with_keys: bool = False) -> ops.Node:
    """The same expression in which every ASOF join is written with windows.

    `asof_with_keys`: the engine has ASOF joins, if there is an equality beside the inequality and no time is null.
    """

    def lowered(chain: ops.Node, children: dict[str, object] | None = None) -> ops.Node:
        chain = chain.__recreate__(children) if children else chain
        asof = isinstance(chain, ops.JoinChain) and any(link.how == "asof" for link in chain.rest)
        return _lowered(chain, asof_with_keys) if asof else chain

    return node.replace(lowered)


def _lowered(_: ops.JoinChain, asof_with_keys: bool) -> ops.Node:
    joined = _side(_.first)
    for place, link in enumerate(_.rest):
        right = _side(link.table)
        seen = dict.fromkeys(_.tables[: place + 1], joined) | {link.table: right}
        if link.how == "asof":
            later = [
                *_.values.values(),
                *(predicate for after in _.rest[place + 1 :] for predicate in after.predicates),
            ]
            wanted = {
                _column(field)
                for value in later
                for field in value.find(ops.Field, filter=ops.Value)
                if field.rel == link.table
            }
            conditions = [_Compared.of(one, link.table, seen) for one in link.predicates]
            nearest = _by_asof if asof_with_keys and len(conditions) > 1 else _by_windows
            joined = nearest(joined, right, conditions, sorted(wanted))
        else:
            both = joined.join(right, [_over(one, seen) for one in link.predicates], how=link.how)
            joined = both.select(*both.columns)
    seen = dict.fromkeys(_.tables, joined)
    return joined.select(**{name: _over(value, seen) for name, value in _.values.items()}).op()


def _column(field: ops.Field) -> str:
    """The name of a column of one of the joined tables beside those of the others."""
    return f"j{field.rel.identifier}_{field.name}"


def _side(reference: ops.JoinReference) -> ibis.Table:
    table = reference.parent.to_expr()
    return table.select(**{f"j{reference.identifier}_{name}": table[name] for name in table.columns})


def _over(value: ops.Value, tables: dict[ops.Node, ibis.Table]) -> ibis.Value:
    """`value` over the columns of `tables` instead of those of the joined ones."""
    fields = [field for field in value.find(ops.Field, filter=ops.Value) if field.rel in tables]
    named = {field: tables[field.rel][_column(field)].op() for field in fields}
    return value.replace(named, filter=ops.Value).to_expr()


class _Compared(NamedTuple):
    """One condition of a join: `left` kind `right`."""

    kind: type[ops.Comparison]
    left: ibis.Value
    right: ibis.Value

    @classmethod
    def of(cls, condition: ops.Comparison, right: ops.Reference, tables: dict[ops.Node, ibis.Table]) -> _Compared:
        """However it was written round."""
        first, second = _over(condition.left, tables), _over(condition.right, tables)
        if any(field.rel == right for field in condition.left.find(ops.Field, filter=ops.Value)):
            return cls(_FLIPPED[type(condition)], second, first)
        return cls(type(condition), first, second)


def _by_asof(left: ibis.Table, right: ibis.Table, conditions: list[_Compared], wanted: list[str]) -> ibis.Table:
    """The engine's own join, over a right side without nulls."""
    on, *equal = conditions
    keys = {f"k{i}": one.right for i, one in enumerate(equal)}
    near = right.select(at=on.right, **keys, **_own(right, wanted))
    near = near.filter(*(near[name].notnull() for name in ("at", *keys)))
    near = near.mutate(at=near["at"].cast(near["at"].type().copy(nullable=False)))
    same = [one.left == near[key] for one, key in zip(equal, keys, strict=True)]
    joined = left.asof_join(near, on=on.kind(on.left, near["at"]).to_expr(), predicates=same)
    return joined.select(*left.columns, *wanted)


def _by_windows(left: ibis.Table, right: ibis.Table, conditions: list[_Compared], columns: list[str]) -> ibis.Table:
    """`left` with `columns` of the nearest row of `right`, null where there is none."""
    on, *equal = conditions
    backward, inclusive = on.kind in (ops.GreaterEqual, ops.Greater), on.kind in (ops.GreaterEqual, ops.LessEqual)
    keys = [f"k{i}" for i in range(len(equal))]
    at = right.select(at=on.right, **dict(zip(keys, (one.right for one in equal), strict=True)), **_own(right, columns))
    at = at.filter(*(at[name].notnull() for name in ("at", *keys)))
    mine = left.select(at=on.left, **dict(zip(keys, (one.left for one in equal), strict=True)), **_own(left))
    rows = ibis.union(
        mine.mutate(theirs=ibis.null("int64"), **{name: ibis.null(right[name].type()) for name in columns}),
        at.mutate(theirs=ibis.literal(1, "int64"), **{name: ibis.null(left[name].type()) for name in left.columns})
        .select("at", *keys, *left.columns, "theirs", *columns),
    )  # fmt: skip
    first_come = rows.theirs.isnull().ifelse(int(inclusive), int(not inclusive))
    order = [rows["at"] if backward else rows["at"].desc(), first_come]
    so_far = ibis.window(group_by=keys or None, order_by=order, preceding=None, following=0)
    rows = rows.mutate(run=rows.theirs.sum().over(so_far))
    one = ibis.window(group_by=[*keys, "run"])
    found = {
        name: (rows.run.notnull() & rows["at"].notnull()).ifelse(rows[name].max().over(one), None) for name in columns
    }
    rows = rows.mutate(**found)
    return rows.filter(rows.theirs.isnull()).select(*left.columns, *columns)


def _own(table: ibis.Table, columns: list[str] | None = None) -> dict[str, ibis.Value]:
    return {name: table[name] for name in (table.columns if columns is None else columns)}
