"""A service blueprint by talking: columns, cells, weak spots and hand-overs, in whatever way people tell them."""

import pytest

from bot.reply import Menu
from prompts.loader import words
from storage.model.changes import AddTouchpoint, SetTouchpoint
from storage.model.gaps import gaps
from tests.bot.conversation.laid_over import elsewhere, hints, newer, over_the_sample, titles
from tests.bot.conversation.thread import Thread, facts

ONE = ("1", "pays by card")
CELLS = "front: card form back: fraud check support: payment provider, Finance evidence: receipt"


def blueprint(*said: str) -> Thread:
    return over_the_sample("service_blueprint", *said)


def menu(thread: Thread) -> Menu:
    assert thread.turn is not None
    return next(part for reply in thread.turn.replies for part in reply.parts if isinstance(part, Menu))


def test_the_six_touchpoints_with_the_lowest_moods_are_ticked() -> None:
    thread = blueprint("1")
    ticks = menu(thread)
    assert ticks.many and len(ticks.options) == 13
    assert set(ticks.chosen) == {
        "old-vacuum-breaks", "sees-ad-instagram", "compares-four-models", "opens-product-page", "reads-reviews-other",
        "page-404",
    }  # fmt: skip
    thread.press("Ana", "The lowest ones")
    assert "6 touchpoints: 1 old vacuum breaks" in thread.text() and "(3/29)" in thread.text()


def test_ticked_lines_become_the_columns_and_only_they_are_copied() -> None:
    thread = blueprint("1")
    thread.press("Ana", "9 · pays by card (Purchase or prepara…)", "12 · first clean (Installation, activ…)")
    assert titles(thread) == ["pays by card", "first clean"]
    assert thread.journey is not None and [s.slug for s in thread.journey.stages] == ["purchase", "activation"]
    assert not any(place.moods for place in (*thread.journey.stages, *thread.journey.touchpoints()))
    assert "(3/13)" in thread.text()


@pytest.mark.parametrize("said", ["9", "pays by card", "Pays by card.", "pays"])
def test_a_column_is_chosen_by_number_or_name(said: str) -> None:
    assert titles(blueprint("1", said)) == ["pays by card"]


def test_a_stage_stands_for_all_its_touchpoints() -> None:
    assert titles(blueprint("1", "Compare"))[0] == "compares four models on our site"
    assert len(titles(blueprint("1", "Compare"))) == 4


def test_what_names_no_touchpoint_is_said_and_asked_again() -> None:
    thread = blueprint("1", "the warehouse, 99")
    assert "Nothing on the map is called" in thread.text() and "`ask.blue.which` (2/29)" in thread.text()
    assert thread.journey is None


def test_columns_chosen_anew_after_back_come_and_go_and_keep_their_cells() -> None:
    thread = blueprint("1", "pays by card; first clean", CELLS, "back")
    while "`ask.blue.which`" not in thread.text():
        thread.say("Ana", "back")
    thread.say("Ana", "pays by card; sees our ad")
    assert titles(thread) == ["sees our ad on Instagram", "pays by card"]
    assert facts(thread, "touchpoint pays-card")["back_stage"] == {"text": "fraud check"}
    thread.say("Ana", "back")
    thread.say("Ana", "7, 8, 9, 3")
    assert titles(thread) == [
        "compares four models on our site", "puts it in the cart and leaves", "comes back after the reminder e-mail",
        "pays by card",
    ]  # fmt: skip


def test_all_four_cells_in_one_message_leave_nothing_to_ask_about_that_touchpoint() -> None:
    thread = blueprint(*ONE, CELLS)
    assert "`ask.blue.fail` (7/9)" in thread.text()


def test_a_long_message_with_labels_is_an_answer_and_no_pasted_text() -> None:
    long = "looks at every order by hand. Asks the bank. Calls the customer. Writes it down. " * 2
    thread = blueprint(*ONE, f"front: card form\nback: {long}\nsupport: bank, Finance\nevidence: receipt")
    assert "Saved as evidence" not in thread.text() and "`ask.blue.fail`" in thread.text()
    thread = blueprint(*ONE, long * 2)
    assert "Saved as evidence" in thread.text()


def test_the_lane_that_was_asked_for_is_asked_again_when_others_were_told() -> None:
    thread = blueprint(*ONE, "back: fraud check")
    assert "`ask.blue.evidence` (3/9)" in thread.text()
    thread.say("Ana", "receipt")
    thread.say("Ana", "card form")
    assert "`ask.blue.support` (6/9)" in thread.text()


def test_the_number_of_a_question_never_passes_the_last_one() -> None:
    thread = blueprint(*ONE)
    seen = [hints(thread).splitlines()[-1]]
    for _ in range(6):
        thread.say("Ana", "skip")
        seen.append(hints(thread).splitlines()[-1])
    assert seen == [f"Question {k} of about 9" for k in range(3, 10)]


def test_an_edit_of_a_cell_replaces_it_and_a_deleted_one_empties_it() -> None:
    thread = blueprint(*ONE)
    thread.say("Boris", "evidence: receipt front: card form")
    link = thread.permalink
    thread.say("Boris", "evidence: bill", was="evidence: receipt front: card form", permalink=link)
    thread.press("Boris", "Replace")
    point = facts(thread, "touchpoint pays-card")
    assert (point["physical_evidence"], point["front_stage"]) == ({"text": "bill"}, None)
    thread.say("Boris", "", deleted=True, permalink=link)
    thread.press("Boris", "Remove")
    assert thread.text().startswith('Removed: "pays by card, evidence".')
    assert facts(thread, "touchpoint pays-card")["physical_evidence"] is None


@pytest.mark.parametrize(
    ("said", "lane", "text", "minutes"),
    [
        ("back at pays by card: checks by hand; wait 2 days", "back_stage", "checks by hand", 2880),
        ("support: it is down at night", "support", "it is down at night", None),
        ("the fraud check says no to good customers", "back_stage", "the fraud check says no to good customers", None),
        ("good customers are turned away", None, None, None),
        ("wait 30 min", None, None, None),
    ],
)
def test_a_weak_spot_stands_where_its_words_say_else_it_is_asked(
    said: str, lane: str | None, text: str | None, minutes: int | None
) -> None:
    thread = blueprint(*ONE, CELLS, said)
    if lane is None:
        assert thread.text().startswith(f'`ask.blue.where` Where does this belong: "{said}"?')
        assert len(menu(thread).options) == 4
        return
    cell = facts(thread, "touchpoint pays-card")[lane]
    assert (cell.get("fail_point"), cell.get("wait_minutes")) == (text, minutes)
    assert "`ask.blue.handover`" in thread.text()


def test_several_weak_spots_are_placed_one_after_the_other() -> None:
    thread = blueprint(*ONE, CELLS, "the page is slow\nback: checks by hand; wait 1.5 h\nthe printer jams")
    assert 'Where does this belong: "the page is slow"?' in thread.text()
    thread.say("Ana", "front")
    assert 'Noted at "pays by card", front: the page is slow.' in thread.text()
    assert 'Noted at "pays by card", back: checks by hand, wait 1.5 h.' in thread.text()
    assert 'Where does this belong: "the printer jams"?' in thread.text()
    thread.say("Ana", "somewhere")
    assert "I did not understand that." in thread.text() and "`ask.blue.where`" in thread.text()
    thread.press("Ana", "pays by card · evidence: receipt")
    assert "`ask.blue.handover` (8/9)" in thread.text()
    assert facts(thread, "touchpoint pays-card")["physical_evidence"]["fail_point"] == "the printer jams"


def test_without_any_cell_there_is_no_place_for_a_weak_spot_and_that_is_said() -> None:
    thread = blueprint(*ONE, "skip", "skip", "skip", "skip", "it is slow")
    assert "No cell holds anything yet." in thread.text() and "`ask.blue.fail` (7/9)" in thread.text()
    thread.press("Ana", "Nowhere")
    assert "`ask.blue.handover` (8/9)" in thread.text()


def test_a_hand_over_without_a_place_is_asked_for_it_unless_there_is_but_one_touchpoint() -> None:
    thread = blueprint(*ONE, CELLS, "Nowhere", "Sales to Fulfilment after payment")
    assert facts(thread, "touchpoint pays-card")["hand_over"]["to_team"] == "Fulfilment"
    thread = blueprint(
        "1", "pays by card; first clean", CELLS, "skip", "skip", "skip", "skip", "Nowhere", "Sales to Fulfilment"
    )
    assert "`ask.blue.where`" in thread.text() and [o.text for o in menu(thread).options] == [
        "pays by card",
        "first clean",
    ]
    thread.say("Ana", "first clean")
    assert facts(thread, "touchpoint first-clean")["hand_over"]["from_team"] == "Sales"


def test_corrections_reach_every_cell_and_keep_what_is_known_to_fail() -> None:
    thread = blueprint(*ONE, CELLS, "back at pays by card: checks by hand; wait 2 days")
    thread.say("Boris", "back at pays by card: a rule engine")
    cell = facts(thread, "touchpoint pays-card")["back_stage"]
    assert cell == {"text": "a rule engine", "fail_point": "checks by hand", "wait_minutes": 2880}
    thread.say("Boris", "remove the fail point at pays by card")
    thread.say("Boris", "remove the wait at pays by card")
    assert facts(thread, "touchpoint pays-card")["back_stage"] == {"text": "a rule engine"}
    thread.say("Boris", "remove the wait at pays by card")
    assert 'There is nothing of that at "pays by card".' in thread.text()
    thread.say("Boris", "delete the support of pays by card")
    assert facts(thread, "touchpoint pays-card")["support"] is None
    thread.say("Boris", "hand-over at pays by card: Sales to Fulfilment")
    assert facts(thread, "touchpoint pays-card")["hand_over"]["from_team"] == "Sales"
    thread.say("Boris", "remove the hand-over at pays by card")
    assert facts(thread, "touchpoint pays-card")["hand_over"] is None


def test_a_new_map_comes_first_and_is_the_base_of_the_blueprint() -> None:
    thread = blueprint(
        "A new one", "1", "Ben, 41, baker", "I want flour", "Search > Order", "looks on our site", "pays"
    )
    first = thread.journey
    assert first is not None and (first.type, first.map_id) == ("current_state", "flour")
    assert "`ask.blue.which` (8/29)" in thread.text() and "[The first ones]" in thread.text()
    thread.say("Ana", "pays")
    assert thread.journey is not None and (thread.journey.type, thread.version) == ("service_blueprint", 1)
    assert facts(thread, "map")["base_map"] == {"map_id": "flour", "version": first.version}
    assert "(9/15)" in thread.text()
    assert "base_map" not in [gap.key for gap in gaps(thread.journey, base=first)]


def test_a_map_without_touchpoints_cannot_be_laid_under_a_blueprint() -> None:
    thread = blueprint()
    stages = tuple(stage.model_copy(update={"touchpoints": ()}) for stage in thread.library[0].stages)
    thread.library = [thread.library[0].model_copy(update={"stages": stages, "pain_points": (), "opportunities": ()})]
    thread.say("Ana", "1")
    assert thread.text().startswith("There are no touchpoints on") and "`ask.blue.base` (1/29)" in thread.text()


def test_skipping_the_first_questions_still_leads_to_a_blueprint() -> None:
    thread = blueprint("skip")
    assert thread.text().startswith("Then the map comes first") and "`ask.goal` (2/29)" in thread.text()
    thread = blueprint("1", "skip")
    assert len(titles(thread)) == 6 and "`ask.blue.evidence` (3/29)" in thread.text()


def test_a_map_begun_without_any_touchpoint_ends_as_a_map() -> None:
    thread = blueprint("skip", "skip", "skip", "I want flour", "Search > Order", "skip", "skip")
    assert "`ask.blue.which`" in thread.text()
    for text in ("pays by card", "skip", "skip"):
        thread.say("Ana", text)
    assert facts(thread, "map")["type"] == "current_state" and "(card)" in thread.text()


def test_a_base_that_is_gone_before_the_columns_are_chosen_is_asked_for_again() -> None:
    thread = blueprint("1")
    thread.library = []
    thread.say("Ana", "1 2")
    assert thread.text().startswith("That map is gone, or may not be read here any more.")
    assert "`ask.blue.base` (1/29)" in thread.text()


def test_a_base_of_another_channel_is_named_as_such_or_not_found() -> None:
    thread = blueprint()
    thread.library = [elsewhere(thread.library[0], "channel")]
    thread.say("Ana", "vacuum")
    assert "I find no map" in thread.text()
    thread.library = [elsewhere(thread.library[0], "workspace")]
    thread.say("Ana", "vacuum")
    assert "is at home in another channel" in thread.text() and "`ask.blue.which`" in thread.text()


def test_a_changed_base_renames_columns_and_brings_none() -> None:
    thread = blueprint(*ONE)
    base = thread.library[0]
    more = AddTouchpoint(stage="purchase", title="asks for a bill")
    title = SetTouchpoint(touchpoint="pays-card", field="title", value="pays by card or phone")
    thread.library.append(newer(base, thread, more, title))
    thread.say("Ana", "why")
    thread.press("Ana", "Take over the changes")
    assert "Taken over from version 17: 1 renamed." in thread.text()
    assert titles(thread) == ["pays by card or phone"]


def test_review_needs_front_back_and_support_of_every_touchpoint() -> None:
    thread = blueprint(*ONE, "receipt", "card form", "skip", "skip", "Nowhere", "Nowhere", "skip")
    assert (
        'Still missing for a review: what happens behind "pays by card"; what "pays by card" leans on.' in thread.text()
    )
    thread.press("Ana", "Fill the gaps")
    assert "`ask.blue.back` (1/3)" in thread.text()
    for text in ("fraud check", "payment provider, Finance"):
        thread.say("Ana", text)
    thread.say("Ana", "skip")
    thread.press("Ana", "Ask for review")
    assert facts(thread, "map")["status"] == "review"


def test_pause_and_go_on_come_back_to_the_same_cell() -> None:
    thread = blueprint(*ONE, "receipt", "pause")
    assert "Paused at question 4 of about 9." in thread.text()
    thread.say("Boris", "go on")
    assert "question 4 of about 9" in thread.text() and "`ask.blue.front` (4/9)" in thread.text()


@pytest.mark.parametrize("lang", ["zh", "mk"])
def test_every_question_of_the_build_is_put_in_its_own_language(lang: str) -> None:
    skip = words(lang).data("control.skip")[0]
    thread = over_the_sample("service_blueprint", "1", "9", *[skip] * 7, lang=lang)
    told = " ".join(part.text for replies in thread.replies for r in replies for part in r.parts if part.kind == "text")
    for name, question in words("en").data("blue").items():
        if "{" not in question:
            assert question not in told, name
    assert words(lang)("blue.support") in told and words(lang)("blue.fail") in told
