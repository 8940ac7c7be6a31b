"""A playground, its small bot and Chromium; skipped where there is no Chromium."""

import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from page_bot import page_bot
from page_desk import Desk
from playwright.async_api import Browser, async_playwright

from bot.playground.driver import Playground

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One for all tests; each window is a context of its own."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def desk(browser: Browser) -> AsyncIterator[Desk]:
    async with Playground.start(seed=1) as slack, page_bot(slack) as bot:
        desk = Desk(slack, bot, browser)
        yield desk
        await desk.clear()
        assert desk.troubles == []
