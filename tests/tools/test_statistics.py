"""Shares, their differences and the tests over groups: against scipy, statsmodels and the reference cases."""

import json
from math import sqrt
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
    samplesize_proportions_2indep_onetail,
)

from tools import statistics

REFERENCE = Path(__file__).parent / "reference"
CASES = json.loads((REFERENCE / "statistics.json").read_text())
OTHER = json.loads((REFERENCE / "other_rules.json").read_text())
counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize("case", CASES["wilson_95"], ids=str)
def test_wilson_gives_the_reference_interval(case):
    assert statistics.wilson(case["k"], case["n"]) == pytest.approx(case["interval"], abs=1e-6)


@given(counts)
def test_wilson_equals_statsmodels_and_holds_the_share(share):
    low, high = statistics.wilson(*share)
    assert (low, high) == pytest.approx(proportion_confint(*share, method="wilson"), abs=1e-9)
    assert 0 <= low <= share[0] / share[1] <= high <= 1


@given(counts)
def test_wilson_of_those_who_did_not_is_the_mirror(share):
    low, high = statistics.wilson(*share)
    assert statistics.wilson(share[1] - share[0], share[1]) == pytest.approx((1 - high, 1 - low), abs=1e-12)


@given(counts, st.integers(2, 50))
def test_more_customers_with_the_same_share_make_wilson_narrower(share, times):
    few, many = statistics.wilson(*share), statistics.wilson(share[0] * times, share[1] * times)
    assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize("share", [(0, 0), (3, 2), (-1, 5)])
def test_what_is_no_share_has_no_interval(share):
    with pytest.raises(ValueError, match="is no share"):
        statistics.wilson(*share)


@pytest.mark.parametrize("case", CASES["two_proportions"], ids=str)
def test_two_shares_are_the_reference_cases(case):
    found = statistics.compare_shares(tuple(case["a"]), tuple(case["b"]))
    assert found.difference == pytest.approx(case["difference"], abs=1e-8)
    assert found.z == pytest.approx(case["z_pooled"], abs=1e-6)
    assert found.p == pytest.approx(case["p_two_sided"], abs=1e-8)
    assert found.lift.value == pytest.approx(case["lift"], abs=1e-8)


def test_the_reference_experiment_with_newcombes_interval():
    case = OTHER["ab"]
    found = statistics.compare_shares(tuple(case["a"]), tuple(case["b"]))
    assert found.interval == pytest.approx(case["newcombe95"], abs=1e-7)
    assert (found.z, found.p) == pytest.approx((case["z"], case["p"]), abs=1e-9)
    assert found.lift.value == pytest.approx(case["lift"])


def test_newcombes_own_example():
    """Newcombe 1998, table II, contrast (a): 56/70 against 48/80 is 0.2000 with 0.0524 to 0.3339 by method 10."""
    assert statistics.newcombe((48, 80), (56, 70)) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@given(counts, counts)
def test_newcombe_equals_statsmodels(a, b):
    found = statistics.newcombe(a, b)
    assert found == pytest.approx(confint_proportions_2indep(*b, *a, method="newcomb", compare="diff"), abs=1e-9)


@given(counts, counts)
def test_newcombe_holds_the_difference_and_turns_with_the_groups(a, b):
    low, high = statistics.newcombe(a, b)
    assert -1 <= low <= b[0] / b[1] - a[0] / a[1] <= high <= 1
    assert statistics.newcombe(b, a) == pytest.approx((-high, -low), abs=1e-12)


@given(counts, counts, st.integers(2, 50))
def test_more_customers_with_the_same_shares_make_newcombe_narrower(a, b, times):
    few = statistics.newcombe(a, b)
    many = statistics.newcombe((a[0] * times, a[1] * times), (b[0] * times, b[1] * times))
    assert many.high - many.low < few.high - few.low


@given(counts, counts)
def test_the_test_of_two_shares_equals_statsmodels_and_chi_square(a, b):
    found = statistics.compare_shares(a, b)
    if a[0] + b[0] in (0, a[1] + b[1]):
        assert (found.z, found.p) == (None, None)
        return
    z, p = proportions_ztest([b[0], a[0]], [b[1], a[1]])
    assert found.z == pytest.approx(z, rel=1e-9, abs=1e-12)
    assert found.p == pytest.approx(p, rel=1e-9, abs=1e-300)
    table = [(a[0], a[1] - a[0]), (b[0], b[1] - b[0])]
    assert found.p == pytest.approx(statistics.chi_square_p(table), rel=1e-6, abs=1e-300)


@given(counts, counts)
def test_lift_equals_statsmodels(a, b):
    found = statistics.lift(a, b)
    if not a[0]:
        assert found is None
    elif not b[0]:
        assert found == statistics.Lift(-1.0, None)
    else:
        low, high = confint_proportions_2indep(*b, *a, method="log", compare="ratio")
        assert found.interval == pytest.approx((low - 1, high - 1), rel=1e-9, abs=1e-9)
        assert found.interval.low <= found.value <= found.interval.high


def test_a_lift_worked_out_by_hand():
    """20 of 100 against 10 of 100: ln 2 +- 1.96 * sqrt(1/10 - 1/100 + 1/20 - 1/100) = 0.693 +- 0.707."""
    found = statistics.lift((10, 100), (20, 100))
    assert found.value == pytest.approx(1.0)
    assert found.interval == pytest.approx((2 * np.exp(-0.706675) - 1, 2 * np.exp(0.706675) - 1), abs=1e-5)


@pytest.mark.parametrize("groups", [((0, 0), (3, 9)), ((3, 9), (0, 0)), ((0, 0), (0, 0))])
def test_a_group_of_nobody_is_not_compared(groups):
    assert statistics.newcombe(*groups) is None
    assert statistics.compare_shares(*groups) is None
    assert statistics.lift(*groups) is None


def test_a_sample_size_worked_out_by_hand():
    """10 % to 12 % at 80 % power: (1.95996 sqrt(2 * .11 * .89) + .84162 sqrt(.09 + .1056))^2 / .02^2 = 3840.8."""
    by_hand = ((1.959964 * sqrt(2 * 0.11 * 0.89) + 0.841621 * sqrt(0.09 + 0.1056)) / 0.02) ** 2
    assert by_hand == pytest.approx(3840.8, abs=0.1)
    assert statistics.sample_size(0.10, 0.02) == 3841


@given(st.integers(1, 98), st.integers(1, 98), st.sampled_from([0.5, 0.8, 0.9, 0.95]))
def test_the_sample_size_equals_statsmodels(before, after, power):
    assume(before != after)
    difference = (after - before) / 100
    peer = samplesize_proportions_2indep_onetail(abs(difference), min(before, after) / 100, power, alpha=0.05)
    assert statistics.sample_size(before / 100, difference, power) - peer == pytest.approx(0.5, abs=0.5 + 1e-6)


def test_a_sample_of_that_size_finds_the_difference_as_often_as_promised():
    n = statistics.sample_size(0.3, 0.05, 0.9)
    draw = np.random.default_rng(4)
    pairs = zip(draw.binomial(n, 0.3, 4000).tolist(), draw.binomial(n, 0.35, 4000).tolist(), strict=True)
    found = sum(statistics.compare_shares((a, n), (b, n)).p < 0.05 for a, b in pairs)
    assert found / 4000 == pytest.approx(0.9, abs=0.015)
    effect = 2 * (np.arcsin(sqrt(0.35)) - np.arcsin(sqrt(0.3)))
    assert n == pytest.approx(NormalIndPower().solve_power(effect, power=0.9, alpha=0.05), rel=0.01)


@pytest.mark.parametrize("asked", [(0.1, 0.0), (0.9, 0.2), (0.1, -0.2), (-0.1, 0.2), (0.1, 0.1, 1.0), (0.1, 0.1, 0.2)])
def test_an_impossible_plan_has_no_sample_size(asked):
    with pytest.raises(ValueError, match="No sample size"):
        statistics.sample_size(*asked)


def test_a_split_that_is_off_is_a_mismatch():
    """821,588 and 815,482 where half each was meant (Kohavi, Tang and Xu, section 3): p = 1.8e-6."""
    found = statistics.sample_ratio((821_588, 815_482))
    assert found.mismatch
    assert found.p == pytest.approx(1.8e-6, rel=0.05)
    assert not statistics.sample_ratio((5_010, 4_990)).mismatch
    assert not statistics.sample_ratio((902, 98), (9, 1)).mismatch
    assert statistics.sample_ratio((40, 0)).mismatch


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 9)), min_size=2, max_size=6))
def test_the_check_of_the_split_equals_scipy(groups):
    seen, weights = [n for n, _ in groups], np.array([w for _, w in groups])
    assume(sum(seen))
    peer = stats.chisquare(seen, sum(seen) * weights / weights.sum())
    found = statistics.sample_ratio(seen, [float(w) for w in weights])
    assert found.p == pytest.approx(peer.pvalue, rel=1e-6, abs=1e-300)
    assert found.mismatch == (peer.pvalue < 0.001)


@pytest.mark.parametrize("split", [((), None), ((7,), None), ((0, 0), None), ((7, 7), (1.0, 0.0))])
def test_no_split_is_not_checked(split):
    assert statistics.sample_ratio(*split) is None


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(1, 400)), min_size=2, max_size=8))
def test_the_chi_square_test_equals_scipy(table):
    expected = stats.chi2_contingency(table, correction=False)
    assert statistics.chi_square_p(table) == pytest.approx(expected.pvalue, rel=1e-8, abs=1e-14)


def test_a_table_with_an_empty_row_or_column_has_no_p():
    assert statistics.chi_square_p([(3, 0), (5, 0)]) is None
    assert statistics.chi_square_p([(3, 2), (0, 0)]) is None
    assert statistics.chi_square_p([(3, 2)]) is None


def test_mann_whitney_worked_out_by_hand():
    """1 2 3 against 4 5 6 7: of 35 ways to choose three ranks of seven, two are as extreme."""
    assert statistics.mann_whitney_p([1, 2, 3], [4, 5, 6, 7]) == pytest.approx(2 / 35)


values = st.lists(st.integers(0, 9), min_size=1, max_size=40)


@given(values, values)
@example([5], [5, 5])
def test_mann_whitney_equals_the_rank_sums_with_ties(a, b):
    found = statistics.mann_whitney_p(a, b)
    if len({*a, *b}) == 1:
        assert found is None
        return
    assert found == pytest.approx(statistics.mann_whitney_p(b, a))
    if len({*a, *b}) < len(a) + len(b):
        ranks = stats.rankdata([*a, *b])
        above = sum(ranks[: len(a)]) - len(a) * (len(a) + 1) / 2
        n = len(a) + len(b)
        ties = sum(t**3 - t for t in np.unique(ranks, return_counts=True)[1].tolist())
        spread = sqrt(len(a) * len(b) / 12 * (n + 1 - ties / (n * (n - 1))))
        z = max(0.0, abs(above - len(a) * len(b) / 2) - 0.5) / spread
        assert found == pytest.approx(min(1.0, 2 * stats.norm.sf(z)), rel=1e-9)


def test_nobody_to_rank_against_has_no_p():
    assert statistics.mann_whitney_p([], [1, 2]) is None
    assert statistics.mann_whitney_p([1, 2], []) is None


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_equals_statsmodels(p_values):
    with patch("gc.collect"):  # statsmodels collects garbage each time
        assert statistics.holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1])
