"""What becomes of requirements, notes, edges and routes when the map under them changes."""

from datetime import UTC, datetime

import pytest
from colleen import ANA

from storage.errors import ChangeRefused
from storage.model import changes as c
from storage.model.apply import apply
from storage.model.journey import JourneyMap
from storage.model.types import Anchor

AT = datetime(2024, 11, 10, tzinfo=UTC)
PAGE, REVIEWS, CART = "opens-product-page", "reads-reviews-other", "puts-cart-leaves"


def after(journey: JourneyMap, *changes: c.Change) -> JourneyMap:
    return apply(journey, changes, ANA, AT, "chat")


@pytest.fixture
def ways(versions) -> JourneyMap:
    return after(
        versions[18],
        c.AddEdge(title="buys at once", from_touchpoint=PAGE, to_touchpoint=CART, way="skip"),
        c.AddEdge(title="leaves", from_touchpoint=REVIEWS, way="exit"),
        c.AddRoute(title="careful", touchpoints=(PAGE, REVIEWS, CART)),
        c.AddRoute(title="only reads", touchpoints=(REVIEWS,)),
        c.AddRequirement(title="product data in one place", side="technology", at=Anchor(stage="comparison")),
        c.AddNote(title="which one lasts?", quadrant="says", at=Anchor(stage="comparison", touchpoint=PAGE)),
    )


def test_two_routes_stand_over_the_same_touchpoints(ways):
    assert {route.slug: len(route.touchpoints) for route in ways.routes} == {"careful": 3, "only-reads": 1}
    assert [(edge.from_touchpoint, edge.to_touchpoint, edge.way) for edge in ways.edges] == [
        (PAGE, CART, "skip"),
        (REVIEWS, None, "exit"),
    ]


def test_a_touchpoint_that_goes_takes_its_edges_and_leaves_the_routes(ways):
    left = after(ways, c.RemoveTouchpoint(touchpoint=REVIEWS))
    assert [edge.title for edge in left.edges] == ["buys at once"]
    assert {route.title: route.touchpoints for route in left.routes} == {"careful": (PAGE, CART)}


def test_a_merged_touchpoint_hands_its_ways_to_the_one_that_is_kept(ways):
    left = after(ways, c.MergeTouchpoints(keep=PAGE, drop=REVIEWS))
    assert [(edge.from_touchpoint, edge.to_touchpoint) for edge in left.edges] == [(PAGE, CART), (PAGE, None)]
    assert {route.title: route.touchpoints for route in left.routes} == {
        "careful": (PAGE, CART),
        "only reads": (PAGE,),
    }


def test_a_stage_that_goes_leaves_requirements_and_notes_to_the_whole_map(ways):
    left = after(ways, c.RemoveStage(stage="comparison"))
    assert [(item.title, item.at) for item in (*left.requirements, *left.notes)] == [
        ("product data in one place", None),
        ("which one lasts?", None),
    ]
    assert left.edges == () and left.routes[0].touchpoints == (CART,)


def test_a_moved_touchpoint_takes_its_notes_along(ways):
    moved = after(ways, c.MoveTouchpoint(touchpoint=PAGE, stage="inquiry"))
    assert moved.notes[0].at == Anchor(stage="inquiry", touchpoint=PAGE)


def test_a_note_that_goes_is_no_longer_contradicted(versions):
    journey = after(
        versions[18],
        c.AddNote(title="price matters most", quadrant="says"),
        c.AddNote(title="buys the dearest", quadrant="does"),
        c.SetItem(item="buys-dearest", field="contradicts", value="price-matters-most"),
    )
    assert journey.notes[1].contradicts == "price-matters-most"
    assert after(journey, c.RemoveItem(item="price-matters-most")).notes[0].contradicts is None


def test_an_edge_to_nowhere_known_is_refused(versions):
    with pytest.raises(ChangeRefused):
        after(versions[18], c.AddEdge(title="?", from_touchpoint=PAGE, to_touchpoint="no-such-place"))


def test_the_cells_of_a_blueprint_are_fields_that_two_people_may_set_at_once(versions):
    journey = after(
        versions[18],
        c.SetTouchpoint(touchpoint=PAGE, field="front_stage", value={"text": "shop page"}),
        c.SetTouchpoint(touchpoint=PAGE, field="support", value={"text": "stock data", "wait_minutes": 1440}),
    )
    page = next(t for t in journey.touchpoints() if t.slug == PAGE)
    assert page.front_stage.text == "shop page" and page.support.wait_minutes == 1440
