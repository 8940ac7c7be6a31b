"""How satisfied are they? NPS, CSAT, means of scores, and whether two groups differ.

Scores come as counts: score -> how often it was given. Nobody asked: None. Of two groups the difference is b - a.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import sqrt
from typing import NamedTuple

from tools.statistics import Z_95, Interval, two_sided, wilson

PROMOTER, DETRACTOR, NPS_SCALE = 9, 6, (0, 10)
SATISFIED, CSAT_SCALE = 4, (1, 5)

ScoreCounts = Mapping[float, int]


class Nps(NamedTuple):
    """Net promoter score, -100 to 100, with its interval (no width where all answers are of one kind) and counts."""

    score: float
    interval: Interval
    promoters: int
    passives: int
    detractors: int

    @property
    def n(self) -> int:
        return self.promoters + self.passives + self.detractors

    @property
    def error(self) -> float:
        """Standard error in points."""
        share, against = self.promoters / self.n, self.detractors / self.n
        return 100 * sqrt(max(0.0, share + against - (share - against) ** 2) / self.n)


class Csat(NamedTuple):
    """Share (0 to 1) of satisfied answers, with Wilson's interval."""

    share: float
    interval: Interval
    satisfied: int
    n: int


class Moments(NamedTuple):
    """What a mean's interval needs: n values, their mean, their variance (divisor n - 1; None for one value)."""

    n: int
    mean: float
    variance: float | None


class MeanComparison(NamedTuple):
    """b - a in the unit of the values, its 95 % interval, the statistic (t, or z for NPS) and two-sided p."""

    difference: float
    interval: Interval
    statistic: float
    p: float


def nps(scores: ScoreCounts) -> Nps | None:
    """Share of 9 and 10 minus share of 0 to 6, times 100; None without answers, ValueError for one off the scale."""
    _on_scale(scores, NPS_SCALE)
    n = sum(scores.values())
    promoters = sum(times for score, times in scores.items() if score >= PROMOTER)
    detractors = sum(times for score, times in scores.items() if score <= DETRACTOR)
    return nps_of(promoters, n - promoters - detractors, detractors)


def nps_of(promoters: int, passives: int, detractors: int) -> Nps | None:
    """The same from counts of the three kinds of answers.

    Source: B. Rocks, Interval Estimation for the "Net Promoter Score", The American Statistician 70 (2016) 365-372
    (Wald: normal approximation of the multinomial, divisor n), cut at -100 and 100.
    """
    n = promoters + passives + detractors
    if n == 0:
        return None
    score = 100 * (promoters - detractors) / n
    half = Z_95 * Nps(score, Interval(score, score), promoters, passives, detractors).error
    return Nps(score, Interval(max(-100.0, score - half), min(100.0, score + half)), promoters, passives, detractors)


def compare_nps(a: Nps | None, b: Nps | None) -> MeanComparison | None:
    """Difference in points, with z; None where a group is empty or neither varies. Standard errors add in squares."""
    if a is None or b is None:
        return None
    error = sqrt(a.error**2 + b.error**2)
    if not error:
        return None
    difference = b.score - a.score
    half = Z_95 * error
    interval = Interval(max(-200.0, difference - half), min(200.0, difference + half))
    return MeanComparison(difference, interval, difference / error, two_sided(difference / error))


def csat(scores: ScoreCounts) -> Csat | None:
    """Share of 4 and 5 of 5; None without answers, ValueError for a score outside 1 to 5."""
    _on_scale(scores, CSAT_SCALE)
    n = sum(scores.values())
    if n == 0:
        return None
    satisfied = sum(times for score, times in scores.items() if score >= SATISFIED)
    return Csat(satisfied / n, wilson(satisfied, n), satisfied, n)


def moments(scores: ScoreCounts) -> Moments | None:
    """Mean and variance of scores (CES), exact until the last division; None without answers."""
    n = sum(scores.values())
    if n == 0:
        return None
    mean = sum((Fraction(score) * times for score, times in scores.items()), Fraction()) / n
    squares = sum(((Fraction(score) - mean) ** 2 * times for score, times in scores.items()), Fraction())
    return Moments(n, float(mean), float(squares / (n - 1)) if n > 1 else None)


def mean_interval(of: Moments) -> Interval | None:
    """95 % interval of a mean by Student's t; None for one value. Source: Student, Biometrika 6 (1908) 1-25."""
    if of.variance is None:
        return None
    half = _t_95(of.n - 1) * sqrt(of.variance / of.n)
    return Interval(of.mean - half, of.mean + half)


def welch(a: Moments | None, b: Moments | None) -> MeanComparison | None:
    """Difference of two means of unequal variances; None where a group has fewer than two values or neither varies.

    Source: B. L. Welch, Biometrika 34 (1947) 28-35.
    """
    if a is None or b is None or a.variance is None or b.variance is None:
        return None
    from scipy.special import stdtr

    of_a, of_b = a.variance / a.n, b.variance / b.n
    if not of_a + of_b:
        return None
    degrees = (of_a + of_b) ** 2 / (of_a**2 / (a.n - 1) + of_b**2 / (b.n - 1))
    difference, error = b.mean - a.mean, sqrt(of_a + of_b)
    half = _t_95(degrees) * error
    p = float(2 * stdtr(degrees, -abs(difference / error)))
    return MeanComparison(difference, Interval(difference - half, difference + half), difference / error, p)


def _t_95(degrees: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.975))


def _on_scale(scores: ScoreCounts, scale: tuple[int, int]) -> None:
    off = [score for score, times in scores.items() if times and not scale[0] <= score <= scale[1]]
    if off:
        raise ValueError(f"{off[0]} is not on the scale of {scale[0]} to {scale[1]}.")
