"""How far did each customer come in a plain ordered funnel? The table of best ways, without following every entry.

An event's latest entry is its best one: whatever an earlier entry reaches within the window, a later one does too. So
each step's events look back for the step before (ASOF), and only the entry that can take them furthest is carried on.
The first event of the furthest level then says where the earliest way to it begins, and a customer's one way is
followed forward from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.groups import in_time, with_group
from tools.narrowing import conditions
from tools.query import number
from tools.ways import CLOSED, OPEN, Shape, step_events

if TYPE_CHECKING:
    import ibis

    from storage.event_tables import EventTables


def is_plain(shape: Shape) -> bool:
    """Two steps and more, ordered, each another, nothing excluded, one group a customer: `furthest_ways` counts it."""
    in_buckets = shape.grouping is not None and shape.grouping.in_buckets
    return shape.order == "ordered" and len(shape.steps) > 1 and not (shape.repeats or shape.exclude or in_buckets)


def furthest_ways(tables: EventTables, shape: Shape) -> ibis.Table:
    """customer, standing, level, t1 … tn, and with groups `group`: one row a customer."""
    entries = _entries(tables, shape)
    let_in = entries.select("customer", "at_us")
    way = _earliest(tables, shape, let_in, levels_reached(tables, shape, let_in))
    return _with_entry_group(way, entries, tables, shape) if shape.grouping else way


def levels_alone(tables: EventTables, shape: Shape) -> ibis.Table:
    """customer, standing, level: for who asks neither when nor of which group."""
    return levels_reached(tables, shape, _entries(tables, shape).select("customer", "at_us"))


def _entries(tables: EventTables, shape: Shape) -> ibis.Table:
    """The events of the first step that are let in."""
    entries = step_events(tables, shape, 0)
    return entries.filter(*conditions(entries, tables, shape.entry), in_time(entries.at_us))


def _closed(at_us: ibis.Value) -> ibis.Value:
    return at_us + number("window_us") <= number("as_of_us")


def levels_reached(tables: EventTables, shape: Shape, let_in: ibis.Table) -> ibis.Table:
    """customer, standing, level, first (entry), ends: the first event that reaches the level, null at the first step.

    Who has a closed entry is counted by closed ones; of all others every entry is open.
    """
    import ibis

    firsts = let_in.group_by("customer").agg(first=let_in.at_us.min())
    found = firsts.select("customer", "first", standing=_closed(firsts["first"]).ifelse(CLOSED, OPEN))
    waiting = found.filter(found.standing == OPEN)
    closed = let_in.filter(_closed(let_in.at_us))
    still_open = let_in.filter(~_closed(let_in.at_us), let_in.customer.isin(waiting.customer))
    carried = ibis.union(*(part.select("customer", t1="at_us", before="at_us") for part in (closed, still_open)))
    for step in range(1, len(shape.steps)):
        here = step_events(tables, shape, step).select(of="customer", at="at_us")
        met = here.asof_join(carried, on=here["at"] >= carried.before, predicates=here.of == carried.customer)
        met = met.filter(met["at"] - met.t1 <= number("window_us"))
        carried = met.select(customer=met.of, t1=met.t1, before=met["at"])
        ends = carried.group_by(by=carried.customer).agg(**{f"ends{step + 1}": carried.before.min()})
        found = found.left_join(ends, found.customer == ends.by).select(*found.columns, ends.columns[1])
    reached = [found[f"ends{k}"] for k in range(2, len(shape.steps) + 1)]
    level = sum((ends.notnull().cast("int64") for ends in reached), ibis.literal(1, "int64"))
    return found.select("customer", "standing", "first", level=level, ends=ibis.coalesce(*reversed(reached)))


def _earliest(tables: EventTables, shape: Shape, let_in: ibis.Table, levels: ibis.Table) -> ibis.Table:
    """The earliest way to `ends`: from the first entry within the window before it, by the next event of each step."""
    import ibis

    n, window = len(shape.steps), number("window_us")
    going = levels.select("customer", "standing", "level", "ends", t1="first", since=levels.ends - window)
    arrived = [going.filter(going.level == 1)]
    for k in range(1, n):
        events = let_in if k == 1 else step_events(tables, shape, k - 1)
        events = events.select(of="customer", at="at_us")
        kept = ["customer", "standing", "level", "ends", *(f"t{i}" for i in range(1, k))]
        further = going.filter(going.level > k)
        met = events.inner_join(further, events.of == further.customer)
        met = met.filter(met["at"] >= met.since)
        going = met.group_by(kept).agg(**{f"t{k}": met["at"].min()}).mutate(since=lambda t, k=k: t[f"t{k}"])
        arrived.append(going.filter(going.level == k + 1).mutate(**{f"t{k + 1}": going.ends}))
    unknown = ibis.null("int64")
    return ibis.union(
        *(
            part.select(
                "customer", "standing", "level",
                **{f"t{i}": part[f"t{i}"] if i <= k else unknown for i in range(1, n + 1)},
            )
            for k, part in enumerate(arrived, 1)
        )
    )  # fmt: skip


def _with_entry_group(way: ibis.Table, entries: ibis.Table, tables: EventTables, shape: Shape) -> ibis.Table:
    """`way` with the group of its entry; of several at one time the first counts."""
    assert shape.grouping is not None
    begins = way.select(of="customer", begins="t1")
    entry = entries.inner_join(begins, [entries.customer == begins.of, entries.at_us == begins.begins])
    grouped = with_group(entry.select(*entries.columns), tables, shape.grouping)
    first = grouped.group_by(of="customer").agg(group=grouped.group.argmin(grouped.event_id))
    return way.inner_join(first, way.customer == first.of).drop("of")
