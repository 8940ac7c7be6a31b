"""Other people's logs give the numbers that other programs computed or their publishers printed."""

import gzip
import json
import os
from pathlib import Path

import pytest

from storage.events import Events
from storage.ingest.mapping import ColumnMapping
from tests.tools.conftest import sources
from tests.tools.logs import add, store
from tools import conversion_rate, drop_off, journey_length
from tools.conversion_rate import ConversionRateArgs
from tools.drop_off import DropOffArgs
from tools.journey_length import JourneyLengthArgs

REAL = Path(os.environ.get("WAYMARK_REAL_DATA") or Path(__file__).parents[3] / "shared" / "data" / "real")
pytestmark = pytest.mark.skipif(
    not REAL.is_dir(), reason=f"the real data are not at {REAL.name}; set WAYMARK_REAL_DATA"
)
WINDOWS = {"W1h": "1h", "W1d": "1d", "W7d": "7d", "W30d": "30d"}


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, object]]:
    return json.loads((REAL / "expected.json").read_text())


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Events:
    """The small web shop, with a late event of another customer that closes every window."""
    folder = tmp_path_factory.mktemp("shop")
    events = store(folder, [])
    report = events.import_file(REAL / "simple-onlineshop.csv")
    assert report.rows_stored + report.duplicates == 32_283
    add(events, folder, [{"customer_id": "late", "occurred_at": "2029-01-01T00:00:00Z", "event": "the end"}])
    return events


@pytest.mark.parametrize("name", list(WINDOWS))
def test_the_shops_funnel_in_every_window(name, shop, stores, expected):
    args = DropOffArgs(steps=("catalog", "cart", "payment_done"), window=WINDOWS[name])
    reached = [step.reached for step in drop_off.run(args, sources(stores, shop)).steps]
    assert reached == expected["simple-onlineshop.csv"]["funnel_windows_ours_chdb_checked"][name]["any_entry"]


@pytest.mark.parametrize("window", ["10s", "1m", "30d"])
def test_the_shops_funnel_of_five_steps(window, shop, stores, expected):
    case = expected["simple-onlineshop.csv"]["funnel_five_steps"]
    reached = [
        s.reached for s in drop_off.run(DropOffArgs(steps=case["steps"], window=window), sources(stores, shop)).steps
    ]
    assert reached == case["reached_by_window"][window]


def test_the_published_numbers_of_the_shop_without_a_window(shop, stores, expected):
    case = expected["simple-onlineshop.csv"]
    result = drop_off.run(
        DropOffArgs(steps=("catalog", "cart", "payment_done"), window="3000d", as_of="2040-01-01"),
        sources(stores, shop),
    )
    assert (
        [s.reached for s in result.steps]
        == case["funnel_no_window"]
        == case["published"]["closed funnel catalog>cart>payment_done"]
    )
    rate = conversion_rate.run(
        ConversionRateArgs(start="catalog", goal="cart", window="3000d", as_of="2040-01-01"), sources(stores, shop)
    )
    assert [rate.rate.n, rate.rate.hits] == case["funnel_no_window"][:2]


def test_the_published_funnel_of_the_clickstream_by_user_and_by_session(stores, expected, tmp_path):
    file = tmp_path / "ecom.csv"
    file.write_bytes(gzip.decompress((REAL / "ecom.csv.gz").read_bytes()))
    steps = ("cart", "shipping_details", "purchase")
    for column, key in (("user_id", "user_funnel"), ("session_id", "session_funnel")):
        events = store(tmp_path, [])
        events.import_file(file, ColumnMapping(customer_id=column, name="event", occurred_at="timestamp"), title=column)
        result = drop_off.run(DropOffArgs(steps=steps, window="3000d", as_of="2040-01-01"), sources(stores, events))
        assert [s.reached for s in result.steps] == expected["ecom.csv.gz"][key]
        events.close()


def test_every_permit_request_is_finished_or_open(stores, expected, tmp_path):
    events = store(tmp_path, [])
    mapping = ColumnMapping(customer_id="case:concept:name", name="concept:name", occurred_at="time:timestamp")
    events.import_file(REAL / "receipt.csv", mapping)
    args = JourneyLengthArgs(
        start="Confirmation of receipt", goal="T05 Print and send confirmation of receipt", breakdown="channel"
    )
    result, case = journey_length.run(args, sources(stores, events)), expected["receipt.csv"]
    assert result.overall.n + result.overall.open == case["cases"]
    assert {g.value.casefold(): g.n + g.open for g in result.groups} == {
        name.casefold().replace("e-mail", "email"): n for name, n in case["cases_by_channel"].items()
    }
