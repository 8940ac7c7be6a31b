"""Where do the arrows of a transition picture leave, run and arrive? Rows at the boxes' sides, lanes beside them."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.reply import Link

LINE = 26.0
_OUT_PAD, _IN_ROW, _APART, _CORNER = 6.0, 24.0, 12.0, 9.0


class Arc(NamedTuple):
    """An arrow from box to box that does not run straight down; `lines`: its label, where it leaves."""

    start: int
    end: int
    link: Link
    lines: tuple[str, ...]

    @property
    def far(self) -> int:
        """How many places it spans."""
        return abs(self.end - self.start)


class Laid(NamedTuple):
    """An arc with the heights at which it leaves and arrives, and its lane: 0 is next to the boxes."""

    arc: Arc
    leaves: float
    arrives: float
    lane: int

    def meets(self, other: "Laid") -> bool:
        """Whether both would touch in one lane."""
        (above, below), (top, bottom) = (sorted((one.leaves, one.arrives)) for one in (self, other))
        return above - _APART < bottom and top - _APART < below


def rows_at(place: int, arcs: Sequence[Arc]) -> list[tuple[Arc, bool, float]]:
    """The rows at one side of a box from top to bottom: (arc, whether it leaves here, height).

    In this order no arc needs to cross another one of the same box.
    """
    leaving = sorted((arc for arc in arcs if arc.start == place), key=lambda arc: -arc.far)
    coming = sorted((arc for arc in arcs if arc.end == place), key=lambda arc: arc.far)
    ordered = [(arc, False) for arc in coming] + [(arc, True) for arc in leaving]
    if arcs and arcs[0].end < arcs[0].start:
        ordered.reverse()
    return [(arc, out, _OUT_PAD + LINE * len(arc.lines) if out else _IN_ROW) for arc, out in ordered]


def laid(arcs: Sequence[Arc], boxes: Sequence[tuple[float, float]]) -> tuple[Laid, ...]:
    """The arcs of one side beside boxes (top, height), the shortest in the lanes next to them."""
    leaves: dict[int, float] = {}
    arrives: dict[int, float] = {}
    for place, (top, height) in enumerate(boxes):
        rows = rows_at(place, arcs)
        y = top + (height - sum(row for _, _, row in rows)) / 2
        for arc, out, row in rows:
            (leaves if out else arrives)[id(arc)] = y + row / 2
            y += row
    placed: list[Laid] = []
    for arc in sorted(arcs, key=lambda arc: abs(arrives[id(arc)] - leaves[id(arc)])):
        one = Laid(arc, leaves[id(arc)], arrives[id(arc)], 0)
        taken = {other.lane for other in placed if other.meets(one)}
        placed.append(one._replace(lane=next(lane for lane in range(len(arcs)) if lane not in taken)))
    return tuple(placed)


def way(start: tuple[float, float], lane: float, end: tuple[float, float]) -> str:
    """The `d` of a path from a point level to the lane, along it and level to the other point, its corners round."""
    (x1, y1), (x2, y2) = start, end
    down = 1 if y2 > y1 else -1
    corner = min(_CORNER, abs(y2 - y1) / 2)
    out, back = (corner if lane > x else -corner for x in (x1, x2))
    return (
        f"M{x1:.2f} {y1:.2f}L{lane - out:.2f} {y1:.2f}Q{lane:.2f} {y1:.2f} {lane:.2f} {y1 + corner * down:.2f}"
        f"L{lane:.2f} {y2 - corner * down:.2f}Q{lane:.2f} {y2:.2f} {lane - back:.2f} {y2:.2f}L{x2:.2f} {y2:.2f}"
    )
