"""kill -9 of the bot at random moments of a conversation: after a restart the map and the replies are the same, none doubled."""

import asyncio
import random
from pathlib import Path

import pytest

from bot.playground.driver import Playground
from bot.playground.person import text_of
from bot.settings import Settings
from storage.maps import Reader
from storage.open import open_stores
from tests.e2e.thread import THREAD, opens, plays

KILLS = 10


def stored(data: Path) -> dict[str, object]:
    """The map without the times at which things were said."""
    stores = open_stores(data)
    try:
        journey = stores.maps.get(Settings().workspace, "vacuum-break-again", Reader("", everything=True))
        return timeless(journey.model_dump(mode="json"))
    finally:
        stores.close()


def timeless(value: object) -> object:
    if isinstance(value, dict):
        return {k: timeless(v) for k, v in value.items() if k not in ("at", "permalink", "home", "last_reviewed_at")}
    return [timeless(v) for v in value] if isinstance(value, list) else value


def bots_words(slack: Playground, thread: str) -> list[str]:
    return [text_of(m) for m in slack.person("Ana").shown(thread=thread) if m["is_bot"] and not m["files"]]


async def conversation(slack: Playground, kills: bool) -> list[str]:
    """The thread, with the bot killed at a random moment around some of the acts."""
    rng = random.Random(11)
    thread = await opens(slack)
    killed = set(rng.sample(range(len(THREAD)), KILLS)) if kills else set()
    for number, act in enumerate(THREAD):
        if number in killed:
            await asyncio.gather(plays(slack, thread, act, 60), kill_and_start(slack, rng.uniform(0.0, 0.4)))
        else:
            await plays(slack, thread, act, 60)
    await asyncio.sleep(1.5)
    return bots_words(slack, thread)


async def kill_and_start(slack: Playground, wait: float) -> None:
    await asyncio.sleep(wait)
    await slack.bot("kill")
    await slack.bot("start")


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_ten_kills_change_neither_the_map_nor_the_replies(slack: Playground, tmp_path: Path, tmp_path_factory):
    from tests.e2e.conftest import BOT

    killed_words = await conversation(slack, kills=True)
    await slack.bot("stop")
    quiet = tmp_path_factory.mktemp("quiet")
    async with Playground.start(seed=7, bot_command=BOT, bot_data=quiet) as calm:
        await calm.until_connected(20)
        calm_words = await conversation(calm, kills=False)
        await calm.bot("stop")
    assert killed_words == calm_words
    assert stored(tmp_path) == stored(quiet)
