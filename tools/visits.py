"""Which place of a map does an event belong to?

Most specific first: rules with tests of properties, most tests before fewer (an event that passes one counts under a
name of its own, `marks.py`); then event names written at a touchpoint, then at a stage; then a touchpoint, then a
stage, whose slug or title is the event's name; then the shop events of the Segment specification by the stage's slug or
role. Among equals the first on the map.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from storage.model.journey import JourneyMap
from storage.model.rules import EventRule, event_title
from tools.marks import Mark, Marks
from tools.names import same_key

# Source: Segment e-commerce spec v2. The buying stage holds completed orders alone, so that who reached it has bought.
STANDARD_EVENTS: dict[str, tuple[str, ...]] = {
    "interest": ("Products Searched", "Product List Viewed", "Product List Filtered"),
    "before": (
        "Promotion Viewed", "Promotion Clicked", "Products Searched", "Product List Viewed", "Product List Filtered",
    ),
    "choose": (
        "Product Clicked", "Product Viewed", "Product Added to Wishlist", "Wishlist Product Added to Cart",
        "Product Added", "Product Removed", "Cart Viewed", "Coupon Entered", "Coupon Applied", "Coupon Denied",
        "Checkout Started", "Checkout Step Viewed", "Checkout Step Completed", "Payment Info Entered",
    ),
    "buy": ("Order Completed",),
    "after": (
        "Product Reviewed", "Product Shared", "Cart Shared", "Order Updated", "Order Refunded", "Order Cancelled",
    ),
}  # fmt: skip


class Place(NamedTuple):
    """A stage, or a touchpoint of it."""

    stage: str
    touchpoint: str | None = None


def marks(journey: JourneyMap, codes: Mapping[str, int]) -> tuple[Marks, dict[str, Place]]:
    """The marks of a map's rules over the names that are stored, and the place of each by its title."""
    stages = journey.stages
    spots: list[tuple[tuple[EventRule, ...], Place]] = [
        (touchpoint.event_rules, Place(stage.slug, touchpoint.slug))
        for stage in stages
        for touchpoint in stage.touchpoints
    ]
    spots += [(stage.event_rules, Place(stage.slug)) for stage in stages]
    found: dict[str, tuple[Mark, Place]] = {}
    for rules, place in spots:
        for rule in rules:
            wanted = {same_key(name) for name in rule.names}
            for name in (name for name in codes if same_key(name) in wanted):
                title = event_title(name, rule.tests)
                found.setdefault(title, (Mark(title, codes[name], rule.tests), place))
    return Marks.of(mark for mark, _ in found.values()), {title: place for title, (_, place) in found.items()}


def places(journey: JourneyMap, event_names: Iterable[str]) -> dict[str, Place]:
    """The place of every event name that is on the map; the others are not in the answer."""
    rules: dict[str, Place] = {}
    for name, place in _rules(journey):
        rules.setdefault(same_key(name), place)
    return {name: rules[key] for name in event_names if (key := same_key(name)) in rules}


def codes_at(
    placed: Mapping[str, Place], codes: Mapping[str, int], stage: str, touchpoint: str | None = None
) -> tuple[int, ...]:
    """Codes of the events that are visits of a stage (with its touchpoints) or of one touchpoint."""
    return tuple(
        codes[name]
        for name, place in placed.items()
        if place.stage == stage and (touchpoint is None or place.touchpoint == touchpoint)
    )


def _rules(journey: JourneyMap) -> Iterator[tuple[str, Place]]:
    stages = journey.stages
    spots = [(touchpoint, Place(stage.slug, touchpoint.slug)) for stage in stages for touchpoint in stage.touchpoints]
    yield from ((name, place) for touchpoint, place in spots for name in touchpoint.event_names)
    yield from ((name, Place(stage.slug)) for stage in stages for name in stage.event_names)
    yield from ((name, place) for touchpoint, place in spots for name in (touchpoint.slug, touchpoint.title))
    yield from ((name, Place(stage.slug)) for stage in stages for name in (stage.slug, stage.title))
    yield from ((name, Place(stage.slug)) for stage in stages for name in STANDARD_EVENTS.get(stage.slug, ()))
    yield from ((name, Place(stage.slug)) for stage in stages for name in STANDARD_EVENTS.get(stage.role or "", ()))
