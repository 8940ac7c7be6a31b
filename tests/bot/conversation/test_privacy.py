"""Who may see a map: asked on request, widened by a click, changed by the owner alone."""

import pytest

from tests.bot.conversation.thread import Thread


@pytest.fixture
def thread() -> Thread:
    thread = Thread()
    thread.begin("Ana")
    for text in ("Fewer people drop off", "Ben, 41", "I want flour before five", "Search > Order > Receive"):
        thread.say("Ana", text)
    return thread


def test_widening_is_confirmed_and_the_open_question_comes_back(thread):
    thread.say("Ana", "who may see this map?")
    assert "Now: everybody in this channel." in thread.text()
    thread.press("Ana", "The workspace")
    assert thread.journey.privacy == "channel"
    assert "What does Ben do at" in thread.text()
    thread.press("Ana", "Yes, show it to them")
    assert thread.journey.privacy == "workspace"


def test_people_are_named_and_the_thread_says_that_it_stays_readable(thread):
    thread.say("Ana", "谁可以看这张图")
    thread.press("Ana", "Only people I name")
    thread.say("Ana", "somebody")
    assert "I know nobody of that name" in thread.text()
    thread.say("Ana", "@Boris @Mia")
    assert (thread.journey.privacy, thread.journey.readers) == ("private", ("U0BORIS", "U0MIA"))
    assert "It can be seen by: Ana, Boris, Mia." in thread.text()
    assert "stays readable to the whole channel" in thread.text()


def test_only_the_owner_decides(thread):
    thread.say("Boris", "privacy")
    thread.press("Boris", "The workspace")
    assert "Only Ana can do that" in thread.text()
    assert thread.journey.privacy == "channel"
