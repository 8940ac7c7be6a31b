"""Formulas against scipy, statsmodels and the reference cases."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from tools import statistics

REFERENCE = Path(__file__).parent / "reference"


@pytest.mark.parametrize("case", json.loads((REFERENCE / "statistics.json").read_text())["wilson_95"], ids=str)
def test_wilson_gives_the_reference_interval(case):
    assert statistics.wilson(case["k"], case["n"]) == pytest.approx(case["interval"], abs=1e-6)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_equals_statsmodels(counts):
    low, high = statistics.wilson(*counts)
    assert (low, high) == pytest.approx(proportion_confint(*counts, method="wilson"), abs=1e-9)
    assert 0 <= low <= counts[0] / counts[1] <= high <= 1


@given(st.floats(0, 400), st.integers(1, 60))
def test_the_chi_square_tail_equals_scipy(x, degrees):
    assert statistics.chi_square_tail(x, degrees) == pytest.approx(stats.chi2.sf(x, degrees), rel=1e-9, abs=1e-14)


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(1, 400)), min_size=2, max_size=8))
def test_the_chi_square_test_equals_scipy(table):
    expected = stats.chi2_contingency(table, correction=False)
    assert statistics.chi_square_p(table) == pytest.approx(expected.pvalue, rel=1e-8, abs=1e-14)


def test_a_table_with_an_empty_row_or_column_has_no_p():
    assert statistics.chi_square_p([(3, 0), (5, 0)]) is None
    assert statistics.chi_square_p([(3, 2), (0, 0)]) is None
    assert statistics.chi_square_p([(3, 2)]) is None


@settings(max_examples=20)  # statsmodels takes its time
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_equals_statsmodels(p_values):
    assert statistics.holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1])


def test_survival_is_the_reference_curve():
    case = json.loads((REFERENCE / "other_rules.json").read_text())["kaplan_meier"]
    ends = [(1, 1, 0), (2, 1, 1), (3, 1, 0), (5, 0, 1)]
    assert {str(time): share for time, share in statistics.survival(ends)} == pytest.approx(case["survival"])
    assert statistics.median_survival(statistics.survival(ends)) == 3


@given(st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1, max_size=60))
def test_survival_equals_statsmodels(observed):
    from statsmodels.duration.survfunc import SurvfuncRight

    ends = [
        (t, sum(o == (t, True) for o in observed), sum(o == (t, False) for o in observed))
        for t in {t for t, _ in observed}
    ]
    curve = dict(statistics.survival(ends))
    if any(done for _, done in observed):
        peer = SurvfuncRight([t for t, _ in observed], [int(done) for _, done in observed])
        assert [curve[int(t)] for t in peer.surv_times] == pytest.approx(list(peer.surv_prob))


def test_a_median_that_is_not_reached_is_none():
    assert statistics.median_survival(statistics.survival([(5, 1, 3)])) is None
