"""The map against reality: by hand, against a plain oracle on random logs, alignments of a real log, bad input."""

import json
from datetime import timedelta
from itertools import pairwise

import pytest

from storage.ingest.mapping import ColumnMapping
from storage.model.evidence import Evidence
from tests.tools.conftest import ANA, CHANNEL, NOW, WORKSPACE, make_map, sources
from tests.tools.logs import late, log, say, store
from tests.tools.path_maps import ORIGIN, drawn_map, edge, touch
from tests.tools.random_logs import by_customer, fill, prepared, random_logs
from tests.tools.test_real_funnels import REAL
from tools import reality_check
from tools.kit import ToolError
from tools.reality_check import RealityCheckArgs

WAYS = (edge("a", "b"), edge("b", "dark"), edge("dark", "c"), edge("c", "d"), edge("c", "a", "loop_back"))


def run(given, **asked):
    return reality_check.run(RealityCheckArgs(**asked), given)


def health(result) -> dict[str, tuple[str, int | None, int | None]]:
    return {line.part: (line.state, line.hits, line.n) for line in result.health}


def test_who_keeps_to_the_drawn_connections(ask):
    rows = [
        *log("whole", "A0 B1 C2 D3"),  # over "dark", which no event shows
        *log("so far", "A0 A1 B2 X3"),  # staying is no move, X is not on the map
        *log("loops", "A0 B1 C2 A3 B4"),
        *log("jumps", "A0 D1"),
        *log("elsewhere", "B0 C1"),
        *log("not seen", "X0"),
    ]
    result = run(ask(rows, drawn_map(*WAYS)), min_n=1)
    assert (result.drawn_rule, result.fits.hits, result.fits.n) == ("edges", 3, 5)
    assert (result.finished, result.elsewhere) == (1, 1)
    assert [(move.start, move.end, move.n) for move in result.astray] == [
        ("does b", "does c", 3), ("does a", "does d", 1),
    ]  # fmt: skip


def test_without_connections_the_order_of_the_stages_is_what_is_drawn(ask):
    rows = [*log("on", "A0 B1 A2 D3"), *log("back", "A0 C1 B2"), *log("middle", "C0")]
    result = run(ask(rows, drawn_map()))
    assert (result.drawn_rule, result.fits.hits, result.fits.n, result.finished) == ("order", 2, 3, 1)
    assert [(move.start, move.end, move.n) for move in result.astray] == [("Choose", "Look", 1)]
    assert [(way.places, way.customers) for way in result.ways] == [
        (("Choose",), 1), (("Look", "Buy"), 1), (("Look", "Choose", "Look"), 1),
    ]  # fmt: skip
    assert result.different_ways == 3


def test_unused_unmeasured_and_unmapped(ask):
    stages = (
        {"slug": "s", "title": "S", "touchpoints": [
            touch("a", "A"), touch("gone", "Never Seen"), touch("old", "B"), touch("dark", None)]},
    )  # fmt: skip
    rows = [*log("a", "A90000 X90001 X90002"), *log("b", "A90000"), *log("c", "B0")]
    result = run(ask(rows, make_map(stages)), period="2026-03-03")
    assert [(one.touchpoint, one.stage) for one in result.unused] == [("does gone", "S"), ("does old", "S")]
    assert result.unmeasured == ("does dark",)
    assert [(one.event, one.customers, one.events) for one in result.off_map] == [("X", 1, 2)]
    assert (result.events, result.events_on_map) == (4, 2)
    assert health(result)["touchpoints"] == ("look", 1, 3)
    assert health(result)["events"] == ("look", 2, 4)


def test_moods_are_held_against_answers(ask):
    moods = {"moods": [{"by": ANA, "score": 1, "at": NOW}]}
    sad = {"moods": [{"by": ANA, "score": -2, "at": NOW}]}
    stages = ({"slug": "s", "title": "S", "touchpoints": [touch("a", "A", **moods), touch("b", "B", **sad)]},)
    given = ask(log("a", "A0 B1"), make_map(stages))
    say(given.events, [{"kind": "csat", "score": 2, "touchpoint": "does a"} for _ in range(30)])
    say(given.events, [{"kind": "csat", "score": 1, "touchpoint": "does b"}])
    result = run(given)
    assert [(m.title, m.drawn, m.score, m.n, m.contradicts, m.small) for m in result.moods] == [
        ("does a", 1.0, 2.0, 30, True, False), ("does b", -2.0, 1.0, 1, False, True),
    ]  # fmt: skip
    assert health(result)["moods"] == ("look", 1, 2)


def test_the_age_of_the_evidence(ask, stores):
    for number, days in ((1, 10), (2, 200)):
        stores.evidence.add(
            Evidence(
                workspace_id=WORKSPACE, evidence_id=f"e{number}", kind="quote", text="So it is.", added_by=ANA,
                added_at=NOW, observed_on=(NOW - timedelta(days=days)).date(), channel_id=CHANNEL,
            )
        )  # fmt: skip
    stages = ({"slug": "s", "title": "S", "touchpoints": [touch("a", "A", evidence=["e1", "e2"]), touch("b", None)]},)
    found = run(ask([], make_map(stages))).evidence
    assert (found.backed, found.items, found.pieces, found.old) == (1, 2, 2, 1)
    assert (found.newest_on, found.oldest_on) == (
        (NOW - timedelta(days=10)).date(), (NOW - timedelta(days=200)).date()
    )  # fmt: skip


def test_without_events_the_map_alone_is_checked(ask):
    result = run(ask([], drawn_map(*WAYS)))
    assert (result.drawn_rule, result.fits.n) == (None, 0)
    assert {part: state for part, (state, _, _) in health(result).items()} == {
        "fit": "unknown", "touchpoints": "unknown", "events": "unknown", "moods": "unknown", "evidence": "look",
        "age": "unknown",
    }  # fmt: skip
    off = run(ask(log("a", "X0"), make_map(("S",), map_id="other")), journey="other")
    assert (off.drawn_rule, [one.event for one in off.off_map]) == (None, ["X"])


def test_two_hundred_random_logs_agree_with_the_definition(tmp_path, stores):
    events = prepared(tmp_path, "ABCDX", 5)
    for number, ways in enumerate((WAYS, ())):
        stores.maps.create(drawn_map(*ways, map_id=f"m{number}"), ANA, NOW)
    given = sources(stores, events)
    allowed = {"AB", "BC", "CD", "CA", "AA", "BB", "CC", "DD"}
    for seeded, drawn in random_logs("reality", 200, "ABCDX", 5, 100):
        fill(events, drawn)
        by_edges = seeded.random() < 0.5
        ways = [
            "".join(event.name for event in own if event.name != "X") for own in by_customer(drawn).values()
        ]  # fmt: skip
        ways = [way for way in ways if way]
        if by_edges:
            kept = [w for w in ways if w[0] == "A" and all(a + b in allowed for a, b in pairwise(w))]
        else:
            kept = [w for w in ways if "".join(sorted(w.replace("B", "A"))) == w.replace("B", "A")]
        if not any(event.name != "X" for event in drawn):
            continue
        result = run(given, journey="m0" if by_edges else "m1", min_n=1)
        assert (result.fits.n, result.fits.hits) == (len(ways), len(kept))
        assert result.finished == sum(way[-1] == "D" for way in kept)
        assert result.elsewhere == (sum(way[0] != "A" for way in ways) if by_edges else 0)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real data are not here; set WAYMARK_REAL_DATA")
@pytest.mark.parametrize(("least", "fitting"), [(50, 1190), (100, 1150)])
def test_the_permits_that_fit_are_those_of_optimal_alignments(least, fitting, tmp_path, stores):
    """The drawing: every move made so often, and ends so frequent. `fitting`: pm4py 2.7.23.11, alignments."""
    case = json.loads((REAL / "expected.json").read_text())["receipt.csv"]
    moves = [move.split("|") for move, n in case["dfg"].items() if n >= least]
    ends = [name for name, n in case["end"].items() if n >= least]
    names = sorted({name for move in case["dfg"] for name in move.split("|")})
    slug = {name: f"t{number}" for number, name in enumerate(names)}
    touchpoints = [{"slug": slug[name], "title": name, "event_names": [name], "origin": ORIGIN} for name in names]
    drawn = [edge(slug[a], slug[b]) for a, b in moves if a != b] + [edge(slug[name], None) for name in ends]
    stages = (
        {"slug": "intake", "title": "Intake", "touchpoints": touchpoints[:15]},
        {"slug": "permit", "title": "Permit", "touchpoints": touchpoints[15:]},
    )
    stores.maps.create(make_map(stages, edges=drawn), ANA, NOW)
    events = store(tmp_path, [])
    events.import_file(
        REAL / "receipt.csv",
        ColumnMapping(customer_id="case:concept:name", name="concept:name", occurred_at="time:timestamp"),
    )
    result = run(sources(stores, events))
    assert (result.fits.n, result.finished) == (case["cases"], fitting)


def test_what_cannot_be_asked_is_said(ask):
    with pytest.raises(ToolError, match="no_maps"):
        run(ask(log("a", "A0")))
    with pytest.raises(ToolError, match="no_stages"):
        run(ask(log("a", "A0"), make_map()))


def test_one_customer_and_a_period_without_data(ask):
    given = ask([*log("a", "A0 B1"), late()], drawn_map(*WAYS))
    assert (run(given).fits.hits, run(given).fits.n) == (1, 1)
    empty = run(given, period="2020")
    assert (empty.fits.n, empty.events, empty.off_map) == (0, 0, ())


def test_the_sample_keeps_to_the_order_of_its_stages(sample):
    result = run(sample)
    assert (result.drawn_rule, result.fits.hits, result.fits.n) == ("order", 4300, 4300)
    assert [(one.event, one.customers) for one in result.off_map] == [
        ("Page Viewed", 1221), ("Newsletter Opened", 981),
    ]  # fmt: skip
    assert (result.events_on_map, result.events) == (20375, 22693)
