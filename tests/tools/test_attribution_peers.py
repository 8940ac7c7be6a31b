"""Credits and removal effects against other programs: `mta` and `marketing_attribution_models` (mam)."""

import contextlib
import io

import numpy as np
import pandas as pd
import polars as pl
import pytest
from mam.models.heuristics import TimeDecayModel
from mam.models.markov import MarkovModel
from mta import MTA

from tools.attribution import MODELS, TimedPath, time_decay
from tools.markov import removal_effects
from tools.touch_paths import Path, gather

HOUR_US = 3600 * 1_000_000


def drawn(seed: int, channels: str = "abcde") -> list[Path]:
    """Paths with loops, each once, some of which convert."""
    draw = np.random.default_rng(seed)
    touches = {tuple(channels[c] for c in draw.integers(0, len(channels), draw.integers(1, 7))) for _ in range(40)}
    return [Path(path, int(draw.integers(0, 6)), 0, int(draw.integers(1, 9))) for path in sorted(touches)]


@pytest.mark.parametrize("seed", range(20))
def test_rules_and_shapley_equal_mta(seed):
    paths = drawn(seed)
    frame = pd.DataFrame(
        [(" > ".join(p.touches), p.conversions, p.nulls) for p in paths],
        columns=["path", "total_conversions", "total_null"],
    )
    with contextlib.redirect_stdout(io.StringIO()):
        peer = MTA(frame, allow_loops=True, add_timepoints=False)
        peer.first_touch(normalize=False).last_touch(normalize=False).linear("proportional", normalize=False)
        peer.position_based(normalize=False).shapley(normalize=False)
    names = {"first": "first_touch", "last": "last_touch", "linear": "linear", "position": "pos_based"}
    for model in ("first", "last", "linear", "position", "shapley"):
        found = {name: credit.conversions for name, credit in MODELS[model](gather(paths)).items()}
        expected = dict.fromkeys(found, 0.0) | dict(peer.attribution[names.get(model, model)])
        assert found == pytest.approx(expected, abs=1e-9), model


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("loops", [False, True])
def test_removal_effects_equal_mam(seed, loops):
    paths = drawn(seed)
    journeys = [
        (list(path.touches), converted, customers)
        for path in paths
        for converted, customers in ((True, path.conversions), (False, path.nulls))
        if customers
    ]
    frame = pl.DataFrame(journeys, schema=["channels", "has_conversion", "weight"], orient="row").with_columns(
        journey_id=pl.int_range(pl.len()), conversion_value=pl.lit(1.0)
    )
    peer = MarkovModel(transition_to_same_state=loops)
    peer.calculate(frame)
    assert removal_effects(gather(paths)) == pytest.approx(peer.removal_effect_df["removal_effect"].to_dict(), abs=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_time_decay_equals_mam(seed):
    draw, paths = np.random.default_rng(seed), []
    for path in drawn(seed):
        hours = sorted(draw.integers(0, 2160, len(path.touches)).tolist(), reverse=True)
        paths.append(TimedPath(path.touches, tuple(hour * HOUR_US for hour in hours), 1))
    frame = pl.DataFrame(
        {
            "journey_id": range(len(paths)),
            "channels": [list(path.touches) for path in paths],
            "time_till_conv": [[age / HOUR_US for age in path.ages_us] for path in paths],
            "conversion_value": [1.0] * len(paths),
            "weight": [1] * len(paths),
        }
    )
    peer = TimeDecayModel(half_life_hours=7 * 24).get_aggregated_results(frame)
    found = {name: credit.conversions for name, credit in time_decay(paths).items()}
    assert found == pytest.approx(dict(peer.iter_rows()), abs=1e-9)
