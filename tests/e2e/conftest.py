"""The whole house: the stand-in and the real bot, a fresh data folder.

Most tests have the bot in this process, where its code is loaded once for all of them. A test that ends it, or looks at
the process, takes the fixtures with `apart`.
"""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.app import serve
from bot.playground.driver import Playground
from bot.playground.server import environment
from bot.samples import load_samples
from bot.settings import Settings

BOT = [sys.executable, "-m", "bot.cli", "run"]


@asynccontextmanager
async def bot_here(data: Path) -> AsyncIterator[Playground]:
    """A stand-in with the bot on the same loop; what the bot sets for its process is set back."""
    pause, collecting = sys.getswitchinterval(), gc.get_threshold()
    async with Playground.start(seed=7) as slack:
        assert slack.running is not None
        with patch.dict(os.environ):
            bot = asyncio.create_task(serve(Settings(**environment(slack.running, data))))
            try:
                await slack.until_connected(20)
                yield slack
            finally:
                if not bot.done():
                    signal.raise_signal(signal.SIGTERM)
                await bot
                sys.setswitchinterval(pause)
                gc.set_threshold(*collecting)


@asynccontextmanager
async def bot_apart(data: Path) -> AsyncIterator[Playground]:
    """A stand-in with the bot in a process of its own."""
    async with Playground.start(seed=7, bot_command=BOT, bot_data=data) as slack:
        await slack.until_connected(20)
        yield slack


@pytest.fixture
async def slack(tmp_path: Path) -> AsyncIterator[Playground]:
    """An empty workspace with the bot connected."""
    async with bot_here(tmp_path) as playground:
        yield playground


@pytest.fixture
async def sampled(tmp_path: Path) -> AsyncIterator[Playground]:
    """A workspace with the sample map and its events."""
    load_samples(Settings(WAYMARK_DATA=tmp_path))
    async with bot_here(tmp_path) as playground:
        yield playground


@pytest.fixture
async def slack_apart(tmp_path: Path) -> AsyncIterator[Playground]:
    """As `slack`, the bot in a process of its own."""
    async with bot_apart(tmp_path) as playground:
        yield playground


@pytest.fixture
async def sampled_apart(tmp_path: Path) -> AsyncIterator[Playground]:
    """As `sampled`, the bot in a process of its own."""
    load_samples(Settings(WAYMARK_DATA=tmp_path))
    async with bot_apart(tmp_path) as playground:
        yield playground
