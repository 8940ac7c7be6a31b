"""Windows of Chromium on a playground with the small bot, for tests of the page."""

import re
from typing import Any

from page_bot import PageBot
from playwright.async_api import Browser, BrowserContext, Locator, Page

from bot.playground.driver import Playground


class Desk:
    """A playground with its small bot, and windows of Chromium on it."""

    def __init__(self, slack: Playground, bot: PageBot, browser: Browser) -> None:
        self.slack, self.bot, self.browser = slack, bot, browser
        self.troubles: list[str] = []
        self.contexts: list[BrowserContext] = []

    async def window(
        self, name: str = "Ana", width: int = 1360, height: int = 860, place: str = "", **context: Any
    ) -> Page:
        """A window in which one is `name`; whatever the page complains about lands in `troubles`."""
        browsing = await self.browser.new_context(viewport={"width": width, "height": height}, **context)
        await browsing.add_init_script("localStorage.setItem('waymark.tour', 'seen')")
        self.contexts.append(browsing)
        page = await browsing.new_page()
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda said: self.troubles.append(said.text) if "Content Security" in said.text else None)
        page.set_default_timeout(8000)
        await page.goto(f"{self.slack.page_url}?as={self.slack.person(name).id}{place}")
        await page.wait_for_selector("html[data-ready]")
        return page

    async def clear(self) -> None:
        """Close every window."""
        for context in self.contexts:
            await context.close()


def messages(page: Page, text: str | re.Pattern[str]) -> Locator:
    return page.locator("#channel .message").filter(has_text=text)


async def say(page: Page, text: str, box: str = "#composer") -> None:
    await page.fill(box, text)
    await page.press(box, "Enter")
