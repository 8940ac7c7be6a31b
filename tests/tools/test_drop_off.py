"""drop_off: a case worked out by hand, its basis, its refusals, its corners."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest

from storage.errors import MapNotFound
from storage.maps import Reader
from tests.tools.conftest import CHANNEL, make_map
from tests.tools.logs import CLOCK_US, START, add, late, log
from tools import drop_off
from tools.drop_off import DropOffArgs
from tools.kit import Period, ToolError

LOGS = json.loads((Path(__file__).parent / "reference" / "drop_off.json").read_text())
ABC = ("a", "b", "c")
# ann: all three · bob: a, b · cy: a · dan: b only, enters in the middle
ROWS = [
    *log("ann", "A0 B10 C30", device="mobile", persona="x"),
    *log("bob", "A0 B20", device="mobile", persona="x"),
    *log("cy", "A0", device="desktop"),
    *log("dan", "B0", device="desktop"),
    late(),
]
MAP = make_map(("A", "B", "C"))


def refused(key: str, args: DropOffArgs, sources) -> dict[str, object]:
    with pytest.raises(ToolError) as error:
        drop_off.run(args, sources)
    assert error.value.key == key
    return error.value.facts


def test_a_case_worked_out_by_hand(ask):
    result = drop_off.run(DropOffArgs(min_n=1), ask(ROWS, MAP))
    assert [(s.title, s.reached, s.lost, s.median_seconds, s.skipped) for s in result.steps] == [
        ("A", 3, 1, 15.0, 1),
        ("B", 2, 1, 20.0, 0),
        ("C", 1, None, None, 0),
    ]
    assert [(s.from_previous.hits, s.from_previous.n) for s in result.steps] == [(3, 3), (2, 3), (1, 2)]
    assert result.steps[2].from_start.value == pytest.approx(1 / 3)
    assert result.worst == "b"


@pytest.mark.parametrize("case", LOGS, ids=lambda case: case["name"])
def test_reference_logs_through_the_tool(case, ask):
    rows = [
        {"customer_id": e["customer_id"], "occurred_at": datetime.fromisoformat(e["occurred_at"]), "event": e["name"]}
        for e in case["events"]
    ]
    args = DropOffArgs(steps=case["steps"], window=f"{case['window_hours']}h")
    assert [step.reached for step in drop_off.run(args, ask(rows)).steps] == case["reached"]


def test_the_basis_says_what_was_counted(ask):
    rows = [*ROWS, *log("eve", "X0 X1 X2")]
    basis = drop_off.run(DropOffArgs(journey="shop", device="Mobile", period="2026-03"), ask(rows, MAP)).basis
    assert (basis.journey, basis.map_id, basis.version, basis.rule) == ("The shop", "shop", 1, "any entry, ordered")
    assert basis.period == Period(start=date(2026, 3, 1), end=date(2026, 4, 1))
    assert basis.filters == {"device": "Mobile"}
    assert (basis.customers, basis.window_seconds) == (2, 30 * 86_400)
    assert [(d.title, d.rows) for d in basis.data_sets] == [("events.csv", len(rows))]
    assert basis.off_the_map == pytest.approx(3 / 10)
    assert basis.as_of == datetime.fromisoformat("2027-04-06T00:00:00+00:00")


def test_open_windows_are_said(ask):
    result = drop_off.run(DropOffArgs(), ask(ROWS[:-1], MAP))
    assert [s.reached for s in result.steps] == [0, 0, 0]
    assert [s.still_open for s in result.steps] == [3, 2, 1]
    assert [(e.why, e.n) for e in result.basis.excluded] == [("still_open", 3)]
    assert result.steps[0].from_previous.value is None
    closed = drop_off.run(DropOffArgs(as_of=date(2026, 5, 1)), ask(ROWS[:-1]))
    assert [s.reached for s in closed.steps] == [3, 2, 1]


def test_the_window_is_asked_else_the_maps_else_thirty_days(ask):
    sources = ask(ROWS, make_map(("A", "B", "C"), window_days=14))
    assert drop_off.run(DropOffArgs(), sources).basis.window_seconds == 14 * 86_400
    short = drop_off.run(DropOffArgs(window="10s"), sources)
    assert [s.reached for s in short.steps] == [3, 1, 0]
    assert drop_off.run(DropOffArgs(window="3000d"), sources).steps[0].still_open == 3


def test_groups_have_their_own_steps_and_unknown_stays(ask):
    result = drop_off.run(DropOffArgs(breakdown="persona", min_n=2), ask(ROWS, MAP))
    assert [(g.value, [s.reached for s in g.steps], g.small) for g in result.groups] == [
        ("x", [2, 2, 1], False),
        ("(unknown)", [1, 0, 0], True),
    ]
    assert [s.skipped for s in result.groups[1].steps] == [1, 0, 0]
    assert result.difference is None


def test_groups_that_differ_are_tested(ask):
    rows = [row for n in range(60) for row in log(f"m{n}", "A0 B1" if n < 6 else "A0", device="mobile")]
    rows += [row for n in range(60) for row in log(f"d{n}", "A0 B1" if n < 40 else "A0", device="desktop")]
    result = drop_off.run(DropOffArgs(steps=("A", "B"), breakdown="device"), ask([*rows, late()]))
    assert result.difference.groups == 2
    assert result.difference.p < 1e-8
    assert [g.worst for g in result.groups] == ["A", "A"]


def test_all_in_one_group(ask):
    result = drop_off.run(DropOffArgs(breakdown="channel"), ask(ROWS, MAP))
    assert [(g.value, g.steps[0].reached) for g in result.groups] == [("(unknown)", 3)]


def test_by_stage_is_the_funnel_itself(ask):
    assert drop_off.run(DropOffArgs(breakdown="stage"), ask(ROWS, MAP)).groups == ()


def test_touchpoints_of_a_stage_are_steps(ask):
    origin = {"by": "U0ANA", "at": "2026-11-04T09:00:00Z", "via": "chat"}
    spots = tuple({"slug": x, "title": x.upper(), "origin": origin} for x in (*ABC, "silent"))
    journey = make_map(({"slug": "shop", "title": "Shop", "touchpoints": spots},))
    result = drop_off.run(DropOffArgs(stage="shop"), ask(ROWS, journey))
    assert [s.reached for s in result.steps] == [3, 2, 1]
    assert result.unmeasured == ("SILENT",)


def test_strict_and_any_order_and_exclusion(ask):
    rows = [*log("p", "A0 X1 B2"), *log("q", "B0 A1"), late()]
    sources = ask(rows)
    for args, expected in (
        ({"order": "ordered"}, [2, 1]),
        ({"order": "strict"}, [2, 0]),
        ({"order": "any"}, [2, 2]),
        ({"exclude": ("X",)}, [1, 0]),
    ):
        result = drop_off.run(DropOffArgs(steps=("A", "B"), **args), sources)
        assert [s.reached for s in result.steps] == expected, args
    assert {e.why: e.n for e in result.basis.excluded} == {"excluded_event": 1}


def test_in_a_map_only_mapped_visits_break_a_strict_order(ask):
    rows = [*log("p", "A0 X1 B2"), *log("q", "A0 C1 B2"), late()]
    result = drop_off.run(DropOffArgs(order="strict"), ask(rows, MAP))
    assert [s.reached for s in result.steps] == [2, 1, 0]


def test_last_events_of_those_who_were_lost(ask):
    rows = [*log("p", "A0 E1"), *log("q", "A0 E1 E2"), *log("r", "A0 F1"), *log("s", "A0 B1 F2"), late()]
    result = drop_off.run(DropOffArgs(steps=("A", "B"), min_n=1, explain=True), ask(rows))
    assert result.explanation.last_events == (("E", 2), ("F", 1))


def test_filters_on_properties(ask):
    rows = [*log("p", "A0 B1", plan="gold"), *log("q", "A0", plan="basic"), late()]
    sources = ask(rows)
    result = drop_off.run(DropOffArgs(steps=("A", "B"), filters={"plan": "gold"}), sources)
    assert [s.reached for s in result.steps] == [1, 1]
    assert result.basis.filters == {"plan": "gold"}
    assert refused("unknown_property", DropOffArgs(steps=("A", "B"), filters={"plam": "x"}), sources)["asked"] == "plam"


def test_days_are_cut_in_the_workspaces_zone(ask):
    rows = [
        {"customer_id": "late", "occurred_at": "2026-03-08T04:59:00Z", "event": "A"},  # 23:59 on the 7th in New York
        {"customer_id": "in", "occurred_at": "2026-03-08T05:00:00Z", "event": "A"},
        {"customer_id": "in2", "occurred_at": "2026-03-09T03:59:00Z", "event": "A"},  # the 8th has 23 hours
        {"customer_id": "next", "occurred_at": "2026-03-09T04:00:00Z", "event": "A"},
        *log("b", "B0"),
        late(),
    ]
    result = drop_off.run(DropOffArgs(steps=("A", "B"), period="2026-03-08"), ask(rows, tz="America/New_York"))
    assert result.steps[0].reached == 2


def test_a_period_without_data_and_one_customer_and_duplicates(ask, tmp_path):
    sources = ask(ROWS, MAP)
    empty = drop_off.run(DropOffArgs(period="2020"), sources)
    assert [s.reached for s in empty.steps] == [0, 0, 0]
    assert empty.worst is None
    one = drop_off.run(DropOffArgs(steps=("A", "B")), ask([*log("solo", "A0 A0 B1 B1"), late()]))
    assert [s.reached for s in one.steps] == [1, 1]


def test_no_events_and_no_stages_are_said(ask):
    assert refused("no_events", DropOffArgs(), ask([], MAP)) == {}
    sources = ask(ROWS, make_map((), map_id="bare", title="Bare"))
    assert refused("no_stages", DropOffArgs(journey="bare"), sources) == {"journey": "Bare"}
    assert "Bare" in refused("which_journey", DropOffArgs(), sources)["known"]


def test_without_maps_it_says_so(ask):
    refused("no_maps", DropOffArgs(), ask(ROWS))


def test_unknown_names_come_with_close_ones(ask):
    sources = ask(ROWS, make_map(("Add to cart", "B", "C")))
    assert "the end" in refused("unknown_step", DropOffArgs(steps=("the ent", "A")), sources)["close"]
    unseen = drop_off.run(DropOffArgs(steps=("A", "something else")), sources)
    assert ([s.reached for s in unseen.steps], unseen.unseen, unseen.unmeasured) == ([3, 0], ("something else",), ())
    assert refused("unknown_stage", DropOffArgs(stage="Ad cart"), sources)["close"].startswith("Add to cart")
    assert refused("unknown_in_events", DropOffArgs(device="mobil"), sources)["close"].startswith("mobile")
    assert refused("unknown_in_events", DropOffArgs(persona="nobody"), sources)["column"] == "persona"
    refused("no_such_column", DropOffArgs(campaign="autumn"), sources)
    refused("no_visits", DropOffArgs(journey="other"), ask(ROWS, make_map(("Nothing",), map_id="other", title="Other")))
    refused("strict_repeats", DropOffArgs(steps=("A", "B", "A"), order="strict"), sources)
    with pytest.raises(MapNotFound):
        drop_off.run(DropOffArgs(journey="nowhere"), sources)


def test_a_map_outside_the_readers_scope_is_not_found(ask):
    private = make_map(("A", "B"), privacy="private")
    elsewhere = make_map(("A", "B"), map_id="elsewhere", title="Elsewhere", home={"channel_id": "C0OTHER"})
    sources = ask(ROWS, private, elsewhere, reader=Reader("U0BORIS", frozenset({CHANNEL})))
    for name in ("shop", "The shop", "elsewhere"):
        with pytest.raises(MapNotFound):
            drop_off.run(DropOffArgs(journey=name), sources)
    refused("no_maps", DropOffArgs(), sources)


def test_two_imports_are_both_in_the_basis(ask, tmp_path):
    sources = ask(ROWS, MAP)
    add(sources.events, tmp_path, log("new", "A0 B1 C2"), title="more.csv")
    result = drop_off.run(DropOffArgs(), sources)
    assert result.steps[2].reached == 2
    assert [d.title for d in result.basis.data_sets] == ["events.csv", "more.csv"]
    assert START.timestamp() * 1e6 < CLOCK_US
