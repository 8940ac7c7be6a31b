"""What people write by mistake or out of turn, and how a build takes it: each seen in what is stored and said."""

import pytest

from bot.conversation.answers.touchpoints import refusal_text
from bot.conversation.talk import Talk
from bot.reply import Menu
from storage.errors import ChangeRefused
from storage.model import journey, persona, types
from storage.model.types import Model
from tests.bot.conversation.thread import EN, Thread, facts

FIRST = ("Fewer people drop off", "Ben, 41, runs a bakery", "I want flour before five", "Search > Order > Receive")
PICTURE = (*FIRST, "looks on our site", "-1 slow", "pays by card", "0", "parcel is delivered", "+1")


def thread_after(*texts: str) -> Thread:
    thread = Thread()
    thread.begin("Ana")
    for text in texts:
        thread.say("Ana", text)
    return thread


def at_the_action() -> Thread:
    """The question for the first action is open."""
    thread = thread_after(*PICTURE)
    thread.press("Ana", "Fill the gaps")
    for text in ("skip", "starts when it runs out, ends with the first loaf", "skip", "comparison chart"):
        thread.say("Ana", text)
    assert "`ask.action`" in thread.text()
    return thread


def at_the_pains() -> Thread:
    thread = thread_after(*PICTURE, "go on")
    thread.press("Ana", "Pain points")
    assert "`ask.pain`" in thread.text()
    return thread


@pytest.mark.parametrize("first", ["write it", "write it, @Mia"])
def test_an_action_told_anew_replaces_the_parts_of_the_one_that_is_asked_about(first: str) -> None:
    thread = at_the_action()
    thread.say("Ana", first)
    thread.say("Ana", "draft the list, <@U0BORIS>, 30 Nov")
    assert thread.text().startswith("Noted: draft the list (Boris, 30 Nov).")
    stored = facts(thread, f"action {facts(thread, 'map')['actions'][0]}")
    assert (stored["title"], stored["owner"], stored["due_on"]) == ("draft the list", "Boris", "2024-11-30")
    assert len(facts(thread, "map")["actions"]) == 1
    assert "`ask.expected`" in thread.text()


def test_a_member_is_shown_by_name_in_what_is_not_understood() -> None:
    thread = at_the_action()
    thread.say("Ana", "write it, @Mia")
    thread.say("Ana", "when <@U0BORIS> can")
    assert "I cannot read 'when @Boris can' as a date." in thread.text()


@pytest.mark.parametrize("text", ["price list on the phone; call back service", "price list, call back service"])
def test_a_second_part_without_a_date_behind_it_is_no_owner(text: str) -> None:
    thread = at_the_action()
    thread.say("Ana", text)
    stored = facts(thread, f"action {facts(thread, 'map')['actions'][0]}")
    assert (stored["title"], stored["owner"]) == (text, None)
    assert "`ask.action_owner`" in thread.text()


@pytest.mark.parametrize("text", ["Mia owns call back service", "the owner of call back service is Mia"])
def test_an_owner_for_an_item_that_is_not_there_is_no_pain_point(text: str) -> None:
    thread = at_the_pains()
    version = thread.version
    thread.say("Boris", text)
    assert 'Nothing on the map is called "call back service". Close to it:' in thread.text()
    assert thread.version == version
    thread.press("Boris", "It is my answer")
    assert f"Noted: {text}." in thread.text()


def test_the_owner_of_an_item_that_is_there_is_set_in_both_wordings() -> None:
    thread = at_the_pains()
    thread.say("Boris", "the owner of pays by card is Mia")
    assert facts(thread, "touchpoint pays-card")["owner"] == "Mia"
    thread.say("Boris", "Dana owns pays by card")
    assert facts(thread, "touchpoint pays-card")["owner"] == "Dana"


@pytest.mark.parametrize("text", ["nobody owns the process", "the owner of the shop is rude"])
def test_an_owner_whom_nobody_knows_may_be_a_pain_point(text: str) -> None:
    thread = at_the_pains()
    thread.say("Boris", text)
    assert f"Noted: {text}." in thread.text()


def test_a_stage_that_is_not_there_is_answered_with_the_closest_ones_while_a_scale_is_asked() -> None:
    thread = thread_after(*FIRST, "looks", "1 slow")
    assert "`ask.unsure`" in thread.text()
    thread.say("Ana", "add drinks coffee to Receipt")
    assert 'Nothing on the map is called "Receipt". Close to it: Receive' in thread.text()
    assert "`ask.unsure`" in thread.text()
    thread.press("Ana", "Receive")
    assert facts(thread, "stage receive")["touchpoints"] == ["drinks-coffee"]


@pytest.mark.parametrize("text", ["Search > Search > Order", "search > Order > Search > SEARCH"])
def test_a_stage_named_twice_is_kept_once_and_the_writer_is_told(text: str) -> None:
    thread = thread_after(*FIRST[:3], text)
    assert facts(thread, "map")["stages"] == ["search", "order"]
    assert thread.text().casefold().count('"search" was named more than once. i kept it once.') == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("goal: " + "fewer calls " * 20, "That goal has 239 characters; 200 is the limit."),
        ("starts: " + "it rains " * 30, "That start has 269 characters; 120 is the limit."),
        ("channel of looks: " + "pigeon " * 20, "That name of the channel has 139 characters; 40 is the limit."),
    ],
)
def test_a_text_too_long_is_called_as_people_call_it(text: str, said: str) -> None:
    thread = thread_after(*FIRST, "looks around")
    thread.say("Ana", text)
    assert said in thread.text()


def test_a_very_long_goal_is_called_a_goal() -> None:
    assert "That goal has 40000 characters; 200 is the limit." in thread_after("x" * 40000).text()


def test_every_field_of_the_model_has_a_name_for_people() -> None:
    """Ids that a person never gives are left out."""
    never_given = {"channel_id", "thread_ts", "schema_version", "workspace_id", "last_reviewed_at"}
    models = [kind for room in (journey, persona, types) for kind in vars(room).values() if isinstance(kind, type)]
    named = {field for kind in models if issubclass(kind, Model) for field in kind.model_fields if "_" in field}
    assert len(named) > 40
    assert [field for field in sorted(named - never_given) if not EN.has(f"fields.{field}")] == []


def test_the_name_of_a_field_stands_in_every_refusal() -> None:
    thread = thread_after(*FIRST)
    talk = Talk(thread._scene(), thread._said("Ana"), EN, thread.session) if thread.session else None
    assert talk is not None
    full = ChangeRefused("full", field="customer questions", items="customer questions", max=10)
    assert refusal_text(talk, full).startswith("list of customer questions can hold 10")


@pytest.mark.parametrize(("name", "initials"), [("<!channel> ÿþ", "CŸ"), ("‹!channel› !!", "C")])
def test_a_persona_of_odd_signs_gets_initials_without_a_complaint(name: str, initials: str) -> None:
    thread = thread_after("Fewer people drop off", name)
    assert thread.text().startswith(f"New persona: {name}.")
    assert thread.personas[0].initials == initials


REASON = "because nobody answers the phone"


def test_a_because_right_after_a_bare_vote_is_its_reason() -> None:
    thread = thread_after(*FIRST, "looks", "-1 slow")
    thread.say("Boris", "-2")
    assert "`ask.doing`" in thread.text()
    thread.say("Mia", "gets the price")
    thread.say("Boris", REASON)
    assert "Reason: nobody answers the phone. Also kept as a pain point." in thread.text()
    assert facts(thread, "stage search")["votes"][1] == "Boris -2: nobody answers the phone (guess)"
    assert facts(thread, "stage order")["touchpoints"] == ["gets-price"]
    assert facts(thread, "pain nobody-answers-phone")["title"] == "nobody answers the phone"


def test_a_because_is_the_reason_that_was_asked_for() -> None:
    thread = thread_after(*FIRST, "looks", "-2")
    assert "`ask.mood_why`" in thread.text()
    thread.say("Ana", REASON)
    assert facts(thread, "stage search")["votes"] == ["Ana -2: nobody answers the phone (guess)"]


@pytest.mark.parametrize("before", [("+1", "pays by card"), ("+1 quick",), ("+1", "undo")])
def test_a_because_after_anything_else_is_an_answer_like_any_other(before: tuple[str, ...]) -> None:
    thread = thread_after(*FIRST, "looks", *before)
    votes = facts(thread, "stage search")["votes"]
    thread.say("Ana", REASON)
    assert facts(thread, "stage search")["votes"] == votes


def test_the_menu_of_channels_says_what_to_choose() -> None:
    thread = thread_after(*FIRST, "looks around", "-1 slow", "pays", "0", "unpacks", "+1")
    thread.press("Ana", "Fill the gaps")
    assert "`ask.channel`" in thread.text()
    labels = [part.label for reply in thread.replies[-1] for part in reply.parts if isinstance(part, Menu)]
    assert labels == ["Choose a channel"]


def test_an_undone_vote_is_told_in_a_whole_sentence() -> None:
    thread = thread_after(*FIRST, "looks", "0")
    thread.say("Ana", "Search -2 slow")
    thread.say("Ana", "undo")
    assert thread.text().startswith('Undone: your vote at "Search" is 0 again')
    thread.say("Ana", "undo")
    assert thread.text().startswith('Undone: your vote at "Search" is gone. This is version')


@pytest.mark.parametrize("text", ["-2 bad", "3", "4/5", "+1"])
def test_a_bare_rating_is_not_what_the_customer_wants(text: str) -> None:
    thread = thread_after(*FIRST[:2], text)
    assert thread.journey is None
    assert f'"{text}" is a rating.' in thread.text()
    assert "`ask.want`" in thread.text()
    thread.say("Ana", FIRST[2])
    assert facts(thread, "map")["goal_customer"] == FIRST[2]


@pytest.mark.parametrize("text", ["5 star hotel for a week", "2 loaves on the doorstep"])
def test_a_want_may_begin_with_a_number(text: str) -> None:
    assert facts(thread_after(*FIRST[:2], text), "map")["goal_customer"] == text
