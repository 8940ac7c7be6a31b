"""Whatever people write or press, in whatever order, in a day or an empathy map: nothing is raised, the map stays."""

import random

import pytest

from bot.reply import Button, Buttons, Menu, Press
from tests.bot.conversation.thread import Thread

SAID = (
    "skip", "back", "why", "show", "pause", "go on", "undo", "done", "gaps", "-1 bad", "12:30 lunch", "25:00", "a; b",
    "lunch: mail too early", "after 21:00", "1 and 2", "a > b", '"q" somebody, 2 Nov', "🎉", "persona Ben",
    "new persona",
    "same map for Dana", "rename Ben to Bob", "time of lunch: 9:00", "times: 22:00 x", "remove lunch", "5:30, radio",
    "goals: x", "Ben's goals: y", "x" * 250, "stop here", "pain: z", "6:00-9:00 a\n7:00 b", "午饭 12点半", "по 21:00",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["day_in_life", "empathy"])
@pytest.mark.parametrize("seed", range(12))
def test_a_wild_thread_raises_nothing_and_keeps_its_map(kind: str, seed: int) -> None:
    dice, thread = random.Random(seed), Thread()
    thread.begin("Ana", kind=kind)  # type: ignore[arg-type]
    for text in ("Find new chances", "Ben, 41, runs a bakery", "I want flour"):
        thread.say("Ana", text)
    for _ in range(30):
        who, version = dice.choice(("Ana", "Boris")), thread.version
        press = _press(dice, thread) if dice.random() < 0.4 else None
        if press is not None:
            thread.press_as(who, press)
        else:
            thread.say(who, dice.choice(SAID))
        assert version <= thread.version <= version + 1


def _press(dice: random.Random, thread: Thread) -> Press | None:
    """Any button or menu line shown so far; those of the library are not the conversation's."""
    parts = [part for replies in thread.replies for reply in replies for part in reply.parts]
    shown: list[Button | Menu] = [b for part in parts if isinstance(part, Buttons) for b in part.buttons]
    shown += [part for part in parts if isinstance(part, Menu) and part.options]
    chosen = dice.choice(shown)
    if chosen.action.startswith("persona."):
        return None
    if isinstance(chosen, Menu):
        return Press(action=chosen.action, value=chosen.value, chosen=(dice.choice(chosen.options).value,))
    return Press(action=chosen.action, value=chosen.value, text=chosen.text)
