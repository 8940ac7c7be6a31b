"""Who answers what, and what the desk brings along."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import desk, files_in
from bot.conversation.turn import Said
from bot.errors import error_words
from bot.exchange import Incoming
from bot.reply import Buttons, Press, plain
from prompts.loader import words
from storage.errors import MapNotFound
from storage.maps import Reader
from storage.open import open_stores

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
SAMPLE = Path(__file__).parents[2] / "examples" / "curious_colleen.json"


@pytest.fixture
def stores(tmp_path: Path):
    stores = open_stores(tmp_path)
    yield stores
    stores.close()


def says(stores, text: str, thread: str = "1.1", channel: str = "C0SHOP", **more):
    incoming = Incoming(
        workspace_id="T1",
        channel_id=channel,
        thread=thread,
        said=Said(by="U0ANA", name="Ana", at=AT, text=text),
        addressed=True,
        reader=Reader("U0ANA", frozenset((channel,))),
        names={"U0ANA": "Ana"},
    ).model_copy(update=more)
    outcome = desk.take(incoming, stores)
    with stores.transaction() as tx:
        outcome.store(tx, incoming)
    return outcome, "\n".join(plain(reply) for reply in outcome.replies)


def builds(stores, thread: str, channel: str = "C0SHOP") -> str:
    said = ""
    for text in ("new map", "Fewer people drop off", "Ben, 41", "I want flour before five", "Search > Order > Receive"):
        _, said = says(stores, text, thread, channel)
    return said


def test_a_second_map_shows_the_workspaces_own_answers_as_examples(stores):
    builds(stores, "1.1")
    says(stores, "looks at the mill's website", "1.1")
    said = builds(stores, "2.2")
    assert "looks at the mill's website" in said


def test_answers_of_another_channel_are_no_examples(stores):
    builds(stores, "1.1", channel="C0SECRET")
    says(stores, "reads our secret price list", "1.1", channel="C0SECRET")
    assert "secret" not in builds(stores, "2.2")


def test_answers_in_another_language_are_no_examples(stores):
    builds(stores, "1.1")
    says(stores, "looks at the mill's website", "1.1")
    for text in ("нова мапа", "1", "Бен, 41", "Сакам брашно", "Бара > Нарачува > Добива"):
        _, said = says(stores, text, "2.2")
    assert "Бара" in said
    assert "mill" not in said


def test_a_message_in_a_thread_where_nothing_was_asked_is_not_for_us(stores):
    outcome, said = says(stores, "lunch?", "9.9", addressed=False)
    assert (outcome.for_us, said) == (False, "")


def test_a_question_in_a_thread_is_remembered_for_its_follow_up(stores):
    says(stores, "where do customers drop off?", "3.3")
    outcome, _ = says(stores, "and by persona?", "3.3", addressed=False)
    assert outcome.for_us


def test_a_sentence_that_begins_like_a_command_is_a_question_unless_it_names_a_map(stores):
    builds(stores, "1.1")
    assert "No map is called" not in says(stores, "show me quotes", "5.5")[1]
    assert "What you can type" not in says(stores, "help me find where customers drop off", "5.5")[1]
    assert "current state" in says(stores, "show I want flour", "5.5")[1]
    assert "No map is called 'zzz'" in refused(stores, "show zzz", "5.5")


def refused(stores, text: str, thread: str) -> str:
    with pytest.raises(MapNotFound) as error:
        says(stores, text, thread)
    return error_words(error.value, words("en"))


def test_show_in_a_maps_own_thread_is_its_card_and_not_the_list(stores):
    builds(stores, "1.1")
    said = says(stores, "show", "1.1")[1]
    assert "Journey maps:" not in said
    assert "[Skip]" in said


def test_a_format_that_is_not_written_is_named_with_those_that_are(stores):
    builds(stores, "1.1")
    for text in ("export docx flour", "export flour html"):
        outcome, said = says(stores, text, "7.7")
        assert said.startswith("I cannot write ")
        assert "pptx, xlsx, csv, md, json" in said
        assert not any(part.kind == "attachment" for reply in outcome.replies for part in reply.parts)


def test_a_journey_without_events_leads_to_the_others_and_the_thread_stays_with_the_one_that_was_picked(
    stores, tmp_path
):
    files_in.import_map(SAMPLE, "T1", "C0SHOP", stores, AT)
    (tmp_path / "events.csv").write_text(
        "customer_id,occurred_at,event\nc1,2026-10-01 10:00,Ad Clicked\nc1,2026-10-02 10:00,Guide Read\n"
    )
    files_in.import_events(tmp_path / "events.csv", "T1", None, "UTC", stores)
    builds(stores, "1.1")
    outcome, said = says(stores, "where do customers drop off?", "3.3")
    assert "No stored event matches a place of the map 'I want flour before five'" in said
    assert said.endswith("Or ask about another journey:\n[I need a vacuum that will not break again]")
    button = next(part for part in outcome.replies[0].parts if part.kind == "buttons").buttons[0]
    press = Press(action=button.action, value=button.value)
    outcome, said = says(stores, "", "3.3", said=Said(by="U0ANA", name="Ana", at=AT, press=press))
    assert "Drop-off · I need a vacuum that will not break again" in said
    says(stores, "show me quotes", "3.3")
    assert "Journey length · I need a vacuum" in says(stores, "how long does the journey take?", "3.3")[1]


def test_people_who_talk_among_themselves_in_an_asked_thread_get_no_answer(stores):
    says(stores, "where do customers drop off?", "4.4")
    quiet, _ = says(stores, "thanks, lunch at noon then", "4.4", addressed=False)
    asked, said = says(stores, "what is the weather?", "4.4", addressed=False)
    assert not quiet.for_us
    assert asked.for_us
    assert "outside what I know" in said


def test_a_press_that_leads_to_no_message_is_confirmed_to_who_pressed(stores):
    builds(stores, "5.5")
    for text in ("rings the mill", "-1 nobody picks up"):
        outcome, _ = says(stores, text, "5.5")
    buttons = [b for r in outcome.replies for p in r.parts if isinstance(p, Buttons) for b in p.buttons]
    interview = next(button for button in buttons if button.text == "A colleague says")
    press = Press(action=interview.action, value=interview.value, text=interview.text)
    said = Said(by="U0ANA", name="Ana", at=AT, press=press)
    outcome, words = says(stores, "", "5.5", said=said)
    assert words == "Noted: A colleague says."
    assert [reply.whisper for reply in outcome.replies] == [True]


def test_a_map_is_corrected_in_any_thread_in_which_it_was_shown(stores):
    builds(stores, "1.1")
    says(stores, "show I want flour", "7.7")
    _, said = says(stores, "rename Order to Buy", "7.7", addressed=False)
    assert 'Renamed: "Order" is now "Buy".' in said and "What does Ben do" not in said
    _, said = says(stores, "undo", "7.7", addressed=False)
    (line,) = stores.maps.lines("T1", Reader("", everything=True))
    journey = stores.maps.get("T1", line.map_id, Reader("", everything=True))
    assert [stage.title for stage in journey.stages] == ["Search", "Order", "Receive"] and "Undone" in said
    assert stores.sessions.get("T1", "C0SHOP:7.7") is None
    assert not says(stores, "nice work everybody", "7.7", addressed=False)[0].for_us


def test_a_map_of_another_channel_is_not_corrected_from_here(stores):
    builds(stores, "1.1", channel="C0SECRET")
    says(stores, "show I want flour", "7.7", channel="C0SECRET")
    stores.workspaces.remember("T1", "C0SHOP:8.8", "about", "flour-before-five")
    stores.workspaces.remember("T1", "C0SHOP:8.8", "followed", "yes")
    says(stores, "rename Order to Buy", "8.8")
    (line,) = stores.maps.lines("T1", Reader("", everything=True))
    journey = stores.maps.get("T1", line.map_id, Reader("", everything=True))
    assert [stage.title for stage in journey.stages] == ["Search", "Order", "Receive"]
