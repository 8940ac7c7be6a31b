"""Credits and removal effects written from their definitions, one path at a time, without any trick."""

from collections import defaultdict
from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, pairwise
from math import factorial

import numpy as np

from tools.touch_paths import Path


def shares_of_first(touches: tuple[str, ...]) -> list[Fraction]:
    return [Fraction(place == 0) for place in range(len(touches))]


def shares_of_last(touches: tuple[str, ...]) -> list[Fraction]:
    return [Fraction(place == len(touches) - 1) for place in range(len(touches))]


def shares_of_linear(touches: tuple[str, ...]) -> list[Fraction]:
    return [Fraction(1, len(touches))] * len(touches)


def shares_of_position(touches: tuple[str, ...]) -> list[Fraction]:
    if len(touches) == 1:
        return [Fraction(1)]
    if len(touches) == 2:
        return [Fraction(1, 2)] * 2
    return [Fraction(2, 5), *[Fraction(1, 5) / (len(touches) - 2)] * (len(touches) - 2), Fraction(2, 5)]


def credited(paths: list[Path], shares: Callable[[tuple[str, ...]], list[Fraction]]) -> dict[str, tuple[float, float]]:
    """(conversions, value_cents) by channel, where each touch has its share of a path."""
    conversions, value = defaultdict(Fraction), defaultdict(Fraction)
    for path in paths:
        for touch, share in zip(path.touches, shares(path.touches), strict=True):
            conversions[touch] += share * path.conversions
            value[touch] += share * path.value_cents
    return {touch: (float(conversions[touch]), float(value[touch])) for touch in conversions}


def shapley_over_all_sets(paths: list[Path]) -> dict[str, float]:
    """Mean of what a channel adds to v(S), the conversions of paths inside S, over all sets S of the others."""
    channels = sorted({touch for path in paths for touch in path.touches})

    def worth(inside: set[str]) -> int:
        return sum(path.conversions for path in paths if set(path.touches) <= inside)

    n = len(channels)
    return {
        channel: float(
            sum(
                Fraction(factorial(size) * factorial(n - size - 1), factorial(n))
                * (worth({*others, channel}) - worth(set(others)))
                for size in range(n)
                for others in combinations([c for c in channels if c != channel], size)
            )
        )
        for channel in channels
    }


def conversion_rate(paths: list[Path], without: str | None = None) -> float:
    """P(a customer who walks by the transitions as counted converts), whoever comes to `without` being lost."""
    states = ["(start)", *sorted({touch for path in paths for touch in path.touches})]
    left: dict[str, dict[str, int]] = {state: defaultdict(int) for state in states}
    for path in paths:
        for here, there in pairwise(("(start)", *path.touches)):
            left[here][there] += path.conversions + path.nulls
        left[path.touches[-1]]["(converted)"] += path.conversions
        left[path.touches[-1]]["(lost)"] += path.nulls
    left = {state: onward for state, onward in left.items() if sum(onward.values())}
    places = {state: place for place, state in enumerate(left)}
    equations, known = np.eye(len(places)), np.zeros(len(places))
    for here, onward in left.items():
        for there, customers in onward.items():
            share = customers / sum(onward.values())
            if there == "(converted)":
                known[places[here]] += share
            elif there in places and there != without:
                equations[places[here], places[there]] -= share
    return float(np.linalg.solve(equations, known)[places["(start)"]])
