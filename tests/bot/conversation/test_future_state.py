"""A future-state map by talking: what is asked, counted and kept when people answer in other ways than asked."""

import pytest

from prompts.loader import words
from storage.model.changes import AddStage, AddTouchpoint, RemoveTouchpoint, SetTouchpoint
from storage.model.gaps import gaps
from tests.bot.conversation.laid_over import elsewhere, hints, newer, over_the_sample, titles
from tests.bot.conversation.thread import Thread, facts

BASED = ("skip", "vacuum-break-again")
LOWS_DONE = (*BASED, "skip", "skip", "skip", "skip")


def future(*said: str) -> Thread:
    return over_the_sample("future_state", *said)


def test_the_copy_has_the_slugs_of_the_base_and_none_of_its_moods_or_evidence() -> None:
    thread = future(*BASED)
    base = thread.library[0]
    assert thread.journey is not None
    assert [t.slug for t in thread.journey.touchpoints()] == [t.slug for t in base.touchpoints()]
    assert any(stage.moods for stage in base.stages)
    places = [*thread.journey.stages, *thread.journey.touchpoints()]
    assert not any(place.moods for place in places)
    assert not any(t.evidence for t in thread.journey.touchpoints())
    assert (thread.journey.goal_kind, base.goal_kind) == ("raise_conversion", "raise_conversion")


def test_persona_and_want_come_from_the_base_and_are_not_asked() -> None:
    thread = future()
    asked = [thread.text()]
    for text in ("1", "1", *["skip"] * 7):
        thread.say("Ana", text)
        asked.append(thread.text())
    questions = [part for text in asked for part in text.split("`") if part.startswith("ask.")]
    assert questions == [
        "ask.goal", "ask.future.base", "ask.future.ideal", "ask.future.inside", "ask.future.ideal", "ask.future.inside",
        "ask.future.change", "ask.future.proof", "ask.future.first", "ask.future.test",
    ]  # fmt: skip


def test_every_question_is_one_of_six_and_two_for_each_low_point() -> None:
    thread = future("1", "1")
    seen = [hints(thread).splitlines()[-1]]
    for _ in range(7):
        thread.say("Ana", "skip")
        seen.append(hints(thread).splitlines()[-1])
    assert seen == [f"Question {k} of about 10" for k in range(3, 11)]
    thread.say("Ana", "skip")
    assert "Here is the first picture." in thread.text() and "No difference to today yet." in thread.text()


def test_a_low_point_is_named_with_its_mood_of_today() -> None:
    thread = future(*BASED)
    assert '"Inquiry or awareness" -2, "Compare" -1.5' in thread.text()
    assert "Mood there today: -2." in hints(thread)


def test_a_map_without_low_moods_is_asked_about_its_lowest_point_alone() -> None:
    thread = future("skip")
    base = thread.library[0]
    raised = [
        stage.model_copy(update={"moods": tuple(v.model_copy(update={"score": max(v.score, 1)}) for v in stage.moods)})
        for stage in base.stages
    ]
    thread.library = [base.model_copy(update={"stages": tuple(raised), "pain_points": ()})]
    thread.say("Ana", "1")
    assert 'Lowest point today: "Inquiry or awareness" +1.' in thread.text()
    assert "Question 3 of about 8" in hints(thread)


def test_a_map_without_moods_and_pain_points_is_asked_where_it_hurts() -> None:
    thread = future("skip")
    base = thread.library[0]
    bare = tuple(stage.model_copy(update={"moods": ()}) for stage in base.stages)
    thread.library = [base.model_copy(update={"stages": bare, "pain_points": ()})]
    thread.say("Ana", "1")
    assert "`ask.future.low` (3/12)" in thread.text()
    thread.say("Ana", "everything")
    assert "Nothing on the map is called" in thread.text() and "`ask.future.low`" in thread.text()
    thread.say("Ana", "pays by card; 1, 2, 4")
    assert "I kept the first three" in thread.text()
    assert 'If "pays by card" were perfect' in thread.text() and "(4/13)" in thread.text()
    thread.say("Ana", "pays with one tap in the app, +2 easy")
    point = facts(thread, "touchpoint pays-card")
    assert (point["title"], point["channel"], point["votes"]) == (
        "pays with one tap in the app",
        "mobile_app",
        ["Ana +2 easy (guess)"],
    )


@pytest.mark.parametrize("said", ["Start from nothing", "[Start from nothing]", "2"])
def test_from_nothing_the_usual_opening_and_stages_are_asked(said: str) -> None:
    thread = future("skip", said)
    order = []
    for text in (
        "Ben, 41, baker",
        "I want flour",
        "Search > Order > Receive",
        "looks",
        "orders",
        "unpacks",
        "2",
        "skip",
    ):
        order.append(thread.text().split("`")[1])
        thread.say("Ana", text)
    assert order == [
        "ask.persona", "ask.want", "ask.stages", "ask.doing", "ask.doing", "ask.doing", "ask.future.low",
        "ask.future.ideal",
    ]  # fmt: skip
    assert "`ask.future.inside` (11/15)" in thread.text()
    assert facts(thread, "map")["type"] == "future_state" and facts(thread, "map")["base_map"] is None


def test_skipping_the_base_means_from_nothing() -> None:
    thread = future("skip", "skip")
    assert thread.text().startswith("Then we start from nothing.") and "`ask.persona` (3/12)" in thread.text()


def test_a_map_from_nothing_gets_its_base_in_the_gaps() -> None:
    thread = future("skip", "2", "Ben, 41, baker", "I want flour", "Search > Order > Receive", "done")
    thread.press("Ana", "Fill the gaps")
    assert "`ask.future.base`" in thread.text() or "`ask.goal`" in thread.text()
    while "`ask.future.base`" not in thread.text():
        thread.say("Ana", "skip")
    thread.say("Ana", "vacuum")
    assert 'This map now improves "I need a vacuum that will not break again" (version 16).' in thread.text()
    assert thread.journey is not None and [s.slug for s in thread.journey.stages] == ["search", "order", "receive"]
    assert "base_map" not in [gap.key for gap in gaps(thread.journey, base=thread.library[0])]


def test_without_a_map_in_the_channel_only_nothing_is_offered() -> None:
    thread = Thread()
    thread.begin("Ana", None, "future_state")
    thread.say("Ana", "skip")
    assert thread.text().endswith("Which map do we want to improve? [Start from nothing]")
    assert "There is no map with stages in this channel yet." in hints(thread)


def test_a_name_that_is_no_map_is_said_and_nothing_is_stored() -> None:
    thread = future("skip", "the moon")
    assert 'I find no map "the moon" that may be read here. On offer: vacuum-break-again.' in thread.text()
    assert "`ask.future.base` (2/12)" in thread.text() and thread.journey is None


def test_a_map_of_another_channel_is_copied_only_if_the_whole_workspace_may_read_it() -> None:
    thread = future("skip")
    thread.library = [elsewhere(thread.library[0], "channel")]
    thread.say("Ana", "vacuum-break-again")
    assert "I find no map" in thread.text() and thread.journey is None
    thread.library = [elsewhere(thread.library[0], "workspace")]
    thread.say("Ana", "vacuum-break-again")
    assert "is at home in another channel. I only copy it; nothing changes there." in thread.text()
    assert facts(thread, "map")["base_map"] == {"map_id": "vacuum-break-again", "version": 16}


def test_a_map_that_few_may_read_gives_a_map_that_the_same_few_may_read() -> None:
    thread = future("skip")
    few = {"privacy": "private", "readers": ("U0ANA", "U0BORIS")}
    thread.library = [thread.library[0].model_copy(update=few)]
    thread.say("Ana", "1")
    assert thread.journey is not None
    assert (thread.journey.privacy, thread.journey.readers) == ("private", ("U0ANA", "U0BORIS"))


def test_a_base_that_is_gone_is_told_once_and_what_was_copied_stays() -> None:
    thread = future(*BASED)
    before = titles(thread)
    thread.library = []
    thread.say("Boris", "why")
    assert (
        "(vacuum-break-again) is gone, or you may not read it. Nothing is lost: what was copied stays." in thread.text()
    )
    thread.say("Ana", "sees which one lasts, +1")
    assert "is gone" not in thread.text() and thread.text().startswith("Noted: sees which one lasts")
    assert titles(thread)[: len(before) - 12] == before[: len(before) - 12] and len(titles(thread)) == len(before) + 1


def changed_base(thread: Thread) -> None:
    base = thread.library[0]
    thread.library.append(
        newer(
            base,
            thread,
            AddTouchpoint(stage="comparison", title="asks in the store"),
            SetTouchpoint(touchpoint="page-404", field="title", value="error page"),
            RemoveTouchpoint(touchpoint="receipt"),
            AddStage(title="Repair"),
        )
    )


def test_changes_of_the_base_are_told_once_and_taken_over_on_request() -> None:
    thread = future(*BASED)
    changed_base(thread)
    thread.say("Boris", "why")
    assert (
        "this map starts from version 16, and now there is version 17. [Take over the changes] [Leave]" in thread.text()
    )
    thread.say("Boris", "why")
    assert "version 17" not in thread.text()
    thread.press("Ana", "Take over the changes")
    assert thread.text().startswith("Taken over from version 17: 2 new, 1 renamed, 1 gone. [Undo]")
    assert "`ask.future.ideal` (3/10)" in thread.text()
    assert {"asks in the store", "error page"} <= set(titles(thread)) and "Receipt or invoice" not in titles(thread)
    assert thread.journey is not None and thread.journey.stages[-1].title == "Repair"
    assert facts(thread, "map")["base_map"]["version"] == 17
    version = thread.version
    thread.press("Boris", "Take over the changes")
    assert thread.text().startswith("There is nothing to take over.") and thread.version == version


def test_what_people_changed_here_is_not_taken_over() -> None:
    thread = future(*BASED)
    thread.say("Ana", "rename 404 page to a helpful page")
    thread.say("Ana", "rename Receipt or invoice to a receipt in the app")
    changed_base(thread)
    thread.say("Ana", "why")
    thread.press("Ana", "Take over the changes")
    assert {"a helpful page", "a receipt in the app"} <= set(titles(thread))


def test_leaving_the_changes_changes_nothing() -> None:
    thread = future(*BASED)
    changed_base(thread)
    thread.say("Ana", "why")
    thread.press("Ana", "Leave")
    assert thread.text() == "Kept as it was." and thread.version == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("+1 sure", "The mood is noted. What is missing is what Curious Colleen does and sees."),
        ("sees it, +7", "I read moods from -2"),
        ("sees it", "`ask.future.mood` How would Curious Colleen feel then?"),
        ("sees it, 2 good", "`ask.future.mood` How would Curious Colleen feel then?"),
    ],
)
def test_what_is_missing_of_an_ideal_is_asked_alone(said: str, told: str) -> None:
    thread = future(*BASED, said)
    assert told in thread.text()


def test_an_ideal_told_anew_after_back_replaces_the_first_one() -> None:
    thread = future(*BASED, "sees it at once, +1", "back", "sees it before searching, +2 calm")
    assert "sees it before searching" in titles(thread) and "sees it at once" not in titles(thread)
    assert facts(thread, "stage inquiry")["votes"] == ["Ana +2 calm (guess)"]


def test_a_label_is_asked_for_where_it_is_not_clear_what_comes_and_goes() -> None:
    thread = future(*LOWS_DONE, "comparison page")
    assert 'Write "new:" or "gone:" in front' in thread.text() and "`ask.future.change` (7/10)" in thread.text()


def test_what_cannot_be_found_to_go_is_said_and_the_rest_is_done() -> None:
    thread = future(*LOWS_DONE, "gone: fax machine, 404 page; new: chat")
    assert 'Nothing on the map is called "fax machine".' in thread.text() and 'Gone: "404 page".' in thread.text()
    assert "chat" in titles(thread) and "404 page" not in titles(thread)


def test_an_edit_of_what_comes_and_goes_brings_back_what_was_gone() -> None:
    thread = future(*LOWS_DONE)
    thread.say("Ana", "new: chart; gone: 404 page")
    thread.say(
        "Ana", "new: comparison page; gone: survey", was="new: chart; gone: 404 page", permalink=thread.permalink
    )
    thread.press("Ana", "Replace")
    assert "404 page" in titles(thread) and "comparison page" in titles(thread)
    assert not {"chart", "gets a survey by e-mail"} & set(titles(thread))


def test_a_deleted_answer_takes_its_requirements_along() -> None:
    thread = future(*BASED, "sees it, +1", "people: one editor; process: weekly check")
    link = "https://chat.example/deleted"
    thread.say("Boris", "requirement at Compare: people: a writer", permalink=link)
    thread.say("Boris", "", deleted=True, permalink=link)
    assert "You deleted a message that 1 item came from." in thread.text()
    thread.press("Boris", "Remove")
    assert [need["title"] for need in facts(thread, "map")["requirements"]] == ["one editor", "weekly check"]


def test_the_same_requirement_by_another_member_is_agreement() -> None:
    thread = future(*BASED, "sees it, +1", "people: one editor")
    thread.say("Mia", "requirement at stage 1: people: one editor")
    assert facts(thread, "requirement one-editor")["agreed_by"] == ["U0MIA"]


@pytest.mark.parametrize("said", ["gone: survey", "new: chart", "test: paper version", "requirement at Compare: x"])
def test_corrections_of_a_future_map_do_nothing_on_other_maps(said: str) -> None:
    thread = Thread()
    thread.begin("Ana")
    for text in ("1", "Ben, 41, baker", "I want flour", "Search > Order > Receive"):
        thread.say("Ana", text)
    before = thread.journey
    thread.say("Ana", said)
    assert thread.journey is not None and before is not None
    assert (thread.journey.requirements, thread.journey.experiment) == ((), None)
    assert [t.title for t in thread.journey.touchpoints()] in ([], [said])


def test_ideals_are_not_asked_where_they_are_known_from() -> None:
    thread = future(*BASED, "sees it, +1 sure")
    thread.say("Boris", "+2 calm")
    assert "How do we know this?" not in thread.text() and "both kept" in thread.text()


def test_help_names_what_this_map_understands() -> None:
    thread = future(*BASED, "help")
    assert "ideal at Compare: sees three models side by side" in thread.text()


@pytest.mark.parametrize("lang", ["zh", "mk"])
def test_every_question_of_the_build_is_put_in_its_own_language(lang: str) -> None:
    skip = words(lang).data("control.skip")[0]
    thread = over_the_sample("future_state", skip, "1", *[skip] * 7, lang=lang)
    told = " ".join(part.text for replies in thread.replies for r in replies for part in r.parts if part.kind == "text")
    for name, question in words("en").data("future").items():
        if "{" not in question:
            assert question not in told, name
    assert words(lang)("future.change") in told and words(lang)("future.test") in told
