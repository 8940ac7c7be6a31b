"""What a file or several quotes do to a map: pieces of evidence, other names for speakers, sentences to choose from."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.spoken import keep_names_button, pseudonyms, quotes_of, told
from prompts.loader import words
from storage.ingest.passages import Passage, merged
from storage.ingest.transcript import Transcript
from storage.model.confidence import backing, of_item
from tests.bot.conversation.thread import Thread

EN, ZH = words("en"), words("zh")


def talk(*said: tuple[str | None, str], name: str = "talk.txt") -> Transcript:
    return Transcript(file_name=name, passages=merged([Passage(text=text, speaker=who) for who, text in said]))


@pytest.fixture
def thread() -> Thread:
    """A map with stages; the first mood is asked."""
    built = Thread()
    built.begin("Ana")
    for text in (
        "Fewer people drop off", "Ben, 41, baker", "I want flour before five", "Search > Compare > Order",
        "looks at the website",
    ):  # fmt: skip
        built.say("Ana", text)
    return built


INTERVIEW = talk(
    ("Interviewer", "How was the search?"),
    ("Ben Novak", "I was frustrated by the search. Call me at +389 70 123 456."),
    ("Interviewer", "And to compare, Ben?"),
    ("Ben Novak", "To compare was okay. Vera helped me in the store."),
    ("Vera", "He was relieved when he could order."),
)


def test_a_file_becomes_evidence_under_other_names_and_offers_what_was_felt(thread: Thread):
    thread.say("Ana", "talk of 2 Nov", file=INTERVIEW)
    piece = thread.evidence["e1"]
    assert (piece.kind, piece.file_name, piece.observed_on) == ("transcript", "talk.txt", date(2024, 11, 2))
    assert piece.redacted and "[phone]" in (piece.text or "")
    assert "Ben" not in (piece.text or "") and "Vera" not in (piece.text or "")
    assert "Interviewer: And to compare, Speaker 1?" in (piece.text or "")
    said = thread.text()
    assert "Names of speakers were replaced: Speaker 1, Speaker 2." in said
    assert "I was frustrated by the search." in said and "How was the search?" not in said
    assert '3 · Compare · – · 0 · "To compare was okay."' in said


def test_a_chosen_sentence_stands_on_the_map_with_the_file_behind_it(thread: Thread):
    thread.say("Ana", "", file=INTERVIEW)
    thread.say("Ana", "1")
    thread.press("Ana", "Interview")
    assert thread.journey is not None
    pain = thread.journey.pain_points[-1]
    known = {piece.evidence_id: backing(piece) for piece in thread.evidence.values()}
    assert pain.title == "I was frustrated by the search." and pain.evidence == ("e1",)
    assert of_item(pain, thread.journey, known) == "researched"


def test_the_names_stay_where_the_person_says_so(thread: Thread):
    thread.say("Ana", "please keep the names", file=INTERVIEW)
    assert "Ben Novak: I was frustrated" in (thread.evidence["e1"].text or "")
    assert "The speakers keep their names." in thread.text()


def test_the_names_come_back_by_the_button(thread: Thread):
    thread.say("Ana", "", file=INTERVIEW)
    thread.press("Ana", "Keep the names")
    text = thread.evidence["e1"].text or ""
    assert "Ben Novak: I was frustrated" in text and "Vera: He was relieved" in text and "[phone]" in text


def test_a_file_after_the_build_is_taken_too(thread: Thread):
    thread.say("Ana", "pause")
    thread.say("Ana", "", file=INTERVIEW)
    assert "Saved as evidence" in thread.text() and "e1" in thread.evidence


def test_the_open_question_comes_back_after_the_file(thread: Thread):
    thread.say("Ana", "", file=INTERVIEW)
    thread.press("Ana", "Leave")
    thread.press("Ana", "Review")
    assert 'How does Ben feel at "Search"' in thread.text()
    assert thread.evidence["e1"].kind == "review"


def test_several_quotes_in_one_answer_all_stand_behind_the_vote_and_its_pain_point(thread: Thread):
    thread.say("Ana", "-2 too many hits")
    thread.press("Ana", "Interview")
    thread.say("Ana", '"I scrolled for an hour." a baker, 1 Nov\n"Nothing fitted at all." a cook, 2 Nov')
    assert thread.journey is not None
    pieces = list(thread.evidence.values())
    assert [(p.text, p.who) for p in pieces] == [
        ("I scrolled for an hour.", "a baker"),
        ("Nothing fitted at all.", "a cook"),
    ]
    assert thread.journey.pain_points[-1].evidence == ("e1", "e2")
    assert thread.journey.stages[0].moods[0].evidence == ("e1", "e2")
    assert '"too many hits" is now researched' in thread.text()


def test_a_link_to_a_ticket_is_a_ticket_that_can_be_read_there(thread: Thread):
    thread.say("Ana", "-2 too many hits")
    thread.press("Ana", "Numbers")
    thread.say("Ana", "https://shop.zendesk.com/agent/tickets/12 2 Nov")
    piece = thread.evidence["e1"]
    assert (piece.kind, piece.permalink, piece.observed_on) == (
        "ticket", "https://shop.zendesk.com/agent/tickets/12", date(2024, 11, 2),
    )  # fmt: skip


def test_roles_name_nobody_and_stay():
    named = pseudonyms(("Interviewer", "Customer 2", "Ana Petrova", "Boris"), EN)
    assert named == {
        "Interviewer": "Interviewer",
        "Customer 2": "Customer 2",
        "Ana Petrova": "Speaker 1",
        "Boris": "Speaker 2",
    }
    assert pseudonyms(("采访者", "王芳"), ZH) == {"采访者": "采访者", "王芳": "发言人1"}


def test_a_chinese_name_within_a_sentence_is_replaced_too():
    (quote,) = quotes_of(talk(("王芳", "我叫王芳。"), ("李强", "王芳说得对。")), pseudonyms(("王芳", "李强"), ZH))
    assert quote.text == "发言人1: 我叫发言人1。\n发言人2: 发言人1说得对。"


def test_what_the_asking_side_says_and_questions_are_not_offered():
    text = "Interviewer: It was slow, I hear.\nSpeaker 1: It was slow. Why is that?\nNote: the room was loud."
    assert told(text, None, EN) == ["It was slow.", "Note: the room was loud."]


def test_too_many_names_for_a_button_bring_none():
    named = {f"A very long name of somebody {n}": f"Speaker {n}" for n in range(60)}
    assert keep_names_button(named, ["e1"], EN) is None
    assert keep_names_button({"Customer": "Customer"}, ["e1"], EN) is None


SAID = st.text(st.sampled_from("abc def. 12\n开了六"), min_size=1, max_size=900).filter(str.strip)


@given(st.lists(st.tuples(st.sampled_from(["Ana", "Ben", None]), SAID), min_size=1, max_size=40))
def test_pieces_hold_every_word_in_order_and_none_is_too_long(said: list[tuple[str | None, str]]):
    transcript = talk(*said)
    pieces = quotes_of(transcript, {"Ana": "Speaker 1", "Ben": "Speaker 2"})
    assert all(0 < len(piece.text) <= 4000 for piece in pieces)
    whole = "".join(piece.text for piece in pieces).replace("Speaker 1: ", "").replace("Speaker 2: ", "")
    letters = [c for _, text in said for c in text if not c.isspace()]
    assert [c for c in whole if not c.isspace()] == letters
