"""The words that stages have everywhere mean the stage of the map, in each language."""

from datetime import date
from typing import Any

import pytest

from bot.questions import Ask, Asking, Name, Names, Slots, understand
from bot.questions.stage_words import on_its_map
from tests.bot.questions.question_cases import first_reading, slots_of, tool_of

BIKE = Names(
    journeys=(Name(title="Bike"), Name(title="Shoes")),
    stages=(
        Name(title="Awareness", role="before", maps=("Bike",)),
        Name(title="Compare", aliases=("consideration",), role="choose", maps=("Bike",)),
        Name(title="Ordering", role="buy", maps=("Bike",)),
        Name(title="First ride", role="after", maps=("Bike",)),
        Name(title="Discover", role="before", maps=("Shoes",)),
        Name(title="Purchase", role="buy", maps=("Shoes",)),
        Name(title="After", role="after", maps=("Shoes",)),
    ),
)
ASKING = Asking(names=BIKE, today=date(2026, 11, 22), default_journey="Bike")


def _asked(text: str, *previous: str) -> Any:
    frame = None
    for said in (*previous, text):
        understood = understand(said, ASKING.model_copy(update={"thread_frame": frame}))
        frame = first_reading(understood)
    return understood


@pytest.mark.parametrize(
    ("text", "tool", "expected"),
    [
        ("从比较到购买要多久", "journey_length", {"start": "Compare", "goal": "Ordering"}),
        ("从意识到售后要多久", "journey_length", {"start": "Awareness", "goal": "First ride"}),
        ("谁负责比较阶段", "ownership", {"stage": "Compare"}),
        ("колку време од споредба до купување", "journey_length", {"start": "Compare", "goal": "Ordering"}),
        ("каде се губат кај споредба", "drop_off", {"stage": "Compare"}),
        ("how long from comparison to purchase", "journey_length", {"start": "Compare", "goal": "Ordering"}),
        ("比较5月和6月", "compare", {"stage": None}),
        ("спореди мај и јуни", "compare", {"stage": None}),
    ],
)
def test_a_common_word_for_a_stage_names_the_one_of_the_map(text: str, tool: str, expected: dict[str, Any]) -> None:
    ask = first_reading(_asked(text))
    assert ask is not None
    assert ask.tool == tool
    slots = on_its_map(ask, BIKE).args
    assert {name: getattr(slots, name) for name in expected} == expected


@pytest.mark.parametrize(
    "text",
    [
        "how long does it take to buy",
        "how long until customers order",
        "how long from Compare until they buy",
        "колку време до купување",
        "колку време им треба на луѓето да купат",
        "kolku vreme do kupuvanje",
        "从看到买要多久",
        "多久才会下单",
    ],
)
def test_until_they_buy_ends_where_people_buy_on_that_map(text: str) -> None:
    ask = first_reading(_asked(text))
    assert ask is not None
    assert ask.tool == "journey_length"
    slots = on_its_map(ask, BIKE).args
    assert (slots.goal or slots.stage, slots.goal is not None or slots.relation == "before") == ("Ordering", True)


@pytest.mark.parametrize("text", ["how long do people take to finish", "how long does it take", "需要多长时间"])
def test_without_such_words_it_is_the_whole_journey(text: str) -> None:
    assert slots_of(_asked(text)).goal is None


def test_the_stage_of_another_map_becomes_the_one_that_means_the_same_here() -> None:
    def moved(journey: str | None, **ends: str) -> Slots:
        return on_its_map(Ask(tool="journey_length", args=Slots(journey=journey, **ends)), BIKE).args

    assert moved("Shoes", start="Awareness", goal="Ordering") == Slots(
        journey="Shoes", start="Discover", goal="Purchase"
    )
    assert moved("Bike", stage="Compare").stage == "Compare"
    assert moved("Shoes", stage="Compare").stage == "Compare"  # nothing there means it: the tool says so
    assert moved("Bike", start="Product Viewed").start == "Product Viewed"
    assert moved(None, goal="Purchase").goal == "Purchase"


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("what do people do after Compare?", "Compare"),
        ("what do people do after the After stage", "After"),
        ("where do they drop off in After", "After"),
        ("what happens after?", None),
    ],
)
def test_a_stage_called_after_is_only_meant_where_it_is_spoken_of_as_one(text: str, stage: str | None) -> None:
    assert slots_of(_asked(text)).stage == stage


def test_what_people_do_after_a_stage_is_a_question_of_its_own_in_a_thread() -> None:
    understood = _asked("what do people do after Compare?", "what is the conversion rate?")
    assert (tool_of(understood), slots_of(understood).relation) == ("path_forward", "after")
