"""Events come into the real bot over HTTP, the command line asks beside it, and a kill -9 loses nothing."""

import asyncio
import json
import os
import random
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from segment.analytics.client import Client

from bot.intake.keeping import write_keys
from bot.playground.driver import Playground
from bot.samples import load_samples
from bot.settings import Settings
from tests.bot.command_line import Shell
from tests.e2e.conftest import BOT

pytestmark = pytest.mark.slow
STEPS = ["Product Viewed", "Order Completed"]
FUNNEL = json.dumps({"steps": STEPS, "min_n": 1})


class Running:
    """The bot with its intake, and a person at the command line."""

    def __init__(self, slack: Playground, data: Path, url: str) -> None:
        self.slack, self.data, self.url = slack, data, url
        self.key = write_keys(data).first().key

    async def waymark(self, *words: str, code: int = 0) -> str:
        """What the command prints; with an exit code, what it says is wrong."""
        env = {**os.environ, "WAYMARK_DATA": str(self.data)}
        done = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.cli",
            *words,
            env=env,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await done.communicate()
        assert done.returncode == code, (out, err)
        return (err if code else out).decode()

    async def entered(self) -> int:
        """Customers that `waymark tool` counts at the first step; their time to go on is not over."""
        first = json.loads(await self.waymark("tool", "drop_off", "--args", FUNNEL, "--json"))["steps"][0]
        return int(first["reached"] + first["still_open"])

    async def send(self, number: int) -> bool:
        """Whether the bot acknowledged the event."""
        event = {"type": "track", "event": "Product Viewed", "userId": f"u{number}", "messageId": f"m{number}"}
        event["timestamp"] = "2026-03-01T12:00:00Z"
        try:
            async with aiohttp.ClientSession() as session:
                body = {"writeKey": self.key, "batch": [event]}
                async with session.post(f"{self.url}/v1/batch", json=body) as answer:
                    return answer.status == 200
        except aiohttp.ClientError:
            return False

    async def start(self) -> None:
        await self.slack.bot("start")
        await self.slack.until_connected(20)
        await self.listens()

    async def listens(self) -> None:
        host, port = self.url.removeprefix("http://").split(":")
        for _ in range(400):
            try:
                _, writer = await asyncio.open_connection(host, int(port))
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return
        raise AssertionError("nothing listens")


@asynccontextmanager
async def running(data: Path) -> AsyncIterator[Running]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = ["env", f"WAYMARK_INTAKE_PORT={port}", *BOT]
    async with Playground.start(seed=7, bot_command=command, bot_data=data) as slack:
        await slack.until_connected(20)
        bot = Running(slack, data, f"http://127.0.0.1:{port}")
        await bot.listens()
        yield bot


async def test_what_the_library_sent_is_in_the_next_answer_at_the_command_line(tmp_path: Path) -> None:
    errors: list[Any] = []
    async with running(tmp_path) as bot:
        sender = Client(bot.key, host=bot.url, on_error=lambda error, items: errors.append(error))
        for number in range(500):
            sender.track(f"u{number}", "Product Viewed")
        await asyncio.to_thread(sender.flush)
        assert await bot.entered() == 500
        sender.track("one more", "Product Viewed")
        await asyncio.to_thread(sender.shutdown)
        assert await bot.entered() == 501
    assert errors == []


async def test_a_kill_between_acknowledging_and_storing_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    acknowledged: set[int] = set()
    waited = 0
    choose = random.Random(5)
    async with running(tmp_path) as bot:
        for round_ in range(4):
            numbers = range(round_ * 30, round_ * 30 + 30)
            sent = [asyncio.create_task(bot.send(number)) for number in numbers]
            await asyncio.sleep(choose.uniform(0.02, 0.3))
            await bot.slack.bot("kill")
            acknowledged |= {number for number, ok in zip(numbers, await asyncio.gather(*sent), strict=True) if ok}
            waited += sum(file.stat().st_size for file in tmp_path.glob("intake/journal/**/*.jsonl"))
            await bot.start()
        assert acknowledged and waited
        for number in range(120):
            assert await bot.send(number)
        assert await bot.entered() == 120
    assert not list(tmp_path.glob("intake/journal/**/*.jsonl"))


@pytest.mark.timeout(300)
async def test_the_command_line_says_the_same_beside_the_running_bot_as_alone(tmp_path: Path) -> None:
    load_samples(Settings(WAYMARK_DATA=tmp_path))
    events, wrong = tmp_path / "more.csv", tmp_path / "wrong.csv"
    events.write_text("customer,time,event\nc1,2026-10-01 10:00,Ad Clicked\nc2,soon,Ad Clicked\n")
    wrong.write_text("a,b\n1,2\n")
    said = (
        (("ask", "where do customers drop off?", "--json"), 0),
        (("ask", "каде се губат клиентите?", "--map", "nothing"), 2),
        (("tool", "drop_of"), 2),
        (("import", str(wrong)), 2),
        (("rebuild-search", "--json"), 0),
    )

    async def all_of_it(bot: Running) -> list[str]:
        return [await bot.waymark(*words, code=code) for words, code in said]

    shell, before = Shell(tmp_path), []
    for words, code in said:
        alone = await asyncio.to_thread(shell, *words, data=tmp_path, code=code)
        before.append(alone.err if code else alone.out)
    async with running(tmp_path) as bot:
        await bot.slack.person("Ana").says("#general", "@Waymark where do customers drop off?")
        assert await all_of_it(bot) == before
        told = await bot.waymark("import", str(events))
        assert "2 rows read, 1 stored" in told and (tmp_path / "more.csv.refused.csv").exists()
        door = tmp_path / "door.json"
        assert door.stat().st_mode & 0o777 == 0o600
        await bot.slack.bot("kill")
        assert door.exists()
        assert json.loads(await bot.waymark(*said[0][0]))["tool"] == "drop_off"
