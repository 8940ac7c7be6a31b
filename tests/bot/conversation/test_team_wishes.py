"""Team work in a map's thread: Sales is invited by the persona builder, the meeting view is asked for by name."""

import pytest

from bot.conversation.read_team import team_wish
from prompts.loader import words
from tests.bot.conversation.thread import Thread


def said(thread: Thread) -> str:
    from bot.reply import plain

    return "\n".join(plain(reply) for reply in thread.replies[-1])


def test_the_builder_offers_sales_for_somebody_who_decides_at_work_and_brings_the_question_to_them():
    thread = Thread()
    thread.begin("Ana")
    thread.press("Ana", "More customers stay")
    thread.say("Ana", "Dana, 38, IT lead in a firm of 40, hates surprises")
    thread.press("Ana", "Build it properly")
    assert "Sales often knows who decides" in said(thread)
    thread.press("Ana", "Ask others")
    assert "Who knows more?" in said(thread)
    thread.say("Ana", "@Boris")
    assert "@Boris: could you answer here? 1. Who decides with Dana" in said(thread)
    thread.say("Boris", "head of finance: price")
    assert thread.personas[0].talking_points == ("head of finance: price",)


def test_a_persona_at_home_brings_no_sales():
    thread = Thread()
    thread.begin("Ana")
    thread.press("Ana", "More customers stay")
    thread.say("Ana", "Colleen, 30, buys a vacuum")
    thread.press("Ana", "Build it properly")
    for _ in range(5):
        assert "Sales" not in said(thread)
        thread.say("Ana", "skip")


def in_a_build() -> Thread:
    thread = Thread()
    thread.begin("Ana")
    for text in ("Fewer people drop off", "Ben, 41", "I want flour before five"):
        thread.say("Ana", text)
    return thread


@pytest.mark.parametrize("text", ["meeting view", "会议视图", "преглед за состанок", "who answers for Order?"])
def test_it_is_left_to_the_caller_and_the_open_question_comes_again(text: str):
    thread = in_a_build()
    before = thread.session.pending.question
    turn = thread.say("Ana", text)
    assert turn.question == text
    assert thread.session.pending.question == before
    assert "Which stages" in said(thread)


def test_an_owner_is_still_told_in_plain_words():
    thread = in_a_build()
    thread.say("Ana", "Search > Order > Receive")
    thread.say("Ana", "reads reviews")
    thread.say("Ana", "-1 too long")
    thread.say("Ana", "owner of reads reviews: Boris")
    assert thread.journey.stages[0].touchpoints[0].owner.label == "Boris"


@pytest.mark.parametrize(
    ("text", "topic", "about"),
    [
        ("who answers for what?", "owners", ""),
        ("谁负责什么", "owners", ""),
        ("кој за што одговара?", "owners", ""),
        ("Items without an owner", "unowned", ""),
        ("谁来负责“看评价”？", "owner_of", "看评价"),
        ("看评价的负责人是谁", "owner_of", "看评价"),
        ("кој е задолжен за „чита рецензии“?", "owner_of", "чита рецензии"),
        ("do not let Mia edit", "stop_edit", "U0MIA"),
        ("不再让 @Mia 编辑", "stop_edit", "U0MIA"),
    ],
)
def test_what_a_message_asks_for(text: str, topic: str, about: str):
    assert team_wish(text, words("en"), {"U0MIA": "Mia"}) == (topic, about)


@pytest.mark.parametrize(
    "text", ["let customers edit the order", "meeting", "会议", "a meeting with the boss", "owner"]
)
def test_what_is_an_answer_stays_one(text: str):
    assert team_wish(text, words("en"), {"U0MIA": "Mia"}) is None
