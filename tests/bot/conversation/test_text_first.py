"""A whole story pasted before there is a map: nothing of it is lost, and it is offered once there are stages."""

import pytest

from tests.bot.conversation.thread import Thread

STORY = (
    "Ben looks for flour on the website late at night. He was annoyed because the delivery time is nowhere. "
    "He orders by phone in the morning. The flour is delivered before five and he was relieved."
)


@pytest.fixture
def thread() -> Thread:
    thread = Thread()
    thread.begin("Ana")
    return thread


def test_a_story_instead_of_a_goal_is_kept_and_the_goal_is_asked_again(thread):
    thread.say("Ana", STORY)
    assert thread.evidence["e1"].text == STORY
    assert "Once there are stages I will come back to this text." in thread.text()
    assert thread.session.pending.question == "ask.goal" and thread.session.draft.goal_business is None


def test_the_story_is_offered_once_there_are_stages_and_the_build_goes_on(thread):
    thread.say("Ana", STORY)
    for text in ("Happier customers", "Ben, 41, runs a bakery", "I want flour before five", "Look > Order > Deliver"):
        thread.say("Ana", text)
    said = thread.text()
    assert "Now that there are stages, here is the text from before." in said
    assert "2 · Deliver · Post, parcel · -1" in said
    thread.press("Ana", "Take all")
    thread.press("Ana", "Interview")
    assert [pain.title for pain in thread.journey.pain_points] == [
        "He was annoyed because the delivery time is nowhere."
    ]
    titles = [touchpoint.title for touchpoint in thread.journey.touchpoints()]
    assert "He orders by phone in the morning." in titles
    assert all(touchpoint.evidence == ("e1",) for touchpoint in thread.journey.touchpoints())
    assert thread.session.pending.question in ("ask.doing", "ask.mood", "ask.moods")


def test_a_persona_in_one_long_sentence_is_no_paragraph(thread):
    thread.say("Ana", "Happier customers")
    thread.say("Ana", "Curious Colleen, 32, married without children, self-employed, good at research, short of time")
    assert thread.personas[0].name == "Curious Colleen"
