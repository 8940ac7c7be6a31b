"""Walking through a finished map, stage by stage, with what stands there and a question for ideas."""

import pytest

from bot.reply import plain
from tests.bot.conversation.thread import Thread


@pytest.fixture
def thread() -> Thread:
    thread = Thread()
    thread.begin("Ana")
    for text in ("Fewer people drop off", "Ben, 41", "I want flour before five", "Search > Order > Receive",
                 "asks friends", "-1 nobody answers", "writes an e-mail", "+1", "signs for it", "0"):  # fmt: skip
        thread.say("Ana", text)
    return thread


@pytest.mark.parametrize("wish", ["walk me through", "带我走一遍", "помини со мене"])
def test_the_walk_goes_over_every_stage_in_order(thread, wish):
    thread.say("Ana", wish)
    said = "\n".join(plain(reply) for reply in thread.turn.replies)
    assert 'At "Search": how might we make it better?' in said
    assert "Mood: -1." in said and "In the way: nobody answers." in said and "No clear next step is told." in said
    assert "Question 1 of about 3" in said
    thread.say("Boris", "answer within an hour; a list of questions")
    assert [(idea.title, idea.pain_points, idea.stage) for idea in thread.journey.opportunities] == [
        ("answer within an hour", ("nobody-answers",), "search"),
        ("a list of questions", ("nobody-answers",), "search"),
    ]
    assert 'At "Order"' in thread.text()
    thread.press("Ana", "Nothing here")
    thread.say("Ana", "show when the van comes")
    assert thread.journey.opportunities[-1].stage == "receive"
    assert thread.session.part == "done"


def test_before_there_are_stages_it_says_so():
    thread = Thread()
    thread.begin("Ana")
    thread.say("Ana", "walk me through")
    assert "There are no stages yet" in thread.text()
