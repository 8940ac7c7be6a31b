"""Check lists, impact and effort, what comes next, approval: the method around the questions."""

import pytest

from bot.reply import Picture, plain
from prompts.loader import words
from storage.model.apply import apply
from storage.model.changes import VoteLevel
from tests.bot.conversation.thread import MEMBERS, Thread

FIRST = ("Fewer people drop off", "Ben, 41", "I want flour before five", "Search > Order > Receive")
ANSWERS = (
    "looks at our website",
    "-1 nobody answers",
    "writes an e-mail",
    "-2 the form is long",
    "asks on the phone",
    "0",
)


def thread_with_map(lang: str = "en") -> Thread:
    thread = Thread(lang=lang)
    thread.begin("Ana")
    for text in (words(lang).data("lists.goal_kinds")["raise_conversion"], *FIRST[1:], *ANSWERS):
        thread.say("Ana", text)
    return thread


def said(thread: Thread) -> str:
    return "\n".join(plain(reply) for reply in thread.turn.replies)


@pytest.mark.parametrize(
    ("lang", "wish", "lacking"),
    [
        ("en", "check website", "it is hard to find one's way on the website"),
        ("zh", "检查网站", "在网站上很难找到想找的内容"),
        ("mk", "провери веб-локација", "на веб-локацијата тешко се наоѓа што се бара"),
    ],
)
def test_what_stays_unticked_is_offered_as_pain_points(lang: str, wish: str, lacking: str) -> None:
    thread = thread_with_map(lang)
    before = len(thread.journey.pain_points)
    thread.say("Ana", wish)
    assert thread.session.pending.question == "ask.check.website"
    assert "looks at our website" in said(thread)
    points = words(lang).data("check_list.website")
    thread.press("Ana", *(point["good"] for key, point in points.items() if key != "navigation"))
    assert lacking in said(thread) and thread.session.pending is None
    assert len(thread.journey.pain_points) == before
    add = words(lang)("check.add", stage="Search")
    thread.press("Ana", add)
    assert (thread.journey.pain_points[-1].title, thread.journey.pain_points[-1].at.stage) == (lacking, "search")
    thread.press("Ana", add)
    assert len(thread.journey.pain_points) == before + 1


@pytest.mark.parametrize("kind", ["website", "social", "email", "store", "service"])
@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
def test_each_list_can_be_asked_for_and_answered_by_number(lang: str, kind: str) -> None:
    thread = thread_with_map(lang)
    thread.say("Ana", words(lang).data(f"control.check_{kind}")[0])
    known = words(lang).data(f"check_list.{kind}")
    thread.say("Ana", "1 2")
    good = words(lang)("check.good", name=words(lang)(f"check_of.{kind}"), n=2, all=len(known))
    assert good in said(thread)


def test_a_list_where_all_is_well_offers_nothing() -> None:
    thread = thread_with_map()
    thread.say("Ana", "check service")
    thread.press("Ana", "All of them")
    assert "Service: 3 of 3 are as they should be." in said(thread) and "pain points" not in said(thread)


def test_an_answer_that_names_no_point_is_asked_for_again() -> None:
    thread = thread_with_map()
    thread.say("Ana", "check store")
    thread.say("Ana", "the lamp is broken")
    assert thread.session.pending.question == "ask.check.store"
    assert "I did not understand" in said(thread)


def test_during_the_build_the_open_question_comes_back() -> None:
    thread = Thread()
    thread.begin("Ana")
    for text in (*FIRST, ANSWERS[0]):
        thread.say("Ana", text)
    thread.say("Ana", "check e-mail")
    thread.press("Ana", "None of them")
    assert thread.session.pending.question == "ask.mood"
    thread.press("Ana", 'Add as pain points at "Search"')
    assert len(thread.journey.pain_points) == 3 and thread.session.pending.question == "ask.mood"


def test_before_there_is_a_map_there_is_nothing_to_check() -> None:
    thread = Thread()
    thread.begin("Ana")
    thread.say("Ana", "check website")
    assert "There is no map yet" in said(thread) and thread.session.pending.question == "ask.goal"


@pytest.mark.parametrize("lang", ["en", "mk"])
def test_ways_and_moments_asks_for_the_lists_of_the_channels_in_use(lang: str) -> None:
    thread = thread_with_map(lang)
    thread.press("Ana", words(lang)("choice.next_steps.deeper"))
    thread.press("Ana", words(lang)("choice.blocks.moments"))
    asked = []
    while thread.session.pending is not None and thread.session.part == "moments":
        asked.append(thread.session.pending.question)
        skip = words(lang).data("control.skip")[0]
        thread.say("Ana", words(lang)("choice.check.all") if asked[-1].startswith("ask.check") else skip)
    assert [question for question in asked if "check" in question] == [
        "ask.check.website", "ask.check.email", "ask.check.service",
    ]  # fmt: skip
    thread.press("Ana", words(lang)("choice.next_steps.deeper"))
    thread.press("Ana", words(lang)("choice.blocks.moments"))
    while thread.session.pending is not None and thread.session.part == "moments":
        assert "check" not in thread.session.pending.question
        thread.say("Ana", words(lang).data("control.skip")[0])


def with_ideas(lang: str = "en") -> Thread:
    thread = thread_with_map(lang)
    wish = {
        "en": "ideas for nobody answers: a chat; a call centre; a robot",
        "zh": "nobody answers的机会：a chat；a call centre；a robot",
        "mk": "идеи за nobody answers: a chat; a call centre; a robot",
    }
    thread.say("Ana", wish[lang])
    assert [idea.title for idea in thread.journey.opportunities] == ["a chat", "a call centre", "a robot"]
    votes = {"a-chat": ((5, 3), (1, 2)), "a-call-centre": ((4,), (5,))}
    order = [idea.slug for idea in thread.journey.opportunities]
    for slug, (impact, effort) in zip(order, votes.values(), strict=False):
        for field, given in (("impact", impact), ("effort", effort)):
            for who, value in zip(("Ana", "Boris"), given, strict=False):
                vote(thread, who, slug, field, value)
    return thread


def vote(thread: Thread, who: str, slug: str, field: str, value: int) -> None:
    change = VoteLevel(item=slug, field=field, value=value)
    new = apply(thread.journey, [change], MEMBERS[who], thread.now, "chat")
    thread.journey = new.model_copy(update={"version": new.version + 1})


@pytest.mark.parametrize(
    ("lang", "wish", "first", "apart"),
    [
        (
            "en",
            "quadrant",
            'Do first: "a chat" (impact 4, effort 1.5)',
            'impact of "a chat": Ana 5, Boris 3 (median 4)',
        ),
        ("zh", "象限", "“a chat”（影响 4，工作量 1.5）", "“a chat”的影响：Ana 5，Boris 3（中位数 4）"),
        ("mk", "квадрант", "„a chat“ (влијание 4, труд 1.5)", "влијание на „a chat“: Ana 5, Boris 3 (медијана 4)"),
    ],
)
def test_the_quadrant_says_what_comes_first_and_where_votes_differ(
    lang: str, wish: str, first: str, apart: str
) -> None:
    thread = with_ideas(lang)
    thread.say("Ana", wish)
    assert first in said(thread) and apart in said(thread)
    pictures = [part for reply in thread.turn.replies for part in reply.parts if isinstance(part, Picture)]
    assert [(p.picture, p.version) for p in pictures] == [("quadrant", thread.version)]
    assert "a call centre" in pictures[0].alt and "a robot" in pictures[0].alt


def test_the_ideas_block_ends_with_the_quadrant() -> None:
    thread = with_ideas()
    thread.press("Ana", "Go deeper")
    thread.press("Ana", "Ideas and actions")
    while thread.session.part == "ideas":
        thread.say("Ana", "skip")
    assert 'Do first: "a chat"' in said(thread)


def test_without_ideas_the_quadrant_says_how_to_add_one() -> None:
    thread = thread_with_map()
    thread.say("Ana", "quadrant")
    assert "There are no ideas to compare yet." in said(thread)


def in_review(lang: str = "en") -> Thread:
    thread = thread_with_map(lang)
    control = {"en": "action: write the page, @Mia, 1 Nov 2024", "zh": "行动：write the page，@Mia，2024-11-01"}
    thread.say("Ana", control.get(lang, "активност: write the page, @Mia, 1.11.2024"))
    bounds = {
        "en": "start: hunger\nend: bread",
        "zh": "开始：hunger\n结束：bread",
        "mk": "почеток: hunger\nкрај: bread",
    }
    thread.say("Ana", bounds[lang])
    thread.press("Ana", words(lang)("choice.next_steps.review"))
    assert thread.journey.status == "review"
    return thread


@pytest.mark.parametrize(("lang", "wish"), [("en", "approve"), ("zh", "批准"), ("mk", "одобри")])
def test_approval_brings_the_next_steps_in_their_order(lang: str, wish: str) -> None:
    thread = in_review(lang)
    thread.say("Ana", wish)
    assert thread.journey.status == "approved"
    steps = list(words(lang).data("next_steps.steps").values())
    lines = [line for line in said(thread).splitlines() if line[:2] in {f"{k}." for k in range(1, 7)}]
    assert [line[3:].split(":")[0].split("：")[0] for line in lines] == steps
    assert "nobody answers" in lines[1] and "writes an e-mail" in lines[2]
    assert "the form is long" in lines[3] and "nobody answers" not in lines[3]
    assert "asks on the phone" in lines[4]
    assert "write the page" in lines[5] and "Mia" in lines[5]


@pytest.mark.parametrize(("lang", "wish"), [("en", "what next"), ("zh", "下一步"), ("mk", "што понатаму")])
def test_what_next_names_steps_without_items_too(lang: str, wish: str) -> None:
    thread = Thread(lang=lang)
    thread.begin("Ana")
    for text in ("1", "Ben, 41", "flour"):
        thread.say("Ana", text)
    thread.say("Ana", wish)
    assert said(thread).count(words(lang)("next_steps.nothing")) >= 3
    assert thread.session.pending.question == "ask.stages"


def test_an_overdue_action_is_named_so() -> None:
    thread = in_review()
    thread.say("Ana", "what next")
    assert '"write the page" (Mia, overdue since 1 Nov)' in said(thread)
    assert 'Ana approves it by writing "approve" here.' in said(thread)


def test_only_the_owner_approves() -> None:
    thread = in_review()
    thread.say("Boris", "approve")
    assert "Only Ana can do that." in said(thread) and thread.journey.status == "review"


def test_a_draft_is_not_approved() -> None:
    thread = thread_with_map()
    thread.say("Ana", "approve")
    assert "Only a map in review can be approved" in said(thread) and thread.journey.status == "draft"
