"""Where do things lie that belong to places along a line and are wider than those? In rows, none over another."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.pictures.cells import Lane


class Piece(NamedTuple):
    """Something to lay at `left`, or further left where it would leave the line; `draw` gets its corner."""

    left: float
    width: float
    height: float
    draw: Callable[[float, float], str]


def laid(pieces: Sequence[Piece], first: float, last: float, top: float, gap: float = 8) -> Lane:
    """The pieces between `first` and `last`, each in the highest row in which it is clear of those before it."""
    lefts = [max(first, min(piece.left, last - piece.width)) for piece in pieces]
    chosen = rows([(left, left + piece.width) for left, piece in zip(lefts, pieces, strict=True)], gap)
    elements: list[str] = []
    y = top
    for row in range(max(chosen, default=-1) + 1):
        own = [(left, piece) for left, piece, at in zip(lefts, pieces, chosen, strict=True) if at == row]
        elements += [piece.draw(left, y) for left, piece in own]
        y += max(piece.height for _, piece in own) + gap
    return Lane(elements, max(0.0, y - gap - top))


def rows(extents: Sequence[tuple[float, float]], gap: float = 8) -> list[int]:
    """The row of each extent (left, right): the first in which it lies clear of those before it."""
    taken: list[list[tuple[float, float]]] = []
    chosen: list[int] = []
    for left, right in extents:
        row = next(
            (i for i, own in enumerate(taken) if all(left >= b + gap or right <= a - gap for a, b in own)), len(taken)
        )
        if row == len(taken):
            taken.append([])
        taken[row].append((left, right))
        chosen.append(row)
    return chosen
