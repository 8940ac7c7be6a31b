"""The Home tab in a real browser: what a person finds there, and what its buttons do."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from bot.playground.driver import Playground
from tests.e2e.browser import PATIENCE, shoots, windows
from tests.e2e.hearing import hears, taken_by_slack

pytestmark = pytest.mark.slow

SHOTS = os.environ.get("WAYMARK_SHOTS", "")
"""A folder for screenshots that people look at."""


async def opens_home(page: Page) -> None:
    await page.locator("a.place").filter(has_text="Waymark").first.click()
    await page.get_by_role("tab", name="Home").click()


def button(page: Page, name: str):
    return page.locator(".home").get_by_role("button", name=name, exact=True)


async def finds(page: Page, text: str) -> None:
    await expect(page.locator(".home")).to_contain_text(text, timeout=PATIENCE)


async def shows(page: Page, name: str) -> None:
    if SHOTS:
        await shoots(page, name, Path(SHOTS))


async def test_the_first_visit_starts_a_map_in_the_direct_message_and_the_tab_follows(slack: Playground):
    ana = slack.person("Ana")
    async with windows(slack.page_url, ana.id) as (page,):
        await opens_home(page)
        await finds(page, "What your customers go through, on one map")
        for name in ("Try an example", "Import data"):
            await expect(button(page, name)).to_be_visible()
        await shows(page, "home_first")
        await button(page, "Start a map").click()
        opening = await hears(ana, "starts a journey map")
        await hears(ana, "What should get better", thread=opening["ts"])
        await finds(page, "What should get better")
        await expect(page.locator(".home").get_by_text("Open the thread")).to_be_visible()
        await shows(page, "home_draft")
    assert await taken_by_slack(slack) == []


async def test_the_import_form_and_the_examples_open_from_the_tab(slack: Playground):
    ana = slack.person("Ana")
    async with windows(slack.page_url, ana.id) as (page,):
        await opens_home(page)
        await button(page, "Import data").click()
        await expect(page.locator("dialog.dialog")).to_contain_text("Import events", timeout=PATIENCE)
        await page.keyboard.press("Escape")
        await button(page, "Try an example").click()
        await hears(ana, "Finished maps to look into")
    assert await taken_by_slack(slack) == []


async def test_an_action_is_done_and_undone_on_the_tab(sampled: Playground):
    ana = sampled.person("Ana")
    async with windows(sampled.page_url, ana.id) as (page,):
        await opens_home(page)
        await finds(page, "benefit statements on all landing pages")
        await finds(page, "22 693 rows")
        await shows(page, "home_full")
        await button(page, "Done").first.click()
        await hears(ana, 'Done: "benefit statements on all landing pages"')
        await finds(page, 'Done: "benefit statements on all landing pages"')
        await expect(button(page, "Done")).to_have_count(1)
        await button(page, "Undo").click()
        await expect(button(page, "Done")).to_have_count(2, timeout=PATIENCE)
        await button(page, "Open").click()
        await hears(ana, "Lowest point")
    assert await taken_by_slack(sampled) == []


async def test_the_tab_follows_a_map_that_grows_but_not_at_every_answer(slack: Playground):
    ana = slack.person("Ana")
    await ana.acts("open_home")
    await ana.waits(lambda: ana.home, 15, "home")
    said = await ana.says("#vacuum-shop", "@Waymark new map")
    thread = str(said["message"]["ts"])
    for text, heard in (
        ("Fewer people drop off", "Who is it about"),
        ("Ben, 41", "Ben"),
        ("I want flour before five", "flour"),
        ("Search > Order > Receive", "Search"),
    ):
        await ana.says("#vacuum-shop", text, thread=thread)
        await hears(ana, heard, thread=thread)
    await ana.waits(lambda: "I want flour before five" in str(ana.home), 20, "the map on the tab")
    assert len(await slack.journal(method="views.publish")) <= 4
    assert await taken_by_slack(slack) == []
