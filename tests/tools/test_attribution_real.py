"""Other people's 10,000 paths give the credits that other programs computed."""

import csv
import json
import os
from pathlib import Path as File

import pytest

from tools.attribution import MODELS, markov, shapley
from tools.markov import removal_effects
from tools.touch_paths import Path, Paths, gather, presence

REAL = File(os.environ.get("WAYMARK_REAL_DATA") or File(__file__).parents[3] / "shared" / "data" / "real")
pytestmark = pytest.mark.skipif(
    not REAL.is_dir(), reason=f"the real data are not at {REAL.name}; set WAYMARK_REAL_DATA"
)
HEURISTICS = "first/last/linear/ushape40-20-40 conversions, first/last/linear value"
SMALLEST = 10**9  # the values have many decimals


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, object]]:
    return json.loads((REAL / "expected.json").read_text())["attribution_paths.csv"]


@pytest.fixture(scope="module")
def paths() -> Paths:
    with (REAL / "attribution_paths.csv").open(encoding="utf-8", newline="") as lines:
        return gather(
            Path(
                tuple(row["path"].split(" > ")),
                int(row["total_conversions"]),
                round(float(row["total_conversion_value"]) * SMALLEST),
                int(row["total_null"]),
            )
            for row in csv.DictReader(lines)
        )


def test_the_file_is_the_one_that_was_counted(paths, expected):
    totals = expected["totals"]
    assert len(paths.lengths) == totals["paths"]
    assert (paths.conversions.sum(), paths.nulls.sum()) == (totals["conversions"], totals["null"])
    assert paths.value_cents.sum() / SMALLEST == pytest.approx(totals["value"], abs=1e-5)


@pytest.mark.parametrize(("place", "model"), [*enumerate(["first", "last", "linear", "position"])])
def test_rules_give_what_three_programs_gave(place, model, paths, expected):
    found = MODELS[model](paths)
    assert {name: credit.conversions for name, credit in found.items()} == pytest.approx(
        {name: figures[place] for name, figures in expected[HEURISTICS].items()}, abs=1e-9
    )
    if model != "position":
        assert {name: credit.value_cents / SMALLEST for name, credit in found.items()} == pytest.approx(
            {name: figures[place + 4] for name, figures in expected[HEURISTICS].items()}, abs=1e-5
        )


def test_shapley_gives_what_mta_gave(paths, expected):
    found = {name: credit.conversions for name, credit in shapley(paths).items()}
    assert found == pytest.approx(expected["shapley_zhao"], abs=1e-9, rel=1e-12)


def test_markov_gives_the_exact_solution(paths, expected):
    assert removal_effects(paths) == pytest.approx(expected["markov_removal_effect"], abs=1e-12)
    found = {name: credit.conversions for name, credit in markov(paths).items()}
    assert found == pytest.approx(expected["markov_conversions"], abs=1e-8)


def test_markov_is_where_channelattributions_simulation_goes(paths, expected):
    """Its default stops early; asked for ten times the precision it comes within 0.05 % of all conversions."""
    found = {name: credit.conversions for name, credit in markov(paths).items()}
    fine, coarse = (expected[f"ChannelAttribution_markov_{run}"] for run in ("conv_par_0.005", "default_0.05"))
    off = {name: (abs(fine[name] - found[name]), abs(coarse[name] - found[name])) for name in found}
    assert max(of_fine for of_fine, _ in off.values()) < 0.0005 * expected["totals"]["conversions"]
    assert max(of_fine for of_fine, _ in off.values()) < max(of_coarse for _, of_coarse in off.values()) / 5


def test_last_touches_and_assists_are_all_who_were_touched(paths, expected):
    seen = presence(paths)
    assert {name: line.last for name, line in seen.items()} == {
        name: figures[1] for name, figures in expected[HEURISTICS].items()
    }
    assert all(line.conversions == line.last + line.assists >= line.alone for line in seen.values())
