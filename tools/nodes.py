"""At which place was the customer? Events as nodes of a picture: touchpoints, stages, or events without a map.

A node is known by the first of its codes; an event of a node with several is seen under that one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, cast

from tools.asked import Asked
from tools.query import code_values, has_code, number
from tools.visits import Place

if TYPE_CHECKING:
    import ibis

    from storage.model.journey import JourneyMap


class Node(NamedTuple):
    """A place that events reach, or an event name: then `place` is None."""

    title: str
    codes: tuple[int, ...]
    place: Place | None = None


class NodeShape(NamedTuple):
    """What of the nodes decides the SQL: how many codes there are, and the numbers of codes of nodes with several."""

    codes: int
    several: tuple[int, ...]


@dataclass(frozen=True)
class Nodes:
    """The nodes of a question, in the order of the map."""

    nodes: tuple[Node, ...]

    @cached_property
    def by_code(self) -> dict[int, Node]:
        """The node under the code that the engine returns."""
        return {node.codes[0]: node for node in self.nodes}

    @property
    def shape(self) -> NodeShape:
        """Equal for nodes that share their SQL."""
        return NodeShape(
            sum(len(node.codes) for node in self.nodes),
            tuple(len(node.codes) for node in self.nodes if len(node.codes) > 1),
        )

    def values(self) -> dict[str, int | str]:
        """What fills the SQL."""
        filled = code_values("node", tuple(code for node in self.nodes for code in node.codes))
        for i, node in enumerate(node for node in self.nodes if len(node.codes) > 1):
            filled |= {**code_values(f"several{i}", node.codes[1:]), f"several{i}_as": node.codes[0]}
        return filled

    def without(self, codes: Iterable[int]) -> Nodes:
        """The same without the events of these codes."""
        gone = set(codes)
        kept = (node._replace(codes=tuple(code for code in node.codes if code not in gone)) for node in self.nodes)
        return Nodes(tuple(node for node in kept if node.codes))


def touchpoint_nodes(asked: Asked, split: str | None = None) -> Nodes:
    """Every touchpoint that events reach, and stages for events that belong to no touchpoint of theirs.

    With `split` only that stage is shown by touchpoints, the others are whole. Without a map: every event.
    """
    if asked.journey is None:
        return Nodes(tuple(Node(title, (code,)) for title, code in asked.codes.items()))
    found: dict[Place, list[int]] = {}
    for name, place in asked.placed.items():
        place = place if split in (None, place.stage) else Place(place.stage)
        found.setdefault(place, []).append(asked.codes[name])
    titles = places_of(asked.journey)
    return Nodes(tuple(Node(titles[place], tuple(found[place]), place) for place in titles if place in found))


def stage_nodes(asked: Asked) -> Nodes:
    """Every stage that events reach; without a map every event."""
    return touchpoint_nodes(asked, split="")


def places_of(journey: JourneyMap) -> dict[Place, str]:
    """Every place of a map with its title, in map order, a stage before its touchpoints."""
    found: dict[Place, str] = {}
    for stage in journey.stages:
        found[Place(stage.slug)] = stage.title
        found |= {Place(stage.slug, touchpoint.slug): touchpoint.title for touchpoint in stage.touchpoints}
    return found


def titles_of(nodes: Nodes) -> dict[int, str]:
    """Code → title, with the stage where two touchpoints have the same."""
    titles = [node.title for node in nodes.nodes]

    def told(node: Node) -> str:
        return f"{node.title} ({node.place.stage})" if node.place and titles.count(node.title) > 1 else node.title

    return {node.codes[0]: told(node) for node in nodes.nodes}


def at_nodes(events: ibis.Table, shape: NodeShape) -> ibis.Table:
    """The events at a node, with the column `node`."""
    import ibis

    from storage.event_tables import given

    here = events.filter(has_code(events.name, "node", shape.codes))
    cases = [
        (has_code(here.name, f"several{i}", n - 1), given(f"several{i}_as", "int32"))
        for i, n in enumerate(shape.several)
    ]
    return here.mutate(node=ibis.cases(*cases, else_=here.name) if cases else here.name)


def pair(before: ibis.Value, after: ibis.Value) -> ibis.Value:
    """Two nodes as one number: `pair_number` of their codes."""
    return before.cast("int64") * 2**31 + after.cast("int64")


def pair_number(before: int, after: int) -> int:
    """The number of a move from the node `before` to the node `after`."""
    return before * 2**31 + after


def one_of(column: ibis.Value, name: str, n: int) -> ibis.Value:
    """`column` is one of the `n` numbers given as `<name>_0`, `<name>_1` …; with none it never is."""
    import ibis

    return column.isin([number(f"{name}_{i}") for i in range(n)]) if n else ibis.literal(False)


def code_of(value: object) -> int:
    """A code as the engine returned it."""
    return cast("int", value)
