"""What is said when there is no answer."""

from typing import get_args

import pytest

from bot import answers
from bot.questions import Ask, Clarify, OutOfScope, Slots
from bot.questions.commands import Reason
from bot.questions.phrases import phrases
from bot.reply import Buttons, Text, plain
from prompts.loader import words
from storage.errors import MapNotFound, StoreUnavailable
from tests.bot.questions.question_cases import NAMES, asked

EN = words("en")


def test_readings_are_buttons_with_the_whole_question() -> None:
    options = (
        Ask(tool="drop_off", args=Slots(journey="Checkout", breakdown="device")),
        Ask(tool="pain_points", args=Slots(journey="Checkout")),
    )
    reply = answers.clarify_reply(Clarify(options=options), EN)
    assert plain(reply).splitlines() == [
        "I can read that in two ways. Which one do you mean?",
        "[Where do customers drop off? Checkout · by device] [What hurts customers? Checkout]",
    ]
    row = reply.parts[1]
    assert isinstance(row, Buttons)
    assert tuple(Ask.model_validate_json(button.value) for button in row.buttons) == options


@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_refusal_has_its_own_words(reason: Reason) -> None:
    outside = OutOfScope(reason=reason, asked=Ask(tool="retention") if reason == "not_yet" else None)
    said = answers.out_of_scope_reply(outside, EN).parts[0]
    assert isinstance(said, Text)
    assert len(said.text) > 20


def test_a_tool_that_is_not_there_yet_is_named_with_what_can_be_done() -> None:
    understood = asked("simulate the welcome flow for students")
    assert isinstance(understood, OutOfScope)
    assert plain(answers.out_of_scope_reply(understood, EN)) == (
        "That is a question about: Simulation of a flow. I cannot count that yet.\nWhat I can do instead:\n"
        "[How many convert? Student] [Where do customers drop off? Student]"
    )


def test_every_recognised_tool_has_a_name_for_people() -> None:
    assert all(EN.has(f"questions.tools.{tool}") for tool in phrases("en").tools)


def test_a_missing_journey_is_asked_for_with_the_rest_of_the_question_kept() -> None:
    reply = answers.which_journey_reply(Ask(tool="drop_off", args=Slots(persona="Student")), NAMES, EN)
    row = reply.parts[1]
    assert isinstance(row, Buttons)
    assert [button.text for button in row.buttons][:2] == ["Onboarding", "Checkout"]
    assert Ask.model_validate_json(row.buttons[1].value).args == Slots(journey="Checkout", persona="Student")


def test_errors_say_what_is_wrong_and_what_to_do() -> None:
    assert "Close to it: checkout" in plain(answers.error_reply(MapNotFound("chekout", ["checkout"]), EN))


def test_an_error_that_words_do_not_know_still_gives_a_sentence() -> None:
    assert len(plain(answers.error_reply(StoreUnavailable("disk", ref="4711"), EN))) > 20


def test_in_a_long_reading_the_journey_gives_way_first() -> None:
    args = Slots(journey="I need a vacuum that will not break again and again", stage="Compare", relation="at")
    row = answers.clarify_reply(Clarify(options=(Ask(tool="drop_off", args=args), Ask(tool="revenue"))), EN).parts[1]
    assert isinstance(row, Buttons)
    assert row.buttons[0].text == "Where do customers drop off? I need a vacuum t…again and again · at Compare"


LONG = {
    "en": "The long way of a customer who wants to buy a vacuum cleaner",
    "zh": "一位想买一台不会再坏的吸尘器并且希望尽快收到货物的老客户"
    "从最初的想法到最后一次清洁所走过的漫长而曲折的完整旅程的第一部分",
    "mk": "Долгиот пат на клиент што сака правосмукалка која не се крши",
}


@pytest.mark.parametrize("lang", LONG)
def test_buttons_of_long_names_fit_and_can_be_told_apart(lang: str) -> None:
    name = LONG[lang]
    assert len(name) >= 59
    near = f"{name[:29]}X{name[30:]}"
    of_stages = tuple(
        Ask(tool="drop_off", args=Slots(journey=name, stage=stage, persona=name)) for stage in (name, near)
    )
    of_tools = tuple(Ask(tool=tool, args=Slots(journey=name, stage=name)) for tool in ("pain_points", "satisfaction"))
    of_ends = tuple(Ask(tool="retention", args=Slots(journey=name, start=name, goal=f"{name}{n}")) for n in (1, 2))
    of_steps = tuple(
        Ask(tool="drop_off", args=Slots(journey=name, steps=(name, *more, name))) for more in ((), (name,))
    )
    for options in (of_stages, of_tools, of_ends, of_steps):
        row = answers.clarify_reply(Clarify(options=options), words(lang)).parts[1]
        assert isinstance(row, Buttons)
        texts = [button.text for button in row.buttons]
        assert max(map(len, texts)) <= 75 and len(set(texts)) == len(texts), texts
        assert tuple(Ask.model_validate_json(button.value) for button in row.buttons) == options


def test_of_long_names_the_ends_stay_to_be_seen() -> None:
    args = {"journey": LONG["en"], "persona": "Curious Colleen"}
    options = tuple(
        Ask(tool="drop_off", args=Slots(stage=f"Compares our offers with those of other shops, {part}", **args))
        for part in ("alone", "with friends")
    )
    row = answers.clarify_reply(Clarify(options=options), EN).parts[1]
    assert isinstance(row, Buttons)
    assert "alone" in row.buttons[0].text and "ends" in row.buttons[1].text
