"""Empathy maps, the persona builder and second maps with slips: too much, too long, pressed twice, gone meanwhile."""

import pytest

from bot.reply import Menu, Press
from tests.bot.conversation.thread import Thread, facts

PICTURE = (
    "Fewer people drop off", "Ben, 41, runs a bakery", "I want flour before five", "Search > Order > Receive",
    "looks on our site", "-1 slow", "pays by card", "0", "parcel is delivered", "+1",
)  # fmt: skip


def empathy_after(*texts: str, beside: Thread | None = None) -> Thread:
    thread = Thread()
    if beside is not None:
        thread.may_read(beside)
    thread.begin("Ana", kind="empathy")
    for text in ("Happier customers", "Ben, 41, runs a bakery", "I want flour before five", *texts):
        thread.say("Ana", text)
    return thread


def map_after(*texts: str) -> Thread:
    thread = Thread()
    thread.begin("Ana")
    for text in texts:
        thread.say("Ana", text)
    return thread


def test_ninety_entries_in_one_message_fill_the_map_and_the_rest_is_named() -> None:
    thread = empathy_after("None yet", "skip", "\n".join(f"deed number {n}" for n in range(90)))
    assert len(facts(thread, "map")["notes"]) == 80
    assert "Not kept, 10 of 90" in thread.text()
    assert "The picture shows the first 8 of them; all 80 are kept." in thread.text()
    assert "An empathy map can hold 80 entries" in thread.text()


def test_an_entry_that_is_too_long_is_refused_and_the_others_stand() -> None:
    thread = empathy_after("None yet", "skip", f"opens the page\n{'x' * 250}")
    assert facts(thread, "item opens-page")["title"] == "opens the page"
    assert "That title has 250 characters; 200 is the limit." in thread.text()


def test_what_two_members_say_is_agreement() -> None:
    thread = empathy_after("None yet", "skip", "opens the page")
    thread.say("Boris", "back")
    thread.say("Boris", "opens the page")
    assert facts(thread, "item opens-page")["agreed_by"] == ["U0BORIS"]


def test_pasted_research_is_evidence_and_named_by_it() -> None:
    thread = empathy_after("“I gave up after the third form.” a customer on the phone, 2 Nov")
    assert facts(thread, "map")["research"] == "what was pasted here (e1)"
    assert facts(thread, "evidence e1")["text"] == "I gave up after the third form."


def test_an_entry_is_linked_in_a_menu_and_a_map_without_others_is_not_asked() -> None:
    alone = empathy_after("None yet", *("skip",) * 5, "wants quiet")
    assert "Which stage do these belong to?" not in alone.text()
    thread = empathy_after("None yet", *("skip",) * 5, "wants quiet", beside=map_after(*PICTURE))
    assert "`ask.emp.link`" in thread.text()
    menu = next(part for reply in thread.replies[-1] for part in reply.parts if isinstance(part, Menu))
    thread.press_as("Ana", Press(action=menu.action, value=menu.value, chosen=("flour-before-five/order",)))
    assert facts(thread, "item quiet")["links_to"] == "flour-before-five/order"
    thread.press_as("Ana", Press(action=menu.action, value=menu.value, chosen=("flour-before-five/gone",)))
    assert facts(thread, "item quiet")["links_to"] == "flour-before-five/order"


def test_a_persona_keeps_ten_lines_and_the_eleventh_is_named() -> None:
    thread = map_after("Happier customers", "Ben, 41")
    thread.press("Ana", "Build it properly")
    thread.say("Ana", "skip")
    thread.say("Ana", "\n".join(f"goal {n}" for n in range(1, 12)))
    assert len(facts(thread, "persona ben")["goals"]) == 10
    assert "There is room for 10 goals. Not kept: goal 11." in thread.text()


def test_a_line_that_is_too_long_leaves_the_persona_as_it_was() -> None:
    thread = map_after("Happier customers", "Ben, 41")
    thread.press("Ana", "Build it properly")
    thread.say("Ana", "skip")
    thread.say("Ana", "x" * 240)
    assert facts(thread, "persona ben")["goals"] == []
    assert "240 characters; 200 is the limit" in thread.text()
    assert "`ask.per.goals`" in thread.text()


def test_built_twice_or_for_somebody_gone_nothing_happens() -> None:
    thread = map_after("Happier customers", "Ben, 41")
    thread.press("Ana", "Build it properly")
    thread.press("Ana", "Build it properly")
    assert thread.text() == ""
    thread.say("Ana", "done")
    assert "`ask.want`" in thread.text()
    thread.press_as("Ana", Press(action="build.persona", value="nobody"))
    assert "That button belongs to something that is not there any more." in thread.text()


def test_a_persona_that_is_deleted_while_it_is_built_is_told_and_done_goes_on() -> None:
    thread = map_after("Happier customers", "Ben, 41")
    thread.press("Ana", "Build it properly")
    thread.personas = ()
    thread.say("Ana", "bakes from 3")
    assert "That persona is gone meanwhile." in thread.text()
    thread.say("Ana", "done")
    assert "`ask.want`" in thread.text()


def test_the_same_map_has_the_stages_and_touchpoints_and_nothing_felt() -> None:
    first = map_after(*PICTURE, "same map for Dana, 33, florist")
    assert first.turn is not None and first.turn.opens is not None
    second = Thread()
    second.may_read(first)
    second.begin_with("Ana", first.turn.opens)
    assert 'Copied from "I want flour before five": 3 stages, 3 touchpoints' in second.text()
    assert "What does Dana want" in second.text()
    assert first.journey is not None and second.journey is not None
    assert [t.slug for t in second.journey.touchpoints()] == [t.slug for t in first.journey.touchpoints()]
    assert not any(stage.moods for stage in second.journey.stages) and not second.journey.pain_points
    assert facts(second, "map")["persona_ids"] == ["dana"]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (("Fewer people drop off", "Ben, 41", "I want flour"), "This map has no stages yet"),
        (PICTURE, "This map is about Ben already."),
    ],
)
def test_a_copy_that_makes_no_sense_is_refused(before: tuple[str, ...], said: str) -> None:
    thread = map_after(*before, "same map for Ben")
    assert said in thread.text()
    assert thread.turn is not None and thread.turn.opens is None


def test_the_second_of_two_wants_is_the_second_maps() -> None:
    thread = map_after("Fewer people drop off", "Ben, 41", "I want flour before five. I want a day off.")
    thread.press("Ana", "Two maps")
    assert facts(thread, "map")["goal_customer"] == "I want flour before five"
    for text in PICTURE[3:]:
        thread.say("Ana", text)
    assert thread.turn is not None and thread.turn.opens is not None
    second = Thread()
    second.may_read(thread)
    second.begin_with("Ana", thread.turn.opens)
    assert facts(second, "map")["goal_customer"] == "I want a day off"
    assert facts(second, "map")["persona_ids"] == ["ben"]
    assert "Which stages does it have?" in second.text()
