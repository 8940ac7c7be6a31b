"""The events of a workspace on an engine that somebody has: `storage.events.EventsToRead`, the same for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, NoReturn, cast, get_args

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops

from storage.backends.engines.compile import compile_query
from storage.backends.engines.driver import Driver, EngineFailed, Row, Value
from storage.backends.engines.existing import ExistingTable
from storage.event_tables import event_tables
from storage.events import DataSet, Dimension

if TYPE_CHECKING:
    from storage.event_tables import EventTables


class EngineEvents:
    """Reads; what would write is refused. `existing`: over a table that is not ours."""

    def __init__(self, driver: Driver, engine: str, existing: ExistingTable | None = None) -> None:
        self._driver, self.engine, self._existing = driver, engine, existing
        self._laid: dict[ops.Node, ops.Node] = {}

    @property
    def joins_asof(self) -> bool:
        return False

    @property
    def tables(self) -> EventTables:
        return event_tables()

    def run(self, expression: ibis.Table, values: Mapping[str, Value] = {}) -> list[dict[str, object]]:
        node, own = expression.op(), {}
        if self._existing is not None:
            if node not in self._laid:
                self._laid[node] = self._existing.over(node)
            node, own = self._laid[node], self._existing.values()
        query = compile_query(cast("ibis.Table", node.to_expr()), self._driver.dialect)
        asked = query.given - own.keys()
        if asked != values.keys():
            missing, unknown = sorted(asked - values.keys()), sorted(values.keys() - asked)
            raise ValueError(f"values not given: {missing}; values not asked for: {unknown}")
        filled = {name: own[name] if name in own else values[name] for name in query.given}
        schema = expression.as_table().schema()
        return [_as_declared(row, schema) for row in self._driver.rows(query, filled)]

    def names(self) -> dict[str, int]:
        if self._existing is not None:
            return self._existing.codes()
        names = event_tables().names
        rows = self.run(names.order_by("name"))
        return {cast("str", row["title"]): cast("int", row["name"]) for row in rows}

    def data_sets(self) -> tuple[DataSet, ...]:
        if self._existing is not None:
            return (self._table_as_data_set(self._existing),)
        rows = self.run(event_tables().data_sets.order_by("source_id"))
        return tuple(DataSet.model_validate(row) for row in rows)

    def _table_as_data_set(self, existing: ExistingTable) -> DataSet:
        events = event_tables().events
        (row,) = self.run(events.agg(n=events.count(), from_us=events.at_us.min(), to_us=events.at_us.max()))
        n, table = cast("int", row["n"]), existing.columns.table
        return DataSet.model_validate(
            {
                "source_id": 1, "title": table, "file_name": table, "sha256": "", "imported_us": row["to_us"] or 0,
                "rows_read": n, "rows_stored": n, "duplicates": 0, "refused": 0,
                "from_us": row["from_us"], "to_us": row["to_us"],
            }
        )  # fmt: skip

    def count(self) -> int:
        events = event_tables().events
        return cast("int", self.run(events.agg(n=events.count()))[0]["n"])

    def newest_us(self) -> int | None:
        events = event_tables().events
        return cast("int | None", self.run(events.agg(newest=events.at_us.max()))[0]["newest"])

    def dimension_values(self, column: Dimension, limit: int) -> list[tuple[str, int]]:
        if column not in get_args(Dimension):
            raise ValueError(f"{column!r} is not one of {get_args(Dimension)}")
        events = event_tables().events
        said = events.filter(events[column].notnull())
        counted = said.group_by(value=column).agg(n=said.count())
        rows = self.run(counted.order_by(counted.n.desc(), counted.value).limit(limit))
        return [(cast("str", row["value"]), cast("int", row["n"])) for row in rows]

    def _refused(self, *_: object, **__: object) -> NoReturn:
        """Nothing is written there, and whoever would write hears where to."""
        raise EngineFailed("engine_reads_only", engine=self.engine)

    look_into = import_file = append = append_messages = forget = segment = meeting = path = export = erase = part = (
        _refused
    )

    def tidy(self) -> bool:
        return False

    def close(self) -> None:
        self._driver.close()


def _as_declared(row: Row, schema: ibis.Schema) -> dict[str, object]:
    """Engines differ in the types of sums and counts; the expression says what they are."""
    return {name: _as(value, kind) for value, (name, kind) in zip(row, schema.items(), strict=True)}


def _as(value: object, kind: dt.DataType) -> object:
    if value is None:
        return None
    if kind.is_boolean():
        return bool(value)
    if kind.is_integer():
        return int(cast("int", value))
    if kind.is_floating():
        return float(cast("float", value))
    if kind.is_decimal():
        return Decimal(str(value))
    return value
