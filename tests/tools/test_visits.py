"""Which event belongs to which place."""

from storage.model.types import Origin
from tests.tools.conftest import ANA, NOW, make_map
from tools.visits import Place, codes_at, places

ORIGIN = Origin(by=ANA, at=NOW, via="chat")


def touchpoint(slug: str, title: str, *events: str) -> dict[str, object]:
    return {"slug": slug, "title": title, "event_names": events, "origin": ORIGIN}


def test_an_event_is_a_visit_of_the_place_with_its_name_whatever_the_spelling():
    journey = make_map(("Find us", {"slug": "cart", "title": "Puts it in the cart"}))
    assert places(journey, ["find_us", "FIND-US", "puts it in the cart", "Cart", "page"]) == {
        "find_us": Place("find-us"),
        "FIND-US": Place("find-us"),
        "puts it in the cart": Place("cart"),
        "Cart": Place("cart"),
    }


def test_written_event_names_beat_titles_and_a_touchpoint_beats_its_stage():
    stages = (
        {"slug": "pay", "title": "Pay", "event_names": ("order", "paid"), "touchpoints": ()},
        {"slug": "card", "title": "Card", "touchpoints": (touchpoint("by-card", "Pays by card", "paid", "pay"),)},
    )
    found = places(make_map(stages), ["order", "paid", "pay", "pays by card"])
    assert found["order"] == Place("pay")
    assert found["paid"] == found["pay"] == found["pays by card"] == Place("card", "by-card")


def test_among_equals_the_first_on_the_map_wins():
    stages = ({"slug": "a", "title": "A", "event_names": ("x",)}, {"slug": "b", "title": "B", "event_names": ("X",)})
    assert places(make_map(stages), ["x"]) == {"x": Place("a")}


def test_shop_events_go_where_the_role_of_a_stage_says():
    stages = tuple(
        {"slug": slug, "title": slug.title(), "role": role}
        for slug, role in (
            ("awareness", "before"),
            ("interest", "before"),
            ("consideration", "choose"),
            ("purchase", "buy"),
        )
    )
    names = [
        "Promotion Viewed",
        "Product List Viewed",
        "Product Viewed",
        "Checkout Started",
        "Order Completed",
        "Product Reviewed",
    ]
    found = places(make_map(stages, stage_template="funnel5_purchase"), names)
    assert [found[name].stage for name in names[:-1]] == [
        "awareness",
        "interest",
        "consideration",
        "consideration",
        "purchase",
    ]
    assert "Product Reviewed" not in found


def test_a_stage_has_the_events_of_its_touchpoints():
    stages = ({"slug": "pay", "title": "Pay", "touchpoints": (touchpoint("card", "Card"),)},)
    found = places(make_map(stages), ["pay", "card"])
    assert codes_at(found, {"pay": 1, "card": 2}, "pay") == (1, 2)
    assert codes_at(found, {"pay": 1, "card": 2}, "pay", "card") == (2,)
