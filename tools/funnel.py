"""How far did each customer come, counted over every entry?

A customer's level is the largest k such that visits e1 <= e2 <= … <= ek of steps 1..k exist, distinct events, ek - e1
<= window, over any entry e1 that is let in. Entries younger than the window at `as_of` are open: their customers are
kept apart unless another entry is closed. From every entry the way takes the next visit of each step (chained ASOF
joins: linear, also for one customer with very many events); the customer's way is the furthest, and of several the
earliest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from tools.furthest import furthest_ways, is_plain, levels_alone
from tools.groups import OTHER, Grouping, bucket_values, group_keys, in_time, persona_values, ten_largest, with_group
from tools.marks import NO_MARKS, Marks, marked_tables
from tools.narrowing import ALL, Narrowing, conditions
from tools.query import Query, Row, beside, code_values, has_code, number, run_together
from tools.ways import CLOSED, OPEN, TAKEN_OUT, Order, Shape, all_ways

if TYPE_CHECKING:
    import ibis

    from storage.event_tables import EventTables
    from storage.events import EventsToRead


@dataclass(frozen=True)
class Funnel:
    """What to count. Codes are of `tables.names`; times are microseconds, `as_of_us` the end of the data.

    `mapped`: the events that break a strict order; None: every event does. `exclude`: events that take a customer out
    between the entry and the step `exclude_until` (counted from 1; None: the last step). `breakdown`: one column or
    two as `asked_breakdown` gives them, or `BUCKET`.
    """

    steps: tuple[tuple[int, ...], ...]
    window_us: int
    as_of_us: int
    entry: Narrowing = ALL
    order: Order = "ordered"
    mapped: tuple[int, ...] | None = None
    exclude: tuple[int, ...] = ()
    exclude_until: int | None = None
    breakdown: tuple[str, ...] = ()
    persona_names: tuple[tuple[str, str], ...] = ()
    marks: Marks = NO_MARKS
    bucket_starts_us: tuple[int, ...] = ()

    @property
    def shape(self) -> Shape:
        """Equal for funnels that share their SQL."""
        return Shape(
            steps=tuple(len(codes) for codes in self.steps),
            same=tuple(self.steps.index(codes) for codes in self.steps),
            entry=self.entry.shape,
            order=self.order,
            mapped=len(self.mapped) if self.mapped is not None and self.order == "strict" else None,
            exclude=len(self.exclude),
            exclude_until=self.exclude_until or len(self.steps),
            grouping=Grouping.of(self.breakdown, len(self.persona_names)) if self.breakdown else None,
            marks=self.marks.shape,
        )

    def shape_on(self, events: EventsToRead) -> Shape:
        """The shape as it suits the engine."""
        return replace(self.shape, joins_asof=events.joins_asof)

    def values(self) -> dict[str, int | str]:
        """Everything that a query on this funnel may ask for."""
        filled: dict[str, int | str] = {"window_us": self.window_us, "as_of_us": self.as_of_us, **self.entry.values()}
        filled |= {**self.marks.values(), **group_keys(self.breakdown)}
        for step, codes in enumerate(self.steps):
            filled |= code_values(f"step{step}", codes)
        filled |= code_values("mapped", self.mapped or ()) | code_values("exclude", self.exclude)
        return filled | bucket_values(self.bucket_starts_us) | persona_values(self.persona_names)


class Count(NamedTuple):
    """The customers of one group (None: no groups). `reached[k]`: to step k + 1 or further, closed windows only.

    `group` is read by `group_values`. `taken_out`: those whose every entry ran into an excluded event. `median_us[k]`:
    from step k + 1 to the next.
    """

    group: str | int | None
    reached: tuple[int, ...]
    still_open: tuple[int, ...]
    taken_out: int
    median_us: tuple[float | None, ...]


class Counts(NamedTuple):
    """A funnel as a whole, and its groups. `skipped[k]`: customers let in at a later step without any visit of it."""

    whole: Count
    skipped: list[int]
    groups: list[Count]
    skipped_by_group: dict[str | int | None, list[int]]


def count(funnel: Funnel, events: EventsToRead) -> list[Count]:
    """Without groups one row, also for nobody; with groups the largest first and "other" last, or buckets in order."""
    return _sorted(_counted(count_query(funnel.shape_on(events)).run(events, funnel.values()), funnel), funnel)


def counts(funnel: Funnel, events: EventsToRead) -> Counts:
    """Everything at once; `groups` are those of its breakdown, of none where it has none."""
    shape = funnel.shape_on(events)
    seen = beside(skipped_query(shape).run, events, funnel.values())
    queries = (whole_query(shape), *((count_query(shape),) if shape.grouping else ()))
    whole, *groups = run_together(queries, events, funnel.values())
    skipped = _skipped(seen.result(), len(funnel.steps))
    return Counts(
        whole=_counted(whole, funnel)[0],
        skipped=[sum(of_group[k] for of_group in skipped.values()) for k in range(len(funnel.steps))],
        groups=_sorted(_counted(groups[0], funnel), funnel) if groups else [],
        skipped_by_group=skipped,
    )


def _counted(rows: list[Row], funnel: Funnel) -> list[Count]:
    n = len(funnel.steps)
    return [
        Count(
            row.get("group"),
            tuple(row[f"reached_{k}"] for k in range(1, n + 1)),
            tuple(row[f"open_{k}"] for k in range(1, n + 1)),
            row["taken_out"],
            tuple(row[f"median_{k}"] for k in range(1, n)),
        )
        for row in rows
    ]


def _sorted(found: list[Count], funnel: Funnel) -> list[Count]:
    if funnel.shape.grouping and funnel.shape.grouping.in_buckets:
        return sorted(found, key=lambda count: cast("int", count.group))
    return sorted(found, key=lambda c: (c.group == OTHER, -c.reached[0], -c.still_open[0], str(c.group)))


def arrived(funnel: Funnel, events: EventsToRead) -> tuple[int, int, int]:
    """Customers who entered, of them those who came to the last step, and whose window is open; asks for no times."""
    (row,) = arrived_query(funnel.shape_on(events)).run(events, funnel.values())
    entered, came, still_open = (cast("int", row[name]) for name in ("entered", "came", "still_open"))
    return entered, came, still_open


def _skipped(rows: list[Row], n: int) -> dict[str | int | None, list[int]]:
    """By group, from the rows of `skipped_query`."""
    found: dict[str | int | None, list[int]] = {}
    for row in rows:
        steps = found.setdefault(row.get("group"), [0] * n)
        for k in range(n):
            if not row["has"] >> k & 1 and row["seen"] >> (k + 1):
                steps[k] += row["customers"]
    return found


@lru_cache(maxsize=256)
def count_query(shape: Shape) -> Query:
    """One row a group: group, and the columns of `whole_query`."""
    if not shape.grouping:
        return whole_query(shape)
    best = _best(shape)
    return Query(best.group_by("group").agg(**_figures(best, len(shape.steps))))


@lru_cache(maxsize=256)
def whole_query(shape: Shape) -> Query:
    """One row: reached_1 …, open_1 …, taken_out, median_1 … (microseconds)."""
    best = _best(shape)
    return Query(best.agg(**_figures(best, len(shape.steps))))


def _best(shape: Shape) -> ibis.Table:
    """One row a customer, with groups in those that are shown."""
    best = best_ways(marked_tables(shape.marks), shape)
    if not shape.grouping:
        return best
    return ten_largest(best.mutate(counts=(best.standing == CLOSED).cast("int64")), shape.grouping)


@lru_cache(maxsize=64)
def arrived_query(shape: Shape) -> Query:
    """One row: entered, came (closed windows), still_open."""
    tables = marked_tables(shape.marks)
    plain = shape.joins_asof and is_plain(shape)
    best = levels_alone(tables, shape) if plain else best_of_all(tables, shape)
    closed = best.standing == CLOSED
    return Query(
        best.agg(
            entered=best.count(where=closed),
            came=best.count(where=closed & (best.level == len(shape.steps))),
            still_open=best.count(where=best.standing == OPEN),
        )
    )


def _figures(best: ibis.Table, n: int) -> dict[str, ibis.Value]:
    closed, still_open = best.standing == CLOSED, best.standing == OPEN
    figures = {"taken_out": best.count(where=best.standing == TAKEN_OUT)}
    for k in range(1, n + 1):
        figures[f"reached_{k}"] = best.count(where=closed & (best.level >= k))
        figures[f"open_{k}"] = best.count(where=still_open & (best.level >= k))
    for k in range(1, n):
        figures[f"median_{k}"] = (best[f"t{k + 1}"] - best[f"t{k}"]).median(where=closed)
    return figures


def best_ways(tables: EventTables, shape: Shape) -> ibis.Table:
    """customer, standing, level, t1 … tn, and with groups `group`: one row a customer, in buckets one a bucket."""
    return (furthest_ways if shape.joins_asof and is_plain(shape) else best_of_all)(tables, shape)


def best_of_all(tables: EventTables, shape: Shape) -> ibis.Table:
    """The same for every shape, from the ways of all entries.

    From a later entry no step is reached earlier, so the minima over the ways of one level are its earliest way.
    """
    import ibis

    ways = all_ways(tables, shape)
    closed = ways.t1 + number("window_us") <= number("as_of_us")
    ways = ways.mutate(standing=(ways.level == 0).ifelse(TAKEN_OUT, closed.ifelse(CLOSED, OPEN)))
    times = {f"t{k}": ways[f"t{k}"].min() for k in range(1, len(shape.steps) + 1)}
    first_entry = {"entry": ways.entry.min()} if shape.grouping else {}
    keys = ("customer", "standing", "level", *(("group",) if shape.grouping else ()))
    ways = ways.group_by(*keys).agg(**times, **first_entry)
    whose = ["customer", "group"] if shape.grouping and shape.grouping.in_buckets else ["customer"]
    order = [ways.standing.desc(), ways.level.desc(), ways.t1, *([ways.entry] if shape.grouping else [])]
    place = ibis.row_number().over(ibis.window(group_by=whose, order_by=order))
    return ways.mutate(place=place).filter(lambda rows: rows.place == 0).drop("place")


@lru_cache(maxsize=256)
def skipped_query(shape: Shape) -> Query:
    """group, has, seen (bit k: any visit of step k + 1, one that is let in), customers; of those alone who missed one.

    A customer's group is that of the first visit that is let in.
    """
    import ibis

    tables = marked_tables(shape.marks)
    events = tables.events
    bits = {
        first: sum(1 << k for k, same in enumerate(shape.same) if same == first) for first in sorted(set(shape.same))
    }
    at = {first: has_code(events.name, f"step{first}", shape.steps[first]) for first in bits}
    events = events.filter(ibis.or_(*at.values()))
    let_in = ibis.and_(*conditions(events, tables, shape.entry), in_time(events.at_us))
    step = ibis.cases(*((at[first], ibis.literal(bit, "int64")) for first, bit in bits.items()), else_=0)
    marked = events.mutate(step=step, let_in=let_in)
    missing = marked.group_by("customer").agg(
        has=marked.step.bit_or(),
        seen=marked.let_in.ifelse(marked.step, 0).bit_or(),
        first_us=marked.at_us.min(where=marked.let_in),
    )
    missing = missing.filter(lambda one: ibis.or_(*(_misses(one, k) for k in range(len(shape.steps)))))
    if not shape.grouping or shape.grouping.in_buckets:
        return Query(missing.group_by("has", "seen").agg(customers=missing.count()))
    theirs = missing.select(of="customer", first_us="first_us")
    first = events.filter(let_in)
    first = first.inner_join(theirs, [first.customer == theirs.of, first.at_us == theirs.first_us])
    first = with_group(first.select(*events.columns), tables, shape.grouping)
    first = first.group_by(of="customer").agg(group=first.group.argmin(first.event_id))
    grouped = missing.inner_join(first, missing.customer == first.of)
    return Query(grouped.group_by("group", "has", "seen").agg(customers=grouped.count()))


def _misses(one: ibis.Table, step: int) -> ibis.Value:
    """Seen at a later step, and never at this one."""
    return ((one.has & 2**step) == 0) & (one.seen >= 2 ** (step + 1))


@lru_cache(maxsize=256)
def last_events_query(shape: Shape, level: int) -> Query:
    """name (its code), customers: the last event within the window of those who came to `level` and not further."""
    import ibis
    from ibis import _

    tables = marked_tables(shape.marks)
    best = best_ways(tables, shape)
    lost = best.filter(best.standing == CLOSED, best.level == level).select(of=best.customer, since=best.t1)
    seen = tables.events.inner_join(lost, tables.events.customer == lost.of)
    seen = seen.filter(seen.at_us >= seen.since, seen.at_us <= seen.since + number("window_us"))
    order = ibis.window(group_by="customer", order_by=[seen.at_us.desc(), seen.event_id.desc()])
    last = seen.mutate(place=ibis.row_number().over(order)).filter(_.place == 0)
    return Query(last.group_by("name").agg(customers=_.count()))
