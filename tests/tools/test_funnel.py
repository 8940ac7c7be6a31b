"""The funnel against the reference cases, against every chain tried out, and its corners."""

import json
import random
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from storage.events import Events
from tests.tools import oracle
from tests.tools.logs import START, late, log, store
from tools.funnel import Count, Funnel, count, counts
from tools.groups import group_title, group_values
from tools.narrowing import Narrowing

REFERENCE = Path(__file__).parent / "reference"
RULES = json.loads((REFERENCE / "funnel_rules.json").read_text())
LOGS = json.loads((REFERENCE / "drop_off.json").read_text())
SECOND = 1_000_000


def funnel(events: Events, steps: str | list[str], window: float, **more: object) -> Funnel:
    codes = events.names()
    newest = events.newest_us()
    assert newest is not None
    unseen = max(codes.values()) + 1
    return Funnel(
        steps=tuple((codes.get(step, unseen),) for step in steps),
        window_us=round(window * SECOND),
        **{"as_of_us": newest, **more},  # type: ignore[arg-type]
    )


def level(counted: Count) -> int:
    """The level of the one customer in the log."""
    return -1 if counted.taken_out else sum(counted.reached)


def only(counts: list[Count]) -> Count:
    (counted,) = counts
    return counted


@pytest.mark.parametrize("case", LOGS, ids=lambda case: case["name"])
def test_reference_logs_give_the_numbers_worked_out_by_brute_force(case, tmp_path):
    rows = [
        {"customer_id": e["customer_id"], "occurred_at": datetime.fromisoformat(e["occurred_at"]), "event": e["name"]}
        for e in case["events"]
    ]
    events = store(tmp_path, rows)
    counted = only(count(funnel(events, case["steps"], case["window_hours"] * 3600), events))
    assert list(counted.reached) == case["reached"]
    assert set(counted.still_open) == {0}


@pytest.mark.parametrize("rule", ["any_entry", "strict", "unordered"])
@pytest.mark.parametrize("case", RULES["funnel"], ids=lambda case: case["case"])
def test_reference_rules_give_the_agreed_level(case, rule, tmp_path):
    order = {"any_entry": "ordered", "strict": "strict", "unordered": "any"}[rule]
    events = store(tmp_path, [*log("a", case["events"]), late()])
    assert level(only(count(funnel(events, "ABC", case["W"], order=order), events))) == case[rule]


@pytest.mark.parametrize("case", RULES["exclusions"], ids=lambda case: f"{case['events']} {case['exclusion']}")
def test_an_excluded_event_between_steps_takes_the_customer_out(case, tmp_path):
    events = store(tmp_path, [*log("a", case["events"]), late()])
    ((name, _, until),) = case["exclusion"]
    asked = funnel(events, "ABC", case["W"], exclude=(events.names()[name],), exclude_until=until)
    assert level(only(count(asked, events))) == case["level"]


@pytest.mark.parametrize("case", RULES["repeated_steps"], ids=lambda case: f"{case['events']} {case['steps']}")
@pytest.mark.parametrize("order", ["ordered", "any"])
def test_a_repeated_step_needs_an_event_of_its_own(case, order, tmp_path):
    events = store(tmp_path, [*log("a", case["events"]), late()])
    assert level(only(count(funnel(events, case["steps"], 10, order=order), events))) == case["level"]


@pytest.mark.parametrize("steps", ["ABC", "ABA", "AAB", "ABAB"])
def test_equals_every_chain_tried_out_on_random_logs(steps, tmp_path):
    seeded = random.Random(f"chains {steps}")
    logs = {
        f"c{number}": sorted((seeded.randrange(14), seeded.choice("ABCX")) for _ in range(seeded.randrange(1, 9)))
        for number in range(200)
    }
    rows = [row for name, events in logs.items() for row in log(name, " ".join(f"{x}{t}" for t, x in events))]
    events = store(tmp_path, [*rows, late(seconds_in_days(20))])
    for window in (0, 3, 7):
        until = 20 - window
        for order in ("ordered", "strict")[
            : 2 if steps in ("ABC", "AAB") else 1
        ]:  # a strict order repeats side by side
            asked = funnel(events, steps, window, order=order)
            ways = [oracle.ordered(log_, steps, window, until, strict=order == "strict") for log_ in logs.values()]
            assert only(count(asked, events)).reached == at_least([way.level for way in ways], len(steps)), (
                window,
                order,
            )
            if order == "ordered":
                assert only(count(asked, events)).median_us == medians([way.times for way in ways], len(steps))
        levels = [oracle.unordered(log_, steps, window, until) for log_ in logs.values()]
        assert only(count(funnel(events, steps, window, order="any"), events)).reached == at_least(levels, len(steps))
        excluded = [oracle.ordered(log_, steps, window, until, exclude="X").level for log_ in logs.values()]
        counted = only(count(funnel(events, steps, window, exclude=(events.names()["X"],)), events))
        assert counted.reached == at_least(excluded, len(steps))
        assert counted.taken_out == excluded.count(-1)


@pytest.mark.parametrize("columns", [("device",), ("persona", "device"), ("device", "channel")])
def test_groups_equal_every_chain_tried_out_on_random_logs(columns, tmp_path):
    seeded = random.Random(f"groups {columns}")
    personas, devices = ("x", "", "y · b", "z"), ("mobile", "desktop", "", "a · b")
    rows: list[dict[str, object]] = []
    members: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in range(400):
        persona = seeded.choice(personas)
        log_ = sorted((seeded.randrange(14), seeded.choice("ABCX")) for _ in range(seeded.randrange(1, 9)))
        said = [
            {"device": seeded.choice(devices), "channel": seeded.choice(("email", "", "website", "store"))}
            for _ in log_
        ]
        for (at, name), own in zip(log_, said, strict=True):
            rows += log(f"c{number}", f"{name}{at}", persona=persona, **own)
        way = oracle.ordered(log_, "ABC", 5, 10**9)
        if way.level:
            values = {**said[way.entry], "persona": persona}
            members[tuple(values[column] or "(unknown)" for column in columns)].append(way.level)
    events = store(tmp_path, [*rows, late()])
    ranked = sorted(members, key=lambda values: (-len(members[values]), values))
    expected = {values: at_least(members[values], 3) for values in ranked[:10]}
    if rest := [level for values in ranked[10:] for level in members[values]]:
        expected[()] = at_least(rest, 3)
    counted = count(funnel(events, "ABC", 5, breakdown=columns), events)
    assert {group_values(c.group): c.reached for c in counted} == expected
    assert bool(rest) == (len(columns) == 2)


def seconds_in_days(seconds: float) -> float:
    return seconds / 86_400


def at_least(levels: list[int], n: int) -> tuple[int, ...]:
    return tuple(sum(level >= k for level in levels) for k in range(1, n + 1))


def medians(ways: list[tuple[int, ...]], n: int) -> tuple[float | None, ...]:
    gaps: list[list[int]] = [[] for _ in range(n - 1)]
    for way in ways:
        for k, (before, after) in enumerate(pairwise(way)):
            gaps[k].append((after - before) * SECOND)
    return tuple(median(gap) if gap else None for gap in gaps)


def test_a_window_that_is_not_over_is_kept_apart(tmp_path):  # ann's is over, bob's is not, cy has one of each
    rows = [*log("ann", "A0 B1"), *log("bob", "A95 B96"), *log("cy", "A1 A95 B96"), *log("zz", "Z100")]
    events = store(tmp_path, rows)
    counted = only(count(funnel(events, "AB", 10), events))
    assert (counted.reached, counted.still_open) == ((2, 1), (1, 1))


def test_entries_lie_in_the_period_and_later_steps_may_lie_behind_it(tmp_path):
    events = store(tmp_path, [*log("before", "A4 B6"), *log("in", "A5 B12"), *log("after", "A10 B11"), late()])
    at = [int(START.timestamp()) * SECOND + second * SECOND for second in (5, 10)]
    entry = Narrowing(start_us=at[0], end_us=at[1])
    assert only(count(funnel(events, "AB", 10, entry=entry), events)).reached == (1, 1)


def test_groups_beyond_ten_are_other_and_nobody_is_lost(tmp_path):
    rows = [row for n in range(10_000) for row in log(f"c{n}", "A0", device=f"device {n}")]
    rows += [row for n in range(5) for row in log(f"d{n}", "A0 B1", device="phone")] + log("e", "A0 B1")
    events = store(tmp_path, [*rows, late()])
    counts = count(funnel(events, "AB", 10, breakdown=("device",)), events)
    assert counts[0].group == "phone"
    assert counts[0].reached == (5, 5)
    assert [c.group for c in counts][-1] == "other"
    assert len(counts) == 11
    assert sum(c.reached[0] for c in counts) == 10_006
    assert sum(c.reached[1] for c in counts) == 6


def test_without_a_value_the_group_is_unknown(tmp_path):
    reference = json.loads((REFERENCE / "other_rules.json").read_text())["unknown_persona"]
    rows = [*log("1", "A0", persona="x"), *log("2", "A0", persona=""), *log("3", "A0"), late()]
    events = store(tmp_path, rows)
    counts = count(funnel(events, "AB", 10, breakdown=("persona",)), events)
    assert {c.group: c.reached[0] for c in counts} == reference["groups"]


def test_two_columns_stay_apart_whatever_their_values_are(tmp_path):
    rows = [*log("1", "A0", device="a · b", channel="c"), *log("2", "A0", device="a", channel="b · c")]
    rows += log("3", "A0", device="a\x1fb", channel="c")
    events = store(tmp_path, [*rows, late()])
    counts = count(funnel(events, "AB", 10, breakdown=("device", "channel")), events)
    assert {group_values(c.group): c.reached[0] for c in counts} == {
        ("a · b", "c"): 1,
        ("a", "b · c"): 1,
        ("a b", "c"): 1,
    }
    assert {group_title(c.group) for c in counts} == {"a · b · c", "a b · c"}


def test_a_customer_belongs_to_the_group_of_the_entry_of_the_furthest_way(tmp_path):
    rows = [*log("a", "A0", device="desktop"), *log("a", "A5 B6", device="mobile"), late()]
    events = store(tmp_path, rows)
    assert [(c.group, c.reached) for c in count(funnel(events, "AB", 3, breakdown=("device",)), events)] == [
        ("mobile", (1, 1))
    ]


def test_customers_who_enter_in_the_middle_are_seen_as_skipping(tmp_path):
    rows = [*log("a", "A0 B1 C2"), *log("b", "B0 C1"), *log("c", "C0"), *log("d", "A0 C1"), late()]
    events = store(tmp_path, rows)
    assert counts(funnel(events, "ABC", 10), events).skipped == [2, 2, 0]


def test_one_customer_with_very_many_events_is_counted_at_once(tmp_path):
    at = START
    rows = [
        {"customer_id": "bot", "occurred_at": at + timedelta(seconds=n // 3), "event": "ABC"[n % 3]}
        for n in range(80_000)
    ]
    events = store(tmp_path, [*rows, late()])
    started = datetime.now()
    for order in ("ordered", "strict", "any"):
        assert only(count(funnel(events, "ABC", 1e6, order=order), events)).reached == (1, 1, 1)
    assert (datetime.now() - started).total_seconds() < 10
