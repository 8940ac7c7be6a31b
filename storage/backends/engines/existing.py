"""How does a table that exists stand for ours? Its columns under our names, as Ibis expressions; nothing is written.

A customer is the 64-bit hash of the id (two of a million alike: once in 37 million such tables); names of events have
the codes they were given when the table was first read.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import ibis
import ibis.expr.operations as ops

from storage.backends.engines.compile import compile_query
from storage.backends.engines.dialects import Hashed, Micros
from storage.backends.engines.driver import EngineFailed, Value
from storage.event_tables import DATA_SETS, FEEDBACK, POINTS, event_tables, given

if TYPE_CHECKING:
    from storage.backends.engines.driver import Driver

NEEDED = ("customer_id", "occurred_at", "event")
TEXTS = ("channel", "device", "campaign", "variant", "product", "currency", "persona")
KNOWN = (*NEEDED, "event_id", *TEXTS, "revenue", "properties")
CODES = "event_codes"
"""The given value that holds all names with their codes."""
MAX_NAMES = 20_000
READ_AGAIN_S = 60.0
_BETWEEN, _DIGITS = "\x1f", 9


@dataclass(frozen=True)
class Columns:
    """Which column of `table` (`schema.table`) is which field of an event."""

    table: str
    of: Mapping[str, str]

    @property
    def schema(self) -> str:
        """Where the table lies."""
        return self.table.split(".")[-2]

    @classmethod
    def read(cls, table: str, columns: str) -> Columns:
        """From `customer_id=user_id,occurred_at=ts,event=name`. Raises EngineFailed."""
        if not all(parts := table.split(".")) or len(parts) not in (2, 3):
            raise EngineFailed("engine_table_name", table=table)
        found: dict[str, str] = {}
        for pair in (part.strip() for part in columns.split(",") if part.strip()):
            field, _, column = (word.strip() for word in pair.partition("="))
            if field not in KNOWN or not column or field in found:
                raise EngineFailed("engine_mapping", pair=pair, known=", ".join(KNOWN))
            found[field] = column
        if missing := [field for field in NEEDED if field not in found]:
            raise EngineFailed("engine_mapping_needs", missing=", ".join(missing))
        return cls(table, found)


class ExistingTable:
    """Our tables over one of somebody else's. Feedback, points and traits are empty."""

    def __init__(
        self, columns: Columns, driver: Driver, engine: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Raises EngineFailed when the table or a column is not there."""
        kinds = driver.columns(columns.table)
        if not kinds:
            raise EngineFailed("engine_table", engine=engine, table=columns.table)
        for column in columns.of.values():
            if column not in kinds:
                raise EngineFailed(
                    "engine_column", engine=engine, table=columns.table, column=column, known=", ".join(kinds)
                )
        self.columns, self._driver, self._clock = columns, driver, clock
        self._kinds = {field: kinds[column].lower() for field, column in columns.of.items()}
        self._codes: dict[str, int] = {}
        self._read_at: float | None = None
        self._reading = threading.Lock()

    def over(self, node: ops.Node) -> ops.Node:
        """An expression on our tables as one on this table."""
        return node.replace(self._instead)

    def codes(self) -> dict[str, int]:
        """Name → code. Read again after a minute; a name keeps the code that it was given first."""
        with self._reading:
            if self._read_at is None or self._clock() - self._read_at > READ_AGAIN_S:
                titles = self._rows.select(title=self._rows.event).distinct().limit(MAX_NAMES + 1)
                found = sorted(
                    str(row[0]) for row in self._driver.rows(compile_query(titles, self._driver.dialect), {})
                )
                if len(found) > MAX_NAMES:
                    raise EngineFailed("engine_names", column=self.columns.of["event"], n=MAX_NAMES)
                self._codes |= {
                    title: len(self._codes) + i for i, title in enumerate((t for t in found if t not in self._codes), 1)
                }
                self._read_at = self._clock()
            return dict(self._codes)

    def values(self) -> dict[str, Value]:
        """What fills the codes of the names."""
        return {CODES: _BETWEEN.join(f"{code:0{_DIGITS}d}{title}" for title, code in self.codes().items())}

    @cached_property
    def _instead(self) -> dict[ops.Node, ops.Node]:
        ours = event_tables()
        made = {
            ours.events: self._events,
            ours.names: self._names,
            ours.customers: self._customers,
            ours.feedback: _nothing(FEEDBACK),
            ours.points: _nothing(POINTS),
            ours.data_sets: _nothing(DATA_SETS),
        }
        return {table.op(): instead.op() for table, instead in made.items()}

    @cached_property
    def _rows(self) -> ibis.Table:
        """The rows that say who, when and what, under our names; texts may be null, whatever the table says."""
        *place, name = self.columns.table.split(".")
        read = {self.columns.of[field]: _read_as(field, kind) for field, kind in self._kinds.items()}
        table = ibis.table(read, name=name, database=place[0] if len(place) == 1 else (place[0], place[1]))
        found = {field: table[self.columns.of[field]] for field in self._kinds}
        rows = table.filter(*(found[field].notnull() for field in NEEDED))
        found = {field: rows[self.columns.of[field]] for field in self._kinds}
        kept = {field: found[field].cast("string") for field in ("event", *TEXTS) if field in found}
        return rows.select(
            **kept,
            customer=_number(found["customer_id"]),
            customer_id=found["customer_id"].cast("string"),
            at_us=self._at_us(found["occurred_at"]),
            event_id=_number(found["event_id"]) if "event_id" in found else _row_number(list(found.values())),
            revenue=found["revenue"].cast("decimal(18, 2)") if "revenue" in found else ibis.null("decimal(18, 2)"),
            properties=found["properties"].cast("json") if "properties" in found else ibis.null("json"),
        )

    def _at_us(self, at: ibis.Value) -> ibis.Value:
        if at.type().is_timestamp():
            return Micros(at).to_expr()
        if not at.type().is_integer():
            raise EngineFailed("engine_time", column=self.columns.of["occurred_at"], kind=self._kinds["occurred_at"])
        at = at.cast("int64")
        return ibis.cases((at.abs() < 10**11, at * 1_000_000), (at.abs() < 10**14, at * 1000), else_=at)

    @cached_property
    def _names(self) -> ibis.Table:
        """name (its code), title: out of the one text that holds them all."""
        piece = given(CODES, "string").split(_BETWEEN).unnest().name("piece").as_table().piece
        pieces = piece.as_table()
        return pieces.select(name=pieces.piece.substr(0, _DIGITS).cast("int32"), title=pieces.piece.substr(_DIGITS))

    @cached_property
    def _events(self) -> ibis.Table:
        rows, names = self._rows, self._names
        joined = rows.inner_join(names, rows.event == names.title)
        texts = {field: rows[field] if field in rows.columns else ibis.null("string") for field in TEXTS}
        return joined.select(
            customer=rows.customer, name=names.name, at_us=rows.at_us, event_id=rows.event_id, **texts,
            revenue=rows.revenue, properties=rows.properties, source_id=ibis.literal(1, "int32"),
        )  # fmt: skip

    @cached_property
    def _customers(self) -> ibis.Table:
        rows = self._rows
        seen = rows.group_by("customer").agg(customer_id=rows.customer_id.min(), first_seen_us=rows.at_us.min())
        unknown = {"traits": ibis.null("json"), "consent": ibis.null("string")}
        if "persona" not in rows.columns:
            return seen.mutate(persona=ibis.null("string"), **unknown)
        order = ibis.window(group_by="customer", order_by=[rows.at_us.desc(), rows.event_id.desc()])
        said = rows.filter(rows.persona.notnull()).mutate(place=ibis.row_number().over(order))
        said = said.filter(said.place == 0).select("persona", of="customer")
        return seen.left_join(said, seen.customer == said.of).drop("of").mutate(**unknown)


def _read_as(field: str, kind: str) -> str:
    """The type that a column of the engine's type is read as: a time, a whole number or a text."""
    if field == "occurred_at" and any(word in kind for word in ("date", "time")):
        return "!timestamp"
    if field in ("occurred_at", "customer_id", "event_id") and any(word in kind for word in ("int", "long", "serial")):
        return "!int64"
    return "!string"


def _number(value: ibis.Value) -> ibis.Value:
    return value.cast("int64") if value.type().is_integer() else Hashed(value).to_expr()


def _row_number(columns: list[ibis.Value]) -> ibis.Value:
    """Where rows have no id of their own: equal rows have the same."""
    texts = [column.cast("string").fill_null("") for column in columns]
    return Hashed(ibis.literal(_BETWEEN).join(texts)).to_expr()


def _nothing(columns: Mapping[str, str]) -> ibis.Table:
    """A table of ours without rows."""
    one = ibis.literal(1, "int64").name("one").as_table()
    return one.filter(one.one == 0).select(**{name: ibis.null(kind) for name, kind in columns.items()})
