"""Which ways are drawn on a map, and do customers keep to them?

Drawn are the map's edges and routes, over touchpoints; who stays at a touchpoint has not moved. What no event can show
is passed over: where A leads to B and B to C, and B has no events, A may lead to C. Without edges and routes the order
of the stages is drawn: any way on that never goes back to an earlier stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from tools.asked import Asked
from tools.nodes import Nodes, code_of, one_of, pair, pair_number, stage_nodes, touchpoint_nodes
from tools.query import Query
from tools.transitions import Walk, WalkShape, visits_at

if TYPE_CHECKING:
    from storage.events import EventsToRead
    from storage.model.journey import JourneyMap


@dataclass(frozen=True)
class Drawn:
    """What of the drawing events can show: moves between nodes, where a way begins and where it ends (codes)."""

    rule: Literal["edges", "order"]
    nodes: Nodes
    moves: frozenset[tuple[int, int]]
    starts: frozenset[int]
    ends: frozenset[int]

    @property
    def shape(self) -> tuple[int, int, int]:
        """Equal for drawings that share their SQL, with equal nodes."""
        return len(self.moves), len(self.starts), len(self.ends)

    def values(self) -> dict[str, int | str]:
        """What fills the SQL."""
        numbers = {"move": [pair_number(*move) for move in sorted(self.moves)]}
        numbers |= {"start": sorted(self.starts), "end": sorted(self.ends)}
        return {f"{name}_{i}": n for name, own in numbers.items() for i, n in enumerate(own)}


class Fit(NamedTuple):
    """Customers; `kept` to the drawn way so far, `finished`: and came to an end of it; `elsewhere`: began off it."""

    customers: int
    kept: int
    finished: int
    elsewhere: int


def connections(journey: JourneyMap) -> tuple[tuple[str, str], ...]:
    """Touchpoints (slugs) that an edge or a route joins, each pair once, in the order drawn."""
    drawn = [(edge.from_touchpoint, edge.to_touchpoint) for edge in journey.edges if edge.to_touchpoint]
    drawn += [step for route in journey.routes for step in pairwise(route.touchpoints)]
    return tuple(dict.fromkeys(drawn))


def drawn_way(asked: Asked) -> Drawn:
    """The drawing of a map as far as events reach it."""
    journey = cast("JourneyMap", asked.journey)
    joined = connections(journey)
    if not joined:
        return _in_order(stage_nodes(asked))
    nodes = Nodes(tuple(node for node in touchpoint_nodes(asked).nodes if node.place and node.place.touchpoint))
    code = {cast("str", node.place.touchpoint): node.codes[0] for node in nodes.nodes if node.place}
    starts, ends = _starts(journey, joined), _ends(journey, joined)
    onward: dict[str, list[str]] = {}
    backward: dict[str, list[str]] = {}
    for here, there in joined:
        onward.setdefault(here, []).append(there)
        backward.setdefault(there, []).append(here)
    moves = {(code[here], code[there]) for here in code for there in _reachable(onward.get(here, ()), onward, code)}
    return Drawn(
        "edges",
        nodes,
        frozenset(moves),
        frozenset(code[slug] for slug in _reachable(starts, onward, code)),
        frozenset(code[slug] for slug in _reachable(ends, backward, code)),
    )


def _in_order(nodes: Nodes) -> Drawn:
    codes = [node.codes[0] for node in nodes.nodes]
    return Drawn("order", nodes, frozenset(combinations(codes, 2)), frozenset(codes), frozenset(codes[-1:]))


def _starts(journey: JourneyMap, joined: tuple[tuple[str, str], ...]) -> list[str]:
    """Where routes begin, and what nothing leads to but loops back; if everything is led to, the first on the map."""
    loops = {(edge.from_touchpoint, edge.to_touchpoint) for edge in journey.edges if edge.way == "loop_back"}
    led_to = {there for move in joined if move not in loops for there in move[1:]}
    on_it = {slug for move in joined for slug in move}
    first = [t.slug for t in journey.touchpoints() if t.slug in on_it]
    return [*(route.touchpoints[0] for route in journey.routes), *(s for s in first if s not in led_to)] or first[:1]


def _ends(journey: JourneyMap, joined: tuple[tuple[str, str], ...]) -> list[str]:
    """Where routes end, where an edge leads out, and what leads nowhere but back."""
    loops = {(edge.from_touchpoint, edge.to_touchpoint) for edge in journey.edges if edge.way == "loop_back"}
    leading = {here for here, there in joined if (here, there) not in loops}
    out = [edge.from_touchpoint for edge in journey.edges if edge.to_touchpoint is None]
    led_to = [there for _, there in joined]
    return [*(route.touchpoints[-1] for route in journey.routes), *out, *(s for s in led_to if s not in leading)]


def _reachable(slugs: Iterable[str], onward: Mapping[str, list[str]], code: Mapping[str, int]) -> set[str]:
    """The touchpoints with events among these, and behind those without."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = list(slugs)
    while waiting:
        slug = waiting.pop()
        if slug in seen:
            continue
        seen.add(slug)
        if slug in code:
            found.add(slug)
        else:
            waiting += onward.get(slug, [])
    return found


def fit(walk: Walk, drawn: Drawn, events: EventsToRead) -> Fit:
    """Customers whose first visit is let in, by whether their visits at the drawing's nodes keep to it."""
    (row,) = fit_query(walk.shape, drawn.shape).run(events, {**walk.values(), **drawn.values()})
    return Fit(*(code_of(row[name]) for name in Fit._fields))


@lru_cache(maxsize=64)
def fit_query(shape: WalkShape, drawn: tuple[int, int, int]) -> Query:
    """The columns of `Fit`: every visit is held against the one before, in one pass."""
    import ibis

    moves, starts, ends = drawn
    visits = visits_at(shape)
    order = ibis.window(group_by="customer", order_by=["at_us", "event_id"])
    visits = visits.mutate(before=visits.node.lag().over(order), next=visits.node.lead().over(order))
    begins = visits.before.isnull()
    kept = (visits.before == visits.node) | one_of(pair(visits.before, visits.node), "move", moves)
    visits = visits.mutate(
        astray=~begins & ~kept.fill_null(False),
        elsewhere=begins & ~one_of(visits.node, "start", starts),
        arrived=visits.next.isnull() & one_of(visits.node, "end", ends),
        counts=begins & visits.let_in,
    )
    ways = visits.group_by("customer").agg(
        **{name: visits[name].any() for name in ("astray", "elsewhere", "arrived", "counts")}
    )
    ways = ways.filter(ways.counts)
    on_it = ~ways.astray & ~ways.elsewhere
    return Query(
        ways.agg(
            customers=ways.count(),
            kept=ways.count(where=on_it),
            finished=ways.count(where=on_it & ways.arrived),
            elsewhere=ways.count(where=ways.elsewhere),
        )
    )
