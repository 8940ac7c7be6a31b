"""Into which group does an entry fall, and which groups are shown?

Nobody is lost: without a value the group is "(unknown)", and beyond the ten largest it is "other". By two columns a
group is a pair of values.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from tools.kit import MAX_GROUPS
from tools.query import number, text

if TYPE_CHECKING:
    import ibis

    from storage.event_tables import EventTables

UNKNOWN, OTHER = "(unknown)", "other"
BUCKET = "bucket"
BETWEEN = "\x1f"
"""Between the two values of a group in the store: the control character made for it."""
BESIDE = " · "
"""The same where people read it."""

G = TypeVar("G")


@dataclass(frozen=True)
class Grouping:
    """By columns of events, or by `bucket` alone (spans of time of the entry).

    `persona` and `trait:<key>` are the customer's, `property:<key>` the event's; here without the key, which is given
    when the query is run. `persona_names`: how many spellings of personas are shown under another name.
    """

    columns: tuple[str, ...]
    persona_names: int = 0

    @classmethod
    def of(cls, breakdown: tuple[str, ...], persona_names: int = 0) -> Grouping:
        """The grouping of a breakdown as `Asked` has it."""
        return cls(tuple(column.partition(":")[0] for column in breakdown), persona_names)

    @property
    def in_buckets(self) -> bool:
        """The groups are spans of time."""
        return self.columns == (BUCKET,)


def with_group(events: ibis.Table, tables: EventTables, grouping: Grouping) -> ibis.Table:
    """`events` with the column `group`: a value, or two with `BETWEEN` between them."""
    if grouping.in_buckets:
        pieces = text("bucket_starts_us").split(",").unnest().name("piece").as_table()
        starts = pieces.select(group=pieces.piece.cast("int64"))
        return events.asof_join(starts, on=events.at_us >= starts.group)
    added = [f"of_{kind}" for kind in ("persona", "traits") if {kind, kind.rstrip("s")} & set(grouping.columns)]
    if added:
        theirs = {name: tables.customers[name.removeprefix("of_")] for name in added}
        customers = tables.customers.select(of=tables.customers.customer, **theirs)
        events = events.left_join(customers, events.customer == customers.of).drop("of")
    values = [_value(events, i, grouping).fill_null(UNKNOWN) for i in range(len(grouping.columns))]
    if len(values) == 2:
        first, second = (value.replace(BETWEEN, " ") for value in values)
        values = [first + BETWEEN + second]
    return events.mutate(group=values[0]).drop(*added)


def _value(events: ibis.Table, i: int, grouping: Grouping) -> ibis.Value:
    import ibis

    from storage.event_tables import text_at

    match grouping.columns[i]:
        case "property":
            return text_at(events.properties, text(f"group_key_{i}"))
        case "trait":
            return text_at(events.of_traits, text(f"group_key_{i}"))
        case "persona":
            names = range(grouping.persona_names)
            shown = [(events.of_persona == text(f"seen_{k}"), text(f"shown_{k}")) for k in names]
            return ibis.cases(*shown, else_=events.of_persona) if shown else events.of_persona
        case column:
            return events[column]


def group_keys(breakdown: tuple[str, ...]) -> dict[str, int | str]:
    """What fills the keys of the properties and traits of a breakdown."""
    keys = enumerate(column.partition(":")[2] for column in breakdown)
    return {f"group_key_{i}": key for i, key in keys if key}


def group_values(group: object) -> tuple[str, ...]:
    """The value of each column; none for "other"."""
    return () if group == OTHER else tuple(str(group).split(BETWEEN))


def group_title(group: object) -> str:
    """`mobile`, or of two columns `Curious Colleen · mobile`."""
    return BESIDE.join(str(group).split(BETWEEN))


def highest(groups: tuple[G, ...], top_n: int | None, rank: Callable[[G], float | None]) -> tuple[G, ...]:
    """All groups as they are; with `top_n` only so many, the highest rank first, and none without a rank."""
    if top_n is None:
        return groups
    ranked = [(value, group) for group in groups if (value := rank(group)) is not None]
    return tuple(group for _, group in sorted(ranked, key=lambda pair: -pair[0])[:top_n])


def persona_values(names: tuple[tuple[str, str], ...]) -> dict[str, int | str]:
    """What fills the names of personas: (spelling in the data, name shown)."""
    return {
        f"{key}_{i}": value for i, pair in enumerate(names) for key, value in zip(("seen", "shown"), pair, strict=True)
    }


def ten_largest(rows: ibis.Table, grouping: Grouping) -> ibis.Table:
    """`rows` (one a customer, `group`, `counts` 1 or 0) with small groups put together under "other"; buckets stay."""
    import ibis
    from ibis import _

    if grouping.in_buckets:
        return rows
    sizes = rows.group_by("group").agg(size=_.counts.sum(), all=_.count())
    order = ibis.window(order_by=[sizes["size"].desc(), sizes["all"].desc(), sizes.group])
    ranked = sizes.mutate(rank=ibis.row_number().over(order)).select(of="group", rank="rank")
    joined = rows.inner_join(ranked, rows.group == ranked.of)
    return joined.mutate(group=(joined["rank"] < MAX_GROUPS).ifelse(joined.group, OTHER)).drop("of", "rank")


def bucket_values(starts_us: tuple[int, ...]) -> dict[str, int | str]:
    """What fills the beginnings of the buckets, in order; the last one is the end of the last bucket."""
    return {"bucket_starts_us": ",".join(map(str, starts_us))}


def in_time(at_us: ibis.Value) -> ibis.Value:
    """Not after the end of the data."""
    return at_us <= number("as_of_us")
