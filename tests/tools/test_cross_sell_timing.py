"""Cross-selling: by hand, against a plain oracle and lifelines on random logs, and with what data bring along."""

from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter

from tests.tools.conftest import make_map, sources
from tests.tools.logs import START, add, late, log, say, store, trait
from tools import cross_sell_timing
from tools.cross_sell_timing import CrossSellTimingArgs
from tools.kit import Period, ToolError

DAY = timedelta(days=1)
END = 400


def bought(customer: str, *orders: tuple[str, float], **columns: object) -> list[dict[str, object]]:
    """`("vac", 0), ("bag", 8)`: the vacuum on day 0, bags on day 8."""
    return [
        {
            "customer_id": customer, "occurred_at": START + day * DAY, "event": "order", "product": product,
            "revenue": "10", "currency": "EUR", **columns,
        }
        for product, day in orders
    ]  # fmt: skip


def counted(sources, **args):
    return cross_sell_timing.run(CrossSellTimingArgs(**{"min_n": 1, **args}), sources)


@pytest.fixture
def shop(ask):
    """Of five who buy the vacuum and are watched for long, three buy bags: on day 0, 8 and 30."""
    orders = {
        "a": (("vac", 0), ("bag", 8), ("bag", 9)), "b": (("vac", 5), ("bag", 35)), "c": (("vac", 1),),
        "d": (("bag", 0), ("vac", 2)), "e": (("vac", 3), ("bag", 3)), "f": (("vac", 300),),
    }  # fmt: skip
    rows = [row for customer, own in orders.items() for row in bought(customer, *own)]
    rows.append(late(END))
    return ask(rows)


def test_share_time_and_weeks_by_hand(shop):
    result = counted(shop, first="vac", then="bag")
    assert (result.within.hits, result.within.n, result.together) == (3, 5, 1)
    assert (result.median_seconds, result.p25_seconds, result.p75_seconds) == (8 * 86400, 4 * 86400, 19 * 86400)
    assert [(week.week, week.at_risk, week.bought) for week in result.hazard if week.bought] == [
        (1, 6, 1), (2, 5, 1), (5, 4, 1),
    ]  # fmt: skip
    assert result.best_week == 5
    assert [(excluded.why, excluded.n) for excluded in result.basis.excluded] == [("still_open", 1)]


def test_the_most_frequent_pair_is_taken_when_none_is_named(shop):
    result = counted(shop)
    assert (result.first, result.then) == ("vac", "bag")
    assert [(pair.first, pair.then, pair.customers) for pair in result.pairs] == [("vac", "bag", 3), ("bag", "vac", 1)]


def test_a_window_a_period_and_an_end_of_the_data(shop):
    assert counted(shop, first="vac", then="bag", window="10d").within.hits == 2
    first = START.date()
    assert counted(shop, first="vac", then="bag", period=Period(start=first + 3 * DAY)).within.n == 2
    assert counted(shop, first="vac", then="bag", as_of=first + 20 * DAY).within.n == 0


def test_the_same_product_again(ask):
    rows = [*bought("a", ("bag", 0), ("bag", 10)), *bought("b", ("bag", 0)), late(END)]
    result = counted(ask(rows), first="bag", then="bag")
    assert (result.within.hits, result.within.n, result.together) == (1, 2, 0)


def test_who_denied_consent_is_in_no_figure(ask, shop):
    trait(shop.events, "a", consent="denied")
    trait(shop.events, "b", consent="granted")
    result = counted(shop, first="vac", then="bag")
    assert (result.within.hits, result.within.n) == (2, 4)
    assert ("consent_denied", 1) in [(excluded.why, excluded.n) for excluded in result.basis.excluded]


def test_the_stage_before_and_the_satisfaction_then(ask):
    rows = [*bought("a", ("vac", 0), ("bag", 8)), *bought("b", ("vac", 0), ("bag", 9)), late(END)]
    for customer in "ab":
        rows += [{**row, "occurred_at": START + 4 * DAY} for row in log(customer, "U0")]
    stages = (
        {"slug": "buy", "title": "Buy", "role": "buy", "event_names": ("order",)},
        {"slug": "use", "title": "Use", "event_names": ("U",)},
    )
    mapped = ask(rows, make_map(stages))
    say(
        mapped.events,
        [
            {"kind": "csat", "score": score, "customer_id": customer, "occurred_at": START + day * DAY}
            for customer, score, day in (("a", 1, 1), ("a", 5, 5), ("b", 2, 6), ("b", 5, 20))
        ],
    )
    result = counted(mapped, journey="shop", first="vac", then="bag")
    assert [(before.stage, before.customers) for before in result.before] == [("Use", 2)]
    assert (result.satisfied.hits, result.satisfied.n) == (1, 2)


def test_what_is_missing_or_unknown_is_said(ask, shop):
    with pytest.raises(ToolError, match="no_products"):
        counted(ask(log("a", "A0")))
    with pytest.raises(ToolError, match="unknown_in_events"):
        counted(shop, first="vac", then="car")
    alone = counted(ask([*bought("a", ("vac", 0)), late(END)]))
    assert (alone.first, alone.pairs) == (None, ())


ORDERS = st.lists(st.tuples(st.sampled_from("xyz"), st.integers(0, 60)), min_size=1, max_size=6)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(logs=st.lists(st.lists(ORDERS, min_size=1, max_size=4), min_size=10, max_size=10), window=st.integers(5, 40))
def test_two_hundred_random_logs_agree_with_the_definition_and_lifelines(stores, tmp_path, logs, window):
    """Ten logs in one store, a campaign each; the data end on day 60."""
    rows = [
        row
        for k, one in enumerate(logs)
        for c, orders in enumerate(one)
        for row in bought(f"{k}-{c}", *orders, campaign=f"log{k}")
    ]
    events = store(tmp_path, [])
    add(events, tmp_path, [*rows, *bought("somebody", ("x", 60), ("y", 60), campaign="other")])
    given_sources = sources(stores, events)
    for k, one in enumerate(logs):
        result = counted(given_sources, first="x", then="y", campaign=f"log{k}", window=f"{window}d")
        ways = [way for way in map(_way, one) if way]
        closed = [(t0, took) for t0, took in ways if t0 + window <= 60]
        hits = [took for _, took in closed if took is not None and took <= window]
        assert (result.within.hits, result.within.n, result.together) == (len(hits), len(closed), hits.count(0))
        if hits:
            assert result.median_seconds == pd.Series(hits).quantile(0.5) * 86400
            assert result.p75_seconds == pytest.approx(pd.Series(hits).quantile(0.75) * 86400)
        _hazards_agree(result.hazard, ways, window)
    events.close()


def _way(orders):
    """Day of the first x, and days to the next y at or after it."""
    firsts = [day for product, day in orders if product == "x"]
    if not firsts:
        return None
    later = [day - min(firsts) for product, day in orders if product == "y" and day >= min(firsts)]
    return min(firsts), min(later, default=None)


def _hazards_agree(weeks, ways, window):
    """Survival in whole weeks by lifelines is the product of 1 - hazard."""
    done = [took is not None and took <= window for _, took in ways]
    durations = [(took if hit else min(60 - t0, window)) // 7 for (t0, took), hit in zip(ways, done, strict=True)]
    left = 1.0
    fitted = KaplanMeierFitter().fit(durations, done) if ways else None
    for week in weeks:
        left *= 1 - (week.share or 0)
        assert left == pytest.approx(float(fitted.predict(week.week - 1)), abs=1e-9)
