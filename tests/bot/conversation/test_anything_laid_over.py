"""Whatever people write or press while a future map or a blueprint is built, nothing is raised and nothing is lost."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.reply import Press, Text
from storage.model.changes import AddTouchpoint, RemoveTouchpoint
from tests.bot.conversation.laid_over import newer, over_the_sample
from tests.bot.conversation.test_anything import SAYINGS, WHO, _presses, anything_of, check_nothing_is_lost
from tests.bot.conversation.thread import Thread

OWN = (
    "vacuum-break-again", "Start from nothing", "A new one", "The lowest ones", "1 2 9", "9, 10; first clean",
    "sees three models, +1 sure", "+2 calm", "+1 sure: finds it", "finds it", "people: one editor; technology: data",
    "people:", "new: chart; gone: 404 page", "new:", "gone: nothing like that", "new: a at Compare; gone: a, b; survey",
    "abandonment from 70% to 49% by March", "by 31 Feb", "70% to 49%", "until never", "No test", "Nowhere",
    "front: a back: b support: c, D evidence: e", "front:",
    "前台：客服 后台：风控", "stock is old; wait 24 h",
    "wait 0 min",
    "back at pays by card: by hand; wait 999999 weeks", "wait 1e9 h", "Sales to Fulfilment after pays", "to",
    "front at pays by card: courier", "remove the wait at pays by card", "remove the back at pays by card",
    "hand-over at first clean: A to B", "requirement at Compare: people: x", "requirement at nowhere: x",
    "ideal at Compare: sees it, +1", "ideal at pays by card: +9", "test: paper", "remove sees three models", "x" * 210,
    "remove stage 1", "support: " + "s" * 190 + ", " + "d" * 70,
)  # fmt: skip
KINDS = ("future_state", "service_blueprint")


def check(thread: Thread, before: set[str], version: int, kind: str) -> None:
    assert thread.turn is not None and thread.session is not None
    if not thread.turn.new_map:
        check_nothing_is_lost(thread, before, version)
    for reply in thread.turn.replies:
        grey = [part.text.split() for part in reply.parts if isinstance(part, Text) and part.style == "grey"]
        assert all(int(line[1]) <= int(line[4]) for line in grey), grey


@pytest.mark.parametrize("kind", KINDS)
@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_wild_thread_raises_nothing_loses_nothing_and_counts_right(kind: str, seed: int) -> None:
    dice = random.Random(seed)
    thread = over_the_sample(kind)
    for _ in range(dice.randint(0, 3)):
        thread.say("Ana", dice.choice(("1", "skip", "vacuum-break-again", "2")))
    for _ in range(25):
        before, version = anything_of(thread), thread.version
        change = dice.random()
        if change < 0.05:
            thread.library = []
        elif change < 0.1 and thread.library:
            base = thread.library[-1]
            new = (AddTouchpoint(stage=base.stages[0].slug, title=f"step {dice.random()}"), _less(thread))
            thread.library.append(newer(base, thread, *filter(None, new)))
        if dice.random() < 0.65:
            thread.say(dice.choice(WHO), dice.choice(OWN if dice.random() < 0.7 else SAYINGS))
        else:
            thread.press_as(dice.choice(WHO), dice.choice(_presses(thread)))
        check(thread, before, version, kind)


def _less(thread: Thread) -> RemoveTouchpoint | None:
    left = [t.slug for t in thread.library[-1].touchpoints()]
    return RemoveTouchpoint(touchpoint=left[0]) if len(left) > 3 else None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("steps", range(6))
def test_a_button_pressed_twice_counts_once(kind: str, steps: int) -> None:
    said = {
        "future_state": ("skip", "1", "finds it", "+1", "people: x", "skip"),
        "service_blueprint": ("1", "9", "front: a back: b support: c evidence: d", "it is slow", "2", "Nowhere"),
    }[kind][:steps]
    texts = {button.text for button in over_the_sample(kind, *said).buttons()}
    for text in sorted(texts - {"Back", "Show map", "Why", "Export", "Keep", "More", "My own"}):
        thread = over_the_sample(kind, *said)
        button = next(b for b in thread.buttons() if b.text == text)
        press = Press(action=button.action, value=button.value, text=text)
        thread.press_as("Ana", press)
        assert thread.session is not None
        once, asked = thread.journey, thread.session.pending
        thread.press_as("Ana", press)
        assert thread.journey == once, text
        assert thread.session.pending == asked or thread.session.pending.question == asked.question, text
