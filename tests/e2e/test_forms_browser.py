"""Each form in a real browser: opened, filled as people do it, saved, and read back; two people in one field."""

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from bot.playground.driver import Playground
from tests.chromium import QUIET, chromium
from tests.e2e.browser import PATIENCE, types

SHOTS = os.environ.get("WAYMARK_SHOTS", "")
"""A folder for screenshots, where a person wants to look at them."""

TEXTS = {
    "stage": {"Short name": "Look", "Next step": "pays", "Why": "it is quick", "Number to watch": "visits"},
    "touchpoint": {"Where exactly": "three sites", "Why": "half of them are paid", "Thoughts": "who wrote this?",
                   "Expectation": "honest words", "Why it decides": "stars decide"},
    "pain_point": {"Cause": "no editor reads it"},
    "action": {"Number": "abandonment", "From": "70", "To": "49", "Unit": "%", "Ticket": "https://tickets.example/7"},
    "persona": {"In one line": "short of time", "Goals": "save time\nno regret", "Story": "Her last one broke."},
}  # fmt: skip
CHOSEN = {
    "stage": ("+1 Good", "It is hidden"),
    "touchpoint": ("−1 Bad", "numbers"),
    "pain_point": ("4", "a colleague says"),
    "action": (),
    "persona": ("User", "Both"),
}
COMMANDS = {
    "stage": "stage 2",
    "touchpoint": "reads reviews",
    "pain_point": "too much text",
    "action": "comparison tool",
    "persona": "curious colleen",
}


@asynccontextmanager
async def page_of(slack: Playground, person: str, width: int = 1200, dark: bool = False) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        try:
            scheme = "dark" if dark else "light"
            context = await browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page = await context.new_page()
            page.set_default_timeout(PATIENCE)
            await page.add_init_script("localStorage.setItem('waymark.tour', 'seen')")
            await page.goto(f"{slack.page_url}?as={person}")
            await page.wait_for_selector("html[data-ready]")
            yield page
        finally:
            await browser.close()


async def opens(page: Page, item: str) -> Locator:
    """The form of one thing, opened by the command."""
    await types(page, f"/journey edit vacuum {item}")
    dialog = page.locator("dialog.dialog")
    await expect(dialog.get_by_role("button", name="Save")).to_be_visible(timeout=PATIENCE)
    return dialog


def field(dialog: Locator, label: str) -> Locator:
    """The control below a label."""
    frame = dialog.locator(".input").filter(
        has=dialog.page.locator(".label", has_text=re.compile(rf"^{re.escape(label)}( \(|$)"))
    )
    return frame.locator("input:not([type=radio]), textarea, button.select").first


async def shoots(page: Page, name: str) -> None:
    if SHOTS:
        await page.wait_for_timeout(300)
        await page.screenshot(path=Path(SHOTS) / f"{name}.png")


@pytest.mark.parametrize("kind", list(COMMANDS))
async def test_a_form_is_filled_and_saved_in_the_browser(sampled: Playground, kind: str):
    async with page_of(sampled, "U0ANA") as page:
        dialog = await opens(page, COMMANDS[kind])
        for label, text in TEXTS[kind].items():
            await field(dialog, label).fill(text)
        for option in CHOSEN[kind]:
            await dialog.get_by_role("radio", name=option, exact=True).first.check()
        if kind == "touchpoint":
            await field(dialog, "Moment of truth").click()
            await page.get_by_role("option", name="At the first choice").click()
            await field(dialog, "Channel").click()
            await page.get_by_role("combobox", name="Search options").fill("help")
            await page.get_by_role("option", name="Help centre").click()
        if kind in ("touchpoint", "action"):
            await field(dialog, "Owner").click()
            await page.get_by_role("option", name="Boris").click()
        if kind == "action":
            await field(dialog, "Due").fill("2026-12-01")
        await shoots(page, f"{kind}-filled")
        await dialog.get_by_role("button", name="Save").click()
        await expect(dialog).to_have_count(0, timeout=PATIENCE)
        said = page.locator("#channel .message").filter(has_text="Ana changed the").last
        await expect(said).to_be_visible(timeout=PATIENCE)
        await expect(said.get_by_role("button", name="Undo")).to_be_visible()
        await shoots(page, f"{kind}-saved")


async def test_wrong_fields_are_told_beside_them_and_what_was_typed_stays(sampled: Playground):
    async with page_of(sampled, "U0ANA") as page:
        dialog = await opens(page, COMMANDS["action"])
        await field(dialog, "Number").fill("")
        await field(dialog, "From").fill("much")
        await field(dialog, "Ticket").fill("tickets.example")
        await dialog.get_by_role("button", name="Save").click()
        await expect(dialog.locator(".error:visible")).to_have_text(
            [re.compile("'much' as a number"), re.compile("http://")]
        )
        await shoots(page, "errors")
        await field(dialog, "From").fill("70")
        await field(dialog, "Ticket").fill("https://tickets.example")
        await dialog.get_by_role("button", name="Save").click()
        await expect(dialog.get_by_text("need the number they belong to")).to_be_visible()
        await expect(field(dialog, "From")).to_have_value("70")
        await shoots(page, "notice")
        await field(dialog, "Number").fill("abandonment")
        await dialog.get_by_role("button", name="Save").click()
        await expect(dialog).to_have_count(0, timeout=PATIENCE)


async def test_two_people_see_both_texts_side_by_side_and_one_chooses(sampled: Playground):
    async with page_of(sampled, "U0ANA") as ana, page_of(sampled, "U0BORIS") as boris:
        mine, theirs = await opens(ana, "reads reviews"), await opens(boris, "reads reviews")
        await field(theirs, "Title").fill("reads tests")
        await theirs.get_by_role("button", name="Save").click()
        await expect(boris.get_by_text("Boris changed the touchpoint").last).to_be_visible(timeout=PATIENCE)
        await field(mine, "Title").fill("studies reviews")
        await field(mine, "Where exactly").fill("desk 3")
        await mine.get_by_role("button", name="Save").click()
        await expect(mine.get_by_text("Boris changed the same")).to_be_visible(timeout=PATIENCE)
        await expect(mine.locator(".fields")).to_contain_text("reads tests")
        await expect(field(mine, "Where exactly")).to_have_value("desk 3")
        await shoots(ana, "conflict")
        await mine.get_by_role("button", name="Save").click()
        await expect(mine.locator(".error:visible").first).to_be_visible()
        await mine.get_by_role("radio", name="Take theirs").check()
        await mine.get_by_role("button", name="Save").click()
        await expect(mine).to_have_count(0, timeout=PATIENCE)
        told = ana.locator("#channel .message").filter(has_text="Ana changed the touchpoint “reads tests”")
        await expect(told.last).to_contain_text("desk 3", timeout=PATIENCE)


@pytest.mark.parametrize(("width", "dark"), [(360, True), (1440, False)])
async def test_no_form_is_wider_than_its_window(sampled: Playground, width: int, dark: bool):
    async with page_of(sampled, "U0ANA", width, dark) as page:
        for kind, item in COMMANDS.items():
            dialog = await opens(page, item)
            await shoots(page, f"{kind}-{width}-{'dark' if dark else 'light'}")
            wide = await dialog.evaluate("(one) => one.scrollWidth - one.clientWidth")
            assert wide <= 1
            await page.keyboard.press("Escape")
            await expect(dialog).to_have_count(0)
