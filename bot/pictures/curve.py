"""The line through the points of the mood curve: it never leaves the range between two neighbours."""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot
from typing import NamedTuple


class Curve(NamedTuple):
    """A monotone cubic through points with rising x."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slopes: tuple[float, ...]

    def path(self) -> str:
        """The `d` of an SVG path, in Bézier segments."""
        parts = [f"M{self.xs[0]:.2f} {self.ys[0]:.2f}"]
        for k in range(len(self.xs) - 1):
            third = (self.xs[k + 1] - self.xs[k]) / 3
            first = (self.xs[k] + third, self.ys[k] + self.slopes[k] * third)
            second = (self.xs[k + 1] - third, self.ys[k + 1] - self.slopes[k + 1] * third)
            end = (self.xs[k + 1], self.ys[k + 1])
            parts.append("C" + " ".join(f"{x:.2f} {y:.2f}" for x, y in (first, second, end)))
        return "".join(parts)

    def samples(self, step: float = 4) -> list[tuple[float, float]]:
        """Points on the line, about `step` pixels of x apart."""
        found: list[tuple[float, float]] = []
        for k in range(len(self.xs) - 1):
            width = self.xs[k + 1] - self.xs[k]
            count = max(2, round(width / step))
            found += [(self.xs[k] + width * i / count, self._between(k, i / count)) for i in range(count + 1)]
        return found

    def _between(self, k: int, t: float) -> float:
        """The Hermite polynomial of segment k at t, 0 to 1."""
        width = self.xs[k + 1] - self.xs[k]
        start = (1 + 2 * t) * (1 - t) ** 2 * self.ys[k] + t * (1 - t) ** 2 * width * self.slopes[k]
        return start + t * t * (3 - 2 * t) * self.ys[k + 1] + t * t * (t - 1) * width * self.slopes[k + 1]


def monotone(points: Sequence[tuple[float, float]]) -> Curve:
    """Slopes after Fritsch and Carlson, "Monotone Piecewise Cubic Interpolation", SIAM J. Numer. Anal. 17 (1980)."""
    xs, ys = tuple(x for x, _ in points), tuple(y for _, y in points)
    secants = [(ys[k + 1] - ys[k]) / (xs[k + 1] - xs[k]) for k in range(len(xs) - 1)]
    if not secants:
        return Curve(xs, ys, (0.0,) * len(xs))
    inner = [(a + b) / 2 if a * b > 0 else 0.0 for a, b in pairwise(secants)]
    slopes = [secants[0], *inner, secants[-1]]
    for k, secant in enumerate(secants):
        if secant == 0:
            slopes[k] = slopes[k + 1] = 0.0
            continue
        length = hypot(slopes[k] / secant, slopes[k + 1] / secant)
        if length > 3:
            slopes[k] *= 3 / length
            slopes[k + 1] *= 3 / length
    return Curve(xs, ys, tuple(slopes))
