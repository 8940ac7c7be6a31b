"""What is lost without a channel: by hand, the reference cases, a plain solution, a walk, and random paths."""

import numpy as np
import pytest
from hypothesis import given

from tests.tools.attribution_cases import CASE, OTHER, reference_paths, rows, small_paths
from tests.tools.attribution_oracle import conversion_rate
from tools.attribution import markov
from tools.markov import chain, removal_effects, remove
from tools.touch_paths import Path, gather


def test_the_reference_paths_lose_what_the_reference_says():
    paths = reference_paths()
    assert removal_effects(gather(paths)) == pytest.approx(CASE["removal_effect"], abs=1e-8)
    assert conversion_rate(paths) == pytest.approx(CASE["base_conversion"])


@pytest.mark.parametrize(("name", "shares"), [("markov_small", "shares"), ("five_paths", "markov_shares")])
def test_small_cases_lose_what_the_reference_says(name, shares):
    case = OTHER[name]
    paths = gather(small_paths(case["paths"]))
    total = sum(paths.conversions.tolist())
    assert removal_effects(paths) == pytest.approx(case["removal_effect"], abs=1e-6)
    assert {n: c.conversions / total for n, c in markov(paths).items()} == pytest.approx(case[shares], abs=1e-6)


def test_a_loop_worked_out_by_hand():
    """a > b > a > b converts, a is lost: of 3 who leave a, 2 go to b; of 2 who leave b, one converts and one goes to a.

    From a: x = 2/3 y, y = 1/2 + 1/2 x: x = 1/2. All start at a, and whoever converts was at b.
    """
    paths = gather([Path(("a", "b", "a", "b"), 1), Path(("a",), 0, 0, 1)])
    start, onward, converted = chain(paths)
    assert (start.tolist(), converted.tolist()) == ([1, 0], [0, 0.5])
    assert onward == pytest.approx(np.array([[0, 2 / 3], [0.5, 0]]))
    assert (start @ np.linalg.inv(np.eye(2) - onward) @ converted) == pytest.approx(1 / 2)
    assert removal_effects(paths) == pytest.approx({"a": 1, "b": 1})


def test_a_channel_followed_by_itself_is_one_stay():
    once, often = ([Path((*mail, "ad"), 2, 0, 3), Path(mail, 1, 0, 4)] for mail in (("mail",), ("mail",) * 9))
    assert removal_effects(gather(often)) == pytest.approx(removal_effects(gather(once)))


@given(rows)
def test_effects_equal_the_chain_solved_again_without_each_channel(paths):
    whole = conversion_rate(paths)
    for channel, effect in removal_effects(gather(paths)).items():
        assert effect == pytest.approx(1 - conversion_rate(paths, channel) / whole, abs=1e-9)
        assert 0 <= effect <= 1


def test_effects_equal_a_long_walk():
    """200,000 customers drawn from the transitions as counted."""
    paths = reference_paths()
    draw = np.random.default_rng(11)
    where: dict[str, list[tuple[str, int]]] = {}
    for path in paths:
        for here, there in zip(("", *path.touches), (*path.touches, None), strict=True):
            ends = [("yes", path.conversions), ("no", path.nulls)]
            where.setdefault(here, []).extend(ends if there is None else [(there, path.conversions + path.nulls)])
    walkers = np.array([""] * 200_000, dtype=object)
    met = {channel: np.zeros(len(walkers), bool) for channel in where if channel}
    while not np.isin(walkers, ["yes", "no"]).all():
        for here, onward in where.items():
            at = np.flatnonzero(walkers == here)
            weights = np.array([n for _, n in onward]) / sum(n for _, n in onward)
            if here:
                met[here][at] = True
            walkers[at] = draw.choice(np.array([there for there, _ in onward], dtype=object), len(at), p=weights)
    yes = walkers == "yes"
    assert yes.mean() == pytest.approx(CASE["base_conversion"], abs=0.005)
    for channel, effect in removal_effects(gather(paths)).items():
        assert met[channel][yes].mean() == pytest.approx(effect, abs=0.01)


@given(rows)
def test_without_a_channel_in_every_path_nothing_is_left(paths):
    through = gather([path._replace(touches=("hub", *path.touches)) for path in paths])
    assert removal_effects(through)["hub"] == pytest.approx(1)
    lost = remove(through, "hub")
    assert (lost.conversions, lost.value_cents) == pytest.approx(
        (sum(path.conversions for path in paths), sum(path.value_cents for path in paths))
    )
    assert lost.touched == sum(path.conversions for path in paths)


@given(rows)
def test_channels_of_those_alone_who_did_not_convert_cost_nothing(paths):
    effects = removal_effects(gather([*paths, Path(("dead", "end"), 0, 0, 5)]))
    assert (effects["dead"], effects["end"]) == (0, 0)


def test_a_channel_nobody_took_has_no_effect():
    paths = [Path(("a",), 3, 0, 1), Path(("b", "a"), 0, 0, 0)]
    assert removal_effects(gather(paths)) == {"a": 1, "b": 0}


def test_what_is_lost_without_a_channel_stands_beside_what_was_seen():
    """ad is touched in 4 + 2 + 1 + 1 of 13 conversions and is alone in 2; the chain expects 0.3305 of 13."""
    lost = remove(gather(reference_paths()), "ad")
    assert lost.effect == pytest.approx(CASE["removal_effect"]["ad"], abs=1e-8)
    assert lost.conversions == pytest.approx(13 * lost.effect)
    assert lost.value_cents == pytest.approx(122_500 * lost.effect)
    assert (lost.touched, lost.alone) == (8, 2)
    with pytest.raises(KeyError):
        remove(gather(reference_paths()), "radio")
