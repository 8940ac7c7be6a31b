"""Revenue: by hand, against pandas and a plain oracle on random logs, and with money as people's data have it."""

import itertools
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tools.conftest import make_map, sources
from tests.tools.logs import START, add, late, log, store
from tools import revenue
from tools.kit import Period, ToolError
from tools.revenue import RevenueArgs

DAY = timedelta(days=1)


def paid(
    customer: str, amount: str | None, currency: str = "EUR", day: float = 0, **columns: object
) -> dict[str, object]:
    at = START + day * DAY
    return {
        "customer_id": customer,
        "occurred_at": at,
        "event": "order",
        "revenue": amount,
        "currency": currency,
        **columns,
    }


def counted(sources, **args):
    return revenue.run(RevenueArgs(min_n=1, **args), sources)


def test_sums_by_hand(ask):
    rows = [paid("a", "10.10"), paid("a", "5.05", day=1), paid("b", "20"), paid("b", "-3.15", day=2), paid("c", None)]
    (total,) = counted(ask(rows)).totals
    assert (total.cents, total.orders, total.refunds, total.refund_cents, total.customers) == (3200, 3, 1, -315, 2)
    assert (total.per_customer, total.per_order) == (16.0, pytest.approx(35.15 / 3))


def test_currencies_are_never_added_and_none_is_one_of_its_own(ask):
    rows = [paid("a", "10"), paid("b", "10", "mkd"), paid("b", "1"), paid("c", "7", "")]
    result = counted(ask(rows))
    assert {one.currency: one.cents for one in result.totals} == {"EUR": 1100, "MKD": 1000, "": 700}
    assert [excluded.n for excluded in result.basis.excluded] == [1]
    assert [one.cents for one in counted(ask(rows), currency="mkd").totals] == [1000]


def test_groups_take_the_currency_with_most_orders(ask):
    rows = [paid("a", "10", device="m"), paid("b", "20", device="d"), paid("b", "99", "USD", device="d")]
    result = counted(ask(rows), breakdown="device")
    assert [(group.value, group.money.cents) for group in result.groups] == [("d", 2000), ("m", 1000)]


def test_ten_thousand_groups_are_ten_and_the_rest(ask):
    rows = [paid(f"c{i}", "1", product=f"p{i}") for i in range(10_000)]
    result = counted(ask(rows), breakdown="product")
    assert len(result.groups) == 11 and result.groups[-1].value == "other"
    assert sum(group.money.cents for group in result.groups) == 1_000_000


def test_days_are_those_of_the_workspace_also_when_clocks_change(ask):
    zone = ZoneInfo("Europe/Berlin")
    times = [
        datetime(2026, 3, 28, 23, 30),
        datetime(2026, 3, 29, 0, 30),
        datetime(2026, 3, 29, 23, 30),
        datetime(2026, 3, 30, 0, 1),
    ]
    rows = [{**paid(f"c{i}", "1"), "occurred_at": at.replace(tzinfo=zone)} for i, at in enumerate(times)]
    result = counted(ask(rows, tz="Europe/Berlin"), per="day")
    assert [(span.starts_on.day, span.money.orders) for span in result.over_time] == [(28, 1), (29, 2), (30, 1)]
    assert [span.partial for span in result.over_time] == [False, False, True]


def test_a_period_and_an_end_of_the_data_narrow_it(ask):
    given_rows = ask([paid("a", "1"), paid("b", "2", day=1), paid("c", "4", day=2)])
    first = START.date()
    assert counted(given_rows, period=Period(start=first + DAY)).totals[0].cents == 600
    assert counted(given_rows, as_of=first + DAY).totals[0].cents == 300
    assert counted(given_rows, period="2020").totals == ()


def shop_rows():
    """Of ten who look, four add to the cart, three of them buy for 20."""
    for i in range(10):
        way = "L0 C1 B2" if i < 3 else "L0 C1" if i < 4 else "L0"
        for row in log(f"c{i}", way):
            yield {**row, "revenue": "20", "currency": "EUR"} if row["event"] == "B" else row
    yield late()


def test_at_risk_by_hand(ask):
    stages = (
        {"slug": "look", "title": "Look", "event_names": ("L",)},
        {"slug": "cart", "title": "Cart", "event_names": ("C",)},
        {"slug": "buy", "title": "Buy", "role": "buy", "event_names": ("B",)},
    )
    look, cart = counted(ask(shop_rows(), make_map(stages)), journey="shop").at_risk
    assert (look.title, look.lost, look.later.hits, look.later.n, look.value) == ("Look", 6, 3, 10, 36.0)
    assert (cart.title, cart.lost, cart.value) == ("Cart", 1, 15.0)
    assert look.low < look.value < look.high <= 120.0


def test_no_amounts_and_unknown_currencies_are_said(ask):
    with pytest.raises(ToolError, match="no_amounts"):
        counted(ask(log("a", "A0")))
    with pytest.raises(ToolError, match="unknown_currency"):
        counted(ask([paid("a", "1")]), currency="USD")
    with pytest.raises(ToolError, match="no_events"):
        counted(ask([]))


def test_only_refunds_are_a_negative_sum_without_a_mean_order(ask):
    (total,) = counted(ask([paid("a", "-5")])).totals
    assert (total.cents, total.orders, total.per_order, total.per_customer) == (-500, 0, None, -5.0)


ROW = st.tuples(
    st.sampled_from("abcd"), st.integers(0, 5), st.integers(-5000, 20000).map(lambda cents: cents / 100),
    st.sampled_from(["EUR", "USD", ""]), st.sampled_from(["m", "d", None]),
)  # fmt: skip


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(logs=st.lists(st.lists(ROW, min_size=1, max_size=12), min_size=10, max_size=10))
def test_two_hundred_random_logs_agree_with_the_definition_and_pandas(stores, tmp_path, logs):
    """Ten logs in one store, a campaign each."""
    rows = [
        paid(f"{k}{customer}", f"{amount:.2f}", currency, day, device=device, campaign=f"log{k}")
        for k, one in enumerate(logs)
        for customer, day, amount, currency, device in one
    ]
    events = store(tmp_path, [])
    add(events, tmp_path, [*rows, paid("somebody", "1")])
    given_sources = sources(stores, events)
    for k, one in enumerate(logs):
        result = counted(given_sources, campaign=f"log{k}", breakdown="device")
        expected: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0])
        who = defaultdict(set)
        for customer, _, amount, currency, _ in one:
            if amount:
                expected[currency][0] += round(amount * 100)
                expected[currency][1] += amount > 0
                who[currency].add(customer)
        assert {m.currency: (m.cents, m.orders, m.customers) for m in result.totals} == {
            currency: (cents, orders, len(who[currency])) for currency, (cents, orders, _) in expected.items()
        }
        frame = pd.DataFrame(one, columns=["customer", "day", "amount", "currency", "device"])
        frame = frame[(frame.amount != 0)].assign(device=frame.device.fillna("(unknown)"))
        sums = (frame.groupby(["currency", "device"]).amount.sum() * 100).round().astype(int)
        for group in result.groups:
            assert group.money.cents == sums[group.money.currency, group.value]
    events.close()


def test_the_sample_adds_up_to_the_cent(sample):
    frame = pd.read_csv("examples/events.csv")
    result = counted(sample)
    assert sum(one.cents for one in result.totals) == round(frame.revenue.sum() * 100)
    assert result.totals[0].orders == int((frame.revenue > 0).sum())
    assert datetime(2020, 1, 1, tzinfo=UTC) < result.basis.as_of
    assert list(itertools.chain(result.groups, result.over_time)) == []
