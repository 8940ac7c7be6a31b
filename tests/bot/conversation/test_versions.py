"""Who changed what, what two versions differ in, and an earlier version brought back."""

import pytest

from bot.conversation.versions import Wish, versions_wish
from prompts.loader import words
from tests.bot.conversation.thread import Thread

OPENING = ("Fewer people drop off", "Ben, 41", "I want flour before five", "Search > Order > Receive", "asks friends")


@pytest.fixture
def thread() -> Thread:
    thread = Thread()
    thread.begin("Ana")
    for text in OPENING:
        thread.say("Ana", text)
    thread.say("Boris", "rename Order to Buy")
    return thread


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("history", Wish("history")),
        ("What changed since version 3?", Wish("since", 3)),
        ("compare versions 3 and 7", Wish("between", 3, 7)),
        ("restore v2", Wish("restore", 2)),
        ("历史", Wish("history")),
        ("比较第3版和第7版", Wish("between", 3, 7)),
        ("恢复第 2 版", Wish("restore", 2)),
        ("историја", Wish("history")),
        ("врати верзија 2", Wish("restore", 2)),
        ("што се смени меѓу 3 и 7", Wish("between", 3, 7)),
        ("врати", None),
        ("looks at the history of the shop", None),
    ],
)
def test_versions_are_asked_for_in_any_language_in_every_thread(lang, text, wish):
    assert versions_wish(text, words(lang)) == wish


def test_the_history_tells_who_did_what_newest_first(thread):
    thread.say("Ana", "history")
    said = thread.text()
    lines = [line for line in said.splitlines() if line.startswith(("v", "The newest"))]
    assert lines[0].startswith("The newest of 4 versions:")
    assert 'v4 · 4 Nov, Boris: "Buy", title: Buy' in said
    assert 'v3 · 4 Nov, Ana: new at "Search": asks friends (Word of mouth)' in said
    assert "v1 · 4 Nov, Ana: the map was begun" in said
    assert thread.version == 4


def test_a_restored_version_is_a_new_one_and_can_be_undone(thread):
    thread.say("Mia", "restore version 2")
    assert "Version 2 is back, as version 5." in thread.text()
    assert [stage.title for stage in thread.journey.stages] == ["Search", "Order", "Receive"]
    assert thread.journey.stages[0].touchpoints == ()
    assert thread.turn.reason == "restore"
    thread.say("Mia", "undo")
    assert [stage.title for stage in thread.journey.stages] == ["Search", "Buy", "Receive"]
    assert len(thread.journey.stages[0].touchpoints) == 1


def test_two_versions_are_compared_in_words(thread):
    thread.say("Ana", "what changed between 4 and 2")
    said = thread.text()
    assert "After version 2, up to version 4:" in said
    assert said.index("v3 ·") < said.index("v4 ·")


def test_a_version_that_is_not_there_is_told_with_the_newest(thread):
    thread.say("Ana", "restore version 99")
    assert "There is no version 99 that I can read. The newest is 4." in thread.text()
    thread.say("Ana", "restore version 4")
    assert "Version 4 is the newest one." in thread.text()
    assert thread.version == 4


def test_a_button_of_the_history_brings_a_version_back(thread):
    thread.say("Ana", "history")
    thread.press("Boris", "Restore v3")
    assert thread.journey.stages[1].title == "Order"
