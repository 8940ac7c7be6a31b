"""Thanks, greetings and "what can you do" are no questions about a journey, and are not told off as such."""

import pytest

from bot.questions import Ask, OutOfScope
from bot.questions.commands import Reason
from tests.bot.questions.question_cases import asked


def _refused(text: str) -> Reason | None:
    understood = asked(text)
    return understood.reason if isinstance(understood, OutOfScope) else None


@pytest.mark.parametrize(
    "text", ["ok, thanks a lot!", "hello", "谢谢啦", "你好", "фала многу", "fala", "добар ден", "Thank you Waymark"]
)
def test_thanks_and_greetings_are_answered_as_such_and_nothing_is_offered(text: str) -> None:
    understood = asked(text)
    assert isinstance(understood, OutOfScope)
    assert understood.reason == "greeting"
    assert not understood.nearest


@pytest.mark.parametrize(
    "text",
    ["what can you do?", "who are you", "你能做什么？", "你是谁", "што можеш да правиш", "shto mozhes da pravish"],
)
def test_whoever_asks_what_it_is_hears_it_with_questions_to_begin_with(text: str) -> None:
    understood = asked(text)
    assert isinstance(understood, OutOfScope)
    assert understood.reason == "about_me"
    assert understood.nearest


@pytest.mark.parametrize(
    "text", ["hi, where do we lose people?", "谢谢，客户在哪里流失？", "фала, каде ги губиме луѓето?"]
)
def test_a_question_behind_a_greeting_stays_a_question(text: str) -> None:
    assert isinstance(asked(text), Ask)


@pytest.mark.parametrize("text", ["why do customers say thanks", "where do they say hello"])
def test_a_word_of_thanks_inside_a_question_is_no_greeting(text: str) -> None:
    assert _refused(text) != "greeting"
