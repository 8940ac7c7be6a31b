"""How long until it happens, when some are still open? Kaplan-Meier, its intervals, and hazards.

`ends` are rows (time, finished, left): how many finished at that time, and how many were last seen unfinished then.
Times are whole numbers in any unit (microseconds, weeks); rows come in any order, each time once; a time of nobody says
nothing. Who is left at a time was still there when others finished then.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from math import exp, log, sqrt
from operator import itemgetter
from typing import NamedTuple

from tools.statistics import Z_95, Interval

Ends = Iterable[tuple[int, int, int]]


class Point(NamedTuple):
    """The share not finished after `time`; `at_risk` and `finished` at that time; Greenwood's sum so far."""

    time: int
    share: float
    at_risk: int
    finished: int
    greenwood: float

    @property
    def interval(self) -> Interval | None:
        """95 % interval of the share; None where nobody or everybody has finished: there is no variance to go by.

        Source: Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 2nd edition, section 1.4
        (Greenwood on the log-log scale, so that it stays within 0 and 1).
        """
        if not self.greenwood or not self.share:
            return None
        half = Z_95 * sqrt(self.greenwood) / -log(self.share)
        return Interval(exp(log(self.share) * exp(half)), exp(log(self.share) * exp(-half)))


class TimeInterval(NamedTuple):
    """95 % interval of a time; `high` None: not reached in the data."""

    low: int
    high: int | None


class Hazard(NamedTuple):
    """Of `at_risk` still open at `start`, `finished` did before `until`; `rate` None where nobody was left."""

    start: int
    until: int
    at_risk: int
    finished: int
    rate: float | None


def survival(ends: Ends) -> list[Point]:
    """Share not finished after each time, in order of time; of nobody an empty list.

    Source: Kaplan and Meier, J. Am. Stat. Assoc. 53 (1958) 457-481; variance: Greenwood 1926.
    """
    rows = sorted(row for row in ends if row[1] or row[2])
    at_risk, share, greenwood, curve = sum(done + left for _, done, left in rows), 1.0, 0.0, []
    for time, done, left in rows:
        share *= (at_risk - done) / at_risk
        greenwood += done / (at_risk * (at_risk - done)) if done < at_risk else 0.0
        curve.append(Point(time, share, at_risk, done, greenwood))
        at_risk -= done + left
    return curve


def median_interval(curve: Iterable[Point]) -> TimeInterval | None:
    """95 % interval of the median: the times at which the band around the curve passes one half.

    None where even the lower edge stays above one half. Source: Brookmeyer and Crowley, Biometrics 38 (1982) 29-41.
    """
    low = None
    for point in curve:
        edges = point.interval or Interval(point.share, point.share)
        if low is None and edges.low <= 0.5:
            low = point.time
        if edges.high <= 0.5:
            return TimeInterval(point.time if low is None else low, point.time)
    return None if low is None else TimeInterval(low, None)


def hazards(ends: Ends, bounds: Sequence[int]) -> list[Hazard]:
    """Per bucket [bounds[i], bounds[i + 1]): finished in it / open at its start. Who left in it counts as at risk."""
    rows = sorted(ends)
    gone = list(accumulate((done + left for _, done, left in rows), initial=0))
    finished = list(accumulate((done for _, done, _ in rows), initial=0))
    places = [bisect_left(rows, bound, key=itemgetter(0)) for bound in bounds]
    return [
        Hazard(start, until, at_risk, done, done / at_risk if at_risk else None)
        for (start, until), (i, k) in zip(pairwise(bounds), pairwise(places), strict=True)
        for at_risk, done in [(gone[-1] - gone[i], finished[k] - finished[i])]
    ]
