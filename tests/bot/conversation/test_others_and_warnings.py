"""Members who are asked answer with their names on the map; what blurs a map is warned about in every language."""

import pytest

from bot.reply import Press, plain
from prompts.loader import words
from storage.model.journey import MAX_STAGES
from tests.bot.conversation.thread import MEMBERS, Thread

LANGS = ("en", "zh", "mk")
OTHERS = {"en": "Lena", "zh": "李强", "mk": "Борис"}
ANSWERS = ("asks friends", "-1 nobody answers", "writes an e-mail", "+1", "signs for it", "0")


def thread_until(lang: str, *more: str) -> Thread:
    thread = Thread(lang=lang)
    thread.begin("Ana")
    for text in (words(lang).data("lists.goal_kinds")["retention"], "Ben, 41", "flour before five", *more):
        thread.say("Ana", text)
    return thread


def said(thread: Thread) -> str:
    return "\n".join(plain(reply) for reply in thread.turn.replies)


@pytest.mark.parametrize("stopped", [False, True])
@pytest.mark.parametrize("lang", LANGS)
def test_invited_members_answer_question_after_question_with_their_names(lang: str, stopped: bool) -> None:
    thread = thread_until(lang, "Search > Order > Receive", *ANSWERS)
    if stopped:
        thread.press("Ana", words(lang)("choice.next_steps.stop"))
    thread.press("Ana", words(lang)("choice.next_steps.others"))
    who = OTHERS[lang]
    thread.say("Ana", f"@{who}")
    assert f"@{who}" in said(thread) and "1. " in said(thread) and "2. " in said(thread) and "4. " not in said(thread)
    asked = []
    answers = {
        "ask.bounds": {"en": "from hunger to bread", "zh": "从hunger开始，到bread结束", "mk": "од hunger до bread"}[
            lang
        ],
        "ask.pain": "the van is late",
    }
    while thread.session.pending is not None:
        asked.append(thread.session.pending.question)
        thread.say(who, answers.get(asked[-1], "2"))
    assert 2 <= len(asked) <= 3 and len(set(asked)) == len(asked)
    assert (thread.journey.starts_when, thread.journey.ends_when) == ("hunger", "bread")
    assert MEMBERS[who] in thread.session.members
    if "ask.pain" in asked:
        assert thread.journey.pain_points[-1].origin.by == MEMBERS[who]
    assert thread.history[0].by == MEMBERS[who]


def test_a_question_answered_meanwhile_is_not_asked_of_others_again() -> None:
    thread = thread_until("en", "Search > Order > Receive", *ANSWERS)
    thread.press("Ana", "Ask others")
    thread.say("Ana", "@Lena")
    assert thread.session.pending.question == "ask.channel"
    thread.say("Ana", "start: hunger\nend: bread")
    thread.say("Lena", "store")
    assert thread.session.pending.question not in ("ask.channel", "ask.bounds")


def test_during_the_build_an_invited_member_answers_the_open_question() -> None:
    thread = thread_until("en", "Search > Order > Receive")
    thread.press_as("Ana", Press(action="build.next", value="others"))
    thread.say("Ana", "@Lena")
    thread.say("Lena", "asks the neighbour")
    (touchpoint,) = thread.journey.touchpoints()
    assert touchpoint.origin.by == MEMBERS["Lena"] and thread.session.pending.question == "ask.mood"


@pytest.mark.parametrize(
    ("lang", "stages", "add"),
    [
        ("en", "Search > Compare > Buy", "Loyalty"),
        ("zh", "认知 > 比较 > 购买", "忠诚度"),
        ("mk", "Пребарување > Споредба > Купување", "Лојалност"),
    ],
)
def test_a_map_that_ends_with_the_purchase_asks_whether_it_ends_there(lang: str, stages: str, add: str) -> None:
    thread = thread_until(lang, stages)
    assert words(lang)("warn.no_after") in said(thread)
    thread.press("Ana", words(lang)("button.add_stage"))
    thread.say("Ana", add)
    assert [stage.title for stage in thread.journey.stages][-1] == add and len(thread.journey.stages) == 4
    assert words(lang)("warn.no_after") not in said(thread)


@pytest.mark.parametrize("lang", LANGS)
def test_the_eighth_stage_brings_a_hint_and_the_thirteenth_is_refused(lang: str) -> None:
    seven = thread_until(lang, " > ".join(f"S{n}" for n in range(7)))
    assert words(lang)("warn.many_stages", n=7) not in said(seven)
    eight = thread_until(lang, " > ".join(f"S{n}" for n in range(8)))
    assert words(lang)("warn.many_stages", n=8) in said(eight) and len(eight.journey.stages) == 8
    thirteen = thread_until(lang, " > ".join(f"S{n}" for n in range(13)))
    assert words(lang)("refused.stages_full", max=MAX_STAGES) in said(thirteen)
    assert thirteen.journey.stages == () and thirteen.session.pending.question == "ask.stages"


@pytest.mark.parametrize("lang", LANGS)
def test_a_first_picture_of_guesses_says_what_is_cheapest_to_check(lang: str) -> None:
    thread = thread_until(lang, "Search > Order > Receive", *ANSWERS)
    assert words(lang)("warn.no_evidence", item="nobody answers") in said(thread)


WISHES = {
    "en": ("I want flour before five and I want it cheap", "I want it cheap"),
    "zh": ("我想五点前收到面粉，我想便宜一点", "我想便宜一点"),
    "mk": ("Сакам брашно пред пет и сакам да биде евтино", "сакам да биде евтино"),
}


def with_two_wishes(lang: str) -> Thread:
    thread = Thread(lang=lang)
    thread.begin("Ana")
    for text in (words(lang).data("lists.goal_kinds")["retention"], "Ben, 41", WISHES[lang][0]):
        thread.say("Ana", text)
    assert words(lang)("button.two_maps") in said(thread)
    return thread


@pytest.mark.parametrize("lang", LANGS)
def test_the_warning_about_two_goals_ends_for_good(lang: str) -> None:
    thread = with_two_wishes(lang)
    thread.press("Ana", words(lang)("button.one_product"))
    assert thread.workspace.one_product


@pytest.mark.parametrize("lang", LANGS)
def test_two_wishes_become_two_maps(lang: str) -> None:
    thread = with_two_wishes(lang)
    thread.press("Ana", words(lang)("button.two_maps"))
    assert WISHES[lang][1] not in (thread.journey.goal_customer or "")
    for text in ("Search > Order > Receive", *ANSWERS):
        thread.say("Ana", text)
    assert thread.turn.opens is not None
    assert (thread.turn.opens.want, thread.turn.opens.lang) == (WISHES[lang][1], lang)


@pytest.mark.parametrize(
    ("lang", "ours"), [("en", "we send an invoice"), ("zh", "我们发送发票"), ("mk", "ние испраќаме фактура")]
)
def test_our_side_is_named(lang: str, ours: str) -> None:
    thread = thread_until(lang, "Search > Order > Receive", ours)
    assert words(lang)("button.keep_mine") in said(thread)


@pytest.mark.parametrize(("lang", "two"), [("en", "Ben and Dana"), ("zh", "小本和李娜"), ("mk", "Бен и Дана")])
def test_two_people_can_be_kept_in_one_map(lang: str, two: str) -> None:
    thread = Thread(lang=lang)
    thread.begin("Ana")
    thread.say("Ana", words(lang).data("lists.goal_kinds")["retention"])
    thread.say("Ana", two)
    assert words(lang)("warn.two_personas") in said(thread)
    thread.press("Ana", words(lang)("button.keep_both"))
    thread.say("Ana", "flour")
    assert len(thread.journey.persona_ids) == 2
