"""What a stranger met who drew the four further kinds of map and built a persona by hand."""

from xml.etree import ElementTree

import pytest

from bot.pictures.day_card import day_card
from bot.pictures.glyphs import fonts
from bot.pictures.subject import Subject
from tests.bot.conversation.laid_over import hints, over_the_sample, titles
from tests.bot.conversation.test_day import day_after, starts
from tests.bot.conversation.thread import EN, Thread, facts

WHICH = "I need a vacuum that will not break again"
BLUEPRINT = (WHICH, "12, 13 and 11", "front: courier; back: packing", *("skip",) * 10)


def persona_after(*texts: str, lang: str = "en") -> Thread:
    thread = Thread(lang=lang)
    thread.begin("Ana")
    for text in ("Happier customers", "Ben, 41, runs a bakery"):
        thread.say("Ana", text)
    thread.press("Ana", thread.words("button.build_persona"))
    for text in texts:
        thread.say("Ana", text)
    return thread


def test_the_builder_shows_the_persona_instead_of_a_map() -> None:
    thread = persona_after("skip", "never run out of flour", "show")
    assert "goals: never run out of flour" in thread.text()
    assert "no map" not in thread.text()
    assert any(button.text == "Show persona" for button in thread.buttons())


def test_a_skipped_question_about_a_persona_names_the_line_that_tells_it_later() -> None:
    thread = persona_after("skip", "skip", "skip")
    assert 'A line such as "struggles: …"' in thread.text()
    for line, field in (
        ("places to look: trade forum", "preferred_channels"),
        ("one line: bakes at night", "one_line"),
    ):
        thread.say("Ana", line)
        assert facts(thread, "persona ben")[field] in (["trade forum"], "bakes at night")


def test_undo_takes_back_what_was_told_of_a_persona_and_asks_again() -> None:
    thread = persona_after("skip", "never run out of flour", "calling three suppliers")
    thread.say("Ana", "undo")
    assert "Undone: Ben · struggles as before." in thread.text()
    assert "`ask.per.struggles`" in thread.text()
    assert facts(thread, "persona ben")["struggles"] == []
    thread.say("Ana", "undo")
    assert facts(thread, "persona ben")["goals"] == ["never run out of flour"]


def test_nobody_takes_back_what_another_told_of_a_persona() -> None:
    thread = persona_after("skip", "never run out of flour")
    thread.say("Boris", "undo")
    assert facts(thread, "persona ben")["goals"] == ["never run out of flour"]


@pytest.mark.parametrize(("lang", "remove"), [("en", "remove quiet"), ("zh", "删除quiet"), ("mk", "отстрани quiet")])
def test_a_line_of_the_persona_that_is_built_is_removed_by_its_words(lang: str, remove: str) -> None:
    thread = persona_after("skip", "flour; a quiet night", remove, lang=lang)
    assert facts(thread, "persona ben")["goals"] == ["flour"]
    thread.say("Ana", remove)
    assert facts(thread, "persona ben")["goals"] == ["flour"]
    assert "Ben" in thread.text()


def test_the_name_of_the_persona_that_is_built_is_corrected_in_a_line() -> None:
    thread = persona_after("skip", "name: Benn Stone")
    assert facts(thread, "persona ben")["name"] == "Benn Stone"


def test_back_in_the_middle_of_choosing_a_kind_leads_to_the_goal() -> None:
    thread = Thread()
    thread.begin("Ana")
    thread.press("Ana", "Change")
    thread.say("Ana", "back")
    assert thread.text().startswith("`ask.goal`")


@pytest.mark.parametrize("picked", ["12, 13 and 11", "11 12 13", "11、12和13", "11, 12 и 13"])
def test_touchpoints_are_picked_by_numbers_joined_in_any_way(picked: str) -> None:
    assert len(titles(over_the_sample("service_blueprint", WHICH, picked))) == 3


def test_a_weak_spot_without_a_place_says_how_a_place_is_written_and_can_be_left_out() -> None:
    thread = over_the_sample("service_blueprint", *BLUEPRINT)
    thread.say("Ana", "the copy fails often\npost is late; wait 2 days")
    assert "`blue.where`" in thread.text() or "Where does this belong" in thread.text()
    assert "for example: front at" in hints(thread)
    thread.say("Ana", "skip")
    assert "Left out: the copy fails often." in thread.text()
    assert 'Where does this belong: "post is late; wait 2 days"?' in thread.text()
    thread.say("Ana", f"back at {titles(thread)[0]}")
    assert thread.journey is not None
    assert next(thread.journey.touchpoints()).back_stage.wait_minutes == 2880  # type: ignore[union-attr]


def test_what_must_be_true_inside_reads_well_behind_an_ideal_that_was_skipped() -> None:
    thread = over_the_sample("future_state", "Happier customers", WHICH, "skip")
    assert 'So that "Inquiry or awareness" is as it should be.' in hints(thread)


def test_a_time_written_while_a_mood_is_asked_is_one_more_time_of_the_day() -> None:
    thread = day_after("6:30, radio", "10:00-12:00 choir, 11:30 lunch, tv 20:00")
    assert starts(thread) == ["06:30", "10:00", "20:00"]
    thread.say("Ana", "12:30 lunch")
    assert starts(thread) == ["06:30", "10:00", "12:30", "20:00"]
    assert "`ask.mood`" in thread.text()


def test_times_behind_the_words_are_split_at_commas_too() -> None:
    assert starts(day_after("6:30, radio", "morning walk 9:00, choir 10:00-12:00, 12:30 lunch, phone in hand")) == [
        "06:30", "09:00", "10:00", "12:30",
    ]  # fmt: skip


def test_gaps_of_a_day_with_three_times_ask_for_more_of_them() -> None:
    thread = day_after("6:30, radio", "10:00 choir; 20:00 tv", "-1 left out", "-1 cannot follow", "tired of it, -1")
    assert "The mood is -1 everywhere." in thread.text()
    thread.press("Ana", "Fill the gaps")
    assert "`ask.day.slots`" in thread.text()


@pytest.mark.parametrize(
    ("lang", "none", "line"),
    [("en", "nothing", "feels: calm"), ("mk", "ништо", "чувствува: спокој"), ("zh", "没有", "感受：安心")],
)
def test_nothing_is_no_entry_and_an_entry_can_follow_at_any_time(lang: str, none: str, line: str) -> None:
    thread = Thread(lang=lang)
    thread.begin("Ana", kind="empathy")
    for text in ("1", "Ben, 41", "I want to hear well", "4", "“hm”", "walks", "is it dear?", "alone", none, none):
        thread.say("Ana", text)
    assert thread.journey is not None
    assert [note.title for note in thread.journey.notes] == ["hm", "walks", "is it dear?", "alone"]
    thread.say("Ana", line)
    assert (thread.journey.notes[-1].quadrant, len(thread.journey.notes)) == ("feels", 5)


def test_a_short_name_stands_in_a_short_slot_of_the_day() -> None:
    thread = day_after("6:30, radio", "8:00 breakfast; 12:00 lunch; 20:00 tv")
    assert thread.journey is not None
    card = day_card(Subject(thread.journey, thread.personas, {}, EN, fonts()))
    drawn = " ".join(ElementTree.fromstring(card).itertext())
    assert "radio" in drawn
    assert "tv" in drawn
