"""The curve through moods, against its definition and against SciPy's."""

import picture_limits as limits
import picture_maps as maps
import pytest
from hypothesis import given
from hypothesis import strategies as st
from picture_cases import WORDS
from scipy.interpolate import CubicHermiteSpline

from bot.pictures.curve import monotone
from bot.pictures.mood_points import Scale, joined, spoken, spots
from storage.model.journey import Stage
from storage.model.mood import curve

heights = st.lists(st.integers(-20, 20).map(lambda tenths: tenths / 10), min_size=2, max_size=12)


def test_slopes_of_a_case_worked_out_by_hand() -> None:
    """Secants 1, 1, -2: the first two points keep slope 1, the turn gets 0, the end -2 is within three secants."""
    line = monotone([(0, 0), (1, 1), (2, 2), (3, 0)])
    assert line.slopes == (1, 1, 0, -2)


def test_a_steep_step_is_flattened() -> None:
    """Secants 0.1 and 10: the mean slope 5.05 is over three times the first secant; it is scaled."""
    line = monotone([(0, 0), (1, 0.1), (2, 10.1)])
    assert line.slopes[1] / 0.1 < 3.0


@given(heights, st.lists(st.integers(5, 200), min_size=12, max_size=12))
def test_the_line_never_leaves_the_range_between_two_neighbours(ys: list[float], gaps: list[int]) -> None:
    xs = [float(sum(gaps[:i])) for i in range(len(ys))]
    line = monotone(list(zip(xs, ys, strict=True)))
    for x, y in line.samples(step=3):
        k = max(i for i in range(len(xs) - 1) if xs[i] <= x + 1e-9)
        low, high = sorted((ys[k], ys[k + 1]))
        assert low - 1e-9 <= y <= high + 1e-9


@given(heights)
def test_it_is_the_cubic_that_scipy_draws_with_the_same_slopes(ys: list[float]) -> None:
    line = monotone([(float(i * 10), y) for i, y in enumerate(ys)])
    opinion = CubicHermiteSpline(line.xs, line.ys, line.slopes)
    for x, y in line.samples():
        assert y == pytest.approx(float(opinion(x)), abs=1e-9)


def test_a_single_point_is_no_line() -> None:
    journey = limits.one_stage()
    placed = spots(curve(journey), [(stage,) for stage in journey.stages], 0, 100, Scale(50, 10))
    assert [(spot.x, spot.y) for spot in placed] == [(50, 70)]
    assert joined(placed) == []


def test_points_of_a_stage_stand_at_the_middles_of_equal_parts() -> None:
    journey = maps.felt_touchpoints()
    placed = spots(curve(journey), [(stage,) for stage in journey.stages], 0, 300, Scale(0, 1))
    assert [spot.x for spot in placed[:5]] == [75, 225, 350, 450, 550]


def test_a_point_speaks_with_the_vote_furthest_on_its_side() -> None:
    journey = maps.colleen()
    assert [spoken(point, WORDS) for point in curve(journey)] == [
        ("frustrated: it broke again", "frustrated"),
        ("cannot see which one is better",),
        ("delivery date is shown only after payment",),
        (),
    ]


def test_neighbouring_stages_with_votes_are_joined() -> None:
    journey = limits.twelve_stages()
    columns: list[tuple[Stage, ...]] = [(stage,) for stage in journey.stages]
    assert [len(line.xs) for line in joined(spots(curve(journey), columns, 0, 100, Scale(0, 1)))] == [2, 2, 2, 2]
