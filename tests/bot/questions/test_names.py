"""Which names of the workspace are found in a question."""

import pytest

from bot.questions import normalise
from bot.questions.names import Mention, find
from bot.questions.read import read
from bot.questions.workspace import Name, Names
from tests.bot.questions.question_cases import NAMES, TODAY


def _found(text: str, names: Names = NAMES) -> list[tuple[str, str]]:
    return [(mention.kind, mention.value) for mention in read(text, names, TODAY, "en").mentions]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("onboarding", [("journey", "Onboarding")]),
        ("on boarding", [("journey", "Onboarding")]),
        ("onbording", [("journey", "Onboarding")]),
        ("mobile app sign-up", [("journey", "Mobile app sign-up")]),
        ("mobile app signup", [("journey", "Mobile app sign-up")]),
        ("sign ups", [("stage", "Sign up")]),
        ("first time buyers", [("persona", "First-time buyer")]),
        ("small buisness owners", [("persona", "Small business owner")]),
        ("studnets in verifcation", [("persona", "Student"), ("stage", "Verify")]),
        ("the loan app", [("journey", "Loan application")]),
        ("in the app", [("channel", "mobile_app")]),
        ("by text message", [("channel", "sms")]),
        ("on smartphones", [("device", "mobile")]),
        ("activates", [("stage", "Activation")]),
        ("do people return", []),
        ("renewal rate", []),
        ("renewal map", [("journey", "Renewal")]),
        ("the welcome call", [("touchpoint", "Welcome call")]),
    ],
)
def test_names_are_found_with_aliases_typing_errors_and_other_forms(text: str, found: list[tuple[str, str]]) -> None:
    assert _found(text) == found


def test_the_word_behind_decides_between_a_journey_and_a_stage_of_one_name() -> None:
    both = Names(journeys=(Name(title="Support"),), stages=(Name(title="Support"),))
    assert _found("drop off in the support stage", both) == [("stage", "Support")]
    assert _found("drop off in the support journey", both) == [("journey", "Support")]


def test_common_words_are_not_bent_into_names() -> None:
    names = Names(journeys=(Name(title="Orders"), Name(title="Delivery")), personas=(Name(title="Martin"),))
    assert _found("which parts are the worst whether or not people stay", names) == []


def test_a_mention_says_where_it_stands() -> None:
    assert find(("in", "patient", "visit"), NAMES, "en") == (Mention("journey", "Patient visit", 1, 3),)


def test_a_telling_word_of_a_long_title_names_its_journey() -> None:
    names = Names(journeys=(Name(title="I need a vacuum that lasts"), Name(title="I need help with my invoice")))
    assert _found("show the vacuum map", names) == [("journey", "I need a vacuum that lasts")]
    assert _found("do people need help", names) == []


def test_a_stage_called_like_an_order_is_the_order_at_the_start_and_the_stage_elsewhere() -> None:
    names = Names(stages=(Name(title="Compare"),))
    assert _found("compare students and parents", names) == []
    assert _found("why do people leave at compare", names) == [("stage", "Compare")]


def test_a_proper_name_inside_a_touchpoint_is_that_touchpoint() -> None:
    names = Names(touchpoints=(Name(title="sees our ad on Instagram"), Name(title="Opens The Product Page")))
    assert _found("what would we lose without Instagram", names) == [("touchpoint", "sees our ad on Instagram")]
    assert _found("what would we lose without instagram") == [("channel", "social_organic")]
    assert _found("what do they do on a page", names) == []


def test_a_persona_is_named_by_the_last_word_of_its_name_unless_that_is_a_common_word_or_somebody() -> None:
    named = ("Curious Colleen", "Busy Boris", "Small business owner", "First-time Buyer")
    names = Names(personas=tuple(Name(title=title) for title in named), owners=("Boris",))
    assert _found("where do we lose Colleen", names) == [("persona", "Curious Colleen")]
    assert _found("what does Boris own", names) == []
    assert _found("is there a buyer who is no owner", names) == []


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("the phone number field", "en"),
        ("the email address field", "en"),
        ("our store locator", "en"),
        ("complaints about the website speed", "en"),
        ("电话号码一栏的问题", "zh"),
        ("网站速度有什么抱怨", "zh"),
        ("проблеми со полето за телефонски број", "mk"),
        ("поплаки за брзината на сајтот", "mk"),
    ],
)
def test_a_channel_that_is_part_of_a_longer_name_is_none(text: str, lang: str) -> None:
    assert find(tuple(normalise.spelt(text, {})), Names(), lang) == ()
    assert [m.kind for m in find(("by", "phone"), Names(), "en")] == ["channel"]
