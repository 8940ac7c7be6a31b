"""The quick formulation of a plain funnel against the one that follows every entry; medians with open journeys."""

import random
from dataclasses import replace
from functools import lru_cache

import pytest

from storage.event_tables import event_tables
from tests.tools.logs import START, log, store
from tools.durations import ends, medians_of_all
from tools.funnel import CLOSED, OPEN, Funnel, best_of_all
from tools.furthest import furthest_ways, is_plain
from tools.narrowing import Narrowing
from tools.query import Query
from tools.survival import Point, survival

SECOND = 1_000_000
START_US = round(START.timestamp()) * SECOND


@pytest.fixture(scope="module")
def events(tmp_path_factory):
    """200 customers with up to 13 events in 24 seconds, many at one time, on two devices."""
    seeded = random.Random("furthest")
    rows = []
    for number in range(200):
        own = sorted((seeded.randrange(24), seeded.choice("AABCDX")) for _ in range(seeded.randrange(1, 14)))
        own = log(f"c{number}", " ".join(f"{name}{at}" for at, name in own))
        rows += [{**row, "device": seeded.choice(("mobile", "desktop"))} for row in own]
    return store(tmp_path_factory.mktemp("furthest"), rows)


def asked(events, steps, window, **more):
    codes = events.names()
    given = {"as_of_us": events.newest_us(), **more}
    return Funnel(steps=tuple(tuple(codes[c] for c in step) for step in steps), window_us=window * SECOND, **given)


@lru_cache
def query(formulation, shape):
    return Query(formulation(event_tables(), shape))


def rows_of(formulation, funnel, events):
    return sorted(
        (tuple(sorted(row.items())) for row in query(formulation, funnel.shape).run(events, funnel.values())), key=str
    )


@pytest.mark.parametrize("window", [0, 5, 40])
@pytest.mark.parametrize("steps", [("A", "B"), ("B", "A", "C", "D"), ("AB", "C", "X")])
def test_the_furthest_ways_are_the_best_of_all_ways(steps, window, events):
    plain = asked(events, steps, window)
    some = Narrowing(start_us=START_US + 4 * SECOND, end_us=START_US + 15 * SECOND)
    earlier = replace(plain, as_of_us=START_US + 16 * SECOND)
    desktop = Narrowing(columns=(("device", ("desktop",)),))
    standings = set()
    for funnel in (plain, replace(earlier, entry=some), replace(earlier, entry=desktop)):
        for grouped in (funnel, replace(funnel, breakdown=("device",))):
            assert is_plain(grouped.shape)
            quick, thorough = (rows_of(way, grouped, events) for way in (furthest_ways, best_of_all))
            columns = {name for row in quick[:1] for name, _ in row}
            assert quick == [tuple(item for item in row if item[0] in columns) for row in thorough]
            standings |= {dict(row)["standing"] for row in quick}
    assert standings == ({CLOSED} if window == 0 else {OPEN} if window == 40 else {CLOSED, OPEN})


@pytest.mark.parametrize(
    "more",
    [{"order": "strict"}, {"order": "any"}, {"exclude": (1,)}, {"steps": ((1,), (1,))}, {"breakdown": ("bucket",)}],
)
def test_other_questions_follow_every_entry(more):
    assert not is_plain(Funnel(**{"steps": ((1,), (2,)), "window_us": 1, "as_of_us": 1, **more}).shape)


def half_by(curve: list[Point]) -> int | None:
    """The first time by which half have finished."""
    return next((point.time for point in curve if point.share <= 0.5 + 1e-12), None)


@pytest.mark.parametrize("breakdown", [(), ("device",)])
def test_the_median_with_open_journeys_is_that_of_the_curve(breakdown, events):
    halves = set()
    for window in (2, 4, 9, 1000):
        for seconds in (6, 12, 18, 23):
            funnel = asked(events, ("A", "BCD"), window, breakdown=breakdown, as_of_us=START_US + seconds * SECOND)
            curves = {end.group: half_by(survival(end.ends)) for end in ends(funnel, events)}
            assert medians_of_all(funnel, events) == curves
            halves |= set(curves.values())
    assert None in halves
    assert len(halves) > 2
