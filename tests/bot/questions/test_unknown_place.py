"""A place that a question speaks of and nobody here has is noticed."""

from datetime import date

import pytest

from bot.questions import Ask, Asking, Name, Names, Slots
from bot.questions.unknown_place import unknown_place

HERE = Asking(names=Names(journeys=(Name(title="Renewal"),), stages=(Name(title="Compare"),)), today=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("who owns checkout?", "checkout"),
        ("where do people drop off in the loyalty programme journey", "loyalty programme"),
        ("what do people do next in the basket", "basket"),
        ("客户在结账流程里哪里流失", "结账"),
        ("каде се губат во наплата", "наплата"),
    ],
)
def test_a_place_that_nobody_has_is_told(text: str, place: str) -> None:
    assert unknown_place(text, Ask(tool="drop_off"), HERE) == place


@pytest.mark.parametrize(
    "text",
    [
        "who owns renewal?",
        "drop-off in the Compare stage",
        "drop-off in the whole journey",
        "conversion in our customer journey",
        "what happens in each stage",
        "how many reach the next stage",
        "where do customers drop off",
        "",
    ],
)
def test_known_places_and_everyday_words_are_none(text: str) -> None:
    assert unknown_place(text, Ask(tool="drop_off"), HERE) is None


def test_an_event_that_was_typed_as_an_end_is_no_unknown_place() -> None:
    ask = Ask(tool="conversion_rate", args=Slots(start="cart", goal="payment"))
    assert unknown_place("conversion from cart, how many end in payment", ask, HERE) is None
