"""Which ways lead from each entry through the steps? A table of ways, one expression for each kind of order.

Columns: `customer`, `t1` … `tn` (microseconds of the visit of each step, null where not reached), `level`, `ends_us`
(when the step `exclude_until` is reached, null before), and with groups `group` and `entry` (its event_id).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tools.groups import Grouping, in_time, with_group
from tools.marks import MarkShapes
from tools.narrowing import NarrowingShape, conditions
from tools.query import has_code, number
from tools.ways_by_windows import by_windows

if TYPE_CHECKING:
    import ibis

    from storage.event_tables import EventTables

Order = Literal["ordered", "strict", "any"]
CLOSED, OPEN, TAKEN_OUT = 2, 1, 0
"""How a customer stands: with an entry whose window is over, with younger ones alone, with none that counts."""


@dataclass(frozen=True)
class Shape:
    """What decides the SQL of a funnel: numbers of codes, not the codes.

    `same[k]` is the first step with the codes of step k. `mapped` None: every event breaks a strict order.
    `first_entry`: of a customer's entries the first alone counts. `joins_asof`: how the engine finds the next visit.
    """

    steps: tuple[int, ...]
    same: tuple[int, ...]
    entry: NarrowingShape
    order: Order = "ordered"
    mapped: int | None = None
    exclude: int = 0
    exclude_until: int = 0
    grouping: Grouping | None = None
    marks: MarkShapes = ()
    first_entry: bool = False
    joins_asof: bool = True

    @property
    def repeats(self) -> bool:
        """A step stands twice in the funnel."""
        return any(first != k for k, first in enumerate(self.same))


def all_ways(tables: EventTables, shape: Shape) -> ibis.Table:
    """The ways of all entries that are let in; those that ran into an excluded event have level 0."""
    found = {"ordered": _ordered, "strict": _strict, "any": _any}[shape.order](tables, shape)
    if not shape.exclude:
        return found
    bad = tables.events.filter(has_code(tables.events.name, "exclude", shape.exclude))
    bad = bad.select(of=bad.customer, bad_us=bad.at_us)
    met = found.asof_join(bad, on=found.t1 < bad.bad_us, predicates=found.customer == bad.of).drop("of")
    in_window = met.bad_us - met.t1 <= number("window_us")
    out = in_window & (met.ends_us.isnull() | (met.bad_us < met.ends_us))
    return met.mutate(level=out.fill_null(False).ifelse(0, met.level)).drop("bad_us")


def step_events(tables: EventTables, shape: Shape, step: int) -> ibis.Table:
    """The events of a step (counted from 0)."""
    return tables.events.filter(_at_step(tables.events, shape, step))


def _at_step(events: ibis.Table, shape: Shape, step: int) -> ibis.Value:
    return has_code(events.name, f"step{shape.same[step]}", shape.steps[step])


def _entries(tables: EventTables, shape: Shape, events: ibis.Table) -> ibis.Table:
    """customer, t1, and where they matter group and entry: of several at one time the first."""
    import ibis

    let_in = events.filter(*conditions(events, tables, shape.entry), in_time(events.at_us))
    if not shape.grouping and not shape.repeats:
        if shape.first_entry:
            return let_in.group_by("customer").agg(t1=let_in.at_us.min())
        return let_in.select("customer", t1="at_us")
    one_of = ibis.window(group_by="customer", order_by=["at_us", "event_id"])
    if not shape.first_entry:
        one_of = ibis.window(group_by=["customer", "at_us"], order_by="event_id")
    first = let_in.mutate(place=ibis.row_number().over(one_of)).filter(lambda rows: rows.place == 0)
    if shape.grouping:
        first = with_group(first, tables, shape.grouping)
    kept = ("group",) if shape.grouping else ()
    return first.select("customer", *kept, t1="at_us", entry="event_id")


def _ordered(tables: EventTables, shape: Shape) -> ibis.Table:
    way = _entries(tables, shape, step_events(tables, shape, 0))
    if shape.same.count(0) > 1:
        numbered = _numbered(tables, shape, 0)
        way = way.left_join(numbered, (way.customer == numbered.of) & (way.entry == numbered.id)).rename(o1="o")
        way = way.drop("of", "id", "at")
    one_order = not (shape.joins_asof or shape.repeats) and len(shape.steps) > 1
    if one_order:
        way = by_windows(way, tables.events, [_at_step(tables.events, shape, k) for k in range(1, len(shape.steps))])
    for step in range(1, len(shape.steps)):
        if not one_order:
            way = (_next_distinct if shape.same.count(shape.same[step]) > 1 else _next)(way, tables, shape, step)
        at = way[f"t{step + 1}"]
        way = way.mutate(**{at.get_name(): (at - way.t1 <= number("window_us")).ifelse(at, None)})
    reached = [way[f"t{k}"].notnull().cast("int64") for k in range(1, len(shape.steps) + 1)]
    return _finished(way.mutate(level=sum(reached[1:], reached[0])), shape)


def _next(way: ibis.Table, tables: EventTables, shape: Shape, step: int) -> ibis.Table:
    """The first event of the step at or after the step before."""
    events = step_events(tables, shape, step)
    events = events.select(of=events.customer, at=events.at_us)
    return way.asof_join(events, on=way[f"t{step}"] <= events["at"], predicates=way.customer == events.of).select(
        *way.columns, **{f"t{step + 1}": events["at"]}
    )


def _next_distinct(way: ibis.Table, tables: EventTables, shape: Shape, step: int) -> ibis.Table:
    """The same for a step that stands twice: the first event at or after that has not been used yet."""
    import ibis

    numbered = _numbered(tables, shape, step)
    firsts = numbered.group_by("of", "at").agg(o=numbered.o.min())
    near = way.asof_join(firsts, on=way[f"t{step}"] <= firsts["at"], predicates=way.customer == firsts.of)
    near = near.select(*way.columns, near_o=firsts.o)
    used = [k for k in range(step) if shape.same[k] == shape.same[step]]
    wanted = ibis.greatest(near.near_o, near[f"o{used[-1] + 1}"] + 1) if used else near.near_o
    near = near.mutate(near_o=near.near_o.notnull().ifelse(wanted, None))
    joined = near.left_join(numbered, (near.customer == numbered.of) & (near.near_o == numbered.o))
    return joined.select(*way.columns, **{f"t{step + 1}": numbered["at"], f"o{step + 1}": near.near_o})


def _numbered(tables: EventTables, shape: Shape, step: int) -> ibis.Table:
    """of (customer), at, id, o: the place of the event among the customer's events of this step."""
    import ibis

    events = step_events(tables, shape, step)
    place = ibis.row_number().over(ibis.window(group_by="customer", order_by=["at_us", "event_id"]))
    return events.select(of=events.customer, at=events.at_us, id=events.event_id, o=place)


def _strict(tables: EventTables, shape: Shape) -> ibis.Table:
    """From each event back to the last way before it that no foreign event cuts off.

    The last way is the best one: nothing between it and an earlier one helps, and its entry is not older. The same step
    may stand twice side by side only: elsewhere, at one and the same time, an event could be taken twice.
    """
    import ibis

    n = len(shape.steps)
    way = _entries(tables, shape, step_events(tables, shape, 0))
    if shape.repeats:
        numbered = _numbered(tables, shape, 0)
        way = way.inner_join(numbered, (way.customer == numbered.of) & (way.entry == numbered.id))
        way = way.rename(o1="o").drop("of", "id", "at")
    levels = [way.mutate(level=ibis.literal(1, "int64"))]
    for step in range(1, n):
        way = _strict_next(way, tables, shape, step)
        levels.append(way.mutate(level=ibis.literal(step + 1, "int64")))
    return ibis.union(*(_finished(level, shape) for level in levels)) if n > 1 else _finished(levels[0], shape)


def _strict_next(way: ibis.Table, tables: EventTables, shape: Shape, step: int) -> ibis.Table:
    at, before = f"t{step + 1}", f"t{step}"
    here = _numbered(tables, shape, step) if shape.repeats else step_events(tables, shape, step)
    here = (
        here.select(of=here.of, at=here["at"], o=here.o)
        if shape.repeats
        else here.select(of=here.customer, at=here.at_us)
    )
    foreign = _foreign(tables, shape, step)
    here = here.asof_join(foreign, on=here["at"] > foreign.cut, predicates=here.of == foreign.by).drop("by")
    again = shape.repeats and shape.same[step] == shape.same[step - 1]
    later = here.o > way[f"o{step}"] if again else here["at"] >= way[before]
    joined = here.asof_join(way, on=later, predicates=here.of == way.customer)
    joined = joined.filter(
        joined.customer.notnull(),
        joined["at"] - joined.t1 <= number("window_us"),
        joined.cut.isnull() | (joined[before] >= joined.cut),
    )
    return joined.rename({at: "at", **({f"o{step + 1}": "o"} if shape.repeats else {})}).drop("of", "cut")


def _foreign(tables: EventTables, shape: Shape, step: int) -> ibis.Table:
    """by (customer), cut (time): the events that may not lie between a step and the one before."""
    events = tables.events
    own = _at_step(events, shape, step) | _at_step(events, shape, step - 1)
    mapped = [] if shape.mapped is None else [has_code(events.name, "mapped", shape.mapped)]
    events = events.filter(~own, *mapped)
    return events.select(by=events.customer, cut=events.at_us)


def _any(tables: EventTables, shape: Shape) -> ibis.Table:
    """How many of the steps lie within the window from an event of any of them; a repeated step needs its own event."""
    import ibis

    firsts = sorted(set(shape.same))
    anywhere = [_at_step(tables.events, shape, step) for step in firsts]
    way = _entries(tables, shape, tables.events.filter(ibis.or_(*anywhere)))
    found: list[str] = []
    for step in firsts:
        times = shape.same.count(step)
        events = step_events(tables, shape, step)
        order = ibis.window(group_by="customer", order_by=["at_us", "event_id"])
        names = [f"s{step}_{i}" for i in range(times)]
        leads = {name: events.at_us.lead(i).over(order) if i else events.at_us for i, name in enumerate(names)}
        later = events.select(of=events.customer, at=events.at_us, id=events.event_id, **leads)
        if times > 1:
            tied = ibis.window(group_by=["of", "at"], order_by="id")
            later = later.mutate(place=ibis.row_number().over(tied)).filter(lambda rows: rows.place == 0)
        joined = way.asof_join(later, on=way.t1 <= later["at"], predicates=way.customer == later.of)
        way = joined.select(*way.columns, **{name: later[name] for name in names})
        found += names
    inside = {name: (way[name] - way.t1 <= number("window_us")).ifelse(way[name], None) for name in found}
    way = way.mutate(**inside)
    reached = [way[name].notnull().cast("int64") for name in found]
    level, last = sum(reached[1:], reached[0]), ibis.greatest(*(way[name] for name in found))
    way = way.mutate(level=level).mutate(ends_us=(level == len(shape.steps)).ifelse(last, None))
    return _finished(way, shape)


def _finished(way: ibis.Table, shape: Shape) -> ibis.Table:
    """The columns of a table of ways."""
    import ibis

    n, unknown = len(shape.steps), ibis.null("int64")
    ends = way.ends_us if "ends_us" in way.columns else None
    times = {f"t{k}": way[f"t{k}"] if f"t{k}" in way.columns else unknown for k in range(1, n + 1)}
    kept = ("group", "entry") if shape.grouping else ()
    if ends is None:
        until = shape.exclude_until
        ends = times.get(f"t{until}", unknown)
    return way.select("customer", *kept, **times, level=way.level, ends_us=ends)
