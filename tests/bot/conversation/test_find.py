"""Which thing on the map is meant: exact title, slug, beginning, part, close spelling."""

import pytest

from bot.conversation.find import closest, find
from prompts.loader import words
from storage.model.journey import JourneyMap
from tests.bot.conversation.thread import Thread

EN = words("en")


@pytest.fixture
def journey() -> JourneyMap:
    thread = Thread()
    thread.begin("Ana")
    for text in (
        "skip",
        "Ben, 41",
        "I want flour",
        "Search > Order > Receive",
        "looks on our site; asks friends",
        "-1 the site is slow",
    ):
        thread.say("Ana", text)
    assert thread.journey is not None
    return thread.journey


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Search", ("search",)),
        ("the search", ("search",)),
        ("stage 2", ("order",)),
        ("Stage #3", ("receive",)),
        ("stage 9", ()),
        ("asks-friends", ("asks-friends",)),
        ("looks", ("looks-site",)),
        ("friends", ("asks-friends",)),
        ("the friends.", ("asks-friends",)),
        ("serach", ("search",)),
        ("Recieve", ("receive",)),
        ("touchpoint 1", ("looks-site",)),
        ("slow", ("site-slow",)),
        ("site", ("looks-site", "site-slow")),
        ("or", ()),
        ("moon", ()),
        ("", ()),
        ("…", ()),
    ],
)
def test_a_name_is_looked_for_in_the_order_of_the_rules(journey: JourneyMap, text: str, slugs: tuple[str, ...]) -> None:
    assert tuple(hit.slug for hit in find(journey, text, EN)) == slugs


def test_kinds_can_be_limited(journey: JourneyMap) -> None:
    assert [hit.slug for hit in find(journey, "site", EN, ("pain_point",))] == ["site-slow"]


def test_the_closest_names_are_at_hand_when_none_fits(journey: JourneyMap) -> None:
    assert len(closest(journey, "ordering", EN)) == 3
    assert closest(journey, "ordering", EN)[0].slug == "order"
