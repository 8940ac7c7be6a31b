"""How sure is a figure? Intervals of shares, differences of shares, tests over groups, and how many are needed.

Shares are written as counts: `(hits, n)`. Of two groups `a` is the base and `b` what is held against it: differences
are b - a, lifts b / a - 1. A group of nobody has no figure: `wilson` raises ValueError, comparisons give None.
"""

from collections.abc import Sequence
from math import ceil, erfc, exp, fsum, log, sqrt
from statistics import NormalDist
from typing import NamedTuple

Z_95 = NormalDist().inv_cdf(0.975)
MISMATCH_BELOW = 0.001

Counts = tuple[int, int]


class Interval(NamedTuple):
    """95 %."""

    low: float
    high: float


class Lift(NamedTuple):
    """b / a - 1 of two shares: 0.2 is a fifth more. No interval where b has no hits."""

    value: float
    interval: Interval | None


class ShareComparison(NamedTuple):
    """Two shares side by side.

    `difference` b - a (-1 to 1) with Newcombe's interval; `z` and two-sided `p` of the pooled test, None where nobody
    or everybody of both groups is a hit; `lift` None where a has no hits.
    """

    difference: float
    interval: Interval
    z: float | None
    p: float | None
    lift: Lift | None


class SampleRatio(NamedTuple):
    """Is the observed split of an experiment the intended one? `mismatch` (p < 0.001): do not trust the comparison."""

    p: float
    mismatch: bool


def wilson(hits: int, n: int) -> Interval:
    """95 % interval of a share, within 0 and 1; raises ValueError for n = 0 or hits outside 0 to n.

    Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212.
    """
    share, z2 = _share((hits, n)), Z_95 * Z_95
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    return Interval(low, 1.0 if hits == n else min(1.0, middle + half))


def newcombe(a: Counts, b: Counts) -> Interval | None:
    """95 % interval of share b - share a, within -1 and 1; None where a group is empty.

    Source: R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10 (hybrid score).
    """
    if not a[1] or not b[1]:
        return None
    low, high = difference_interval(_share(a), wilson(*a), _share(b), wilson(*b))
    return Interval(max(-1.0, low), min(1.0, high))


def difference_interval(a: float, of_a: Interval, b: float, of_b: Interval) -> Interval:
    """95 % interval of b - a from those of a and b.

    Source: Zou and Donner, Statistics in Medicine 27 (2008) 1693-1702 (MOVER); of shares this is Newcombe's.
    """
    below = sqrt((b - of_b.low) ** 2 + (of_a.high - a) ** 2)
    above = sqrt((of_b.high - b) ** 2 + (a - of_a.low) ** 2)
    return Interval(b - a - below, b - a + above)


def compare_shares(a: Counts, b: Counts) -> ShareComparison | None:
    """Difference, test and lift of two shares; None where a group is empty.

    Source of the test: Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd edition, section 3.1
    (pooled, without continuity correction; z squared is Pearson's chi-square).
    """
    interval = newcombe(a, b)
    if interval is None:
        return None
    difference = _share(b) - _share(a)
    pooled = (a[0] + b[0]) / (a[1] + b[1])
    error = sqrt(pooled * (1 - pooled) * (1 / a[1] + 1 / b[1]))
    z = difference / error if error else None
    return ShareComparison(difference, interval, z, None if z is None else two_sided(z), lift(a, b))


def lift(a: Counts, b: Counts) -> Lift | None:
    """share b / share a - 1 with its 95 % interval; None where a group is empty or a has no hits.

    Source: Katz, Baptista, Azen and Pike, Biometrics 34 (1978) 469-474 (normal on the logarithm of the ratio).
    """
    if not a[1] or not b[1] or not a[0]:
        return None
    ratio = _share(b) / _share(a)
    if not b[0]:
        return Lift(-1.0, None)
    half = Z_95 * sqrt(max(0.0, 1 / a[0] - 1 / a[1] + 1 / b[0] - 1 / b[1]))
    return Lift(ratio - 1, Interval(exp(log(ratio) - half) - 1, exp(log(ratio) + half) - 1))


def sample_size(share: float, difference: float, power: float = 0.8) -> int:
    """Customers needed in each of two equal groups to find `difference` on `share` (0 to 1) with `power`, at p < 0.05.

    Raises ValueError for no difference, a share outside 0 to 1, before or after it, or a power not between 0.5 and 1.
    Source: Fleiss, Levin and Paik, 3rd edition, formula 4.14 (two-sided, without continuity correction).
    """
    other = share + difference
    if not difference or not 0 <= share <= 1 or not 0 <= other <= 1 or not 0.5 <= power < 1:
        raise ValueError(f"No sample size for a share of {share} changed by {difference} at a power of {power}.")
    middle, z_power = (share + other) / 2, NormalDist().inv_cdf(power)
    spread = Z_95 * sqrt(2 * middle * (1 - middle)) + z_power * sqrt(share * (1 - share) + other * (1 - other))
    return ceil((spread / difference) ** 2)


def sample_ratio(observed: Sequence[int], intended: Sequence[float] | None = None) -> SampleRatio | None:
    """Customers per variant against the intended split (weights in the same order; default: equal shares).

    None for fewer than two variants, nobody at all, or an intended weight that is not above 0.
    Source: Fabijan et al., Diagnosing Sample Ratio Mismatch, KDD 2019 (chi-square goodness of fit, p < 0.001).
    """
    weights = [1.0] * len(observed) if intended is None else intended
    total = sum(observed)
    if len(observed) < 2 or not total or min(weights) <= 0:
        return None
    expected = [total * weight / sum(weights) for weight in weights]
    statistic = sum((seen - due) ** 2 / due for seen, due in zip(observed, expected, strict=True))
    p = chi_square_tail(statistic, len(observed) - 1)
    return SampleRatio(p, p < MISMATCH_BELOW)


def chi_square_p(table: Sequence[Sequence[int]]) -> float | None:
    """p of Pearson's chi-square test that all rows share the same proportions; None where a row or column is empty."""
    statistic = _chi_square(table)
    return None if statistic is None else chi_square_tail(statistic, (len(table) - 1) * (len(table[0]) - 1))


def cramers_v(table: Sequence[Sequence[int]]) -> float | None:
    """How far rows and columns hang together, 0 to 1, corrected for bias so that many rows do not win by being many.

    None where a row or column is empty. Source: W. Bergsma, J. Korean Stat. Soc. 42 (2013) 323-328.
    """
    statistic, total = _chi_square(table), sum(sum(row) for row in table)
    if statistic is None or total < 2:
        return None
    rows, columns = len(table), len(table[0])
    phi2 = max(0.0, statistic / total - (rows - 1) * (columns - 1) / (total - 1))
    sides = (n - (n - 1) ** 2 / (total - 1) for n in (rows, columns))
    smaller = min(sides) - 1
    return min(1.0, sqrt(phi2 / smaller)) if smaller > 0 else None


def _chi_square(table: Sequence[Sequence[int]]) -> float | None:
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    total = sum(rows)
    if len(rows) < 2 or len(columns) < 2 or not all(rows) or not all(columns):
        return None
    return fsum(
        (seen - row * column / total) ** 2 / (row * column / total)
        for line, row in zip(table, rows, strict=True)
        for seen, column in zip(line, columns, strict=True)
    )


def chi_square_tail(x: float, degrees: int) -> float:
    """P(chi-square with `degrees` > x)."""
    from scipy.special import chdtrc

    return float(chdtrc(degrees, x))


def mann_whitney_p(a: Sequence[float], b: Sequence[float]) -> float | None:
    """Two-sided p that neither group's values tend to be larger; None where a group is empty or all values are equal.

    Source: Mann and Whitney, Ann. Math. Stat. 18 (1947) 50-60; exact for 8 or fewer without ties, else normal.
    """
    if not a or not b or len({*a, *b}) == 1:
        return None
    from scipy.stats import mannwhitneyu

    return float(mannwhitneyu(a, b, alternative="two-sided").pvalue)


def holm(p_values: Sequence[float]) -> list[float]:
    """p values corrected for several looks, in the order given. Source: S. Holm, Scand. J. Stat. 6 (1979) 65-70."""
    corrected, highest = [0.0] * len(p_values), 0.0
    for place, index in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        highest = max(highest, min(1.0, (len(p_values) - place) * p_values[index]))
        corrected[index] = highest
    return corrected


def two_sided(z: float) -> float:
    """p of a standard normal deviate: P(|Z| >= |z|)."""
    return erfc(abs(z) / sqrt(2))


def _share(counts: Counts) -> float:
    hits, n = counts
    if not 0 <= hits <= n or n == 0:
        raise ValueError(f"{hits} of {n} is no share.")
    return hits / n
