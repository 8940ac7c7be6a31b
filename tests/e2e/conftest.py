"""The whole house: the stand-in in this process, the real bot in its own, a fresh data folder."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground.driver import Playground
from bot.samples import load_samples
from bot.settings import Settings

BOT = [sys.executable, "-m", "bot.cli", "run"]


@pytest.fixture
async def slack(tmp_path: Path) -> AsyncIterator[Playground]:
    """An empty workspace with the bot connected."""
    async with Playground.start(seed=7, bot_command=BOT, bot_data=tmp_path) as playground:
        await playground.until_connected(20)
        yield playground


@pytest.fixture
async def sampled(tmp_path: Path) -> AsyncIterator[Playground]:
    """A workspace with the sample map and its events."""
    load_samples(Settings(WAYMARK_DATA=tmp_path))
    async with Playground.start(seed=7, bot_command=BOT, bot_data=tmp_path) as playground:
        await playground.until_connected(20)
        yield playground
