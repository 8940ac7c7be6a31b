"""A place that a question speaks of and nobody here has is noticed."""

from datetime import date

import pytest

from bot.questions import Ask, Asking, Name, Names, Slots
from bot.questions.unknown_place import unknown_group, unknown_place
from prompts import loader
from tools.catalogue import CATALOGUE

HERE = Asking(names=Names(journeys=(Name(title="Renewal"),), stages=(Name(title="Compare"),)), today=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("who owns checkout?", "checkout"),
        ("where do people drop off in the loyalty programme journey", "loyalty programme"),
        ("what do people do next in the basket", "basket"),
        ("客户在结账流程里哪里流失", "结账"),
        ("каде се губат во наплата", "наплата"),
        ("从意识到购买要多久", "意识"),
        ("колку време од свесност до купување", "свесност"),
        ("how long from awareness to purchase", "awareness"),
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
        "从比较到现在要多久",
        "中途离开的人主要在什么阶段",
        "断崖式下跌发生在哪个阶段",
        "стапка на обновување",
        "мапата вистина ли е",
        "number of interactions per stage",
        "",
    ],
)
def test_known_places_and_everyday_words_are_none(text: str) -> None:
    assert unknown_place(text, Ask(tool="drop_off"), HERE) is None


def test_an_event_that_was_typed_as_an_end_is_no_unknown_place() -> None:
    ask = Ask(tool="conversion_rate", args=Slots(start="cart", goal="payment"))
    assert unknown_place("conversion from cart, how many end in payment", ask, HERE) is None


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("where do students drop off", "students"),
        ("where do vegans leave", "vegans"),
        ("conversion for small businesses", "businesses"),
        ("学生在哪里流失", "学生"),
        ("каде се губат студентите", "студентите"),
    ],
)
def test_people_whom_nobody_has_as_a_persona_are_told(text: str, group: str) -> None:
    assert unknown_group(text, Ask(tool="drop_off"), HERE) == group


@pytest.mark.parametrize(
    "text",
    [
        "where do customers drop off",
        "where do users leave",
        "what do people want",
        "why do visitors quit",
        "do buyers cancel",
        "how do our clients feel",
        "where do shoppers abandon the cart",
        "does everyone finish",
        "do ads matter",
        "how long do orders take",
        "客户在哪里流失",
        "用户为什么离开",
        "大家都在抱怨什么",
        "каде се губат купувачите",
        "зошто корисниците се откажуваат",
        "што сакаат луѓето",
    ],
)
def test_everybody_is_no_unknown_group(text: str) -> None:
    assert unknown_group(text, Ask(tool="drop_off"), HERE) is None


def test_a_group_that_was_understood_or_is_looked_for_is_not_unknown() -> None:
    assert unknown_group("students versus Ana", Ask(tool="drop_off", args=Slots(persona="Ana")), HERE) is None
    split = Ask(tool="drop_off", args=Slots(breakdown="device, persona"))
    assert unknown_group("students by persona and device", split, HERE) is None
    assert unknown_group("quotes about students", Ask(tool="map_lookup", args=Slots(words="students")), HERE) is None


def test_ordinary_questions_of_the_bank_raise_no_alarm() -> None:
    """Examples of three languages that name nothing; those that do speak of pupils or tenants are no false alarm."""
    listed = tuple(word for lang in ("en", "zh", "mk") for word in loader.table(f"phrases/{lang}")["groups"].split())
    asked = [
        (text, Ask(tool=tool))
        for lang in ("en", "zh", "mk")
        for tool, texts in loader.table(f"questions/{lang}").items()
        if tool in CATALOGUE
        for text in texts[::4]
        if "{" not in text
    ]
    places = [place for text, ask in asked if (place := unknown_place(text, ask, HERE))]
    groups = [group for text, ask in asked if (group := unknown_group(text, ask, HERE))]
    alarms = places + [group for group in groups if not group.startswith(listed)]
    assert len(asked) > 700
    assert len(alarms) <= len(asked) / 200, alarms
