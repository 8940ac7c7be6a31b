"""The rules of a build: one question, several people, pause, buttons late and twice, edits, warnings, refusals."""

import pytest

from bot.reply import Menu, Picture, Press, Text, plain
from tests.bot.conversation.thread import Thread, facts

FIRST = ("Fewer people drop off", "Ben, 41, runs a bakery", "I want flour before five", "Search > Order > Receive")
DOING = ("looks on our site; asks friends", "-1 slow", "pays by card at the counter", "0", "parcel is delivered")


def thread_after(*texts: str) -> Thread:
    thread = Thread()
    thread.begin("Ana")
    for text in texts:
        thread.say("Ana", text)
    return thread


def test_every_message_asks_at_most_one_question() -> None:
    thread = thread_after(*FIRST, *DOING)
    for replies in thread.replies:
        questions = [p for reply in replies for p in reply.parts if isinstance(p, Text) and p.style == "question"]
        assert len(questions) <= 1


def test_questions_are_counted_to_the_first_picture() -> None:
    thread = thread_after()
    seen = [thread.text()]
    for text in (*FIRST, *DOING):
        thread.say("Ana", text)
        seen.append(thread.text())
    numbers = [
        f"({k}/{n})"
        for k, n in [(1, 12), (2, 12), (3, 12), (4, 12), (5, 10), (6, 10), (7, 10), (8, 10), (9, 10), (10, 10)]
    ]
    assert all(number in text for number, text in zip(numbers, seen, strict=True))
    thread.say("Ana", "+1")
    assert any(isinstance(part, Picture) for reply in thread.replies[-1] for part in reply.parts)


def test_the_saved_personas_are_offered_and_can_be_picked_by_number() -> None:
    thread = thread_after(*FIRST)
    thread.session = thread.journey = None
    thread.history = ()
    thread.begin("Ana")
    thread.say("Ana", "Happier customers")
    assert "[Ben]" in thread.text()
    thread.say("Ana", "1")
    assert "It is about Ben." in thread.text()
    assert len(thread.personas) == 1


def test_examples_come_from_the_workspace_first() -> None:
    from bot.conversation.advance import start
    from tests.bot.conversation.thread import EN

    thread = Thread()
    scene = thread._scene().model_copy(update={"examples": {"goal": ("calls down by half",)}})
    text = plain(start(scene, thread._said("Ana"), EN).replies[0])
    assert "For example: calls down by half · cart abandonment down 30%" in text


def test_a_vote_changes_but_is_never_doubled() -> None:
    thread = thread_after(*FIRST, *DOING[:2])
    thread.say("Ana", "Search -2")
    assert thread.text().startswith("Changed your vote: -1 to -2.")
    assert facts(thread, "stage search")["votes"] == ["Ana -2: slow (guess)"]
    version = thread.version
    thread.say("Ana", "Search -2")
    assert thread.version == version


def test_only_the_voter_says_where_a_vote_comes_from() -> None:
    thread = thread_after(*FIRST, "looks", "0")
    thread.press("Boris", "Walked it")
    assert "Only Ana can say where that vote comes from." in thread.text()
    thread.press("Ana", "Walked it")
    assert facts(thread, "stage search")["votes"] == ["Ana +0 (walked)"]


def test_basis_buttons_find_their_own_vote_however_late() -> None:
    thread = thread_after(*FIRST, "looks", "-1 slow")
    under = len(thread.replies) - 1
    for text in ("pays", "-2 too dear", "parcel", "+1"):
        thread.say("Ana", text)
    thread.press("Ana", "A colleague says", under=under)
    assert facts(thread, "stage search")["votes"] == ["Ana -1: slow (colleague)"]
    assert facts(thread, "pain slow")["basis"] == "colleague"
    assert facts(thread, "stage order")["votes"] == ["Ana -2: too dear (guess)"]


def test_a_quote_may_be_pasted_by_another_who_answers_the_question_before_it() -> None:
    thread = thread_after(*FIRST, "looks", "-1 slow")
    thread.press("Ana", "Interview")
    thread.say("Boris", "pays by card")
    assert facts(thread, "stage order")["touchpoints"] == ["pays-card"]


def test_a_bare_link_is_a_document_and_backs_only_partly() -> None:
    thread = thread_after(*FIRST, "looks", "-1 slow")
    thread.press("Ana", "Interview")
    thread.say("Ana", "https://example.com/r")
    assert facts(thread, "evidence e1")["kind"] == "document"
    assert '"slow" is now partly backed.' in thread.text()


def test_the_same_thing_said_by_another_is_agreement() -> None:
    thread = thread_after(*FIRST, "looks on our site")
    thread.say("Boris", "at Search: Looks on our site")
    assert facts(thread, "touchpoint looks-site")["agreed_by"] == ["U0BORIS"]
    assert facts(thread, "stage search")["touchpoints"] == ["looks-site"]


def test_add_mine_opens_a_question_again_and_comes_back() -> None:
    thread = thread_after(*FIRST, "looks")
    thread.press("Boris", "Add mine")
    assert "`ask.doing`" in thread.text()
    assert 'at "Search"' in thread.text()
    thread.say("Boris", "asks friends")
    assert facts(thread, "stage search")["touchpoints"] == ["looks", "asks-friends"]
    assert "`ask.mood` (6/10)" in thread.text()


def test_a_skipped_question_is_a_gap_and_comes_back_in_the_next_part() -> None:
    thread = thread_after(*FIRST, "looks", "-1 slow", "skip", "skip", "parcel", "+1")
    assert 'a touchpoint at "Order"; a mood at "Order"' in thread.text()
    thread.press("Ana", "Fill the gaps")
    assert "`ask.doing` (1/" in thread.text()
    assert 'at "Order"' in thread.text()


def test_what_is_typed_while_paused_is_left_to_the_people() -> None:
    thread = thread_after(*FIRST, "pause")
    assert not thread.say("Boris", "lunch?! see you").for_us
    assert thread.say("Boris", "rename stage 1 to Look").for_us
    assert facts(thread, "stage search")["title"] == "Look"
    thread.say("Boris", "go on")
    assert "We stopped on 4 Nov" in thread.text()


@pytest.mark.parametrize("text", ["// not for you", "@Boris what do you think?", "<@U0BORIS> hm", "", "   "])
def test_some_messages_are_left_alone(text: str) -> None:
    turn = thread_after(*FIRST).say("Ana", text)
    assert not turn.for_us
    assert turn.replies == ()


def test_a_question_in_the_middle_is_handed_on_and_the_open_one_comes_again() -> None:
    thread = thread_after(*FIRST)
    turn = thread.say("Boris", "where do customers drop off?")
    assert turn.question == "where do customers drop off?"
    assert "`ask.doing` (5/10)" in thread.text()


def test_an_edited_answer_is_replaced_only_after_a_yes() -> None:
    thread = thread_after(*FIRST, "looks on our site; asks friends")
    link = thread.permalink
    thread.say(
        "Ana", "looks on our site; asks neighbours; asks staff", was="looks on our site; asks friends", permalink=link
    )
    assert facts(thread, "touchpoint asks-friends")["title"] == "asks friends"
    thread.press("Ana", "Replace")
    titles = [t.title for t in thread.journey.touchpoints()] if thread.journey else []
    assert titles == ["looks on our site", "asks neighbours", "asks staff"]


def test_an_edited_vote_and_an_edited_goal_are_replaced() -> None:
    thread = thread_after(*FIRST, "looks", "-1 slow")
    link = thread.permalink
    thread.say("Ana", "-2 very slow", was="-1 slow", permalink=link)
    thread.press("Ana", "Replace")
    assert facts(thread, "stage search")["votes"] == ["Ana -2: very slow (guess)"]
    assert facts(thread, "pain slow")["title"] == "very slow"
    thread.say("Ana", "I want bread", was="I want flour before five", permalink="https://chat.example/p4")
    thread.press("Ana", "Replace")
    assert facts(thread, "map")["goal_customer"] == "I want bread"


def test_a_deleted_answer_is_removed_only_after_a_yes() -> None:
    thread = thread_after(*FIRST, "looks; asks")
    link = thread.permalink
    thread.say("Ana", "", deleted=True, permalink=link)
    assert "You deleted a message that 2 items came from. Remove them? [Remove] [Keep]" in thread.text()
    thread.press("Ana", "Remove")
    assert facts(thread, "stage search")["touchpoints"] == []
    assert not thread.say("Ana", "", deleted=True, permalink="https://chat.example/p999").for_us


def test_undo_takes_back_the_writers_own_last_change_and_keeps_the_others() -> None:
    thread = thread_after(*FIRST, "looks", "-1 slow")
    thread.say("Boris", "pays")
    thread.say("Ana", "undo")
    assert facts(thread, "stage search")["votes"] == []
    assert facts(thread, "stage order")["touchpoints"] == ["pays"]
    assert '`ask.mood` (6/10) How does Ben feel at "Search"' in thread.text()


def test_an_undo_button_counts_once() -> None:
    thread = thread_after(*FIRST, "looks; asks", "remove asks")
    thread.press("Ana", "Undo")
    version = thread.version
    thread.press("Ana", "Undo")
    assert thread.version == version
    assert facts(thread, "stage search")["touchpoints"] == ["looks", "asks"]


def test_two_goals_of_the_customer_bring_a_warning_that_can_be_ended_for_good() -> None:
    thread = thread_after(*FIRST[:2], "I want flour before five and I want it cheap")
    assert 'That reads like two goals: "I want flour before five" and "I want it cheap".' in thread.text()
    thread.press("Ana", "We have one product and one kind of customer")
    assert thread.workspace.one_product
    thread.say("Ana", "want: I want flour and I want it cheap")
    assert "two goals" not in thread.text()


def test_a_map_that_ends_with_buying_and_a_long_one_bring_a_word() -> None:
    assert "Does the journey end there?" in thread_after(*FIRST[:3], "Search > Compare > Buy").text()
    eight = " > ".join(f"Step {n}" for n in range(8))
    assert "8 stages are hard to read; 3 to 7 work best." in thread_after(*FIRST[:3], eight).text()


def test_our_side_is_turned_to_the_customers() -> None:
    thread = thread_after(*FIRST, "we send an invoice")
    assert 'From the customer\'s side it may be "gets an invoice".' in thread.text()
    thread.press("Ana", "Use that")
    assert [t.title for t in thread.journey.touchpoints()] == ["gets an invoice"] if thread.journey else False


def test_twenty_touchpoints_fit_a_stage_and_the_others_are_named() -> None:
    thread = thread_after(*FIRST, "\n".join(f"step {n}" for n in range(1, 51)))
    assert len(facts(thread, "stage search")["touchpoints"]) == 20
    assert "Not kept, 30 of 50: step 21; step 22; step 23" in thread.text()
    thread.say("Ana", "at Search: one more")
    assert 'A stage can hold 20 touchpoints; "Search" is full.' in thread.text()


def test_a_title_too_long_can_be_cut_with_one_click() -> None:
    thread = thread_after(*FIRST, "looks " * 30)
    assert "179 characters; 120 is the limit" in thread.text()
    thread.press("Ana", "Keep the first 120")
    assert len(facts(thread, "touchpoint looks-looks-looks")["title"]) <= 120


def test_forty_thousand_characters_are_kept_as_evidence() -> None:
    thread = thread_after(*FIRST)
    text = "The order form lost everything again, and nobody answered. " * 680
    thread.say("Ana", text)
    assert "Saved as evidence in" in thread.text()
    assert "".join("".join(e.text or "" for e in thread.evidence.values()).split()) == "".join(text.split())
    thread.say("Ana", "leave")
    thread.say("Ana", "other")
    assert "`ask.doing` (5/10)" in thread.text()


@pytest.mark.parametrize(
    "text", ["😀🎉", "أهلا وسهلا", "我要买一台吸尘器", "<!channel> & <b>", "{persona} %s", "‮abc", "x" * 40_000]
)
@pytest.mark.parametrize("steps", range(5))
def test_any_script_is_taken_or_refused_in_words_at_every_question(steps: int, text: str) -> None:
    thread = thread_after(*FIRST[:steps])
    before = thread.journey
    thread.say("Boris", text)
    assert thread.text()
    assert thread.session is not None
    assert before is None or thread.journey is not None


def test_review_is_refused_in_words_while_something_is_missing() -> None:
    thread = thread_after(*FIRST, *DOING, "+1")
    thread.press("Ana", "Ask for review")
    assert thread.text().startswith("Still missing for a review:")
    assert facts(thread, "map")["status"] == "draft"


def test_ask_others_names_people_and_their_questions() -> None:
    thread = thread_after(*FIRST, *DOING, "+1")
    thread.press("Ana", "Ask others")
    thread.say("Ana", "@Lena")
    assert thread.text().startswith("@Lena: could you answer here? 1. When does it start")
    assert thread.session is not None
    assert "U0LENA" in thread.session.members


def test_export_asks_in_which_format() -> None:
    thread = thread_after(*FIRST, *DOING, "+1")
    thread.press("Ana", "Export")
    text, menu = thread.replies[-1][0].parts
    assert text.text.endswith("as which file?") and menu.action == "show.format"
    assert {"pdf", "pptx", "xlsx", "json", "canvas"} <= {option.value for option in menu.options}


def test_an_action_in_the_past_is_kept_and_remarked_on() -> None:
    thread = thread_after(*FIRST, *DOING, "+1", "action: write page, @Mia, 2020-01-01")
    assert "That day is past already." in thread.text()
    assert facts(thread, "action write-page")["due_on"] == "2020-01-01"


def test_a_forged_press_of_another_member_changes_nobodys_vote() -> None:
    thread = thread_after(*FIRST, "looks", "-1 slow")
    thread.press_as("Boris", Press(action="build.basis", value="basis|search||U0BORIS|interview"))
    assert facts(thread, "stage search")["votes"] == ["Ana -1: slow (guess)"]


def menu_press(thread: Thread, label: str, option: str) -> Press:
    parts = [part for replies in reversed(thread.replies) for reply in replies for part in reply.parts]
    menu = next(part for part in parts if isinstance(part, Menu) and part.label == label)
    return Press(
        action=menu.action, value=menu.value, chosen=(next(o.value for o in menu.options if o.text == option),)
    )


def test_the_moods_of_many_stages_can_be_set_menu_by_menu() -> None:
    thread = thread_after(*FIRST[:3], "A1 > B2 > C3 > D4 > E5", "looks", "asks", "pays", "waits", "calls")
    for label, option in zip(("A1", "B2", "C3", "D4"), ("+1 Good", "-1 Bad", "0 Neutral", "+2 Very good"), strict=True):
        thread.press_as("Ana", menu_press(thread, label, option))
        assert thread.session is not None
        assert thread.session.pending is not None
        assert thread.session.pending.question == "ask.moods"
    thread.press_as("Boris", menu_press(thread, "E5", "+1 Good"))
    assert '`ask.mood_why` Why is it -1 at "B2"? One sentence.' in thread.text()
    thread.say("Ana", "nobody knows it")
    assert "Here is the first picture." in thread.text()
    assert facts(thread, "stage b2")["votes"] == ["Ana -1: nobody knows it (guess)"]


def test_a_persona_of_the_library_is_used_and_another_can_be_made() -> None:
    thread = thread_after(*FIRST)
    thread.session = thread.journey = None
    thread.history = ()
    thread.begin("Ana")
    thread.say("Ana", "skip")
    thread.say("Ana", "Ben, 20, sells bikes")
    assert 'There is already a persona "Ben". I use it. [Make another]' in thread.text()
    thread.press("Ana", "Make another")
    assert [p.persona_id for p in thread.personas] == ["ben-2", "ben"]
    assert thread.session is not None
    assert thread.session.draft.persona_ids == ("ben-2",)
    thread.press("Ana", "Make another")
    assert len(thread.personas) == 2


def test_a_number_out_of_range_is_not_taken_for_a_touchpoint() -> None:
    thread = thread_after(*FIRST, "looks", "-1 slow", "-7")
    assert "I read moods from -2 (very bad) to +2 (very good). Which one is '-7'?" in thread.text()
    assert facts(thread, "stage order")["touchpoints"] == []


def test_what_is_stored_can_be_undone_with_one_click() -> None:
    thread = thread_after(*FIRST, "looks; asks")
    thread.press("Ana", "Undo")
    assert facts(thread, "stage search")["touchpoints"] == []
    assert "`ask.doing` (5/10)" in thread.text()
