"""Who can use the page, and is it safe? Keyboard, contrast, phones, hostile text, no foreign places."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from page_bot import HOSTILE
from page_desk import Desk, messages, say
from playwright.async_api import expect

from bot.playground import server

pytestmark = pytest.mark.asyncio(loop_scope="session")

LARGEST_PAGE = 300_000
PAGE_FOLDER = Path(server.__file__).parent / "page"
CONTRASTS = (Path(__file__).parent / "contrasts.js").read_text(encoding="utf-8")


async def test_everything_is_reached_by_keyboard(desk: Desk) -> None:
    page = await desk.window()
    keys = page.keyboard
    await expect(page.locator("#composer")).to_be_focused()
    await keys.type("/journey new Checkout")
    await keys.press("Enter")
    await expect(page.locator("#thread")).to_be_visible()
    await keys.press("Escape")
    await keys.press("Shift+Tab")
    while not await page.evaluate("document.activeElement.matches('#channel .message, body')"):
        await keys.press("Shift+Tab")
    await keys.press("End")
    await expect(messages(page, "A journey map")).to_be_focused()
    outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    await keys.press("Enter")
    await expect(page.locator("#thread-composer")).to_be_focused()
    await keys.press("Control+k")
    await keys.type("waym")
    await keys.press("Enter")
    await expect(page.locator("h1")).to_have_text("Waymark")
    await expect(page.get_by_role("button", name="Where do customers drop off?")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_have_enough_contrast(desk: Desk, scheme: Any) -> None:
    page = await desk.window(color_scheme=scheme, reduced_motion="reduce")
    await desk.slack.person("Boris").says("#general", "Lunch?")
    await desk.slack.person("Boris").says("#vacuum-shop", "Hello @Ana, see `code` and https://example.org")
    await say(page, "/journey new Checkout")
    await expect(page.locator("#thread")).to_be_visible()
    await say(page, "/journey ask")
    await expect(page.locator(".data-table")).to_be_visible()
    assert await page.evaluate(CONTRASTS) == []
    await page.get_by_role("button", name="Journal and faults").first.click()
    await expect(page.locator(".journal li").first).to_be_visible()
    assert await page.evaluate(CONTRASTS) == []


async def test_the_colours_chosen_last_are_kept(desk: Desk) -> None:
    page = await desk.window(color_scheme="light")
    ground: Callable[[], Any] = lambda: page.evaluate("getComputedStyle(document.body).backgroundColor")  # noqa: E731
    assert await ground() == "rgb(255, 255, 255)"
    await page.get_by_role("button", name="Use dark colours").click()
    assert await ground() == "rgb(27, 28, 30)"
    await page.reload()
    await page.wait_for_selector("html[data-ready]")
    assert await ground() == "rgb(27, 28, 30)"


async def test_a_phone_of_360_pixels_shows_one_pane_at_a_time_and_never_scrolls_sideways(desk: Desk) -> None:
    page = await desk.window(width=360, height=740, has_touch=True)
    await say(page, "/journey new Checkout")
    await page.locator(".replies").click()
    await expect(page.locator("#thread")).to_be_visible()
    await page.get_by_role("button", name="Close the thread").click()
    await say(page, "/journey ask")
    await expect(page.locator(".chart svg")).to_be_visible()
    assert await page.evaluate("document.scrollingElement.scrollWidth") == 360
    sideways = """[...document.querySelectorAll('#channel .block, #channel .composer')]
      .filter((one) => one.getBoundingClientRect().right > 361).length"""
    assert await page.evaluate(sideways) == 0
    await page.get_by_role("button", name="Channels").click()
    await page.locator(".place", has_text="general").click()
    await expect(page.locator("h1")).to_have_text("general")


async def test_the_page_is_small_and_asks_nothing_of_other_places() -> None:
    files = [file for file in PAGE_FOLDER.iterdir() if file.is_file()]
    assert sum(file.stat().st_size for file in files) < LARGEST_PAGE
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"(?:src|href|url|import|from|fetch)\s*[=(]?\s*[\"'(]+https?://", text), file.name
        assert "innerHTML" not in text, file.name
        assert "insertAdjacentHTML" not in text, file.name


async def test_hostile_text_is_only_text(desk: Desk) -> None:
    page = await desk.window()
    await say(page, "<img src=x onerror=window.harmed=1> <script>window.harmed=1</script> <!channel>")
    await expect(
        messages(page, "<img src=x onerror=window.harmed=1> <script>window.harmed=1</script> <!channel>")
    ).to_have_count(1)
    await say(page, "/journey raw")
    await expect(messages(page, "press me")).to_contain_text("<script>window.harmed=1</script>")
    assert "javascript:" in HOSTILE
    assert (
        await page.locator("#channel .message img, #channel .message script, #channel a[href^='javascript']").count()
        == 0
    )
    assert await page.evaluate("window.harmed") is None


async def test_escape_closes_a_modal_and_gives_the_focus_back(desk: Desk) -> None:
    page = await desk.window()
    await say(page, "/journey form")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator("#composer")).to_be_focused()


async def test_a_window_becomes_somebody_else(desk: Desk) -> None:
    page = await desk.window("Ana")
    await page.get_by_role("button", name="You are Ana. Be somebody else").click()
    await page.get_by_role("menuitem", name="Petra").click()
    await expect(page.locator(".me-words strong")).to_have_text("Petra")
    assert "as=U0PETRA" in page.url
    await expect(page.locator(".place")).to_have_count(1)
