"""How sure is a figure? Closed formulas: intervals of shares, chi-square over groups, survival of open journeys."""

from collections.abc import Iterable, Sequence
from math import exp, inf, lgamma, log, sqrt
from statistics import NormalDist

Z_95 = NormalDist().inv_cdf(0.975)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """95 % interval of a share, n > 0. Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212."""
    share, z2 = hits / n, Z_95 * Z_95
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    return low, 1.0 if hits == n else min(1.0, middle + half)


def chi_square_p(table: Sequence[Sequence[int]]) -> float | None:
    """p of Pearson's chi-square test that all rows share the same proportions; None where a row or column is empty."""
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    total = sum(rows)
    if len(rows) < 2 or len(columns) < 2 or not all(rows) or not all(columns):
        return None
    statistic = sum(
        (seen - row * column / total) ** 2 / (row * column / total)
        for line, row in zip(table, rows, strict=True)
        for seen, column in zip(line, columns, strict=True)
    )
    return chi_square_tail(statistic, (len(rows) - 1) * (len(columns) - 1))


def chi_square_tail(x: float, degrees: int) -> float:
    """P(chi-square with `degrees` > x), the regularised upper incomplete gamma function Q(degrees / 2, x / 2).

    Source: Press et al., Numerical Recipes, 3rd edition, section 6.2: a series below a + 1, a continued fraction above.
    """
    a, x = degrees / 2, x / 2
    if x <= 0:
        return 1.0
    front = exp(a * log(x) - x - lgamma(a))
    return 1 - front * _series(a, x) if x < a + 1 else front * _fraction(a, x)


def _series(a: float, x: float) -> float:
    term = total = 1 / a
    while abs(term) > abs(total) * 1e-16:
        a += 1
        term *= x / a
        total += term
    return total


def _fraction(a: float, x: float) -> float:
    """The continued fraction 1/(x+1-a- 1(1-a)/(x+3-a- …)) by Lentz's method."""
    b = x + 1 - a
    c, d = inf, 1 / b
    value, i, step = d, 0, 0.0
    while abs(step - 1) > 1e-15:
        i += 1
        b += 2
        d = 1 / (i * (a - i) * d + b)
        c = b + i * (a - i) / c
        step = d * c
        value *= step
    return value


def holm(p_values: Sequence[float]) -> list[float]:
    """p values corrected for several looks, in the order given. Source: S. Holm, Scand. J. Stat. 6 (1979) 65-70."""
    corrected, highest = [0.0] * len(p_values), 0.0
    for place, index in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        highest = max(highest, min(1.0, (len(p_values) - place) * p_values[index]))
        corrected[index] = highest
    return corrected


def survival(ends: Iterable[tuple[int, int, int]]) -> list[tuple[int, float]]:
    """Share not finished after each time, from (time, finished then, left unfinished then).

    Source: Kaplan and Meier, J. Am. Stat. Assoc. 53 (1958) 457-481. Who is left at a time was still there then.
    """
    rows = sorted(ends)
    at_risk, share, curve = sum(done + left for _, done, left in rows), 1.0, []
    for time, done, left in rows:
        share *= (at_risk - done) / at_risk
        curve.append((time, share))
        at_risk -= done + left
    return curve


def median_survival(curve: Iterable[tuple[int, float]]) -> int | None:
    """The first time by which half have finished; None while more than half have not."""
    return next((time for time, share in curve if share <= 0.5 + 1e-12), None)
