"""Levels of a funnel by trying every chain of visits: written from the definition, without any trick."""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

Event = tuple[int, str]


class Way(NamedTuple):
    """The furthest way of a customer and the time of each step; level -1: every entry met an excluded event.

    `entry`: which event it starts from.
    """

    level: int
    times: tuple[int, ...]
    entry: int = -1


def ordered(
    events: Sequence[Event], steps: Sequence[str], window: int, until: int, *, strict: bool = False,
    exclude: str | None = None, exclude_until: int | None = None,
) -> Way:  # fmt: skip
    """`events` are (time, name); entries later than `until` do not count."""
    found, out = Way(0, ()), False
    for entry, (at, name) in enumerate(events):
        if name != steps[0] or at > until:
            continue
        best = max(
            _chains(events, steps, window, (entry,), strict),
            key=lambda chain: (len(chain), [-events[i][0] for i in chain]),
        )
        times = tuple(events[i][0] for i in best)
        stop = exclude_until or len(steps)
        end = times[stop - 1] if len(times) >= stop else at + window + 1
        if exclude and any(x == exclude and at < t < end and t - at <= window for t, x in events):
            out = True
            continue
        if (len(times), [-t for t in times]) > (found.level, [-t for t in found.times]):
            found = Way(len(times), times, entry)
    return Way(-1, ()) if out and not found.level else found


def _chains(
    events: Sequence[Event], steps: Sequence[str], window: int, chain: tuple[int, ...], strict: bool
) -> Iterator[tuple[int, ...]]:
    yield chain
    if len(chain) == len(steps):
        return
    last, wanted = events[chain[-1]], steps[len(chain)]
    for i, (at, name) in enumerate(events):
        if name != wanted or i in chain or at < last[0] or at - events[chain[0]][0] > window:
            continue
        own = {wanted, steps[len(chain) - 1]}
        if strict and any(last[0] < t < at and x not in own for t, x in events):
            continue
        yield from _chains(events, steps, window, (*chain, i), strict)


def unordered(events: Sequence[Event], steps: Sequence[str], window: int, until: int) -> int:
    """The most steps that lie within one window which begins at a visit of any of them."""
    level = 0
    for at, name in events:
        if name in steps and at <= until:
            inside = [x for t, x in events if at <= t <= at + window]
            level = max(level, sum(min(inside.count(step), steps.count(step)) for step in set(steps)))
    return level


Order = Literal["ordered", "strict", "any"]
