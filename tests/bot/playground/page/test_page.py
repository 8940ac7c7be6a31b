"""What does a person see and do in the chat? Chromium against the real stand-in and a small bot."""

import re
from pathlib import Path

import pytest
from page_desk import Desk, messages, say
from playwright.async_api import expect

from bot.playground import server

pytestmark = pytest.mark.asyncio(loop_scope="session")

DROPPED = """() => {
  const held = new DataTransfer();
  held.items.add(new File(["a,b\\n1,2\\n"], "orders.csv", { type: "text/csv" }));
  return held;
}"""


async def test_a_message_appears_at_once_for_its_author_and_soon_for_the_other_person(desk: Desk) -> None:
    ana, boris = await desk.window("Ana"), await desk.window("Boris")
    await say(ana, "Hello @Boris, *look* at #general")
    await expect(messages(ana, "Hello @Boris")).to_have_count(1)
    await expect(messages(boris, "Hello @Boris").locator("strong", has_text="look")).to_be_visible()
    await expect(messages(boris, "Hello").locator(".mention.me")).to_have_text("@Boris")
    await expect(ana.locator("#composer")).to_have_value("")


async def test_a_message_that_did_not_arrive_says_so_and_is_sent_again_on_request(desk: Desk) -> None:
    page = await desk.window()
    await page.route("**/_playground/act", lambda route: route.abort())
    await say(page, "important")
    await expect(messages(page, "important").get_by_role("alert")).to_contain_text("Not sent")
    await page.unroute("**/_playground/act")
    await messages(page, "important").get_by_role("button", name="Try again").click()
    await expect(messages(page, "important")).to_have_count(1)
    await expect(page.locator("#channel .pending")).to_have_count(0)
    assert [what["text"] for kind, what in desk.bot.heard if kind == "message"] == ["important"]


async def test_an_emptied_workspace_is_seen_as_empty_at_once(desk: Desk) -> None:
    page = await desk.window()
    await say(page, "/journey ask")
    await expect(messages(page, "Only visible to you")).to_have_count(1)
    await desk.slack.post("reset", {})
    await expect(page.locator("#channel .message")).to_have_count(0)


async def test_the_page_comes_back_by_itself_when_the_playground_is_started_again(desk: Desk, tmp_path: Path) -> None:
    first = await server.serve(data=tmp_path)
    port = int(first.page_url.rstrip("/").rpartition(":")[2])
    browsing = await desk.browser.new_context()
    page = await browsing.new_page()
    await page.goto(first.page_url)
    await say(page, "before")
    await expect(messages(page, "before")).to_have_count(1)
    await first.close()
    await expect(page.locator(".chip")).to_contain_text("unreachable")
    second = await server.serve(data=tmp_path, port=port)
    try:
        await expect(page.locator(".chip")).not_to_contain_text("unreachable", timeout=15_000)
        await say(page, "after")
        await expect(messages(page, "after")).to_have_count(1)
        await expect(messages(page, "before")).to_have_count(1)
    finally:
        await browsing.close()
        await second.close()


async def test_shift_enter_makes_a_new_line_and_the_box_grows(desk: Desk) -> None:
    page = await desk.window()
    low = await page.locator("#composer").evaluate("box => box.offsetHeight")
    await page.locator("#composer").press_sequentially("one")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("two")
    assert await page.locator("#composer").evaluate("box => box.offsetHeight") > low
    await page.keyboard.press("Enter")
    await expect(messages(page, "two").locator("br")).to_have_count(1)


async def test_messages_of_one_author_within_minutes_stand_in_one_group(desk: Desk) -> None:
    page = await desk.window()
    boris = desk.slack.person("Boris")
    await boris.says("#vacuum-shop", "first")
    await boris.says("#vacuum-shop", "second")
    await expect(messages(page, "second")).to_have_class(re.compile("compact"))
    await desk.slack.advance(86_400)
    await boris.says("#vacuum-shop", "next day")
    await expect(messages(page, "next day")).not_to_have_class(re.compile("compact"))
    await expect(page.locator("#channel .line")).to_have_count(2)


async def test_unread_channels_stand_out_until_they_are_opened_also_after_a_reload(desk: Desk) -> None:
    page = await desk.window()
    place = page.locator(".place", has_text="general")
    await desk.slack.person("Boris").says("#general", "Lunch?")
    await expect(place.locator(".count")).to_have_text("1")
    await page.reload()
    await expect(place.locator(".count")).to_have_text("1")
    await place.click()
    await expect(place.locator(".count")).to_have_count(0)
    await page.reload()
    await expect(place.locator(".count")).to_have_count(0)


async def test_a_line_marks_what_is_new_since_the_last_visit_but_not_what_comes_while_one_looks(desk: Desk) -> None:
    page = await desk.window()
    boris = desk.slack.person("Boris")
    await boris.says("#general", "old")
    await page.locator(".place", has_text="general").click()
    await expect(messages(page, "old")).to_have_count(1)
    await boris.says("#general", "seen as it came")
    await expect(messages(page, "seen as it came")).to_have_count(1)
    await expect(page.locator("#channel .line.unread")).to_have_count(0)
    await page.locator(".place", has_text="vacuum-shop").click()
    await boris.says("#general", "new one")
    await expect(page.locator(".place", has_text="general").locator(".count")).to_have_text("1")
    await page.locator(".place", has_text="general").click()
    await expect(page.locator("#channel .line.unread + .message")).to_contain_text("new one")


async def test_scrolled_up_one_is_told_of_new_messages_instead_of_being_moved(desk: Desk) -> None:
    page = await desk.window(height=500)
    boris = desk.slack.person("Boris")
    for count in range(30):
        await boris.says("#vacuum-shop", f"line {count}")
    await expect(messages(page, "line 29")).to_be_in_viewport()
    await page.locator("#channel .flow").hover()
    await page.mouse.wheel(0, -600)
    await expect(page.locator("#channel .to-end")).to_be_visible()
    await boris.says("#vacuum-shop", "the newest")
    await expect(page.locator("#channel .to-end")).to_have_text("1 new message")
    await page.locator("#channel .to-end").click()
    await expect(messages(page, "the newest")).to_be_in_viewport()


async def test_the_slash_menu_offers_commands_and_their_uses_by_arrow_keys(desk: Desk) -> None:
    page = await desk.window()
    await page.locator("#composer").press_sequentially("/")
    await expect(page.get_by_role("option", name="/journey")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.locator("#composer")).to_have_value("/journey ")
    assert desk.slack.running is not None
    (journey,) = desk.slack.running.slack.app.commands
    await expect(page.get_by_role("option")).to_have_count(len(journey["usage_hint"].split(" | ")))
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("option", selected=True)).to_contain_text("/journey list")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("option")).to_have_count(0)


async def test_names_and_channels_are_completed(desk: Desk) -> None:
    page = await desk.window()
    await page.locator("#composer").press_sequentially("hi @bo")
    await page.keyboard.press("Tab")
    await page.keyboard.type("in #gen")
    await page.keyboard.press("Enter")
    await expect(page.locator("#composer")).to_have_value("hi @Boris in #general ")


async def test_a_thread_opens_beside_with_buttons_that_reach_the_bot(desk: Desk) -> None:
    page = await desk.window()
    await say(page, "/journey new Checkout")
    await expect(page.locator("#thread")).to_contain_text("Who is it about?")
    await page.locator("#thread").get_by_role("button", name="Colleen").click()
    await expect(page.locator("#thread")).to_contain_text("Noted: Colleen")
    await say(page, "and she compares", "#thread-composer")
    await expect(page.locator("#thread .message").last).to_contain_text("and she compares")
    await expect(messages(page, "A journey map: Checkout").locator(".replies")).to_contain_text("3 replies")
    await page.keyboard.press("Escape")
    await expect(page.locator("#thread")).to_be_hidden()


async def test_a_slash_command_in_a_thread_is_not_sent_and_says_why(desk: Desk) -> None:
    page = await desk.window()
    await say(page, "/journey new Checkout")
    await expect(page.locator("#thread")).to_be_visible()
    await say(page, "/journey help", "#thread-composer")
    await expect(page.locator(".notice.error")).to_contain_text("does not work in threads")
    await expect(page.locator("#thread-composer")).to_have_value("/journey help")


async def test_a_file_dropped_into_a_thread_reaches_the_bot_there(desk: Desk) -> None:
    page = await desk.window()
    await say(page, "/journey new Checkout")
    await expect(page.locator("#thread")).to_be_visible()
    dropped = await page.evaluate_handle(DROPPED)
    await page.dispatch_event("#thread", "dragenter", {"dataTransfer": dropped})
    await expect(page.locator("#thread .drop-veil")).to_be_visible()
    await page.dispatch_event("#thread", "drop", {"dataTransfer": dropped})
    await expect(page.locator("#thread .tray")).to_contain_text("orders.csv")
    await page.locator("#thread").get_by_role("button", name="Send").click()
    await expect(page.locator("#thread .file-card")).to_contain_text("orders.csv")
    await expect(page.locator("#thread")).to_contain_text("Read orders.csv: 8 bytes")


async def test_a_picture_is_shown_inline_and_larger_on_request(desk: Desk, tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (300, 200), "#14664f").save(tmp_path / "map.png")
    page = await desk.window()
    await desk.slack.person("Boris").uploads("#vacuum-shop", tmp_path / "map.png", "the map")
    small = messages(page, "the map").get_by_role("button", name="Look closer: map.png")
    await expect(small.locator("img")).to_have_js_property("naturalWidth", 300)
    await small.click()
    await expect(page.get_by_role("dialog", name="map.png").locator("img")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_the_last_own_message_is_edited_by_arrow_up(desk: Desk) -> None:
    page = await desk.window()
    await say(page, "teh shop & @Boris")
    await expect(messages(page, "teh shop")).to_have_count(1)
    await expect(messages(page, "Sending")).to_have_count(0)
    await page.press("#composer", "ArrowUp")
    box = page.get_by_label("Edit message")
    await expect(box).to_have_value("teh shop & @Boris")
    await box.fill("the shop")
    await box.press("Enter")
    await expect(messages(page, "the shop")).to_contain_text("(edited)")
