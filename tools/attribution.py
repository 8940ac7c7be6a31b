"""Who gets the credit for a conversion? Seven models over paths of touches; a share is association, not cause.

Every model gives each channel of any path a credit of 0 or more; credits sum to the conversions and to their value.
Sums are of whole numbers until the last divisions, so that the order of the rows changes nothing (`time_decay`: the
last digits alone).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from tools.markov import removal_effects
from tools.touch_paths import Credit, Credits, Path, Paths, gather

if TYPE_CHECKING:
    from tools.touch_paths import Floats, Ints

HALF_LIFE_US = 7 * 24 * 3600 * 1_000_000


class TimedPath(NamedTuple):
    """Touches of conversions in order, and how long before the conversion each was, in microseconds.

    Only the differences of ages count, so they may be measured from the last touch as well: then all paths of one
    touch are one row per channel. Rows may be merged where touches and ages are equal; ages rounded down to whole hours
    change no weight by more than 0.42 %.
    """

    touches: tuple[str, ...]
    ages_us: tuple[int, ...]
    conversions: int
    value_cents: int = 0


def first(paths: Paths) -> Credits:
    """All to the first touch."""
    return _shared(paths, paths.path[paths.starts], paths.channel[paths.starts])


def last(paths: Paths) -> Credits:
    """All to the last touch."""
    return _shared(paths, paths.path[paths.lasts], paths.channel[paths.lasts])


def linear(paths: Paths) -> Credits:
    """The same to every touch; a channel touched twice has two shares."""
    return _shared(paths, paths.path, paths.channel, parts=paths.lengths[paths.path])


def position(paths: Paths) -> Credits:
    """40 % to the first touch, 40 % to the last, 20 % shared by those between; of two touches half each, of one all."""
    import numpy as np

    length = paths.lengths[paths.path]
    end = (paths.place == 0) | (paths.place == length - 1)
    parts = np.where(length <= 2, length, np.where(end, 5, 5 * (length - 2)))
    return _shared(paths, paths.path, paths.channel, parts, times=np.where(end & (length > 2), 2, 1))


def shapley(paths: Paths) -> Credits:
    """A path's conversions shared equally by its distinct channels: the exact Shapley value of any number of channels.

    With v(S) = conversions of paths whose channels all lie in S, v is a sum of unanimity games, one for each set of
    channels, and such a game's value is divided equally among the set; the Shapley value is additive.
    Source: L. S. Shapley, A value for n-person games (1953), section 3; Zhao, Mahboobi and Bagheri, arXiv 1804.05327.
    """
    path, channel = paths.members
    return _shared(paths, path, channel, parts=paths.distinct[path])


def markov(paths: Paths) -> Credits:
    """Conversions and value shared in proportion to the removal effects (`tools/markov.py`)."""
    effects = removal_effects(paths)
    whole, conversions, value = sum(effects.values()), int(paths.conversions.sum()), int(paths.value_cents.sum())
    return {name: Credit(effect / whole * conversions, effect / whole * value) for name, effect in effects.items()}


def time_decay(rows: Iterable[TimedPath], half_life_us: int = HALF_LIFE_US) -> Credits:
    """Shares halve with every 7 days before the conversion: of 14, 7 and 0 days before it, 1/7, 2/7 and 4/7.

    Raises ValueError as `gather` does, and where touches and ages differ in number.
    """
    import numpy as np

    rows = list(rows)
    for row in rows:
        if len(row.touches) != len(row.ages_us):
            raise ValueError(f"{len(row.touches)} touches have {len(row.ages_us)} ages.")
    paths = gather(Path(row.touches, row.conversions, row.value_cents) for row in rows)
    ages = np.array([age for row in rows for age in row.ages_us], np.int64)
    newest = np.minimum.reduceat(ages, paths.starts)
    weights = np.exp2((newest[paths.path] - ages) / half_life_us)
    shares = weights / np.add.reduceat(weights, paths.starts)[paths.path]

    def by_channel(values: Ints) -> Floats:
        sums = np.zeros(len(paths.channels))
        np.add.at(sums, paths.channel, shares * values[paths.path])
        return sums

    return _credits(paths, by_channel(paths.conversions), by_channel(paths.value_cents))


MODELS: dict[str, Callable[[Paths], Credits]] = {
    "first": first,
    "last": last,
    "linear": linear,
    "position": position,
    "markov": markov,
    "shapley": shapley,
}
"""All but time_decay, which needs ages."""


def _shared(paths: Paths, path: Ints, channel: Ints, parts: Ints | None = None, times: Ints | None = None) -> Credits:
    """Credits where every (path, channel) gets `times` / `parts` (default: 1) of what the path brought."""
    import numpy as np

    sizes, size = np.unique(np.ones_like(path) if parts is None else parts, return_inverse=True)

    def by_channel(values: Ints) -> Floats:
        whole = np.zeros((len(sizes), len(paths.channels)), np.int64)
        np.add.at(whole, (size, channel), values[path] if times is None else values[path] * times)
        credit: Floats = (whole / sizes[:, None]).sum(axis=0)
        return credit

    return _credits(paths, by_channel(paths.conversions), by_channel(paths.value_cents))


def _credits(paths: Paths, conversions: Floats, value_cents: Floats) -> Credits:
    both = zip(conversions.tolist(), value_cents.tolist(), strict=True)
    return {name: Credit(*pair) for name, pair in zip(paths.channels, both, strict=True)}
