"""journey_length: quartiles, visits, open journeys, time in a stage."""

import json
from pathlib import Path

import pytest

from tests.tools.conftest import make_map
from tests.tools.logs import START, late, log
from tools import journey_length
from tools.journey_length import JourneyLengthArgs
from tools.kit import ToolError

RULES = json.loads((Path(__file__).parent / "reference" / "other_rules.json").read_text())


def test_quartiles_are_those_of_the_reference(ask):
    case = RULES["quantiles_type7"]
    rows = [row for n, value in enumerate(case["values"]) for row in log(f"c{n}", f"A0 X1 B{value}")]
    overall = journey_length.run(JourneyLengthArgs(start="A", goal="B"), ask([*rows, late()])).overall
    assert overall.n == 4
    assert [overall.p25_seconds, overall.median_seconds, overall.p75_seconds, overall.p90_seconds] == [
        case[name] for name in ("p25", "p50", "p75", "p90")
    ]
    assert (overall.mean_seconds, overall.median_visits, overall.median_all_seconds) == (25, 3, None)


def test_nobody_finished_has_no_quartiles(ask):
    result = journey_length.run(JourneyLengthArgs(start="A", goal="B"), ask([*log("a", "A0"), *log("b", "B0"), late()]))
    assert (result.overall.n, result.overall.open, result.overall.median_seconds) == (
        0,
        1,
        RULES["quantiles_type7"]["empty"],
    )


def test_open_journeys_count_as_not_finished_yet(ask):
    rows = [
        *log("a", "A1 B2"),
        *log("b", "A1 B3"),
        *log("c", "A1 B4"),
        *log("d", "A1 A3"),
        *log("e", "A0"),
        *log("z", "Z6"),
    ]
    overall = journey_length.run(JourneyLengthArgs(start="A", goal="B"), ask(rows)).overall
    assert (overall.n, overall.open, overall.median_seconds) == (3, 2, 2)
    assert overall.median_all_seconds == 3  # 4/5, 3/5, 2/5 are left after 1, 2, 3 seconds


def test_the_way_is_from_the_first_entry_to_the_next_goal(ask):
    rows = [*log("a", "B0 A1 A4 B6 B9"), late()]
    overall = journey_length.run(JourneyLengthArgs(start="A", goal="B"), ask(rows)).overall
    assert (overall.median_seconds, overall.median_visits) == (5, 3)


def test_a_window_leaves_longer_journeys_out_and_says_so(ask):
    rows = [*log("a", "A0 B5"), *log("b", "A0 B50"), late()]
    result = journey_length.run(JourneyLengthArgs(start="A", goal="B", window="10s"), ask(rows))
    assert (result.overall.n, result.overall.open) == (1, 0)
    assert [(e.why, e.n) for e in result.basis.excluded] == [("longer_than_window", 1)]


def test_only_mapped_visits_are_counted(ask):
    rows = [*log("a", "A0 X1 B2 X3 C4"), late()]
    result = journey_length.run(JourneyLengthArgs(), ask(rows, make_map(("A", "B", "C"))))
    assert (result.start, result.goal) == ("A", "C")
    assert result.overall.median_visits == 3


def test_time_in_a_stage_ends_with_the_next_one(ask):
    rows = [*log("a", "A0 B2 B3 C9"), *log("b", "A0 B4"), late()]
    sources = ask(rows, make_map(("A", "B", "C")))
    assert journey_length.run(JourneyLengthArgs(stage="B"), sources).overall.median_seconds == 7
    by_stage = journey_length.run(JourneyLengthArgs(breakdown="stage"), sources)
    assert [(g.value, g.n, g.median_seconds) for g in by_stage.groups] == [("A", 2, 3), ("B", 1, 7)]
    with pytest.raises(ToolError, match="last_stage"):
        journey_length.run(JourneyLengthArgs(stage="C"), sources)


def test_groups_are_those_of_the_first_entry(ask):
    rows = [*log("a", "A0 B4", device="mobile"), *log("b", "A0 B9"), *log("c", "A0", device="mobile"), late()]
    result = journey_length.run(JourneyLengthArgs(start="A", goal="B", breakdown="device", min_n=1), ask(rows))
    assert [(g.value, g.n, g.open, g.median_seconds) for g in result.groups] == [
        ("mobile", 1, 1, 4),
        ("(unknown)", 1, 0, 9),
    ]
    assert [g.median_all_seconds for g in result.groups] == [4, None]


def test_what_happened_after_the_end_of_the_data_is_not_known(ask):
    rows = [*log("a", "A0"), {"customer_id": "a", "occurred_at": START.replace(month=5), "event": "B"}, late()]
    result = journey_length.run(JourneyLengthArgs(start="A", goal="B", as_of="2026-04-01"), ask(rows))
    assert (result.overall.n, result.overall.open) == (0, 1)
