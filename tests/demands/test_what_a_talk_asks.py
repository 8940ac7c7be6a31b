"""Is a map asked for what it needs, in an order that can be left, and is nothing asked that nobody should ask?"""

import pytest

from bot.conversation.drafting import Drafted
from bot.conversation.unanswered.persona import OPEN_IN_BUILDER
from bot.reply import Button, Buttons, Menu, plain
from prompts.loader import table, words
from storage.model.lists import OVERLOOKED, STAGE_TEMPLATES
from tests.bot.conversation.thread import Thread, facts

FIRST = ("Fewer people drop off", "Ben, 41, runs a bakery", "I want flour before five", "Search > Order > Receive")
DOING = ("looks on our site; asks friends", "-1 slow", "pays by card at the counter", "0", "parcel is delivered", "+1")
FIVE_SETS = ("funnel5_conversion", "funnel5_purchase", "sales4", "lifecycle5_use", "lifecycle5_advocacy")
FIVE_FORGOTTEN = ("page_404", "opt_in_mail", "receipt", "reviews_elsewhere", "service_person")


def thread_after(*texts: str, lang: str = "en") -> Thread:
    thread = Thread(lang=lang)
    thread.begin("Ana")
    for text in texts:
        thread.say("Ana", text)
    return thread


def shown_buttons(thread: Thread) -> list[Button]:
    assert thread.turn is not None
    parts = [part for reply in thread.turn.replies for part in reply.parts]
    return [button for part in parts if isinstance(part, Buttons) for button in part.buttons]


def asked_until(thread: Thread, question: str) -> None:
    """Skips what is asked before it."""
    assert thread.session is not None
    for _ in range(30):
        if thread.session.pending and thread.session.pending.question == f"ask.{question}":
            return
        thread.say("Ana", "skip")
    raise AssertionError(f"{question} was never asked")


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
@pytest.mark.parametrize(("number", "key"), list(enumerate(FIVE_SETS, 1)))
def test_the_five_stage_sets_are_taken_by_number_and_bear_the_names_of_the_language(
    number: int, key: str, lang: str
) -> None:
    thread = thread_after("A > B", "Ben, 41", "I want flour", lang=lang)
    thread.press("Ana", str(number))
    assert thread.journey is not None
    assert thread.journey.stage_template == key
    names = words(lang).data(f"lists.templates.{key}")
    assert [stage.title for stage in thread.journey.stages] == [names[place.slug] for place in STAGE_TEMPLATES[key]]


def test_the_stages_of_a_set_can_be_renamed_removed_moved_and_added_to() -> None:
    thread = thread_after(*FIRST[:3])
    thread.press("Ana", "2")
    for text in ("rename Interest to Looks around", "remove Loyalty", "move Purchase before Consideration"):
        thread.say("Ana", text)
    assert thread.journey is not None
    titles = [stage.title for stage in thread.journey.stages]
    assert titles == ["Awareness", "Looks around", "Purchase", "Consideration"]
    thread.say("Ana", "stages: Awareness > Looks around > Purchase > Consideration > First use")
    assert [stage.title for stage in thread.journey.stages] == [*titles, "First use"]
    assert thread.journey.stages[0].slug == "awareness", "a stage that stays is the same one"


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "scope: with the help centre"),
        ("zh", "范围：with the help centre"),
        ("mk", "опсег: with the help centre"),
    ],
)
def test_a_map_is_limited_to_one_aspect_by_a_line(lang: str, line: str) -> None:
    thread = thread_after("A > B", "Ben, 41", "I want flour", line, lang=lang)
    assert thread.journey is not None and thread.journey.scope == "with the help centre"
    assert "with the help centre" in thread.text()


def test_what_the_map_is_for_is_a_button_of_the_first_question_and_known_before_any_stage() -> None:
    thread = Thread()
    thread.begin("Ana")
    texts = [button.text for button in shown_buttons(thread)]
    assert {"More people use something new", "Fewer people drop off", "Find new chances"} <= set(texts)
    assert "Kind of map: how it is today" in thread.text() and "Change" in texts
    thread.press("Ana", "Find new chances")
    assert thread.session is not None and thread.session.draft.goal_kind == "find_opportunity"
    assert thread.journey is None


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("future_state", "How it should be"),
        ("day_in_life", "A whole day of the customer"),
        ("service_blueprint", "Behind the scenes"),
        ("empathy", "What people say, think, do and feel"),
    ],
)
def test_the_kind_of_map_can_be_changed_while_the_first_questions_are_asked(kind: str, label: str) -> None:
    thread = thread_after(*FIRST[:1])
    thread.press("Ana", "Change")
    thread.press("Ana", label)
    assert thread.session is not None and thread.session.draft.type == kind
    for text in FIRST[1:3]:
        thread.say("Ana", text)
    assert thread.journey is None or thread.journey.type == kind


def test_goal_group_stages_and_deciding_moments_are_stored_with_their_reasons() -> None:
    thread = thread_after(*FIRST, *DOING)
    thread.press("Ana", "Go deeper")
    thread.press("Ana", "Ways and moments")
    asked_until(thread, "group")
    thread.press("Ana", "Customers")
    asked_until(thread, "moments")
    thread.say("Ana", "looks on our site: here they decide for us or not")
    assert thread.journey is not None
    assert (thread.journey.goal_kind, thread.journey.customer_group) == ("raise_conversion", "existing")
    moment = next(thread.journey.touchpoints()).moment_of_truth
    assert moment is not None and moment.why == "here they decide for us or not"


def test_the_five_that_teams_forget_come_first_and_those_ticked_land_on_the_stage_of_their_kind() -> None:
    assert tuple(OVERLOOKED)[:5] == FIVE_FORGOTTEN
    thread = thread_after(*FIRST[:3])
    thread.press("Ana", "2")
    for text in [*["skip"] * 6, "Fill the gaps"]:
        thread.say("Ana", text)
    asked_until(thread, "overlooked")
    assert thread.turn is not None and thread.journey is not None
    menu = next(p for r in thread.turn.replies for p in r.parts if isinstance(p, Menu) and p.many)
    assert tuple(option.value for option in menu.options)[:5] == FIVE_FORGOTTEN
    thread.press("Ana", *(option.text for option in menu.options[:3]))
    landed = {t.overlooked: stage.role for stage in thread.journey.stages for t in stage.touchpoints if t.overlooked}
    assert landed == {key: OVERLOOKED[key].role for key in FIVE_FORGOTTEN[:3]}


@pytest.mark.parametrize(
    ("said", "walk"),
    [
        ("Mia, 2 Nov: -2 the link was broken", ("U0MIA", "2024-11-02", -2, "the link was broken")),
        ("me, today: 3 links were broken", ("U0ANA", "2024-11-04", None, "3 links were broken")),
        ("我，今天：-1，链接坏了", ("U0ANA", "2024-11-04", -1, "链接坏了")),
    ],
)
def test_a_walk_is_kept_with_who_when_how_it_felt_and_what_was_seen(said: str, walk: tuple[object, ...]) -> None:
    thread = thread_after(*FIRST, *DOING)
    thread.press("Ana", "Go deeper")
    thread.press("Ana", "Ways and moments")
    asked_until(thread, "moments")
    thread.say("Ana", "looks on our site")
    asked_until(thread, "walked")
    thread.say("Ana", said)
    assert thread.journey is not None
    (kept,) = next(touchpoint for touchpoint in thread.journey.touchpoints() if touchpoint.walks).walks
    assert (kept.by, kept.on.isoformat(), kept.mood, kept.remark) == walk


def test_age_sex_and_place_are_no_question_of_their_own_and_no_model_fills_them() -> None:
    questions = table("builds/persona")["questions"]
    assert set(questions) == set(OPEN_IN_BUILDER)
    about = {"en": ("sex", "gender", "how old"), "zh": ("性别", "多大"), "mk": ("пол ", "колку години")}
    for lang, telling in about.items():
        for question in questions:
            asked = words(lang)(f"per.{question.removeprefix('per.')}", persona="Mira").casefold()
            assert not any(word in asked for word in telling)
    assert set(Drafted.model_fields) == {"what", "title", "stage", "channel", "score", "sentences"}
    thread = thread_after(*FIRST[:1], "Mira, runs a shop")
    stored = facts(thread, "persona mira")
    assert (stored["age_range"], stored["sex"], stored["place"]) == (None, None, None)


def test_others_who_know_are_invited_to_single_questions_and_guesses_are_told_from_knowledge() -> None:
    thread = thread_after(*FIRST, *DOING)
    assert "Evidence for 0 of" in thread.text()
    thread.press("Ana", "Ask others")
    thread.say("Ana", "@Lena @Petar")
    said = "\n".join(plain(reply) for replies in thread.replies[-1:] for reply in replies)
    assert "@Lena" in said and "@Petar" in said
    assert facts(thread, "pain slow")["confidence"] == "assumption"
    thread.say("Lena", "starts: the flour runs out")
    assert thread.journey is not None and thread.journey.starts_when == "the flour runs out"
