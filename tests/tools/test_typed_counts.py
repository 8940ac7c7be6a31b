"""drop_off by typed numbers: a map that no event reaches is counted by imported reports, and marked as such."""

import itertools
import random

import pytest

from tests.tools.conftest import make_map, sources
from tests.tools.logs import START, log, measured, store
from tools import drop_off
from tools.drop_off import DropOffArgs
from tools.kit import ToolError

MAP = make_map(("Browse", "Cart", "Pay"))
DAY_US = 86_400_000_000
START_US = int(START.timestamp()) * 1_000_000


def entered(place, value, **columns):
    return {"metric": "entered", "place": place, "value": value, **columns}


def run(given_sources, **args):
    return drop_off.run(DropOffArgs(**{"journey": "shop", "min_n": 1, **args}), given_sources)


def report(given_sources, *rows):
    measured(given_sources.events, rows)
    return given_sources


def test_a_report_by_hand(ask):
    rows = (entered("Browse", 1200), entered("cart", 300), entered("PAY", 90))
    result = run(report(ask([], MAP), *rows))
    assert [(s.title, s.reached, s.lost, s.from_previous.value) for s in result.steps] == [
        ("Browse", 1200, 900, 1.0), ("Cart", 300, 210, 0.25), ("Pay", 90, None, 0.3),
    ]  # fmt: skip
    assert (result.worst, result.basis.rule, result.basis.customers) == ("browse", "typed numbers", 1200)
    assert result.basis.window_seconds is None and result.explanation is None


def test_events_on_the_map_come_first(ask):
    given_sources = report(ask(log("a", "X0"), MAP), entered("Browse", 12), entered("Cart", 3))
    assert run(given_sources).basis.rule == "typed numbers"  # X is on no place of the map
    with_events = report(ask([*log("a", "X0"), {**log("b", "X0")[0], "event": "Browse"}]), entered("Browse", 12))
    assert run(with_events).basis.rule == "any entry, ordered"


def test_a_step_with_more_than_the_one_before_has_no_rate(ask):
    result = run(report(ask([], MAP), entered("Browse", 10), entered("Cart", 15), entered("Pay", 5)))
    assert [(s.lost, s.skipped, s.from_previous.value) for s in result.steps] == [
        (0, 5, 1.0),
        (10, 0, None),
        (None, 0, 1 / 3),
    ]
    assert result.steps[1].from_start.value is None


def test_a_stage_without_a_number_is_left_out_and_said(ask):
    result = run(report(ask([], MAP), entered("Browse", 10), entered("Pay", 5)))
    assert ([step.title for step in result.steps], result.unmeasured) == (["Browse", "Pay"], ("Cart",))


def test_the_whole_comes_before_its_parts_and_elements_are_no_whole(ask):
    rows = [
        entered("Browse", 100), entered("Browse", 70, channel="website"), entered("Browse", 60, element="mobile"),
        entered("Cart", 30, channel="website"), entered("Cart", 20, channel="email"),
    ]  # fmt: skip
    given_sources = report(ask([], MAP), *rows)
    assert [step.reached for step in run(given_sources).steps] == [100, 50]
    of_web = run(given_sources, channel="website")
    assert ([step.reached for step in of_web.steps], of_web.basis.filters) == ([70, 30], {"channel": "website"})


def test_months_are_added_and_a_period_takes_what_lies_in_it(ask):
    rows = [
        entered(place, n * (month + 1), from_us=from_us, until_us=from_us + 30 * DAY_US)
        for month, from_us in enumerate(range(START_US, START_US + 90 * DAY_US, 30 * DAY_US))
        for place, n in (("Browse", 10), ("Cart", 4))
    ]  # fmt: skip
    given_sources = report(ask([], MAP), *rows)
    assert [step.reached for step in run(given_sources).steps] == [60, 24]
    assert [step.reached for step in run(given_sources, period="2026-03-02..2026-05-01").steps] == [30, 12]


def test_what_reports_cannot_be_narrowed_to_is_refused_as_before(ask):
    given_sources = report(ask([], MAP), entered("Browse", 10), entered("Cart", 5))
    for narrowed in ({"device": "mobile"}, {"period": "2020"}, {"persona": "nobody"}):
        with pytest.raises(ToolError, match="no_events"):
            run(given_sources, **narrowed)
    with pytest.raises(ToolError, match="no_events"):
        run(report(ask([]), entered("Browse", 10)), journey="shop", device="mobile")


def test_two_hundred_random_reports_agree_with_the_definition(stores, tmp_path):
    draw = random.Random(4)
    stores.maps.create(MAP, "U0ANA", sources(stores, None).now)
    places = ["Browse", "cart", "Pay", "elsewhere"]
    logs = [
        [(draw.choice(places), draw.randint(0, 50), month) for month in range(draw.randint(2, 9))] for _ in range(200)
    ]
    events = store(tmp_path, [])
    measured(
        events,
        [
            entered(place, n, channel=f"log{k}", from_us=START_US + month, until_us=START_US + month + 1)
            for k, rows in enumerate(logs)
            for place, n, month in rows
        ],
    )
    given_sources = sources(stores, events)
    for k, rows in enumerate(logs):
        sums = {
            p: sum(n for place, n, _ in rows if place == p)
            for p in ("Browse", "cart", "Pay")
            if p in {r[0] for r in rows}
        }
        if len(sums) < 2:
            with pytest.raises(ToolError, match="no_events"):
                run(given_sources, channel=f"log{k}")
            continue
        result = run(given_sources, channel=f"log{k}")
        numbers = list(sums.values())
        assert [step.reached for step in result.steps] == numbers
        assert [step.lost for step in result.steps[:-1]] == [
            max(0, here - after) for here, after in itertools.pairwise(numbers)
        ]
    events.close()
