"""Which ways led to a conversion, and which did not? Paths of touches, gathered so that every model can count them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


class Path(NamedTuple):
    """Touches in order (channels or touchpoints, at least one), and what came of those who took just this way.

    `conversions` and `nulls` (customers who did not convert) are customers; `value_cents` is the sum of the
    conversions in one currency.
    """

    touches: tuple[str, ...]
    conversions: int
    value_cents: int = 0
    nulls: int = 0


class Credit(NamedTuple):
    """What a model gives to a channel: conversions, and cents of their value."""

    conversions: float
    value_cents: float


Credits = dict[str, Credit]


class Presence(NamedTuple):
    """Customers who were touched by a channel at all.

    `conversions` = `last` + `assists`: in an assist another channel has the last touch. `first`, `alone` (no other
    channel in the path) are conversions too; `nulls` did not convert.
    """

    conversions: int
    first: int
    last: int
    assists: int
    alone: int
    nulls: int


@dataclass(frozen=True)
class Paths:
    """Paths as arrays, made by `gather`.

    `channels` sorted. Per path: `conversions`, `value_cents`, `nulls`, `lengths`. Per touch, path after path: `path`
    (its number), `place` (0 is the first) and `channel` (a place in `channels`).
    """

    channels: tuple[str, ...]
    conversions: Ints
    value_cents: Ints
    nulls: Ints
    lengths: Ints
    path: Ints
    place: Ints
    channel: Ints

    @cached_property
    def starts(self) -> Ints:
        """Of each path, which touch is its first."""
        return self.lengths.cumsum() - self.lengths

    @cached_property
    def lasts(self) -> Ints:
        """Of each path, which touch is its last."""
        return self.starts + self.lengths - 1

    @cached_property
    def members(self) -> tuple[Ints, Ints]:
        """(path, channel): every channel of every path once."""
        import numpy as np

        pairs = np.unique(self.path * len(self.channels) + self.channel)
        return pairs // len(self.channels), pairs % len(self.channels)

    @cached_property
    def distinct(self) -> Ints:
        """Of each path, how many channels it has."""
        import numpy as np

        return np.bincount(self.members[0], minlength=len(self.lengths))


def gather(rows: Iterable[Path]) -> Paths:
    """Paths for the models; the same path may come in several rows.

    Raises ValueError for a path without touches, a negative count, and when no path converts: then there is nothing to
    credit. (Customers who converted without a touch are the caller's to say.)
    """
    import numpy as np

    rows = list(rows)
    for row in rows:
        if not row.touches or row.conversions < 0 or row.nulls < 0:
            raise ValueError(f"No path: {row}.")
    if not any(row.conversions for row in rows):
        raise ValueError("None of the paths converts.")
    channels = tuple(sorted({touch for row in rows for touch in row.touches}))
    codes = {channel: code for code, channel in enumerate(channels)}
    lengths = np.array([len(row.touches) for row in rows], np.int64)
    path = np.repeat(np.arange(len(rows)), lengths)
    return Paths(
        channels=channels,
        conversions=np.array([row.conversions for row in rows], np.int64),
        value_cents=np.array([row.value_cents for row in rows], np.int64),
        nulls=np.array([row.nulls for row in rows], np.int64),
        lengths=lengths,
        path=path,
        place=np.arange(len(path)) - np.repeat(lengths.cumsum() - lengths, lengths),
        channel=np.array([codes[touch] for row in rows for touch in row.touches], np.int64),
    )


def presence(paths: Paths) -> dict[str, Presence]:
    """Per channel the customers it touched; of each path it counts once, however often it is touched."""
    path, channel = paths.members
    alone = paths.distinct[path] == 1
    touched = _sums(paths, channel, paths.conversions[path])
    last = _sums(paths, paths.channel[paths.lasts], paths.conversions)
    columns = (
        touched,
        _sums(paths, paths.channel[paths.starts], paths.conversions),
        last,
        touched - last,
        _sums(paths, channel[alone], paths.conversions[path[alone]]),
        _sums(paths, channel, paths.nulls[path]),
    )
    counts = zip(*(column.tolist() for column in columns), strict=True)
    return {name: Presence(*line) for name, line in zip(paths.channels, counts, strict=True)}


def _sums(paths: Paths, channel: Ints, counts: Ints) -> Ints:
    """Whole sums by channel."""
    import numpy as np

    sums = np.zeros(len(paths.channels), np.int64)
    np.add.at(sums, channel, counts)
    return sums
