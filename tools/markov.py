"""What would be lost without a channel? A Markov chain of order 1 over paths of touches, solved exactly.

From the start to a path's first touch, from touch to touch, and from the last touch to conversion or to nothing, each
weighted by the customers who went there. Without a channel, whoever would come to it is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tools.touch_paths import Paths, presence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


class Removal(NamedTuple):
    """What is lost without a channel, as the chain expects it: `effect` 0 to 1 of all conversions and of their value.

    Beside it what was seen: `touched` conversions had the channel in their path, `alone` no other.
    """

    effect: float
    conversions: float
    value_cents: float
    touched: int
    alone: int


class Chain(NamedTuple):
    """Shares of customers: `start` goes first to each channel, `onward` (channels, channels) from one to another.

    `converted` per channel: converts right after it. A channel followed by itself is one stay: that changes nothing
    about where a customer ends.
    """

    start: Floats
    onward: Floats
    converted: Floats


def chain(paths: Paths) -> Chain:
    """Transitions as counted along paths."""
    import numpy as np

    size, customers = len(paths.channels), paths.conversions + paths.nulls
    start, ended, converted = (np.zeros(size, np.int64) for _ in range(3))
    onward = np.zeros((size, size), np.int64)
    np.add.at(start, paths.channel[paths.starts], customers)
    np.add.at(ended, paths.channel[paths.lasts], customers)
    np.add.at(converted, paths.channel[paths.lasts], paths.conversions)
    follows = paths.place[1:] > 0
    here, there = paths.channel[:-1][follows], paths.channel[1:][follows]
    np.add.at(onward, (here, there), customers[paths.path[1:][follows]])
    return chain_of(start, onward, ended, converted)


def chain_of(start: Ints, onward: Ints, ended: Ints, converted: Ints) -> Chain:
    """Shares from counts of customers: `ended` per channel, whether converted or not."""
    import numpy as np

    onward = onward.copy()
    np.fill_diagonal(onward, 0)
    left = np.maximum(onward.sum(axis=1) + ended, 1)
    return Chain(start / start.sum(), onward / left[:, None], converted / left)


def removal_effects(paths: Paths) -> dict[str, float]:
    """Per channel the share of conversions lost without it, 0 to 1."""
    return dict(zip(paths.channels, lost_without(chain(paths)), strict=True))


def lost_without(of: Chain) -> list[float]:
    """The same in the order of the chain's channels.

    A customer who converts after coming to channel j first comes to j, then converts from there. With N = (I - Q)^-1
    that is (start N)_j / N_jj * (N converted)_j, over all who convert: start N converted.
    Source: Anderl et al., Int. J. of Research in Marketing 33 (2016) 457-474; N: Kemeny and Snell, Finite Markov Chains
    (1960), section 3.2.
    """
    import numpy as np

    start, onward, converted = of
    visits = np.linalg.inv(np.eye(len(start)) - onward)
    lost = (start @ visits) / visits.diagonal() * (visits @ converted)
    effects: list[float] = np.clip(lost / (start @ visits @ converted), 0.0, 1.0).tolist()
    return effects


def remove(paths: Paths, channel: str) -> Removal:
    """What would be lost without `channel`; raises KeyError for a channel that is in no path."""
    effect, seen = removal_effects(paths)[channel], presence(paths)[channel]
    conversions, value_cents = int(paths.conversions.sum()), int(paths.value_cents.sum())
    return Removal(effect, effect * conversions, effect * value_cents, seen.conversions, seen.alone)
