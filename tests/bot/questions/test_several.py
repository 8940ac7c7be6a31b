"""Several questions in one are taken apart only where each piece is surely a question of its own."""

from datetime import date

import pytest

from bot.questions import Ask, Asking, Name, Names, Slots, understand
from bot.questions.several import parts

NAMES = Names(
    journeys=(Name(title="Checkout", aliases=("checkout",)), Name(title="Search and compare", aliases=("search",))),
    personas=(
        Name(title="Student", aliases=("student",)),
        Name(title="Black and White fans", aliases=("bw",)),
        Name(title="米饭和面条", aliases=("rice",)),
        Name(title="Мајка и дете", aliases=("mother",)),
    ),
    stages=(Name(title="Verify"), Name(title="Payment"), Name(title="Activation")),
)
HERE = Asking(names=NAMES, today=date(2026, 11, 22))


def asked(text: str, asking: Asking = HERE) -> list[str]:
    return [ask.tool for ask in parts(text, asking, understand)]


@pytest.mark.parametrize(
    ("text", "tools"),
    [
        ("where do they drop off and why", ["drop_off", "drop_off"]),
        ("what is the conversion rate and how long does it take?", ["conversion_rate", "journey_length"]),
        ("where do they leave, why, and what do they complain about", ["drop_off", "drop_off", "pain_points"]),
        ("how is the NPS? And the conversion?", ["satisfaction", "conversion_rate"]),
        ("客户在哪里流失，为什么？", ["drop_off", "drop_off"]),
        ("转化率和满意度怎么样", ["conversion_rate", "satisfaction"]),
        ("каде се губат и зошто", ["drop_off", "drop_off"]),
        ("стапката на конверзија и NPS по персона", ["conversion_rate", "satisfaction"]),
    ],
)
def test_several_questions_come_out_in_their_order(text: str, tools: list[str]) -> None:
    assert asked(text) == tools


@pytest.mark.parametrize(
    "text",
    [
        "from view to cart and pay",
        "compare students and busy parents",
        "conversion from Verify to Activation and Payment",
        "drop-off in Search and compare",
        "conversion for Black and White fans",
        "drop off by persona and device",
        "conversion by persona and by device",
        "quotes about delivery and churn",
        "who owns the pain points and opportunities",
        "why do customers churn and leave",
        "从浏览到加购和付款",
        "米饭和面条的转化率",
        "转化率 для Мајка и дете",
        "спореди студенти и родители",
        "",
        "and",
        "和",
        "?",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    assert asked(text) == []


def test_a_bare_why_asks_for_the_reasons_of_what_was_asked_before_it() -> None:
    first, second = parts("where do students drop off and why", HERE, understand)
    assert first == Ask(tool="drop_off", args=Slots(persona="Student"))
    assert second == Ask(tool="drop_off", args=Slots(persona="Student", explain=True))


def test_what_stands_behind_the_last_is_of_all() -> None:
    first, second = parts("conversion and NPS by persona last month", HERE, understand)
    for ask in (first, second):
        assert ask.args.breakdown == "persona"
        assert ask.args.period is not None and ask.args.period.written() == "2026-10-01..2026-11-01"


def test_names_of_the_first_are_taken_along() -> None:
    first, second = parts("which channel do students like and what hurts them there", HERE, understand)
    assert (first.tool, second.tool) == ("channel_preference", "pain_points")
    assert first.args.persona == second.args.persona == "Student"


def test_a_name_of_the_later_alone_is_not_put_on_the_earlier() -> None:
    first, second = parts("where do people drop off and what hurts students?", HERE, understand)
    assert (first.args.persona, second.args.persona) == (None, "Student")


def test_the_journey_that_is_meant_is_that_of_all() -> None:
    there = HERE.model_copy(update={"default_journey": "Checkout"})
    assert {ask.args.journey for ask in parts("conversion and NPS", there, understand)} == {"Checkout"}
    named = parts("conversion and NPS in Search and compare", there, understand)
    assert {ask.args.journey for ask in named} == {"Search and compare"}


def test_no_more_than_three_come_out() -> None:
    found = parts("conversion and NPS and retention and revenue", HERE, understand)
    assert len(found) <= 3
