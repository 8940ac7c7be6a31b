"""Whole threads as data: what people write and press, what is stored after it, and every word of the bot."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.conversation.turn import Opening
from bot.reply import Menu
from prompts.loader import words
from tests.bot.conversation.thread import EN, Thread, facts, plain_line

CASES = Path(__file__).parents[2] / "cases" / "conversation"


@pytest.mark.parametrize("case", sorted(CASES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_thread_says_and_stores_exactly_what_its_case_says(case: Path) -> None:
    told = yaml.safe_load(case.read_text("utf-8"))
    assert words("en") is EN
    lang = told.get("lang", "en")
    thread = Thread(lang=lang)
    if "base" in told:
        thread.may_read(played(told["base"]["case"], told["base"]["turns"]))
    version = 0
    for number, turn in enumerate(told["turns"]):
        where = f"{case.stem}, turn {turn.get('line', number + 1)}"
        if "at" in turn:
            thread.now = datetime.fromisoformat(turn["at"]).replace(tzinfo=UTC)
        _do(thread, turn, first=number == 0)
        version = turn.get("v", version)
        assert " ".join(thread.text().split()) == plain_line(turn.get("bot", ""), lang), where
        assert thread.version == version, where
        for thing, expected in turn.get("stored", {}).items():
            _check(thread, thing, expected, where)
        if "menus" in turn:
            assert _menus(thread) == turn["menus"], where
        if "opens" in turn:
            assert thread.turn is not None and thread.turn.opens is not None, where
            assert thread.turn.opens.model_dump(mode="json", exclude_defaults=True) == turn["opens"], where
        for thing in turn.get("gone", ()):
            with pytest.raises(AssertionError, match="is not stored"):
                facts(thread, thing)
        if "equal_to" in turn:
            then = next(saved.map for saved in thread.history if saved.map.version == turn["equal_to"])
            assert thread.journey == then.model_copy(update={"version": version}), where


def _menus(thread: Thread) -> dict[str, list[str]]:
    """The menus of the last turn with their options."""
    assert thread.turn is not None
    parts = [part for reply in thread.turn.replies for part in reply.parts if isinstance(part, Menu)]
    return {menu.label: [option.text for option in menu.options] for menu in parts}


def played(case: str, turns: int) -> Thread:
    """The thread after the first turns of a case."""
    told = yaml.safe_load((CASES / f"{case}.yaml").read_text("utf-8"))
    thread = Thread(lang=told.get("lang", "en"))
    for number, turn in enumerate(told["turns"][:turns]):
        _do(thread, turn, first=number == 0)
    return thread


def _do(thread: Thread, turn: dict[str, Any], first: bool) -> None:
    if first and "opening" in turn:
        thread.begin_with(turn["who"], Opening.model_validate(turn["opening"]))
    elif first:
        thread.begin(turn["who"], turn.get("title"), turn.get("kind", "current_state"))
    elif "presses" in turn:
        thread.press(turn["who"], *turn["presses"], under=turn.get("under"))
    else:
        more = {name: turn[name] for name in ("was", "deleted", "permalink") if name in turn}
        thread.say(turn["who"], turn["says"], **more)


def _check(thread: Thread, thing: str, expected: dict[str, Any], where: str) -> None:
    stored = facts(thread, thing)
    assert {name: stored[name] for name in expected} == expected, f"{where}: {thing}"
