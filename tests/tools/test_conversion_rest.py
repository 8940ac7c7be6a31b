"""conversion_rate: a persona against the rest, and the groups with the lowest rates."""

import random

import pytest
from statsmodels.stats.proportion import proportions_ztest

from tests.tools.conftest import sources
from tests.tools.logs import late, log, store
from tests.tools.oracle import ordered
from tools import conversion_rate
from tools.conversion_rate import ConversionRateArgs


def run(given_sources, **args):
    return conversion_rate.run(ConversionRateArgs(**{"start": "A", "goal": "B", "min_n": 1, **args}), given_sources)


def people(way, n, start, **columns):
    return [row for i in range(n) for row in log(f"{start}{i}", way, **columns)]


def shop():
    rows = [*people("A0 B1", 2, "a", persona="x", channel="web"), *people("A0", 8, "b", persona="x", channel="mail")]
    rows += [*people("A0 B1", 6, "c", persona="y", channel="web"), *people("A0", 2, "d", persona="y", channel="shop")]
    return [*rows, *people("A0", 2, "e", channel="mail"), late()]


def test_a_persona_against_the_rest_by_hand(ask):
    result = run(ask(shop()), persona="x")
    assert (result.rate.hits, result.rate.n) == (2, 10)
    assert (result.rest.hits, result.rest.n) == (6, 10)  # two of them of no known persona
    assert result.rest.low < 0.6 < result.rest.high
    assert result.rest_p == pytest.approx(proportions_ztest([2, 6], [10, 10])[1])


def test_without_a_persona_there_is_no_rest(ask):
    result = run(ask(shop()))
    assert (result.rest, result.rest_p) == (None, None)
    alone = run(ask([*people("A0 B1", 2, "a", persona="x"), late()]), persona="x")
    assert (alone.rest.n, alone.rest.value, alone.rest_p) == (0, None, None)


def test_the_worst_groups_are_shown_worst_first(ask):
    given_sources = ask(shop())
    worst = run(given_sources, breakdown="channel", top_n=2, worst_first=True)
    assert [(group.value, group.rate.hits, group.rate.n) for group in worst.groups] == [("mail", 0, 10), ("shop", 0, 2)]
    assert (worst.worst_first, worst.more_groups) == (True, 1)
    best = run(given_sources, breakdown="channel", top_n=2)
    assert best.groups[0].value == "website" and not best.worst_first


def test_a_small_group_is_never_called_the_worst(ask):
    worst = run(ask(shop()), breakdown="channel", top_n=1, worst_first=True, min_n=5)
    assert [group.value for group in worst.groups] == ["mail"]


def test_two_hundred_random_logs_agree_with_the_definition(stores, tmp_path):
    draw = random.Random(8)
    rows, logs = [], []
    for k in range(200):
        own = {}
        for c in range(draw.randint(1, 6)):
            events = [(at, draw.choice("AABX")) for at in sorted(draw.sample(range(60), draw.randint(1, 5)))]
            own[f"{k}c{c}"] = (events, draw.choice(["x", "y", None]))
        logs.append(own)
        for customer, (events, persona) in own.items():
            way = " ".join(f"{name}{at}" for at, name in events)
            rows += log(customer, way, persona=persona, campaign=f"log{k}")
    given_sources = sources(stores, store(tmp_path, [*rows, late()]))
    for k, own in enumerate(logs):
        counts = {True: [0, 0], False: [0, 0]}
        for events, persona in own.values():
            level = ordered(events, ("A", "B"), 30, 10**9).level
            counts[persona == "x"][0] += level == 2
            counts[persona == "x"][1] += level >= 1
        result = run(given_sources, campaign=f"log{k}", persona="x", window="30s")
        assert [result.rate.hits, result.rate.n] == counts[True]
        assert [result.rest.hits, result.rest.n] == counts[False]
    given_sources.events.close()
