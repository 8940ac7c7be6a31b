"""Corrections in plain words and `field: value` lines, each seen in what is stored and what is said."""

from typing import Any

import pytest

from tests.bot.conversation.thread import Thread, facts

OPENING = (
    "Fewer people drop off",
    "Ben, 41, runs a bakery",
    "I want flour before five",
    "Search > Order > Receive",
    "looks on our site; asks friends",
    "-1 the site is slow",
)


@pytest.fixture
def thread() -> Thread:
    thread = Thread()
    thread.begin("Ana")
    for text in OPENING:
        thread.say("Ana", text)
    return thread


@pytest.mark.parametrize(
    ("text", "thing", "expected", "said"),
    [
        ("rename stage 2 to Buy", "stage order", {"title": "Buy"}, 'Renamed: "Order" is now "Buy".'),
        (
            "call asks friends asks the neighbours",
            "touchpoint asks-friends",
            {"title": "asks the neighbours"},
            "Renamed",
        ),
        (
            "The mood at Search is +1!",
            "stage search",
            {"votes": ["Ana +1: the site is slow (guess)"]},
            "Changed your vote: -1 to +1.",
        ),
        ("the feeling at stage 3 is 4/5 glad", "stage receive", {"votes": ["Ana +1 glad (guess)"]}, "Noted: +1 glad."),
        ("remove asks friends", "stage search", {"touchpoints": ["looks-site"]}, 'Removed: "asks friends". [Undo]'),
        (
            "add calls the hotline to Order",
            "stage order",
            {"touchpoints": ["calls-hotline"]},
            "Noted: calls the hotline (Phone).",
        ),
        ("move asks friends to Order", "stage order", {"touchpoints": ["asks-friends"]}, 'now stands at "Order"'),
        (
            "move asks friends before looks",
            "stage search",
            {"touchpoints": ["asks-friends", "looks-site"]},
            "now stands before",
        ),
        ("move stage 1 after stage 2", "map", {"stages": ["order", "search", "receive"]}, 'now stands after "Order"'),
        ("move Receive before Search", "map", {"stages": ["receive", "search", "order"]}, 'now stands before "Search"'),
        ("merge looks and asks friends", "stage search", {"touchpoints": ["looks-site"]}, "keeps what both had"),
        ("merge Search and Order", "map", {"stages": ["search", "receive"]}, "now holds 2 touchpoints"),
        (
            "split asks friends: asks Ana; asks by phone",
            "stage search",
            {"touchpoints": ["looks-site", "asks-friends", "asks-phone"]},
            "Split in 2",
        ),
        ("the channel of asks friends is phone", "touchpoint asks-friends", {"channel": "phone"}, "is at Phone."),
        (
            "the channel of asks friends is pigeon",
            "touchpoint asks-friends",
            {"channel": "other", "channel_text": "pigeon"},
            'so it is "Other: pigeon"',
        ),
        (
            "pain at Order: no price; too many fields",
            "map",
            {"pain_points": ["site-slow", "price", "too-many-fields"]},
            "Noted 2",
        ),
        ("severity of slow is 4", "pain site-slow", {"severity": ["Ana 4"]}, "Noted: 4 of 5."),
        ("Web team owns looks on our site", "touchpoint looks-site", {"owner": "Web team"}, "Web team answers for"),
        ("owner of Search: @Mia", "touchpoint asks-friends", {"owner": "Mia"}, "Mia answers for the touchpoints"),
        ("the goal is calls down by 20%", "map", {"goal_business": "calls down by 20%"}, "calls down by 20%"),
        ("call this map flour", "map", {"map_id": "flour"}, "This map is called flour now."),
        ("slow is fixed", "pain site-slow", {"status": "fixed"}, "is fixed."),
        ("title: Flour by night", "map", {"title": "Flour by night"}, "Flour by night"),
        ("starts: it rains\nends: it stops", "map", {"starts_when": "it rains", "ends_when": "it stops"}, "it rains"),
        ("group: customers", "map", {"customer_group": "existing"}, "Customers"),
        (
            "questions at Order: how long?; why?",
            "stage order",
            {"customer_questions": [{"text": "how long?", "answered": False}, {"text": "why?", "answered": False}]},
            "Noted 2",
        ),
        (
            "next after Order: pays, hidden",
            "stage order",
            {"next_step": {"text": "pays", "findable": "hidden"}},
            "(hidden)",
        ),
        ("metric at Order: carts per visit", "stage order", {"metric": "carts per visit"}, "carts per visit"),
        (
            "ideas for slow: smaller pictures; a faster host",
            "opportunity smaller-pictures",
            {"pain_points": ["site-slow"]},
            "Noted 2",
        ),
        (
            "action: shrink pictures, @Mia, 30 Nov",
            "action shrink-pictures",
            {"owner": "Mia", "due_on": "2024-11-30"},
            "(Mia, 30 Nov)",
        ),
        (
            "goals: never run out; quiet nights",
            "persona ben",
            {"goals": ["never run out", "quiet nights"]},
            "Ben · goals",
        ),
        ("typical sentence: no small talk", "persona ben", {"quote": "no small talk"}, "no small talk"),
    ],
)
def test_a_correction_is_done_and_read_back(
    thread: Thread, text: str, thing: str, expected: dict[str, Any], said: str
) -> None:
    thread.say("Ana", text)
    stored = facts(thread, thing)
    assert {name: stored[name] for name in expected} == expected
    assert said in thread.text()
    assert "`ask." in thread.text(), "a question is open afterwards"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rename the moon to Mars", 'Nothing on the map is called "the moon". Close to it:'),
        ("severity of slow is 9", "Please give a number from 1 to 5."),
        ("severity of Search is 4", "Nothing on the map"),
        ("due slow: 30 Nov", "Nothing on the map"),
        ("the mood at Search is purple", "I read moods from -2 (very bad) to +2 (very good). Which one is 'purple'?"),
        ("call this map Größe 1", "cannot be an id"),
        ("stages: " + " > ".join(f"Step {n}" for n in range(1, 11)), "A map can hold 12 stages."),
        ("rename stage 1 to " + "x" * 61, "61 characters; 60 is the limit"),
        ("group: martians", "I do not know the customer group 'martians'"),
        ("from and to: nowhere", "I need a start and an end"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_changes_nothing(thread: Thread, text: str, said: str) -> None:
    before = thread.journey
    thread.say("Ana", text)
    assert said in thread.text()
    assert thread.journey == before
    assert "`ask.doing` (7/10)" in thread.text()


@pytest.mark.parametrize(
    "text",
    [
        "at the shop: asks staff",
        "Mia owns a dog",
        "vacuum is done",
        "call the shop twice",
        "add product to cart",
        "move on to paying",
    ],
)
def test_an_answer_that_only_looks_like_a_correction_is_an_answer(thread: Thread, text: str) -> None:
    thread.say("Boris", text)
    assert facts(thread, "stage order")["touchpoints"], thread.text()


def test_two_things_of_one_name_are_offered_and_the_button_finishes_the_correction(thread: Thread) -> None:
    thread.say("Ana", "rename site to page")
    assert 'Which one is "site"?' in thread.text()
    thread.press("Ana", "looks on our site")
    assert facts(thread, "touchpoint looks-site")["title"] == "page"


def test_a_stage_that_holds_something_is_removed_only_after_a_yes(thread: Thread) -> None:
    thread.say("Ana", "remove Search")
    assert '"Search" holds touchpoints (2), moods (1). Remove it all the same?' in thread.text()
    assert facts(thread, "map")["stages"] == ["search", "order", "receive"]
    thread.press("Ana", "Remove")
    assert facts(thread, "map")["stages"] == ["order", "receive"]
    assert facts(thread, "pain site-slow")["at"] == "order"


def test_what_is_not_on_the_map_can_still_be_the_answer(thread: Thread) -> None:
    thread.say("Ana", "remove the old cover")
    thread.press("Ana", "It is my answer")
    assert facts(thread, "stage order")["touchpoints"] == ["remove-old-cover"]


def test_a_late_score_for_a_named_stage_and_for_the_last_one(thread: Thread) -> None:
    thread.say("Boris", "Search -2 cannot find the price")
    assert facts(thread, "stage search")["votes"][1] == "Boris -2: cannot find the price (guess)"
    thread.say("Mia", "+1 found it")
    assert facts(thread, "stage search")["votes"][2] == "Mia +1: found it (guess)"
    assert "all 3 kept. The curve shows -0.7 with a mark." in thread.text()


def test_field_lines_fill_a_whole_map_in_one_message() -> None:
    thread = Thread()
    thread.begin("Ana")
    thread.say(
        "Ana",
        "\n".join(
            (
                "goal: calls down by 20%",
                "persona: Ben, 41, runs a bakery",
                "want: I want flour before five.",
                "stages: Search > Order > Receive",
                "touchpoints at Search:",
                "- looks on our site",
                "- asks friends",
                "touchpoints at Order: pays by card",
                "touchpoints at Receive: parcel is delivered",
                "mood at Search: -1 slow",
                "mood at Order: +1",
                "mood at Receive: +2 relieved",
                "pain at Order: too many fields",
                "starts: flour is low",
                "ends: bread is baked",
                "action: shorten the form, @Mia, 30 Nov",
            )
        ),
    )
    assert thread.version == 1
    stored = facts(thread, "map")
    assert stored["touchpoints"] == ["looks-site", "asks-friends", "pays-card", "parcel-delivered"]
    assert (stored["starts_when"], stored["ends_when"]) == ("flour is low", "bread is baked")
    assert facts(thread, "action shorten-form")["owner"] == "Mia"
    assert "Here is the first picture." in thread.text()
