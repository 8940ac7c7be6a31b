"""Chromium on the playground, as a person sits before it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Page, async_playwright, expect

from tests.chromium import QUIET, chromium

PATIENCE = 20_000


@asynccontextmanager
async def windows(address: str, *people: str) -> AsyncIterator[tuple[Page, ...]]:
    """A window for each person, by id."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        try:
            opened = []
            for person in people:
                page = await (await browser.new_context(viewport={"width": 1400, "height": 900})).new_page()
                page.set_default_timeout(PATIENCE)
                await page.add_init_script("localStorage.setItem('waymark.tour', 'seen')")
                await page.goto(f"{address}?as={person}")
                await page.wait_for_selector("html[data-ready]")
                opened.append(page)
            yield tuple(opened)
        finally:
            await browser.close()


async def types(page: Page, text: str, box: str = "#composer") -> None:
    """Writes a message and sends it."""
    await page.fill(box, text)
    await page.press(box, "Enter")


async def opens_thread(page: Page, text: str) -> None:
    """Opens the thread under the message with this text."""
    message = page.locator("#channel .message").filter(has_text=text).last
    await message.get_by_role("button", name="repl").click()
    await expect(page.locator("#thread-composer")).to_be_visible()


async def answers(page: Page, what: str) -> None:
    """Writes into the open thread, or presses the newest button called `[what]` there."""
    if what.startswith("["):
        await page.locator("#thread").get_by_role("button", name=what.strip("[]"), exact=True).last.click()
    else:
        await types(page, what, "#thread-composer")


async def sees(page: Page, text: str) -> None:
    """The text stands in the open thread."""
    await expect(page.locator("#thread .message").filter(has_text=text).last).to_be_visible(timeout=PATIENCE)


async def shoots(page: Page, name: str, folder: Path) -> None:
    """A screenshot for people to look at."""
    await page.wait_for_timeout(400)
    await page.screenshot(path=folder / f"{name}.png")
