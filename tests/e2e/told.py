"""A thread of `tests/cases/conversation`, played by people in the playground: the same words seen, the same stored."""

import re
from pathlib import Path
from typing import Any

import yaml

from bot.playground.driver import Playground
from bot.playground.person import Person, elements_of, text_of
from bot.settings import Settings
from storage.maps import Reader
from storage.open import open_stores
from tests.bot.conversation.test_threads import played
from tests.e2e.hearing import newest

CASES = Path(__file__).parents[1] / "cases" / "conversation"
SHORTEST = 6
EVERYTHING = Reader("", everything=True)


def told(name: str) -> list[dict[str, Any]]:
    """The turns of a case."""
    turns: list[dict[str, Any]] = yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8"))["turns"]
    return turns


async def opens(slack: Playground, turns: list[dict[str, Any]], channel: str = "#vacuum-shop") -> str:
    """The first turn, a mention; gives the thread."""
    person = slack.person(turns[0]["who"])
    said = await person.says(channel, turns[0]["says"])
    thread = str(said["message"]["ts"])
    await answers(slack, turns[0], thread, "")
    return thread


async def plays(slack: Playground, thread: str, turn: dict[str, Any]) -> None:
    """One turn, and every sentence of Waymark's answer to it."""
    person = slack.person(turn["who"])
    before = newest(person)
    if len(turn.get("presses", ())) > 1:
        await ticks(person, thread, turn["presses"])
    elif "presses" in turn:
        await person.clicks(turn["presses"][0], thread=thread)
    else:
        await person.says("#vacuum-shop", turn["says"], thread=thread)
    await answers(slack, turn, thread, before)


async def ticks(person: Person, thread: str, labels: list[str]) -> None:
    """Several lines of the newest menu that has them all, and the button that takes them."""
    for message in reversed(person.shown(thread=thread)):
        for block, element in elements_of(message["blocks"]):
            values = {option["text"]["text"]: option["value"] for option in element.get("options", ())}
            if set(labels) <= set(values):
                place = {"channel": message["channel"], "ts": message["ts"], "block_id": block["block_id"]}
                chosen = [values[label] for label in labels]
                await person.acts("click", **place, action_id=element["action_id"], selected=chosen)
                take = next(one for one in block["elements"] if one["type"] == "button")
                await person.acts("click", **place, action_id=take["action_id"], value=take["value"])
                return
    raise AssertionError(f"no menu with {labels}")


async def answers(slack: Playground, turn: dict[str, Any], thread: str, before: str) -> None:
    """Every sentence that the case expects stands in what Waymark said after `before`."""
    person = slack.person(turn["who"])

    def missing() -> list[str]:
        shown = [m for m in person.shown(thread=thread) if m["is_bot"] and m["ts"] > before]
        heard = flat(" ".join(text_of(message) for message in shown))
        return [part for part in sentences(turn["bot"]) if flat(part) not in heard]

    await person.waits(lambda: not missing(), 20, f"answer to {turn.get('says', turn.get('presses'))}: {missing()}")


def sentences(bot: str) -> list[str]:
    """The bot's line of a case without buttons, question keys, numbers, dates and the card."""
    bare = re.sub(r"`[^`]+`|\(\d+/\d+\)|\(card\)|\(checkboxes\)", "|", bot)
    parts = [part.strip(" ·") for part in re.split(r"\||\[[^\]]*\]|(?<=[.?!。？！])\s", bare)]
    return [part for part in parts if len(part) >= SHORTEST and not re.search(r"\d (?:Nov|Dec|Jan)", part)]


def flat(text: str) -> str:
    """Words alone: what Slack escapes, and white space, is as it was typed."""
    plain = text.replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&").replace("*", "")
    return re.sub(r"\s+", "", plain)


def timeless(value: Any) -> Any:
    """Without the moment, the place and the year in which something was said."""
    if isinstance(value, dict):
        left_out = ("at", "permalink", "home", "workspace_id", "due_on")
        return {key: timeless(inner) for key, inner in value.items() if key not in left_out}
    return [timeless(inner) for inner in value] if isinstance(value, list) else value


def stores_the_same(data: Path, name: str) -> None:
    """The map, its personas and its evidence are those that the case leaves in memory."""
    thread = played(name, len(told(name)))
    assert thread.journey is not None
    stores, workspace = open_stores(data), Settings().workspace
    try:
        journey = stores.maps.get(workspace, thread.journey.map_id, EVERYTHING)
        assert timeless(journey.model_dump(mode="json")) == timeless(thread.journey.model_dump(mode="json"))
        for persona in thread.personas:
            kept = stores.personas.get(workspace, persona.persona_id).model_dump(mode="json", exclude={"version"})
            assert timeless(kept) == timeless(persona.model_dump(mode="json", exclude={"version"}))
        pieces = stores.evidence.get(workspace, tuple(thread.evidence), EVERYTHING)
        assert [(p.kind, p.text, p.who) for p in pieces] == [(p.kind, p.text, p.who) for p in thread.evidence.values()]
    finally:
        stores.close()
