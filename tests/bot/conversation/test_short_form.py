"""The short form: five headings that fill the same fields as the long way, and the way on to the stages."""

from datetime import date

import pytest

from bot.conversation.turn import Opening
from storage.model.persona import Persona
from tests.bot.conversation.thread import Thread

WISHES = {"en": "short form", "zh": "简表", "mk": "кратка форма"}
DRAW = {"en": "Draw it in stages", "zh": "分阶段来画", "mk": "Нацртај по фази"}


def persona(thread: Thread) -> Persona:
    return next(known for known in thread.personas if known.persona_id in thread.journey.persona_ids)


def filled_en() -> Thread:
    thread = Thread()
    thread.begin("Ana")
    for text in (
        "short form", "Fewer people drop off", "Ben, 41", "I want flour before five",
        "never run out of flour; needs quiet nights",
        "calling three suppliers; hates late deliveries", "search, compare, order",
        "one page with all prices; a van at night",
        "write the page, @Mia, 30 Nov\nask two drivers, Boris, 15 Dec",
    ):  # fmt: skip
        thread.say("Ana", text)
    return thread


@pytest.mark.parametrize("lang", WISHES)
def test_the_form_asks_for_goal_persona_and_want_before_the_five_headings(lang: str) -> None:
    thread = Thread(lang=lang)
    thread.begin("Ana")
    asked = [thread.say("Ana", WISHES[lang]).session.pending.question]
    asked += [
        thread.say("Ana", text).session.pending.question for text in ("1", "Ben, 41", "flour", "a", "b", "c", "d")
    ]
    assert asked == [
        "ask.goal", "ask.persona", "ask.want", "ask.short.goals", "ask.short.struggles", "ask.short.tasks",
        "ask.short.ideas", "ask.short.actions",
    ]  # fmt: skip


def test_it_fills_the_fields_of_the_long_way() -> None:
    thread = filled_en()
    ben, journey = persona(thread), thread.journey
    assert (ben.goals, ben.needs) == (("never run out of flour",), ("needs quiet nights",))
    assert (ben.struggles, ben.frustrations) == (("calling three suppliers",), ("hates late deliveries",))
    assert ben.tasks == ("search", "compare", "order")
    assert [idea.title for idea in journey.opportunities] == ["one page with all prices", "a van at night"]
    assert [(a.title, a.owner.label, a.due_on) for a in journey.actions] == [
        ("write the page", "Mia", date(2024, 11, 30)),
        ("ask two drivers", "Boris", date(2024, 12, 15)),
    ]
    assert "Struggles: calling three suppliers; hates late deliveries" in thread.text()
    assert thread.session.part == "done" and journey.stages == ()


def test_in_macedonian_the_same_fields_are_filled() -> None:
    thread = Thread(lang="mk")
    thread.begin("Ана")
    for text in (
        "кратка форма", "Помалку откажувања", "Бен, 41", "Сакам брашно пред пет", "брашното да не снема",
        "ѕвони кај три добавувачи", "пребарува; нарачува", "страница со сите цени",
        "напиши страница, @Борис, 30 ноември",
    ):  # fmt: skip
        thread.say("Ана", text)
    assert persona(thread).goals == ("брашното да не снема",)
    assert persona(thread).tasks == ("пребарува", "нарачува")
    (action,) = thread.journey.actions
    assert (action.owner.label, action.due_on) == ("Борис", date(2024, 11, 30))
    assert action.opportunity == thread.journey.opportunities[0].slug


@pytest.mark.parametrize("lang", DRAW)
def test_drawing_in_stages_goes_on_with_the_long_way(lang: str) -> None:
    thread = Thread(lang=lang)
    thread.begin("Ana")
    for text in (WISHES[lang], "1", "Ben, 41", "flour", "a", "b", "c", "d", "e"):
        thread.say("Ana", text)
    thread.press("Ana", DRAW[lang])
    assert thread.session.pending.question == "ask.stages"
    thread.say("Ana", "Search > Order")
    assert thread.session.pending.question == "ask.doing"
    assert [idea.title for idea in thread.journey.opportunities] == ["d"]


def test_struggles_are_offered_as_pain_points_once_there_are_stages() -> None:
    thread = filled_en()
    thread.press("Ana", "Draw it in stages")
    for text in ("Search > Order", "asks friends", "+1", "writes an e-mail", "0"):
        thread.say("Ana", text)
    thread.press("Ana", "Go deeper")
    thread.press("Ana", "Pain points")
    assert "hates late deliveries" in str(thread.turn.replies[-1])
    thread.press("Ana", "calling three suppliers", "hates late deliveries")
    assert {(pain.title, pain.at.stage) for pain in thread.journey.pain_points} == {
        ("calling three suppliers", "order"),
        ("hates late deliveries", "order"),
    }


def test_it_stands_beside_the_map_types() -> None:
    thread = Thread()
    thread.begin("Ana")
    thread.press("Ana", "Change")
    assert "[What people say, think, do and feel] [Short form]" in thread.text()
    thread.press("Ana", "Short form")
    assert thread.session.part == "short" and thread.session.pending.question == "ask.goal"


def test_a_new_map_may_begin_with_it() -> None:
    thread = Thread(lang="zh")
    thread.begin_with("王芳", Opening(title="简表", lang="zh"))
    assert thread.session.part == "short" and "title" not in thread.session.notes


def test_every_heading_can_be_skipped_and_gone_back_to() -> None:
    thread = Thread()
    thread.begin("Ana")
    for text in ("short form", "1", "Ben, 41", "I want flour", "skip"):
        thread.say("Ana", text)
    assert thread.session.pending.question == "ask.short.struggles"
    thread.say("Ana", "back")
    assert thread.session.pending.question == "ask.short.goals"
    thread.say("Ana", "done")
    assert "Goals and needs: –" in thread.text()


def test_a_map_of_another_type_has_none() -> None:
    thread = Thread()
    thread.begin("Ana", kind="empathy")
    for text in ("1", "Ben, 41", "I want flour"):
        thread.say("Ana", text)
    before = thread.session.pending
    thread.say("Ana", "short form")
    assert "The short form is for maps of how it is today." in thread.text()
    assert thread.session.pending.question == before.question
