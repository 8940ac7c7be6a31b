"""How many customers were seen at each of some places of a map?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from tools.asked import Asked
from tools.groups import in_time
from tools.marks import MarkShapes, marked_tables
from tools.narrowing import NarrowingShape, conditions
from tools.query import Query, code_values, has_code
from tools.visits import Place, codes_at

if TYPE_CHECKING:
    from storage.events import EventsToRead

MAX_PLACES = 62  # one bit each


def reached(asked: Asked, wanted: Collection[Place], events: EventsToRead) -> tuple[dict[Place, int], int]:
    """Customers per place that events reach (others are not in the answer), and customers seen anywhere on the map."""
    found = {place: codes for place in wanted if (codes := codes_at(asked.placed, asked.codes, *place))}
    bits = {place: 1 << number for number, place in enumerate(list(found)[:MAX_PLACES])}
    by_mask: dict[int, list[int]] = defaultdict(list)
    for code in asked.mapped or ():
        by_mask[sum(bit for place, bit in bits.items() if code in found[place])].append(code)
    if not by_mask:
        return {}, 0
    shape = tuple((mask, len(own)) for mask, own in by_mask.items())
    values = {**asked.entry.values(), **asked.marks.values(), "as_of_us": asked.as_of_us}
    for mask, own in by_mask.items():
        values |= code_values(f"place{mask}", tuple(own))
    customers, everybody = dict.fromkeys(bits, 0), 0
    for row in _reach_query(shape, asked.entry.shape, asked.marks.shape).run(events, values):
        seen, n = cast("int", row["seen"]), cast("int", row["customers"])
        everybody += n
        for place, bit in bits.items():
            customers[place] += n if seen & bit else 0
    return customers, everybody


@lru_cache(maxsize=128)
def _reach_query(masks: tuple[tuple[int, int], ...], entry: NarrowingShape, marks: MarkShapes) -> Query:
    """seen (the bits of all places), customers."""
    import ibis

    tables = marked_tables(marks)
    events = tables.events
    at = {mask: has_code(events.name, f"place{mask}", n) for mask, n in masks}
    here = events.filter(ibis.or_(*at.values()), *conditions(events, tables, entry), in_time(events.at_us))
    mask = ibis.cases(*((found, ibis.literal(mask, "int64")) for mask, found in at.items()), else_=0)
    by_customer = here.mutate(mask=mask).group_by("customer").agg(seen=lambda rows: rows.mask.bit_or())
    return Query(by_customer.group_by("seen").agg(customers=by_customer.count()))
