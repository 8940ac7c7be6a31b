"""The bot ends at random moments of a conversation: after a restart map and replies are the same, none doubled."""

import asyncio
import os
import random
import re
import signal
from pathlib import Path
from typing import Any

import pytest

from bot.playground.driver import Playground
from bot.settings import Settings
from storage.maps import Reader
from storage.open import open_stores
from tests.e2e.conftest import bot_here
from tests.e2e.hearing import hears, said_by_waymark
from tests.e2e.thread import THREAD, does, opens

KILLS = 10
PATIENCE = 90
"""Seconds for an answer: what nobody acked while the bot was away, Slack sends again after a minute."""
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
        before = await does(slack, thread, act, PATIENCE)
        if number in ends:
            await asyncio.sleep(ends[number])
            await slack.bot(how)
            await slack.bot("start")
            await slack.until_connected(20)
        await hears(slack.person(act.who), act.seen, thread=thread, within=PATIENCE, after=before)
    await asyncio.sleep(2.5)
    return replies(slack, thread)


async def quiet(folder: Path) -> tuple[list[str], object]:
    """The same conversation without interruption."""
    async with bot_here(folder) as calm:
        words = await conversation(calm, {})
    return words, stored(folder)


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize(("how", "times"), [("kill", KILLS), ("stop", 4)])
async def test_ends_of_the_bot_change_neither_the_map_nor_the_replies(
    how: str, times: int, slack_apart: Playground, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rng = random.Random(11)
    ends = {n: rng.uniform(0, LATEST_KILL_SECONDS) for n in rng.sample(range(len(THREAD)), times)}
    words = await conversation(slack_apart, ends, how)
    await slack_apart.bot("stop")
    assert (words, stored(tmp_path)) == await quiet(tmp_path_factory.mktemp("quiet"))


def kills_at(slack: Playground, method: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """SIGKILL for the bot once Slack has carried out this call and before the bot reads the answer."""
    assert slack.running is not None and slack.running.bot is not None
    journal, process = slack.running.slack.journal, slack.running.bot
    add, killed = journal.add, []

    def watched(kind: str, name: str, **facts: Any) -> Any:
        entry = add(kind, name, **facts)
        if name == method and kind in ("call", "file", "response_url") and not killed and process.pid:
            killed.append(name)
            os.kill(process.pid, signal.SIGKILL)
        return entry

    monkeypatch.setattr(journal, "add", watched)
    return killed


async def comes_back(slack: Playground, killed: list[str]) -> None:
    while not killed:
        await asyncio.sleep(0.02)
    await slack.bot("kill")
    await slack.bot("start")
    await slack.until_connected(20)


@pytest.mark.parametrize(
    "method", ["chat.postMessage", "files.getUploadURLExternal", "upload", "files.completeUploadExternal"]
)
async def test_a_kill_between_slacks_deed_and_our_note_of_it_leaves_one_card_and_one_picture(
    sampled_apart: Playground, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = sampled_apart.person("Ana")
    killed = kills_at(sampled_apart, method, monkeypatch)
    said = await ana.says("#vacuum-shop", "@Waymark show vacuum-break-again")
    await comes_back(sampled_apart, killed)
    await ana.waits(lambda: [m for m in ana.shown(thread=said["ts"]) if m["files"]], 20, "picture")
    await asyncio.sleep(2)
    told = [m for m in ana.shown(thread=said["ts"]) if m["is_bot"]]
    assert [len(m["files"]) for m in told if m["files"]] == [1]
    assert len({m["text"] for m in told}) == len(told)


async def test_a_kill_right_after_the_opening_of_a_map_leaves_one_thread_with_one_question(
    slack_apart: Playground, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = slack_apart.person("Ana")
    killed = kills_at(slack_apart, "chat.postMessage", monkeypatch)
    await ana.slash("#vacuum-shop", "/journey new Checkout")
    await comes_back(slack_apart, killed)
    await hears(ana, "What should get better", channel="#vacuum-shop")
    await asyncio.sleep(2)
    told = said_by_waymark(ana)
    assert [sum(part in text for text in told) for part in ("starts a journey map", "What should get better")] == [1, 1]


async def test_a_kill_in_the_middle_of_an_import_leaves_everything_of_it_stored_once(
    slack_apart: Playground, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ana = slack_apart.person("Ana")
    file = tmp_path_factory.mktemp("sent") / "many.csv"
    rows = [f"c{n % 500},2026-01-{1 + n % 28:02}T10:00:{n % 60:02}Z,event {n}" for n in range(60_000)]
    file.write_text("customer,time,event\n" + "\n".join(rows) + "\n")
    await ana.uploads("#vacuum-shop", file, text="@Waymark")
    await ana.clicks("Import", channel="#vacuum-shop", within=30)
    await asyncio.sleep(0.3)
    await slack_apart.bot("kill")
    await slack_apart.bot("start")
    await hears(ana, "60000 rows read", channel="#vacuum-shop", within=30)
    await slack_apart.bot("stop")
    stores = open_stores(tmp_path)
    try:
        sets = stores.events(Settings().workspace).data_sets()
        assert [found.rows_stored for found in sets] == [60_000]
    finally:
        stores.close()
