"""kill -9 of the bot at random moments of a conversation: after a restart the map and the replies are the same, none doubled."""

import asyncio
import random
import re
from pathlib import Path

import pytest

from bot.playground.driver import Playground
from bot.settings import Settings
from storage.maps import Reader
from storage.open import open_stores
from tests.e2e.conftest import BOT
from tests.e2e.hearing import hears, said_by_waymark
from tests.e2e.thread import THREAD, does, opens

KILLS = 10
LATEST_KILL_SECONDS = 1.2


def stored(data: Path) -> object:
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


def replies(slack: Playground, thread: str) -> list[str]:
    """Everything Waymark wrote; a file's name carries a random mark, which is cut off."""
    return [re.sub(r"-[0-9a-f]{6}\.png", ".png", text) for text in said_by_waymark(slack.person("Ana"), thread=thread)]


async def conversation(slack: Playground, ends: dict[int, float], how: str = "kill") -> list[str]:
    """The thread; the bot ends `ends[n]` seconds after act n and is started again."""
    thread = await opens(slack)
    for number, act in enumerate(THREAD):
        before = await does(slack, thread, act, 60)
        if number in ends:
            await asyncio.sleep(ends[number])
            await slack.bot(how)
            await slack.bot("start")
            await slack.until_connected(20)
        await hears(slack.person(act.who), act.seen, thread=thread, within=60, after=before)
    await asyncio.sleep(2.5)
    return replies(slack, thread)


async def quiet(folder: Path) -> tuple[list[str], object]:
    """The same conversation without interruption."""
    async with Playground.start(seed=7, bot_command=BOT, bot_data=folder) as calm:
        await calm.until_connected(20)
        words = await conversation(calm, {})
        await calm.bot("stop")
    return words, stored(folder)


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("how", ["kill", "stop"])
async def test_ten_ends_of_the_bot_change_neither_the_map_nor_the_replies(
    how: str, slack: Playground, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rng = random.Random(11)  # noqa: S311 - chooses moments, guards nothing
    ends = {n: rng.uniform(0, LATEST_KILL_SECONDS) for n in rng.sample(range(len(THREAD)), KILLS)}
    words = await conversation(slack, ends, how)
    await slack.bot("stop")
    assert (words, stored(tmp_path)) == await quiet(tmp_path_factory.mktemp("quiet"))
