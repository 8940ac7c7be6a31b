"""NPS, CSAT, means and their differences: against scipy, statsmodels, simulation and the reference cases."""

import json
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from tools import scores

REFERENCE = Path(__file__).parent / "reference"
CASES = json.loads((REFERENCE / "statistics.json").read_text())
answers = st.dictionaries(st.integers(0, 10), st.integers(0, 300), max_size=11)


def spread(counts: dict[int, int]) -> list[int]:
    """One value an answer."""
    return [score for score, times in sorted(counts.items()) for _ in range(times)]


@pytest.mark.parametrize("case", CASES["nps"], ids=str)
def test_nps_gives_the_reference_score_and_interval(case):
    found = scores.nps_of(case["promoters"], case["passives"], case["detractors"])
    assert found.score == pytest.approx(case["nps"], abs=1e-4)
    assert found.interval == pytest.approx(case["interval"], abs=1e-4)


def test_nps_of_the_reference_answers():
    case = json.loads((REFERENCE / "other_rules.json").read_text())["nps"]
    found = scores.nps(dict.fromkeys(case["scores"], 1))
    assert (found.score, found.n) == (case["nps"], case["n"])
    assert (found.promoters, found.passives, found.detractors) == (2, 2, 2)
    assert scores.nps({}) is case["empty"]
    assert scores.nps({7: 0}) is None


@given(answers)
def test_nps_is_the_mean_of_plus_and_minus_a_hundred(counts):
    marks = [100 if score >= 9 else -100 if score <= 6 else 0 for score in spread(counts)]
    found = scores.nps(counts)
    if not marks:
        assert found is None
        return
    assert found.score == pytest.approx(np.mean(marks), abs=1e-9)
    assert found.error == pytest.approx(np.std(marks) / sqrt(len(marks)), abs=1e-9)
    normal = stats.norm.interval(0.95, np.mean(marks), max(np.std(marks) / sqrt(len(marks)), 1e-12))
    assert found.interval == pytest.approx(np.clip(normal, -100, 100), abs=1e-6)
    assert -100 <= found.interval.low <= found.score + 1e-9
    assert found.score - 1e-9 <= found.interval.high <= 100


def test_the_interval_holds_the_true_nps_in_nineteen_of_twenty_surveys():
    drawn = np.random.default_rng(7).multinomial(400, [0.45, 0.30, 0.25], 4000)
    inside = [scores.nps_of(*map(int, survey)).interval for survey in drawn]
    assert np.mean([low <= 20 <= high for low, high in inside]) == pytest.approx(0.95, abs=0.012)


def test_a_difference_of_two_nps_worked_out_by_hand():
    """20 (45, 30, 25 of 100) and 35 (50, 35, 15): errors 8.124 and 7.263, together 10.897; 15 / 10.897 = 1.3765."""
    found = scores.compare_nps(scores.nps_of(45, 30, 25), scores.nps_of(50, 35, 15))
    assert found.difference == pytest.approx(15)
    assert found.statistic == pytest.approx(15 / sqrt(66 + 52.75), abs=1e-12)
    assert found.p == pytest.approx(2 * stats.norm.sf(found.statistic))
    assert found.interval == pytest.approx((15 - 1.959964 * sqrt(118.75), 15 + 1.959964 * sqrt(118.75)), abs=1e-4)


@given(answers, answers)
def test_nps_differences_equal_the_normal_interval_and_turn_with_the_groups(a, b):
    of_a, of_b = scores.nps(a), scores.nps(b)
    found = scores.compare_nps(of_a, of_b)
    if found is None:
        assert of_a is None or of_b is None or of_a.error == of_b.error == 0
        return
    marks = [[100 if s >= 9 else -100 if s <= 6 else 0 for s in spread(group)] for group in (a, b)]
    difference = np.mean(marks[1]) - np.mean(marks[0])
    peer = stats.norm(difference, sqrt(sum(np.var(group) / len(group) for group in marks)))
    assert found.interval == pytest.approx(np.clip(peer.interval(0.95), -200, 200), abs=1e-6)
    assert found.p == pytest.approx(2 * min(peer.cdf(0), peer.sf(0)), rel=1e-6, abs=1e-300)
    turned = scores.compare_nps(of_b, of_a)
    assert (turned.difference, turned.p) == pytest.approx((-found.difference, found.p))
    assert turned.interval == pytest.approx((-found.interval.high, -found.interval.low))


def test_an_nps_difference_of_many_answers_equals_statsmodels():
    marks = [[100] * 4500 + [0] * 3000 + [-100] * 2500, [100] * 5000 + [0] * 3500 + [-100] * 1500]
    low, high = CompareMeans(DescrStatsW(marks[1]), DescrStatsW(marks[0])).zconfint_diff(usevar="unequal")
    found = scores.compare_nps(scores.nps_of(4500, 3000, 2500), scores.nps_of(5000, 3500, 1500))
    assert found.interval == pytest.approx((low, high), abs=1e-3)


@pytest.mark.parametrize("case", CASES["csat"], ids=str)
def test_csat_is_the_share_of_fours_and_fives(case):
    counts = {score: case["scores"].count(score) for score in case["scores"]}
    found = scores.csat(counts)
    assert found.share == pytest.approx(case["csat"], abs=1e-6)
    assert (found.satisfied, found.n) == (4, 7)
    assert found.interval == pytest.approx(stats.binomtest(4, 7).proportion_ci(method="wilson"), abs=1e-9)


def test_nobody_asked_has_no_csat_and_no_mean():
    assert scores.csat({}) is None
    assert scores.csat({4: 0}) is None
    assert scores.moments({}) is None


@pytest.mark.parametrize(("score", "count"), [(11, scores.nps), (-1, scores.nps), (0, scores.csat), (6, scores.csat)])
def test_a_score_off_the_scale_is_refused(score, count):
    with pytest.raises(ValueError, match=f"{score} is not on the scale"):
        count({score: 1, 5: 3})
    assert count({score: 0, 5: 3}).n == 3


def test_a_mean_worked_out_by_hand():
    """2, 4, 4, 6: mean 4, variance 8/3, t of 3 degrees 3.1824: 4 +- 3.1824 * sqrt(8/3/4) = 4 +- 2.5984."""
    found = scores.moments({2: 1, 4: 2, 6: 1})
    assert found == pytest.approx((4, 4, 8 / 3))
    assert scores.mean_interval(found) == pytest.approx((4 - 2.5984, 4 + 2.5984), abs=1e-4)
    assert scores.mean_interval(scores.moments({5: 1})) is None


@given(answers)
def test_a_mean_and_its_interval_equal_scipy(counts):
    everybody = spread(counts)
    assume(len(everybody) > 1)
    found = scores.moments(counts)
    assert found == pytest.approx((len(everybody), np.mean(everybody), np.var(everybody, ddof=1)), abs=1e-9)
    low, high = scores.mean_interval(found)
    assert low <= found.mean <= high
    if found.variance:
        peer = stats.ttest_1samp(everybody, 0).confidence_interval()
        assert (low, high) == pytest.approx((peer.low, peer.high), abs=1e-9)


def test_alike_scores_do_not_vary_whatever_their_digits():
    assert scores.moments({0.1: 3}) == (3, 0.1, 0)
    assert scores.welch(scores.moments({0.1: 3}), scores.moments({0.3: 3})) is None


@pytest.mark.filterwarnings("ignore:Precision loss:RuntimeWarning")  # scipy, of a group that does not vary
@given(answers, answers)
def test_welch_equals_scipy(a, b):
    of_a, of_b = scores.moments(a), scores.moments(b)
    found = scores.welch(of_a, of_b)
    if found is None:
        assert min(sum(a.values()), sum(b.values())) < 2 or not of_a.variance + of_b.variance
        return
    peer = stats.ttest_ind(spread(b), spread(a), equal_var=False)
    assert found.statistic == pytest.approx(peer.statistic, rel=1e-9, abs=1e-12)
    assert found.p == pytest.approx(peer.pvalue, rel=1e-7, abs=1e-300)
    interval = peer.confidence_interval()
    assert found.interval == pytest.approx((interval.low, interval.high), rel=1e-9, abs=1e-9)
    turned = scores.welch(of_b, of_a)
    assert turned.interval == pytest.approx((-found.interval.high, -found.interval.low))
    assert turned.p == pytest.approx(found.p)
