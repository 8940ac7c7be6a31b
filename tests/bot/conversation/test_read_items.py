"""Several items in one message."""

import pytest

from bot.conversation.read_items import read_items, read_stages
from prompts.loader import words

EN = words("en")


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("one\ntwo", ("one", "two")),
        ("- one\n* two\n• three\n1. four\n2) five", ("one", "two", "three", "four", "five")),
        ("one; two；three、four", ("one", "two", "three", "four")),
        ("vacuum is delivered, first clean, gets a survey", ("vacuum is delivered", "first clean", "gets a survey")),
        ("reads it, which takes long", ("reads it, which takes long",)),
        ("waits, because nobody answers", ("waits, because nobody answers",)),
        ('says "slow, dear" to us', ('says "slow, dear" to us',)),
        ("a, bb", ("a, bb",)),
        ("looks, " + "x" * 41, ("looks, " + "x" * 41,)),
        ("one, two; three", ("one, two", "three")),
        ("看，买", ("看，买",)),
        ("旧吸尘器坏了、问朋友", ("旧吸尘器坏了", "问朋友")),
        ("-2 degrees", ("-2 degrees",)),
        (" ; ;\n", ()),
    ],
)
def test_strong_signs_split_always_and_commas_only_when_it_is_safe(text: str, titles: tuple[str, ...]) -> None:
    assert read_items(text, EN).titles == titles


def test_what_commas_did_can_be_undone_either_way() -> None:
    assert read_items("one, two", EN).by_comma
    assert not read_items("one; two", EN).by_comma
    assert read_items("opens the page，compares", EN).could_be == ("opens the page", "compares")
    assert read_items("waits, because nobody answers", EN).could_be == ()


@pytest.mark.parametrize(
    "text",
    [
        "Search > Order > Receive",
        "Search → Order → Receive",
        "Search\nOrder\nReceive",
        "Search, Order, Receive",
        "1. Search\n2. Order\n3. Receive",
    ],
)
def test_own_stages_are_read_in_order(text: str) -> None:
    assert read_stages(text, EN) == ("Search", "Order", "Receive")
