"""retention by group: the first event says the group, and the groups add up to the whole."""

import random
from collections import defaultdict
from datetime import timedelta

import pytest

from tests.tools.conftest import EXAMPLES
from tests.tools.logs import START, log, trait
from tools import retention
from tools.groups import OTHER, UNKNOWN
from tools.kit import MAX_GROUPS
from tools.retention import RetentionArgs

DAY = 86_400


def run(sources, **args):
    return retention.run(RetentionArgs(per="day", **args), sources)


def days(customer, events, **fields):
    """`A0 B1`: event A on day 0, B on day 1, at noon."""
    said = " ".join(f"{word[0]}{int(word[1:]) * DAY + DAY // 2}" for word in events.split())
    return log(customer, said, **fields)


def shares(result):
    """value → (customers, hits of n in each span)."""
    return {
        group.value: (group.customers, [None if cell is None else (cell.hits, cell.n) for cell in group.back])
        for group in result.groups
    }


def test_groups_worked_out_by_hand(ask):
    rows = [
        *days("a", "A0 B1 B2", device="mobile"), *days("b", "A0 B2", device="mobile"),
        *days("c", "A1", device="mobile"),
        *days("d", "A0 B1", device="desktop"), *days("e", "A0 B2"), *days("e", "Z5"),
    ]  # fmt: skip
    result = run(ask(rows), columns=4, breakdown="device", min_n=2)
    assert shares(result) == {
        "mobile": (3, [(1, 3), (2, 3), (0, 3), (0, 2)]),  # day 4 after day 1 is day 5, which is not over
        "desktop": (1, [(1, 1), (0, 1), (0, 1), (0, 1)]),
        UNKNOWN: (1, [(0, 1), (1, 1), (0, 1), (0, 1)]),
    }
    assert [group.small for group in result.groups] == [False, True, True]
    assert (result.breakdown, result.customers) == ("device", 5)


def test_the_first_event_says_the_group_and_of_several_at_one_time_the_first_stored(ask):
    rows = [
        *days("a", "A0", device="mobile"), *days("a", "A1", device="desktop"),
        *days("b", "A0", device="desktop"), *days("b", "B0", device="mobile"),
        *days("z", "Z5", device="mobile"),
    ]  # fmt: skip
    sources = ask(rows)
    assert {group.value: group.customers for group in run(sources, breakdown="device").groups} == {
        "mobile": 2, "desktop": 1,
    }  # fmt: skip
    only_b = run(sources, breakdown="device", start="B")
    assert [(group.value, group.customers) for group in only_b.groups] == [("mobile", 1)]
    filtered = run(sources, breakdown="device", device="mobile")
    assert [(group.value, group.customers) for group in filtered.groups] == [("mobile", 3)]


def test_groups_by_persona_by_a_trait_and_by_two_columns(ask):
    rows = [
        *days("a", "A0 B1", device="mobile", persona="loyal"),
        *days("b", "A0", device="desktop", persona="new"),
        *days("z", "Z5", device="desktop", persona="new"),
    ]
    sources = ask(rows)
    for customer in ("a", "b"):
        trait(sources.events, customer, tier="gold")
    by_persona = run(sources, breakdown="persona", columns=1).groups
    assert {group.value: group.back[0].hits for group in by_persona} == {"loyal": 1, "new": 0}
    assert {group.value: group.customers for group in run(sources, breakdown="tier").groups} == {"gold": 2, UNKNOWN: 1}
    pairs = run(sources, breakdown="persona, device").groups
    assert {group.values: group.customers for group in pairs} == {("new", "desktop"): 2, ("loyal", "mobile"): 1}


def test_beyond_ten_groups_the_rest_is_other_and_the_highest_can_be_asked_for(ask):
    rows = [
        row
        for number in range(13)
        for row in days(f"c{number}", f"A0{' B1' if number % 2 else ''}", device=f"d{number:02}")
    ]
    sources = ask([*rows, *days("z", "Z9", device="d00")])
    groups = run(sources, breakdown="device", columns=1).groups
    assert len(groups) == MAX_GROUPS + 1 and groups[-1].value == OTHER and groups[-1].customers == 3
    assert sum(group.customers for group in groups) == 14
    best = run(sources, breakdown="device", columns=1, top_n=2, min_n=1)
    assert [group.back[0].value for group in best.groups] == [1.0, 1.0]
    assert best.more_groups == MAX_GROUPS - 1


def test_a_stage_is_where_somebody_comes_back_and_no_group(ask):
    result = run(ask([*days("a", "A0 B1")]), breakdown="stage")
    assert (result.groups, result.breakdown) == ((), None)


def test_nobody_has_no_groups(ask):
    result = run(ask([*days("a", "A0", device="mobile")]), breakdown="device", period="2020")
    assert (result.groups, result.breakdown, result.customers) == ((), None, 0)


def oracle(customers, over_until, back, unbounded, columns):
    """device → (customers, (hits, n) of each span over which the data ended), from the definition."""
    found = defaultdict(lambda: [0, [None] * columns])
    for events in customers.values():
        first, _, device = events[0]
        own = found[device or UNKNOWN]
        own[0] += 1
        seen = {at.date() for at, name, _ in events if back in (None, name)}
        for k in range(1, columns + 1):
            then = first.date() + timedelta(days=k)
            if then > over_until:
                continue
            hits, n = own[1][k - 1] or (0, 0)
            here = any(day >= then for day in seen) if unbounded else then in seen
            own[1][k - 1] = (hits + here, n + 1)
    return {device: (n, cells) for device, (n, cells) in found.items()}


def test_two_hundred_random_logs_agree_with_the_definition_and_add_up_to_the_whole(ask):
    rng = random.Random(11)
    logs, rows = [], []
    for number in range(200):
        customers = {}
        for c in range(rng.randint(1, 6)):
            times = sorted({START + timedelta(minutes=rng.randint(0, 6 * 1440)) for _ in range(rng.randint(1, 6))})
            customers[f"{number}-{c}"] = [
                (at, rng.choice("AB"), rng.choice(("mobile", "desktop", None))) for at in times
            ]
        logs.append(customers)
        rows += [
            {"customer_id": who, "occurred_at": at, "event": name, "device": device, "campaign": f"log {number}"}
            for who, events in customers.items()
            for at, name, device in events
        ]
    sources = ask(rows)
    for number, customers in enumerate(logs):
        back, unbounded, columns = rng.choice((None, "B")), rng.random() < 0.5, rng.randint(1, 4)
        last = max(at for events in customers.values() for at, *_ in events).date() + timedelta(days=rng.randint(0, 2))
        result = run(
            sources, campaign=f"log {number}", columns=columns, as_of=last.isoformat(), return_event=back,
            kind="unbounded" if unbounded else "n_day", breakdown="device",
        )  # fmt: skip
        assert shares(result) == oracle(customers, last, back, unbounded, columns), number
        for k, whole in enumerate(result.overall):
            parts = [cell for group in result.groups if (cell := group.back[k]) is not None]
            told = None if whole is None else (whole.hits, whole.n)
            assert told == ((sum(c.hits for c in parts), sum(c.n for c in parts)) if parts else None), number


def test_sql_written_by_hand_agrees_on_the_sample(sample):
    duckdb = pytest.importorskip("duckdb")
    by_hand = duckdb.sql(f"""
        WITH log AS (SELECT customer_id, device, date_trunc('week', occurred_at::TIMESTAMP) AS week, occurred_at
                     FROM read_csv('{EXAMPLES / "events.csv"}', all_varchar = true)),
        firsts AS (SELECT customer_id, min(week) AS first, arg_min(device, occurred_at) AS device FROM log GROUP BY 1),
        seen AS (SELECT f.device, f.customer_id, bool_or(week = first + INTERVAL 7 DAY) AS back
                 FROM log JOIN firsts f USING (customer_id) WHERE first < '2026-10-19' GROUP BY 1, 2)
        SELECT device, count(*), count(*) FILTER (back) FROM seen GROUP BY 1
    """).fetchall()
    result = retention.run(RetentionArgs(per="week", columns=1, breakdown="device"), sample)
    assert {g.value: (g.back[0].n, g.back[0].hits) for g in result.groups} == {d: (n, k) for d, n, k in by_hand}
