"""Credits of every model: by hand, against the reference cases, the definitions, and on random paths."""

from itertools import pairwise
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools import attribution_oracle as oracle
from tests.tools.attribution_cases import CASE, OTHER, reference_paths, rows, small_paths
from tools import attribution
from tools.attribution import MODELS, TimedPath, time_decay
from tools.markov import removal_effects
from tools.touch_paths import Path, gather, presence

DAY_US = 24 * 3600 * 1_000_000


@pytest.mark.parametrize("model", CASE["credits"])
def test_a_model_gives_the_reference_credits(model):
    found = MODELS[model.removesuffix("_order_1")](gather(reference_paths()))
    assert {name: credit.conversions for name, credit in found.items()} == pytest.approx(
        CASE["credits"][model], abs=1e-7
    )


@pytest.mark.parametrize("model", ["first", "last", "linear", "position", "shapley"])
def test_a_model_gives_the_credits_of_five_paths(model):
    case = OTHER["five_paths"]
    found = MODELS[model](gather(small_paths(case["paths"])))
    above_0 = {name: credit.conversions for name, credit in found.items() if credit.conversions}
    assert above_0 == pytest.approx(case[model], abs=1e-6)


def test_revenue_is_shared_like_conversions():
    case = OTHER["five_paths"]
    found = attribution.linear(gather(small_paths(case["paths"])))
    assert {name: credit.value_cents / 100 for name, credit in found.items()} == pytest.approx(case["revenue_linear"])


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_position_gives_the_ends_forty_each(length):
    touches = tuple("abcd"[:length])
    found = attribution.position(gather([Path(touches, 1)]))
    assert [found[touch].conversions for touch in touches] == pytest.approx(OTHER["u_shape"][str(length)])


def test_time_decay_gives_the_reference_weights():
    case = OTHER["time_decay"]
    ages = tuple(days * DAY_US for days in case["days_before"])
    assert case["half_life_days"] * DAY_US == attribution.HALF_LIFE_US
    found = time_decay([TimedPath(("a", "b", "c"), ages, 7, 700)])
    assert [found[touch].conversions for touch in "abc"] == pytest.approx([7 * weight for weight in case["weights"]])
    assert [found[touch].value_cents for touch in "abc"] == pytest.approx([100, 200, 400])


@given(rows)
def test_rules_over_touches_are_as_written(paths):
    gathered = gather(paths)
    for model in ("first", "last", "linear", "position"):
        found = MODELS[model](gathered)
        expected = oracle.credited(paths, getattr(oracle, f"shares_of_{model}"))
        assert {name: (pytest.approx(c), pytest.approx(v)) for name, (c, v) in found.items()} == expected, model


@settings(max_examples=60)
@given(rows)
def test_shapley_is_the_mean_over_all_sets(paths):
    found = attribution.shapley(gather(paths))
    assert {name: credit.conversions for name, credit in found.items()} == pytest.approx(
        oracle.shapley_over_all_sets(paths), abs=1e-9
    )


@given(rows)
def test_credits_are_never_negative_and_sum_to_what_there_is(paths):
    gathered = gather(paths)
    conversions, value = sum(path.conversions for path in paths), sum(path.value_cents for path in paths)
    for name, model in MODELS.items():
        found = model(gathered).values()
        assert min(credit.conversions for credit in found) >= 0, name
        assert min(credit.value_cents for credit in found) >= 0, name
        assert sum(credit.conversions for credit in found) == pytest.approx(conversions), name
        assert sum(credit.value_cents for credit in found) == pytest.approx(value), name


@given(rows, st.randoms())
def test_the_order_of_the_rows_changes_no_digit(paths, draw):
    shuffled = draw.sample(paths, len(paths))
    for name, model in MODELS.items():
        assert model(gather(shuffled)) == model(gather(paths)), name


@given(rows)
def test_a_path_in_two_rows_is_one(paths):
    split = [half for p in paths for half in (p._replace(nulls=0), Path(p.touches, 0, 0, p.nulls))]
    for name, model in MODELS.items():
        assert model(gather(split)) == model(gather(paths)), name


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=5).map(tuple), st.integers(1, 50), st.integers(0, 50))
def test_of_one_path_the_ends_have_it_all(touches, conversions, nulls):
    gathered = gather([Path(touches, conversions, 100 * conversions, nulls)])
    assert attribution.first(gathered)[touches[0]] == (conversions, 100 * conversions)
    assert attribution.last(gathered)[touches[-1]] == (conversions, 100 * conversions)
    distinct = set(touches)
    for channel in distinct:
        assert attribution.shapley(gathered)[channel].conversions == pytest.approx(conversions / len(distinct))
    if len(distinct) == 1:
        assert all(model(gathered) == {touches[0]: (conversions, 100 * conversions)} for model in MODELS.values())


timed = st.lists(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 90 * DAY_US)), min_size=1, max_size=5).flatmap(
        lambda touches: st.builds(
            TimedPath,
            st.just(tuple(touch for touch, _ in touches)),
            st.just(tuple(sorted((age for _, age in touches), reverse=True))),
            st.integers(1, 9),
            st.integers(0, 9000),
        )
    ),
    min_size=1,
    max_size=15,
)


@given(timed)
def test_time_decay_is_as_written(paths):
    expected = dict.fromkeys("abc", 0.0)
    for path in paths:
        weights = [0.5 ** (age / (7 * DAY_US)) for age in path.ages_us]
        for touch, weight in zip(path.touches, weights, strict=True):
            expected[touch] += path.conversions * weight / sum(weights)
    found = {name: credit.conversions for name, credit in time_decay(paths).items()}
    assert found == pytest.approx({name: expected[name] for name in found})
    assert sum(found.values()) == pytest.approx(sum(path.conversions for path in paths))


@given(timed, st.integers(0, 400 * DAY_US))
def test_ages_may_be_measured_from_the_last_touch(paths, later):
    moved = [path._replace(ages_us=tuple(age + later for age in path.ages_us)) for path in paths]
    assert time_decay(moved) == time_decay(paths)


@given(timed)
def test_ages_in_whole_hours_move_no_credit_by_more_than_half_a_percent(paths):
    hour = 3600 * 1_000_000
    whole = [path._replace(ages_us=tuple(age // hour * hour for age in path.ages_us)) for path in paths]
    exact = time_decay(paths)
    for name, credit in time_decay(whole).items():
        assert credit.conversions == pytest.approx(exact[name].conversions, rel=0.0042)


def test_touches_long_ago_still_have_their_share():
    """Both a thousand half-lives before: the difference counts alone."""
    found = time_decay([TimedPath(("a", "b"), (7001 * 7 * DAY_US, 7000 * 7 * DAY_US), 3)])
    assert (found["a"].conversions, found["b"].conversions) == pytest.approx((1, 2))


def test_a_touch_without_an_age_is_refused():
    with pytest.raises(ValueError, match="2 touches have 1 ages"):
        time_decay([TimedPath(("a", "b"), (3,), 1)])


@given(rows)
def test_presence_is_counted_as_written(paths):
    for channel, seen in presence(gather(paths)).items():
        inside = [path for path in paths if channel in path.touches]
        assert seen.conversions == sum(path.conversions for path in inside) == seen.last + seen.assists
        assert seen.first == sum(path.conversions for path in inside if path.touches[0] == channel)
        assert seen.last == sum(path.conversions for path in inside if path.touches[-1] == channel)
        assert seen.alone == sum(path.conversions for path in inside if set(path.touches) == {channel})
        assert seen.nulls == sum(path.nulls for path in inside)


@pytest.mark.parametrize("paths", [[], [Path(("a",), 0, 0, 9)], [Path((), 1)], [Path(("a",), -1)]])
def test_where_nothing_converts_there_is_nothing_to_credit(paths):
    with pytest.raises(ValueError, match=r"No path|None of the paths converts"):
        gather(paths)


def test_ten_thousand_paths_are_quick():
    """All seven models over 10,000 paths of 12 channels: usually a twentieth of a second."""
    draw = np.random.default_rng(3)
    paths = [
        Path(tuple("abcdefghijkl"[c] for c in draw.integers(0, 12, n)), int(c), 10, int(z))
        for n, c, z in zip(
            draw.integers(1, 11, 10_000), draw.integers(0, 4, 10_000), draw.integers(0, 9, 10_000), strict=True
        )
    ]
    ages = [TimedPath(p.touches, tuple(range(len(p.touches) * DAY_US, 0, -DAY_US)), p.conversions) for p in paths]
    marks = [process_time()]
    for _ in range(5):
        gathered = gather(paths)
        assert all(len(model(gathered)) == 12 for model in (*MODELS.values(), removal_effects, presence))
        assert len(time_decay(ages)) == 12
        marks.append(process_time())
    assert min(after - before for before, after in pairwise(marks)) < 0.25
