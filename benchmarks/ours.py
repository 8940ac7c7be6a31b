"""Waymark as a process that answers by lines, as its peers do; and SQL written by hand on the same store.

Tasks: the expressions of `tools/`, `tool:<name>` whole tools, `hand:<name>` the same figures by hand.
"""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import cast

import duckdb

from benchmarks.by_hand import BY_HAND, WHOLE
from benchmarks.by_hand_map import BY, OF_MAPS, shop_map
from benchmarks.peers.answering import Facts, answer
from storage.backends.duckdb_events import DuckDBEvents
from storage.maps import Reader
from storage.open import open_stores
from tools.crediting import by_effect, removal_effects
from tools.drawn import Drawn, fit
from tools.funnel import Funnel, count
from tools.furthest import levels_reached
from tools.kit import Sources
from tools.marks import marked_tables
from tools.nodes import Node, Nodes
from tools.query import Query
from tools.touches import Move, Paths, moves_query
from tools.transitions import Walk, transitions, variants
from tools.ways import CLOSED, Shape, step_events

LOOK_BACK_US = 90 * 86_400_000_000


class Log:
    """The store, what a tool reads from, and a cursor for SQL by hand."""

    def __init__(self, facts: Facts) -> None:
        self.events = DuckDBEvents(Path(facts["store"]))
        self.cursor = duckdb.connect(facts["store"])
        stores = open_stores(Path(tempfile.mkdtemp(prefix="waymark-")))
        reader = Reader("", everything=True)
        now = datetime.now(UTC)
        self.sources = Sources("T", reader, stores.maps, stores.personas, stores.evidence, self.events, now)
        drawn = open_stores(Path(tempfile.mkdtemp(prefix="waymark-")))
        drawn.maps.create(shop_map("T"), BY, now)
        self.with_a_map = Sources("T", reader, drawn.maps, drawn.personas, drawn.evidence, self.events, now)


def funnel(log: Log, facts: Facts) -> list[int]:
    """With medians, open windows and all."""
    steps = tuple((code,) for code in facts["steps"])
    (counted,) = count(Funnel(steps, facts["window_us"], facts["as_of_us"]), log.events)
    return list(counted.reached)


@lru_cache
def _levels_query(shape: Shape) -> Query:
    tables = marked_tables(shape.marks)
    entries = step_events(tables, shape, 0).select("customer", "at_us")
    found = levels_reached(tables, shape, entries)
    closed = found.filter(found.standing == CLOSED)
    return Query(closed.group_by("level").agg(n=closed.count()))


def funnel_levels(log: Log, facts: Facts) -> list[int]:
    """What ClickHouse's windowFunnel counts: how far each customer came, without medians and groups."""
    steps = tuple((code,) for code in facts["steps"])
    asked = Funnel(steps, facts["window_us"], facts["as_of_us"])
    rows = _levels_query(asked.shape_on(log.events)).run(log.events, asked.values())
    return [sum(cast("int", row["n"]) for row in rows if cast("int", row["level"]) > k) for k in range(len(steps))]


def _walk(facts: Facts) -> Walk:
    nodes = Nodes(tuple(Node(title, (int(code),)) for code, title in facts["names"].items()))
    return Walk(nodes, facts["as_of_us"], facts["window_us"])


def directly_follows(log: Log, facts: Facts) -> list[list[float | None]]:
    moves = [move for move in transitions(_walk(facts), log.events) if move.next is not None]
    return sorted([move.node, move.next, move.n, move.median_us] for move in moves)


def all_variants(log: Log, facts: Facts) -> list[object]:
    top, different = variants(_walk(facts), 10, log.events)
    return [different, [way.customers for way in top]]


def fitting(log: Log, facts: Facts) -> list[int]:
    """Customers who keep to the drawn moves, and all of them."""
    walk, everywhere = _walk(facts), frozenset(map(int, facts["names"]))
    drawn = Drawn("edges", walk.nodes, frozenset((a, b) for a, b in facts["drawn"]), everywhere, everywhere)
    found = fit(walk, drawn, log.events)
    return [found.kept, found.customers]


def markov(log: Log, facts: Facts) -> dict[str, float]:
    """Channel → conversions, exactly and from the events on."""
    goal = (facts["steps"][-1],)
    paths = Paths(goal, None, LOOK_BACK_US, facts["window_us"], facts["as_of_us"])
    found = [Move(**row) for row in moves_query(paths.shape).run(log.events, paths.values())]
    conversions = sum(move.converted for move in found)
    return {str(channel): n for channel, n in by_effect(removal_effects(found), conversions).items()}


def tool(name: str, log: Log, facts: Facts) -> object:
    return WHOLE[name](log.with_a_map if name in OF_MAPS else log.sources)


def hand(name: str, log: Log, facts: Facts) -> object:
    return BY_HAND[name].hand(log.cursor, facts)


TASKS: dict[str, Callable[[Log, Facts], object]] = {
    "funnel": funnel,
    "funnel_levels": funnel_levels,
    "directly_follows": directly_follows,
    "variants": all_variants,
    "fitting": fitting,
    "markov": markov,
    **{f"tool:{name}": partial(tool, name) for name in WHOLE},
    **{f"hand:{name}": partial(hand, name) for name in BY_HAND},
}

if __name__ == "__main__":
    answer(Log, TASKS)
