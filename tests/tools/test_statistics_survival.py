"""Times with some still open: against statsmodels, lifelines and the reference case."""

import json
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from lifelines.utils import median_survival_times
from statsmodels.duration.survfunc import SurvfuncRight

from tools import survival

CASE = json.loads((Path(__file__).parent / "reference" / "other_rules.json").read_text())["kaplan_meier"]
people = st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1, max_size=60)


def ends(observed: list[tuple[int, bool]]) -> list[tuple[int, int, int]]:
    """(time, finished) of each person as rows."""
    return [(t, observed.count((t, True)), observed.count((t, False))) for t in {t for t, _ in observed}]


def median(curve: list[survival.Point]) -> int | None:
    """The first time by which half have finished."""
    return next((point.time for point in curve if point.share <= 0.5 + 1e-12), None)


def fitted(observed: list[tuple[int, bool]]) -> KaplanMeierFitter:
    return KaplanMeierFitter().fit([t for t, _ in observed], [done for _, done in observed])


reference = ends([(time, bool(done)) for time, done in CASE["time_event"]])


def test_survival_is_the_reference_curve():
    curve = survival.survival(reference)
    assert {str(p.time): p.share for p in curve} == pytest.approx(CASE["survival"])
    assert median(curve) == 3


def test_the_hazard_of_each_time_is_the_reference():
    found = survival.hazards(reference, [1, 2, 3, 5, 6])
    assert {str(h.start): h.rate for h in found} == pytest.approx(CASE["hazard"])


def test_an_interval_worked_out_by_hand():
    """0.6 left after 2; Greenwood 1/(5*4) + 1/(4*3) = 2/15; 1.96 * sqrt(2/15) / -ln 0.6 = 1.4010; e^1.4010 = 4.0594."""
    point = survival.survival(reference)[1]
    assert (point.share, point.at_risk, point.finished) == (pytest.approx(0.6), 4, 1)
    assert point.greenwood == pytest.approx(2 / 15)
    assert point.interval == pytest.approx((0.6**4.0594, 0.6 ** (1 / 4.0594)), abs=1e-4)


@given(people)
def test_survival_equals_statsmodels(observed):
    assume(any(done for _, done in observed))
    curve = {p.time: p for p in survival.survival(ends(observed))}
    peer = SurvfuncRight([t for t, _ in observed], [int(done) for _, done in observed])
    assert [curve[int(t)].share for t in peer.surv_times] == pytest.approx(list(peer.surv_prob))
    assert [curve[int(t)].at_risk for t in peer.surv_times] == list(peer.n_risk)
    errors = [point.share * math.sqrt(point.greenwood) for point in (curve[int(t)] for t in peer.surv_times)]
    known = ~np.isnan(peer.surv_prob_se)
    assert np.array(errors)[known] == pytest.approx(peer.surv_prob_se[known], abs=1e-9)


@settings(max_examples=60)
@pytest.mark.filterwarnings("ignore::RuntimeWarning:lifelines")
@given(people)
def test_the_intervals_equal_lifelines(observed):
    curve = survival.survival(ends(observed))
    peer = fitted(observed)
    for point in curve:
        low, high = peer.confidence_interval_survival_function_.loc[point.time]
        assert point.share == pytest.approx(peer.predict(point.time))
        if 0 < point.share < 1:
            assert point.interval == pytest.approx((low, high), abs=1e-9)
            assert 0 <= point.interval.low <= point.share <= point.interval.high <= 1
        else:
            assert point.interval is None


@settings(max_examples=40)
@pytest.mark.filterwarnings("ignore::RuntimeWarning:lifelines")
@given(people)
def test_the_median_and_its_interval_equal_lifelines(observed):
    curve = survival.survival(ends(observed))
    assume(all(abs(point.share - 0.5) > 1e-9 for point in curve))  # there lifelines wants more than half
    peer = fitted(observed)
    assert (median(curve) or math.inf) == peer.median_survival_time_
    edges = median_survival_times(peer.confidence_interval_survival_function_.dropna()).iloc[0].tolist()
    found = survival.median_interval(curve)
    if curve[-1].share:  # lifelines has no band where all have finished
        assert (
            (math.inf, math.inf) == tuple(edges)
            if found is None
            else (found.low, found.high or math.inf) == tuple(edges)
        )
    if median(curve) is not None:
        assert found.low <= median(curve) <= (found.high or math.inf)


def test_where_all_have_finished_the_median_lies_before_the_end():
    curve = survival.survival([(1, 1, 0), (2, 1, 0), (3, 1, 0)])
    assert median(curve) == 2
    assert survival.median_interval(curve) == (1, 3)
    assert curve[-1].interval is None


def test_a_median_that_is_not_reached_is_none():
    curve = survival.survival([(5, 1, 3)])
    assert median(curve) is None
    assert survival.median_interval(curve) == (5, None)
    assert survival.median_interval(survival.survival([(5, 0, 3)])) is None


def test_of_nobody_there_is_no_curve():
    assert survival.survival([]) == []
    assert survival.median_interval([]) is None
    assert survival.hazards([], [0, 7]) == [(0, 7, 0, 0, None)]


@given(people, st.lists(st.integers(0, 32), min_size=2, max_size=6, unique=True).map(sorted))
def test_hazards_are_counted_as_written(observed, bounds):
    for bucket, (start, until) in zip(survival.hazards(ends(observed), bounds), pairwise(bounds), strict=True):
        open_then = [one for one in observed if one[0] >= start]
        assert bucket.at_risk == len(open_then)
        assert bucket.finished == sum(done for time, done in open_then if time < until)
        assert bucket.rate == (bucket.finished / bucket.at_risk if open_then else None)
