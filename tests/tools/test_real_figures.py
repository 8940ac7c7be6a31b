"""The rest of what publishers printed and other programs counted in people's real logs comes out of them here too."""

import gzip
import json
from itertools import pairwise
from pathlib import Path

import pytest
from ibis import _

from storage.events import Events
from storage.ingest.mapping import ColumnMapping
from tests.tools.conftest import ANA, NOW, make_map, sources
from tests.tools.logs import store
from tests.tools.test_attribution_real import paths  # noqa: F401  a fixture
from tests.tools.test_real_funnels import REAL, WINDOWS
from tools import drop_off, journey_length, path_forward
from tools.drop_off import DropOffArgs
from tools.journey_length import JourneyLengthArgs
from tools.markov import removal_effects
from tools.nodes import Node, Nodes
from tools.path_forward import PathForwardArgs
from tools.touch_paths import Paths
from tools.transitions import Walk, transitions, variants

pytestmark = pytest.mark.skipif(
    not REAL.is_dir(), reason=f"the real data are not at {REAL.name}; set WAYMARK_REAL_DATA"
)
PERMITS = ColumnMapping(customer_id="case:concept:name", name="concept:name", occurred_at="time:timestamp")
EXPECTED = json.loads((REAL / "expected.json").read_text()) if REAL.is_dir() else {}
SHOP, CLICKS, PERMIT = "simple-onlineshop.csv", "ecom.csv.gz", "receipt.csv"


def walk(events: Events) -> Walk:
    """Every event name is a place."""
    nodes = tuple(Node(name, (code,)) for name, code in events.names().items())
    return Walk(Nodes(nodes), events.newest_us() or 0, 0)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Events:
    events = store(tmp_path_factory.mktemp("shop"), [])
    events.import_file(REAL / SHOP)
    return events


@pytest.fixture(scope="module")
def permits(tmp_path_factory: pytest.TempPathFactory) -> Events:
    events = store(tmp_path_factory.mktemp("permits"), [])
    events.import_file(REAL / PERMIT, PERMITS)
    return events


def test_the_shops_funnel_over_a_map_where_two_products_are_one_stage(shop, stores):
    journey = make_map(
        (
            {"slug": "catalog", "title": "Catalog"},
            {"slug": "product", "title": "Product", "event_names": ["product1", "product2"]},
            {"slug": "cart", "title": "Cart"},
            {"slug": "paid", "title": "Paid", "event_names": ["payment_done"]},
        )
    )
    stores.maps.create(journey, ANA, NOW)
    args = DropOffArgs(journey="shop", window="3000d", as_of="2040-01-01")
    reached = [step.reached for step in drop_off.run(args, sources(stores, shop)).steps]
    assert reached == EXPECTED[SHOP]["funnel_product_stage"]
    assert reached[1] == EXPECTED[SHOP]["published"]["catalog>product(1|2)"]


@pytest.mark.parametrize("name", list(WINDOWS))
def test_from_the_first_look_at_the_catalog_as_many_come_to_the_cart_in_each_window(name, tmp_path, shop, stores):
    """A journey's length begins with the first entry, so those it calls finished are the first-touch funnel."""
    args = JourneyLengthArgs(start="catalog", goal="cart", window=WINDOWS[name], as_of="2040-01-01")
    result = journey_length.run(args, sources(stores, shop))
    counted = EXPECTED[SHOP]["funnel_windows_ours_chdb_checked"][name]["first_touch"]
    assert (result.basis.customers, result.overall.n) == (counted[0], counted[1])


def test_the_shops_moves_with_their_beginnings_and_ends_are_those_of_retentioneering(shop):
    titles = {code: name for name, code in shop.names().items()}
    counted = {
        f"{titles[move.node]}|{'path_end' if move.next is None else titles[move.next]}": move.n
        for move in transitions(walk(shop), shop)
    }
    ways, _different = variants(walk(shop), 5_000, shop)
    for way in ways:
        begins = f"path_start|{titles[way.nodes[0]]}"
        counted[begins] = counted.get(begins, 0) + way.customers
    assert counted == EXPECTED[SHOP]["retentioneering_dfg_with_start_end"]


def test_moves_shown_for_the_shop_are_those_that_pm4py_counts(shop, stores):
    """Through the tool: `path_forward` over a map with a stage for each event."""
    names = sorted(shop.names())
    stages = [{"slug": name.replace("_", "-"), "title": name, "event_names": [name]} for name in names]
    stores.maps.create(make_map(stages), ANA, NOW)
    result = path_forward.run(PathForwardArgs(journey="shop"), sources(stores, shop))
    shown = {f"{move.start}|{move.end}": move for move in result.moves if move.end}
    assert {move: found.n for move, found in shown.items()} == EXPECTED[SHOP]["dfg_pm4py"]
    medians = {move: found.median_seconds for move, found in shown.items()}
    assert medians == pytest.approx(EXPECTED[SHOP]["median_s_pm4py"], abs=0.51)  # told in whole seconds


def test_the_clickstream_has_the_published_sessions_and_shares(stores, tmp_path):
    published = EXPECTED[CLICKS]["published"]
    events = clicks(tmp_path, "session_id")
    counted = events.run(events.tables.customers.agg(n=_.count()))
    assert counted == [{"n": published["sessions"]}]
    steps = ("cart", "shipping_details", "purchase")
    result = drop_off.run(DropOffArgs(steps=steps, window="3000d", as_of="2040-01-01"), sources(stores, events))
    shares = [round(100 * step.reached / published["sessions"], 1) for step in result.steps]
    assert shares == published["pct"]


def test_the_clickstreams_moves_by_user_are_those_of_retentioneering(tmp_path):
    """30 rows equal another to the letter and are stored once; numbered, all of them are moves as there."""
    assert clicks(tmp_path, "user_id").count() == 31_106 - 30
    events = clicks(tmp_path, "user_id", numbered=True)
    titles = {code: name for name, code in events.names().items()}
    counted = {
        f"{titles[move.node]}|{titles[move.next]}": move.n for move in transitions(walk(events), events) if move.next
    }
    assert counted == EXPECTED[CLICKS]["dfg_user"]


def test_permits_begin_where_pm4py_says_with_as_many_activities(permits):
    titles = {code: name for name, code in permits.names().items()}
    ways, different = variants(walk(permits), 5_000, permits)
    starts: dict[str, int] = {}
    for way in ways:
        starts[titles[way.nodes[0]]] = starts.get(titles[way.nodes[0]], 0) + way.customers
    case = EXPECTED[PERMIT]
    assert starts == case["start"]
    assert (len(titles), permits.count(), different) == (case["activities"], case["events"], case["n_variants"])
    moves = sum(move.n for move in transitions(walk(permits), permits) if move.next)
    assert moves == sum(way.customers * len(list(pairwise(way.nodes))) for way in ways)


def test_permits_last_as_long_as_pm4py_says(permits):
    """From the first to the last event of a case, median and mean."""
    lasted = permits.tables.events.group_by("customer").agg(us=_.at_us.max() - _.at_us.min())
    ((row),) = permits.run(lasted.agg(median=_.us.median(), total=_.us.sum(), n=_.count()))
    case = EXPECTED[PERMIT]
    assert row["n"] == case["cases"]
    assert row["median"] / 1e6 == pytest.approx(case["case_seconds"]["median"])
    assert row["total"] / row["n"] / 1e6 == pytest.approx(case["case_seconds"]["mean"])


def test_of_the_marketing_paths_as_large_a_share_converts(paths: Paths):  # noqa: F811
    case = EXPECTED["attribution_paths.csv"]
    converted, lost = paths.conversions.sum(), paths.nulls.sum()
    assert converted / (converted + lost) == pytest.approx(case["p_conversion"], abs=1e-15)
    simulated = case["markov_simulated_by_ChannelAttribution_2.2.5"]
    effects = removal_effects(paths)
    shared = {name: converted * effect / sum(effects.values()) for name, effect in effects.items()}
    assert max(abs(shared[name] - n) for name, n in simulated.items()) < 0.0005 * converted


def clicks(folder: Path, customer: str, numbered: bool = False) -> Events:
    head, *rows = gzip.decompress((REAL / CLICKS).read_bytes()).decode().splitlines()
    if numbered:
        head, rows = f"event_id,{head}", [f"{number},{row}" for number, row in enumerate(rows)]
    file = folder / "ecom.csv"
    file.write_text("\n".join([head, *rows]) + "\n")
    events = store(folder, [])
    events.import_file(file, ColumnMapping(customer_id=customer, name="event", occurred_at="timestamp"))
    return events
