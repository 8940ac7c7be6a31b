"""Into which group does an entry fall, and which groups are shown?

Nobody is lost: without a value the group is "(unknown)", and beyond the ten largest it is "other".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.kit import MAX_GROUPS
from tools.query import number, text

if TYPE_CHECKING:
    import ibis

    from storage.event_tables import EventTables

UNKNOWN, OTHER = "(unknown)", "other"
BUCKET = "bucket"


@dataclass(frozen=True)
class Grouping:
    """By a column of events, by `persona` (the customer's) or by `bucket` (spans of time of the entry).

    `persona_names`: how many spellings of personas are shown under another name.
    """

    column: str
    persona_names: int = 0


def with_group(events: ibis.Table, tables: EventTables, grouping: Grouping) -> ibis.Table:
    """`events` with the column `group`."""
    import ibis

    if grouping.column == BUCKET:
        starts = text("bucket_starts_us").split(",").unnest().cast("int64").name("group").as_table()
        return events.asof_join(starts, on=events.at_us >= starts.group)
    if grouping.column != "persona":
        return events.mutate(group=events[grouping.column].fill_null(UNKNOWN))
    customers = tables.customers.select(of=tables.customers.customer, trait=tables.customers.persona)
    joined = events.left_join(customers, events.customer == customers.of).drop("of")
    shown = [(joined.trait == text(f"seen_{i}"), text(f"shown_{i}")) for i in range(grouping.persona_names)]
    named = ibis.cases(*shown, else_=joined.trait) if shown else joined.trait
    return joined.mutate(group=named.fill_null(UNKNOWN)).drop("trait")


def persona_values(names: tuple[tuple[str, str], ...]) -> dict[str, int | str]:
    """What fills the names of personas: (spelling in the data, name shown)."""
    return {
        f"{key}_{i}": value for i, pair in enumerate(names) for key, value in zip(("seen", "shown"), pair, strict=True)
    }


def ten_largest(rows: ibis.Table, grouping: Grouping) -> ibis.Table:
    """`rows` (one a customer, `group`, `counts` 1 or 0) with small groups put together under "other"; buckets stay."""
    import ibis
    from ibis import _

    if grouping.column == BUCKET:
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
