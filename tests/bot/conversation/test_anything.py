"""Whatever people write or press, nothing is raised and nothing said before is lost."""

import functools
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.reply import Menu, Press
from storage.model.changes import RemoveItem, RemoveStage, RemoveTouchpoint
from tests.bot.conversation.thread import Thread

SAYINGS = (
    "skip",
    "back",
    "why",
    "show",
    "pause",
    "go on",
    "undo",
    "done",
    "help",
    "gaps",
    "where are we",
    "new map",
    "rename stage 2 to Compare",
    "call Search Find",
    "remove stage 1",
    "delete pays",
    "undo.",
    "merge stage 1 and stage 2",
    "move pays to Search",
    "move stage 1 after stage 3",
    "split pays by card: pays; signs",
    "add looks around to Search",
    "the feeling at Search is -2",
    "mood at Order: 4/5 glad",
    "-2 slow",
    "+1",
    "2",
    "1",
    "0",
    "-7",
    "🙁 slow",
    "no score",
    "Search -2 too slow",
    "Search -1 slow\nOrder +1 fine\nReceive why",
    "at Order: asks in the shop",
    "a; b; c",
    "a, b, c",
    "we send an invoice",
    "our ad",
    "pain at Order: too slow",
    "severity of slow is 4",
    "severity of slow is 9",
    "5",
    "3",
    "goal: calls from 3 to 1",
    "persona: Ben and Dana, 41",
    "want: I want x and I want y",
    "stages: A > B > C",
    "stages: 3",
    "starts: now\nends: later",
    "number: 3",
    "owner: @Mia",
    "action: write page, @Mia, 30 Nov",
    "action: write, 31 Feb",
    "due write: never",
    "due write: 1 Jan 2020",
    "write is done",
    "slow is fixed",
    "Mia owns pays",
    "call this map x-1",
    "call this map Ä!",
    "goals: a; b",
    "ideas for slow: chart; tool",
    "questions at Order: why?",
    "next after Order: demo, easy",
    "how many people answered?",
    "which one is it really",
    "// note",
    "@Mia hello",
    "@Mia",
    "<@U0MIA> hi",
    "",
    "   ",
    "?",
    "…",
    '"it broke" a customer, 2 Nov',
    "https://example.com/x",
    "1 3",
    "30 days",
    "never",
    "None of these",
    "Take all",
    "[3]",
    "3",
    "x" * 61,
    "x " * 150,
    "Too slow. Too late. Too bad. I was angry. " * 3,
    "سلام عليكم",
    "我要买一台吸尘器；比较",
    "😡",
    "🎉🎉",
    "-1 " + "y" * 300,
    "starts when a, ends with b",
    "from a to b",
    "abandonment from 70% to 49%",
    "me, today: broken",
    "<!channel> & <b>",
    "{stage}",
    "%s {0}",
    "\u202eabc",
    "a\n- b\n* c\n1. d",
    "remove it",
    "none",
    "Easy",
    "yes",
)
WHO = ("Ana", "Boris", "Mia")


@functools.cache
def opening(steps: int) -> tuple[str, ...]:
    return (
        "Fewer people drop off",
        "Ben, 41, runs a bakery",
        "I want flour before five",
        "Search > Order > Receive",
        "looks on our site; asks friends",
        "-1 slow",
        "calls us; pays by card",
        "0",
        "parcel is delivered",
        "+1 glad",
        "Fill the gaps",
        "starts when flour is low, ends with bread",
        "None of these",
        "big button; chart",
        "write page, @Mia, 30 Nov",
        "skip",
    )[:steps]


def thread_after(steps: int) -> Thread:
    thread = Thread()
    thread.begin("Ana")
    for text in opening(steps):
        thread.say("Ana", text)
    return thread


def anything_of(thread: Thread) -> set[str]:
    """Everything on the map by name, with all votes and evidence."""
    if thread.journey is None:
        return set()
    votes = {f"{s.slug} {v.by}" for s in thread.journey.stages for v in s.moods}
    return {"map", *thread.journey.slugs(), *votes, *thread.evidence}


def check_nothing_is_lost(thread: Thread, before: set[str], version: int) -> None:
    turn = thread.turn
    assert turn is not None
    assert thread.version >= version
    removed = (RemoveStage, RemoveTouchpoint, RemoveItem)
    took_away = turn.undoes is not None or any(
        isinstance(change, removed) or change.kind in ("merge_touchpoints", "take_back_mood") for change in turn.changes
    )
    if not took_away:
        assert before <= anything_of(thread), turn.changes


@given(
    st.integers(0, 16),
    st.lists(st.tuples(st.sampled_from(WHO), st.one_of(st.sampled_from(SAYINGS), st.text(max_size=60))), max_size=6),
)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_message_raises_or_loses_the_map(steps: int, messages: list[tuple[str, str]]) -> None:
    thread = thread_after(steps)
    for who, text in messages:
        before, version = anything_of(thread), thread.version
        thread.say(who, text)
        check_nothing_is_lost(thread, before, version)


@given(st.integers(0, 10_000))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_old_button_raises_at_any_time_in_a_wild_thread(seed: int) -> None:
    dice = random.Random(seed)
    thread = thread_after(dice.randint(0, 16))
    for _ in range(15):
        before, version = anything_of(thread), thread.version
        if dice.random() < 0.5:
            thread.say(dice.choice(WHO), dice.choice(SAYINGS))
        else:
            thread.press_as(dice.choice(WHO), dice.choice(_presses(thread)))
        check_nothing_is_lost(thread, before, version)


def _presses(thread: Thread) -> list[Press]:
    presses = [Press(action=b.action, value=b.value, text=b.text) for b in thread.buttons()]
    parts = [part for replies in thread.replies for reply in replies for part in reply.parts]
    menus = [part for part in parts if isinstance(part, Menu)]
    return presses + [Press(action=m.action, value=m.value, chosen=(o.value,)) for m in menus for o in m.options[:3]]


@given(st.text(max_size=40), st.text(max_size=80), st.lists(st.text(max_size=20), max_size=2))
@settings(max_examples=100, deadline=None)
def test_a_forged_press_raises_nothing(action: str, value: str, chosen: list[str]) -> None:
    thread = thread_after(9)
    for name in (action, "build.answer", "build.control", "build.basis", "build.undo", "build.value", "build.next"):
        thread.press_as("Ana", Press(action=name, value=value, chosen=tuple(chosen)))
    assert thread.journey is not None


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 4, 5, 6, 9, 11, 12, 13, 14, 15])
def test_a_button_pressed_twice_counts_once(steps: int) -> None:
    """The second press of every button of a message changes neither the map nor what is asked."""
    texts = {button.text for button in thread_after(steps).buttons()}
    for text in sorted(texts - {"Back", "Show map", "Why", "Export", "Keep", "More", "My own"}):
        thread = thread_after(steps)
        button = next(b for b in thread.buttons() if b.text == text)
        press = Press(action=button.action, value=button.value, text=text)
        thread.press_as("Ana", press)
        assert thread.session is not None
        once, asked, version = thread.journey, thread.session.pending, thread.version
        thread.press_as("Ana", press)
        assert (thread.journey, thread.version) == (once, version), text
        assert thread.session.pending == asked or thread.session.pending.question == asked.question, text
