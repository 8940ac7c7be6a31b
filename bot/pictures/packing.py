"""Which row does each of several things take, so that no two of a row overlap?"""

from collections.abc import Sequence


def rows(extents: Sequence[tuple[float, float]], gap: float = 8) -> list[int]:
    """The row of each extent (left, right): the first in which it lies clear of those before it."""
    ends: list[list[tuple[float, float]]] = []
    chosen: list[int] = []
    for left, right in extents:
        row = next(
            (i for i, own in enumerate(ends) if all(left >= b + gap or right <= a - gap for a, b in own)), len(ends)
        )
        if row == len(ends):
            ends.append([])
        ends[row].append((left, right))
        chosen.append(row)
    return chosen
