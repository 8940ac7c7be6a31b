"""A playground, its small bot and Chromium."""

from collections.abc import AsyncIterator

import pytest_asyncio
from page_bot import page_bot
from page_desk import Desk
from playwright.async_api import Browser, async_playwright

from bot.playground.driver import Playground
from tests.chromium import QUIET, chromium


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One for all tests; each window is a context of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def desk(browser: Browser) -> AsyncIterator[Desk]:
    async with Playground.start(seed=1) as slack, page_bot(slack) as bot:
        desk = Desk(slack, bot, browser)
        yield desk
        await desk.clear()
        assert desk.troubles == []
