"""Who gets the credit for the conversions? The models of `attribution.py` from counts that an engine returns.

Credits are of one currency's cents, or of conversions; both sum to what the paths with a touch brought.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from tools.markov import chain_of, lost_without
from tools.touches import WHOLE, Key, Member, Move, Touch, Weight

Credits = dict[Key, float]
FEWEST_PATHS = 300
"""Fewer paths say too little of what leads to what: no Markov, no Shapley."""
MOST_PLACES = 1000
"""A Markov chain of more is not solved: it takes their third power."""


class Part(NamedTuple):
    """A row's share of what its paths brought: `times` of `parts`."""

    times: int
    parts: int


R = TypeVar("R", Touch, Member)


def conversions(row: Touch | Member) -> int:
    """The conversions of a row."""
    return row.n


def cents(row: Touch | Member) -> int:
    """Their revenue."""
    return row.cents


def first(row: Touch) -> Part:
    """All to the first touch."""
    return Part(int(row.is_first), 1)


def last(row: Touch) -> Part:
    """All to the last touch."""
    return Part(int(row.is_last), 1)


def linear(row: Touch) -> Part:
    """The same to every touch."""
    return Part(1, row.length)


def position(row: Touch) -> Part:
    """40 % to the first touch, 40 % to the last, 20 % shared by those between; of two touches half each."""
    if row.length <= 2:
        return Part(1, row.length)
    return Part(2, 5) if row.is_first or row.is_last else Part(1, 5 * (row.length - 2))


def shapley(row: Member) -> Part:
    """A path's conversions shared equally by its different touches (see `attribution.shapley`)."""
    return Part(int(row.converted), row.distinct)


def shared(
    rows: Iterable[R], model: Callable[[R], Part], amount: Callable[[Touch | Member], int] = conversions
) -> Credits:
    """Whole numbers until the last divisions, so the order of the rows changes nothing."""
    whole: dict[Key, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        times, parts = model(row)
        whole[row.key][parts] += times * amount(row)
    return {key: sum(n / parts for parts, n in sorted(own.items())) for key, own in whole.items()}


def time_decay(rows: Iterable[Weight], in_cents: bool = False) -> Credits:
    """Shares halve with every seven days before the last touch."""
    whole: dict[Key, int] = defaultdict(int)
    for row in rows:
        whole[row.key] += row.cent_parts if in_cents else row.parts
    return {key: parts / WHOLE for key, parts in whole.items()}


def removal_effects(rows: Iterable[Move]) -> Credits:
    """Per place the share of conversions lost without it, 0 to 1 (see `markov.lost_without`)."""
    import numpy as np

    rows = list(rows)
    keys = sorted({row.key for row in rows}, key=str)
    code = {key: place for place, key in enumerate(keys)}
    start, ended, converted = (np.zeros(len(keys), np.int64) for _ in range(3))
    onward = np.zeros((len(keys), len(keys)), np.int64)
    for row in rows:
        here = code[row.key]
        start[here] += row.n if row.is_first else 0
        converted[here] += row.converted
        if row.next is None:
            ended[here] += row.n
        else:
            onward[here, code[row.next]] += row.n
    return dict(zip(keys, lost_without(chain_of(start, onward, ended, converted)), strict=True))


def by_effect(effects: Credits, total: float) -> Credits:
    """The total shared in proportion to the removal effects."""
    whole = sum(effects.values())
    return {key: effect / whole * total for key, effect in effects.items()}
