"""What follows what: by the reference, against a plain oracle on random logs, and as pm4py counts real logs."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from storage.events import Events
from storage.ingest.mapping import ColumnMapping
from tests.tools.logs import late, log, store
from tests.tools.random_logs import SECOND, START_US, Event, by_customer, fill, prepared, random_logs
from tests.tools.test_real_funnels import REAL
from tools.narrowing import Narrowing
from tools.nodes import Node, Nodes
from tools.transitions import PAUSE_US, Walk, round_trips, short_paths, transitions, variants

REFERENCE = json.loads((Path(__file__).parent / "reference" / "other_rules.json").read_text())["transitions"]
NAMES = "ABCD"


def walk(events: Events, window_us: int = 0, joined: tuple[str, ...] = (), **narrowed: int) -> Walk:
    """Over all events; those named in `joined` are one node."""
    codes = events.names()
    nodes = [Node(name, (code,)) for name, code in codes.items() if name not in joined]
    if joined:
        nodes.append(Node("+".join(joined), tuple(codes[name] for name in joined)))
    return Walk(Nodes(tuple(nodes)), events.newest_us(), window_us, Narrowing(**narrowed))


def test_the_reference_comes_out(tmp_path):
    rows = [row for customer, said in REFERENCE["events"].items() for row in log(customer, said)]
    events = store(tmp_path, rows)
    titles = {code: name for name, code in events.names().items()}
    found = transitions(walk(events), events)
    onward = {f"{titles[m.node]}>{titles[m.next]}": [m.n, m.median_us / SECOND] for m in found if m.next}
    assert onward == REFERENCE["directly_follows"]
    ends = {titles[m.node]: m.n for m in found if m.next is None}
    assert ends == {name: n for name, (n, _) in REFERENCE["dead_ends"].items()}


def test_a_last_visit_is_an_end_once_the_window_is_over(tmp_path):
    events = store(tmp_path, [*log("a", "A0"), *log("b", "A5"), *log("c", "A6"), *log("z", "B10")])
    code = events.names()["A"]
    (found,) = [m for m in transitions(walk(events, 5 * SECOND), events) if m.node == code]
    assert (found.n, found.closed, found.median_us) == (3, 2, None)


def test_events_of_one_place_are_one_node(tmp_path):
    events = store(tmp_path, log("a", "A0 B1 C2"))
    joined = walk(events, joined=("A", "B"))
    (node,) = [n for n in joined.nodes.nodes if n.title == "A+B"]
    first = transitions(joined, events)[0]
    assert (first.node, first.next, first.n) == (node.codes[0], node.codes[0], 1)


def test_two_hundred_random_logs_agree_with_the_definition(tmp_path):
    events = prepared(tmp_path, NAMES, 4)
    codes = events.names()
    for seeded, drawn in random_logs("transitions", 200, NAMES, 4, 9_000):
        fill(events, drawn)
        since, window = seeded.randrange(0, 3_000), seeded.randrange(0, 4_000)
        asked = walk(events, window * SECOND, start_us=START_US + since * SECOND)
        assert moves_of(drawn, since, window, codes) == {
            (m.node, m.next): (m.n, m.closed, m.median_us) for m in transitions(asked, events)
        }
        ways = ways_of(drawn, since, codes)
        found, different = variants(asked, 50, events)
        assert ({way.nodes: way.customers for way in found}, different) == (ways, len(ways))
        start = seeded.choice([(), (codes["A"],)])
        paths = paths_of(drawn, since, codes, start)
        shown, n = short_paths(asked, start, 50, events)
        assert ({path.nodes: path.n for path in shown}, n) == (paths, sum(paths.values()))


def test_fifty_random_logs_agree_on_round_trips_and_on_ways_without_repeats(tmp_path):
    events = prepared(tmp_path, NAMES, 4)
    codes = events.names()
    for seeded, drawn in random_logs("trips", 50, NAMES, 4, 9_000):
        fill(events, drawn)
        since = seeded.randrange(0, 3_000)
        asked = walk(events, start_us=START_US + since * SECOND)
        assert trips_of(drawn, since, codes) == Counter(round_trips(asked, events))
        collapsed, _ = variants(asked, 50, events, in_runs=True)
        assert {way.nodes: way.customers for way in collapsed} == ways_of(drawn, since, codes, in_runs=True)


def moves_of(drawn: list[Event], since: int, window: int, codes: dict[str, int]) -> dict[object, object]:
    gaps: dict[object, list[int]] = {}
    closed: Counter[object] = Counter()
    newest = max(event.second for event in drawn)
    for own in by_customer(drawn).values():
        for here, there in pairwise([*own, None]):
            if here.second >= since:
                key = (codes[here.name], codes[there.name] if there else None)
                gaps.setdefault(key, []).append((there.second - here.second) * SECOND if there else 0)
                closed[key] += here.second + window <= newest
    return {key: (len(own), closed[key], median(own) if key[1] else None) for key, own in gaps.items()}


def trips_of(drawn: list[Event], since: int, codes: dict[str, int]) -> Counter[object]:
    found: Counter[object] = Counter()
    for own in by_customer(drawn).values():
        for a, b, c in zip(own, own[1:], own[2:], strict=False):
            if a.second >= since and a.name == c.name != b.name:
                found[codes[a.name], codes[b.name]] += 1
    return found


def ways_of(drawn: list[Event], since: int, codes: dict[str, int], in_runs: bool = False) -> Counter[object]:
    found: Counter[object] = Counter()
    for own in by_customer(drawn).values():
        if own[0].second >= since:
            names = [e.name for k, e in enumerate(own) if not in_runs or k == 0 or own[k - 1].name != e.name]
            found[tuple(codes[name] for name in names)] += 1
    return found


def paths_of(drawn: list[Event], since: int, codes: dict[str, int], start: tuple[int, ...]) -> Counter[object]:
    found: Counter[object] = Counter()
    for own in by_customer(drawn).values():
        sittings: list[list[Event]] = []
        for before, event in zip([None, *own], own, strict=False):
            if before is None or (event.second - before.second) * SECOND > PAUSE_US:
                sittings.append([])
            if not sittings[-1] or before.name != event.name:
                sittings[-1].append(event)
        for sitting in sittings:
            nodes = [codes[event.name] for event in sitting]
            begins = [0] if not start else [k for k, node in enumerate(nodes) if node in start]
            for k in begins:
                if sitting[k].second >= since and len(nodes) > k + 1:
                    found[tuple(nodes[k : k + 5])] += 1
    return found


def test_one_customer_and_equal_ways_of_equal_length_are_told_apart(tmp_path):
    events = store(tmp_path, [*log("a", "A0 B1"), *log("b", "B0 A1"), *log("c", "A5 B7")])
    found, different = variants(walk(events), 5, events)
    a, b = events.names()["A"], events.names()["B"]
    assert [(way.nodes, way.customers) for way in found] == [((a, b), 2), ((b, a), 1)]
    assert different == 2


def test_what_lies_behind_the_end_of_the_data_is_not_known(tmp_path):
    events = store(tmp_path, [*log("a", "A0 B20"), late()])
    codes = events.names()
    early = Walk(walk(events).nodes, START_US + 10 * SECOND, 0)
    assert [(m.node, m.next) for m in transitions(early, events)] == [(codes["A"], None)]


@pytest.mark.skipif(not REAL.is_dir(), reason="the real data are not here; set WAYMARK_REAL_DATA")
@pytest.mark.parametrize("name", ["simple-onlineshop.csv", "receipt.csv"])
def test_real_logs_as_pm4py_counts_them(name, tmp_path):
    case = json.loads((REAL / "expected.json").read_text())[name]
    events = store(tmp_path, [])
    permits = ColumnMapping(customer_id="case:concept:name", name="concept:name", occurred_at="time:timestamp")
    events.import_file(REAL / name, permits if name == "receipt.csv" else None)
    titles = {code: title for title, code in events.names().items()}
    found = transitions(walk(events), events)
    onward = {f"{titles[m.node]}|{titles[m.next]}": m for m in found if m.next}
    assert {move: m.n for move, m in onward.items()} == case.get("dfg") or case["dfg_pm4py"]
    medians = case.get("median_s") or case["median_s_pm4py"]
    assert {move: m.median_us / SECOND for move, m in onward.items()} == pytest.approx(medians)
    if "end" in case:
        assert {titles[m.node]: m.n for m in found if m.next is None} == case["end"]
    top, different = variants(walk(events), 5, events)
    assert different == case["n_variants"]
    named = {">".join(titles[node] for node in way.nodes): way.customers for way in top}
    assert named == dict(case["top_variants"][:5])


def test_the_walk_starts_in_the_period(tmp_path):
    events = store(tmp_path, [*log("a", "A0 B10 C20")])
    codes = events.names()
    inside = walk(events, start_us=START_US + 5 * SECOND, end_us=START_US + 15 * SECOND)
    assert [(m.node, m.next) for m in transitions(inside, events)] == [(codes["B"], codes["C"])]
