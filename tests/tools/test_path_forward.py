"""Ways forward: by hand, from the map alone, against a plain oracle on random logs, and with bad input."""

from collections import Counter
from itertools import pairwise

import pytest

from tests.tools.conftest import ANA, NOW, make_map, sources
from tests.tools.logs import log
from tests.tools.path_maps import drawn_map, edge
from tests.tools.random_logs import by_customer, fill, prepared, random_logs
from tools import path_forward
from tools.kit import ToolError
from tools.path_forward import PathForwardArgs

STAGE = {"A": "Look", "B": "Look", "C": "Choose", "D": "Buy"}


def run(given, **asked):
    return path_forward.run(PathForwardArgs(**asked), given)


def test_moves_ends_and_ways_back_by_hand(ask):
    # ann: Look, Choose, back to Look, Choose, Buy · bob: Look (long ago) · cy: Look, Choose (just now)
    rows = [*log("ann", "A0 C10 B30 C40 D90"), *log("bob", "A0 A5"), *log("cy", "B80 C99"), *log("z", "D100")]
    result = run(ask(rows, drawn_map()), window="50s", min_n=1)
    assert result.places == ("Look", "Choose", "Buy")
    moves = {(m.start, m.end): (m.n, m.share, m.median_seconds, m.back) for m in result.moves}
    assert moves == {
        ("Look", "Choose"): (3, 3 / 4, 10, False),
        ("Look", "Look"): (1, None, 5, False),
        ("Look", None): (1, 1 / 4, None, False),
        ("Choose", "Look"): (1, 1 / 2, 20, True),
        ("Choose", "Buy"): (1, 1 / 2, 50, False),
    }
    look, choose, buy = result.stages
    assert (look.ended.hits, look.ended.n, look.still_open, look.final) == (1, 3, 0, False)
    assert (choose.ended.hits, choose.ended.n, choose.still_open) == (0, 1, 1)
    assert (buy.ended.hits, buy.ended.n, buy.still_open, buy.final) == (0, 0, 2, True)
    assert result.basis.customers == 4


def test_the_map_alone_is_checked_where_nothing_is_counted(ask):
    for rows in ([], log("a", "X0 Y1")):
        result = run(ask(rows, drawn_map(map_id=f"m{len(rows)}")), journey=f"m{len(rows)}")
        assert result.map_only
        assert [(s.title, s.next_step, s.findable, s.clear) for s in result.stages] == [
            ("Look", "Ask for a demo", "hidden", False), ("Choose", None, None, False), ("Buy", None, None, False),
        ]  # fmt: skip
        assert (result.moves, result.basis.data_sets) == ((), ())


def test_drawn_connections_are_taken_or_not_and_frequent_ones_are_found(ask):
    journey = drawn_map(edge("a", "b"), edge("b", "dark"), edge("dark", "c"), edge("c", "d"), edge("d", None))
    rows = [row for n in range(30) for row in log(f"c{n}", "A0 C1 D2")]
    rows += [row for n in range(2) for row in log(f"d{n}", "B0 A1")]
    result = run(ask(rows, journey))
    assert [(c.start, c.end, c.n) for c in result.drawn] == [
        ("does a", "does b", 0), ("does b", "does dark", None), ("does dark", "does c", None), ("does c", "does d", 30),
    ]  # fmt: skip
    assert [(c.start, c.end, c.n, c.share) for c in result.undrawn] == [("does a", "does c", 30, 1.0)]


def test_routes_are_drawn_too(ask):
    origin = {"by": ANA, "at": NOW, "via": "chat"}
    routes = [{"slug": "r", "title": "R", "origin": origin, "touchpoints": ["a", "c", "d"]}]
    result = run(ask([*log("a", "A0 C1"), *log("b", "D0")], drawn_map(routes=routes)))
    assert [(c.start, c.end, c.n) for c in result.drawn] == [("does a", "does c", 1), ("does c", "does d", 0)]


def test_a_stage_is_shown_by_its_touchpoints(ask):
    result = run(ask(log("a", "A0 B1 C2 D3"), drawn_map()), stage="look")
    assert result.places == ("does a", "does b", "Choose", "Buy")
    assert [(m.start, m.end) for m in result.moves] == [
        ("does a", "does b"), ("does b", "Choose"), ("Choose", "Buy"),
    ]  # fmt: skip
    assert [(p.places, p.n) for p in result.paths] == [(("does a", "does b", "does c", "does d"), 1)]


def test_round_trips_are_loops(ask):
    rows = [row for n in range(30) for row in log(f"c{n}", "A0 C1 A2 C3")]
    result = run(ask(rows, drawn_map()))
    assert [(loop.start, loop.end, loop.n) for loop in result.loops] == [
        ("does a", "does c", 30), ("does c", "does a", 30),
    ]  # fmt: skip


def test_filters_narrow_the_visit_that_a_move_starts_from(ask):
    rows = [*log("a", "A0", channel="website"), *log("a", "C1", channel="email"), *log("b", "A0 D1", channel="email")]
    result = run(ask(rows, drawn_map()), channel="email", window="1s")
    assert {(m.start, m.end): m.n for m in result.moves} == {("Look", "Buy"): 1}


def test_two_hundred_random_logs_agree_with_the_definition(tmp_path, stores):
    events = prepared(tmp_path, "ABCDX", 5)
    journey = stores.maps.create(drawn_map(edge("a", "b"), edge("b", "c"), edge("c", "d")), ANA, NOW)
    given = sources(stores, events)
    for seeded, drawn in random_logs("forward", 200, "ABCDX", 5, 5_000):
        fill(events, drawn)
        window = seeded.randrange(1, 4_000)
        result = run(given, journey=journey.map_id, window=f"{window}s", min_n=1)
        by_hand = moves_of(drawn, window)
        assert {(m.start, m.end): m.n for m in result.moves} == {key: n for key, n in by_hand.items() if n}
        away = Counter()
        for (start, end), n in by_hand.items():
            away[start] += n if end != start else 0
        for move in result.moves:
            assert move.share == (None if move.start == move.end else move.n / away[move.start])
        for stage in result.stages:
            assert (stage.ended.hits, stage.ended.n, stage.still_open) == ended(drawn, stage.title, window)


def mapped(drawn):
    return {c: kept for c, own in by_customer(drawn).items() if (kept := [e for e in own if e.name in STAGE])}


def moves_of(drawn, window: int) -> Counter[tuple[str, str | None]]:
    newest, found = max(event.second for event in drawn), Counter()
    for own in mapped(drawn).values():
        for here, there in pairwise(own):
            found[STAGE[here.name], STAGE[there.name]] += 1
        found[STAGE[own[-1].name], None] += own[-1].second + window <= newest
    return found


def ended(drawn, stage: str, window: int) -> tuple[int, int, int]:
    newest, here, out, still_open = max(event.second for event in drawn), 0, 0, 0
    for own in mapped(drawn).values():
        here += any(STAGE[event.name] == stage for event in own)
        if STAGE[own[-1].name] == stage:
            closed = own[-1].second + window <= newest
            out, still_open = out + closed, still_open + (not closed)
    return out, here - still_open, still_open


def test_what_cannot_be_asked_is_said(ask):
    with pytest.raises(ToolError, match="no_maps"):
        run(ask(log("a", "A0")))
    with pytest.raises(ToolError, match="no_stages"):
        run(ask(log("a", "A0"), make_map()))
    with pytest.raises(ToolError, match="unknown_stage"):
        run(ask([], drawn_map(map_id="other")), journey="other", stage="Nowhere")


def test_a_period_without_data_has_no_moves(ask):
    result = run(ask(log("a", "A0 C1"), drawn_map()), period="2020")
    assert (result.moves, result.paths, result.map_only) == ((), (), False)


def test_one_customer_with_one_visit_has_ended_or_is_open(ask):
    result = run(ask(log("a", "A0"), drawn_map()), window="1s")
    assert (result.stages[0].still_open, result.moves) == (1, ())


def test_the_sample_stops_at_compare(sample):
    result = run(sample)
    compare = result.stages[2]
    assert (compare.title, compare.ended.hits, compare.ended.n, compare.still_open) == ("Compare", 1310, 2235, 275)
    assert sum(m.n for m in result.moves if (m.start, m.end) == ("Compare", "Purchase")) == 925
    assert not any(move.back for move in result.moves)
