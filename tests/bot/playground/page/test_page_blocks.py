"""What does a person see and press in what the bot sends? Buttons, charts, tables, forms, the Home tab, the drawers."""

import re
from typing import Any

import pytest
from page_bot import TAKEN
from page_desk import Desk, messages, say
from playwright.async_api import Page, expect
from slack_sdk.errors import SlackApiError

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_dangerous_button_asks_first(desk: Desk) -> None:
    page = await desk.window()
    await say(page, "/journey new Checkout")
    erase = messages(page, "A journey map").get_by_role("button", name="Erase")
    await erase.click()
    await expect(page.get_by_role("dialog")).to_contain_text("It cannot be undone.")
    await page.keyboard.press("Escape")
    assert ("click", "erase") not in [(kind, what["action_id"]) for kind, what in desk.bot.heard if kind == "click"]
    await erase.click()
    await page.get_by_role("button", name="Erase it").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert [what["action_id"] for kind, what in desk.bot.heard if kind == "click"] == ["erase"]


async def test_an_answer_only_for_me_has_a_chart_a_table_and_is_gone_after_a_reload(desk: Desk) -> None:
    ana, boris = await desk.window("Ana"), await desk.window("Boris")
    await say(ana, "/journey ask Where do customers drop off?")
    answer = messages(ana, "Most customers stop")
    await expect(answer).to_contain_text("Only visible to you")
    await expect(messages(boris, "Most customers stop")).to_have_count(0)
    chart = answer.get_by_role("img", name=re.compile("bar chart, Where customers stop"))
    await expect(chart.locator(".mark")).to_have_count(5)
    heights = await chart.locator(".mark").evaluate_all("bars => bars.map(bar => bar.height.baseVal.value)")
    assert heights.index(max(heights)) == 1
    assert heights[1] / heights[0] == pytest.approx(3820 / 1240, rel=0.01)
    await answer.get_by_role("button", name="Show as table").click()
    await expect(answer.get_by_role("row", name="Compare 3,820").first).to_be_visible()
    await ana.reload()
    await expect(messages(ana, "Most customers stop")).to_have_count(0)


async def test_a_shared_answer_is_seen_by_everybody_below_the_private_one(desk: Desk) -> None:
    ana, boris = await desk.window("Ana"), await desk.window("Boris")
    await say(ana, "/journey ask")
    await messages(ana, "Only visible to you").get_by_role("button", name="Share").click()
    await expect(messages(boris, "Most customers stop")).to_have_count(1)
    await expect(messages(ana, "Most customers stop")).to_have_count(2)
    await expect(messages(ana, "Most customers stop").last).not_to_contain_text("Only visible to you")
    await expect(messages(ana, "Most customers stop").last).to_be_in_viewport()


async def test_a_data_table_is_sorted_filtered_and_paged(desk: Desk) -> None:
    page = await desk.window()
    await say(page, "/journey ask")
    table = page.locator(".data-table")
    first = table.locator("tbody tr").first
    await expect(table.locator("tbody tr")).to_have_count(5)
    await table.get_by_role("button", name="Lost").click()
    await expect(first).to_contain_text("Return")
    await table.get_by_role("button", name="Lost").click()
    await expect(first).to_contain_text("Compare")
    await table.get_by_role("button", name="Later rows").click()
    await expect(table.locator("tbody tr")).to_have_count(1)
    await table.get_by_role("searchbox").fill("sup")
    await expect(table.locator("tbody tr")).to_have_text(["Support95"])


async def test_a_choice_in_a_select_reaches_the_bot(desk: Desk) -> None:
    page = await desk.window()
    await say(page, "/journey ask")
    await page.locator(".select").click()
    await page.keyboard.type("dev")
    await page.keyboard.press("Enter")
    await expect(page.locator(".select")).to_have_text("Device")
    await until_heard(page, desk, "by")
    assert heard(desk, "by")[0]["selected_option"]["value"] == "device"


def heard(desk: Desk, action_id: str) -> list[Any]:
    return [what for kind, what in desk.bot.heard if kind == "click" and what["action_id"] == action_id]


async def until_heard(page: Page, desk: Desk, action_id: str) -> None:
    for _ in range(40):
        if heard(desk, action_id):
            return
        await page.wait_for_timeout(50)


async def test_a_modal_keeps_the_focus_shows_errors_beside_their_fields_and_saves(desk: Desk) -> None:
    page = await desk.window()
    await say(page, "/journey form")
    dialog = page.get_by_role("dialog", name="Add a stage")
    title = dialog.get_by_label("Title")
    await expect(title).to_be_focused()
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_role("alert").first).to_have_text("Please complete this required field.")
    await title.fill(TAKEN)
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_role("alert").first).to_have_text("There is a stage Compare already.")
    await expect(title).to_be_focused()
    await title.fill("Pay")
    await dialog.get_by_label("Unhappy").check()
    await dialog.get_by_role("combobox", name="Where").click()
    await page.keyboard.type("sh")
    await page.get_by_role("option", name="Shop").click()
    await dialog.get_by_label("Proof").set_input_files(
        {"name": "seen.txt", "mimeType": "text/plain", "buffer": b"seen"}
    )
    await expect(dialog.locator(".file-list")).to_contain_text("seen.txt")
    for _ in range(12):
        await page.keyboard.press("Tab")
        assert await page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)
    values = [what for kind, what in desk.bot.heard if kind == "saved"][-1]
    assert values["title"]["title"]["value"] == "Pay"
    assert values["mood"]["mood"]["selected_option"]["value"] == "unhappy"
    assert [file["name"] for file in values["proof"]["proof"]["files"]] == ["seen.txt"]
    assert values["where"]["where"]["selected_option"]["value"] == "shop"


async def test_a_click_the_bot_does_not_answer_is_told_as_slack_tells_it(desk: Desk) -> None:
    page = await desk.window()
    await say(page, "/journey new Checkout")
    await expect(page.locator("#thread")).to_be_visible()
    await desk.bot.handler.disconnect_async()
    await expect(page.locator(".chip")).to_have_class(re.compile("off"))
    await page.locator("#thread").get_by_role("button", name="Colleen").click()
    await expect(page.locator(".notice.error")).to_have_count(1)


async def test_refusals_and_the_journal_stand_in_their_drawers(desk: Desk) -> None:
    page = await desk.window()
    long = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await desk.bot.app.client.chat_postMessage(channel="C0VACUUM", text="x", blocks=[long])
    await page.get_by_role("button", name=re.compile("What Slack would reject")).click()
    await expect(page.locator(".rejected")).to_contain_text("3001")
    await page.get_by_role("button", name="Journal and faults").first.click()
    await expect(page.locator(".journal")).to_contain_text("chat.postMessage")
    await page.get_by_label("Fault", exact=True).select_option("500")
    await page.get_by_role("button", name="Set fault").click()
    await expect(page.locator(".fault-list")).to_contain_text("500")
    await page.keyboard.press("Escape")
    await expect(page.locator("#drawer")).to_be_hidden()


async def test_a_bare_address_is_a_link_unless_the_text_is_verbatim(desk: Desk) -> None:
    page = await desk.window()
    said, client = "See www.evil.example, https://evil.example or *www.evil.example*", desk.bot.app.client
    for verbatim in (False, True):
        block = {"type": "section", "text": {"type": "mrkdwn", "text": f"{verbatim}: {said}", "verbatim": verbatim}}
        await client.chat_postMessage(channel="C0VACUUM", text="x", blocks=[block])
    await client.chat_postMessage(channel="C0VACUUM", text=f"Parsed: {said}")
    await client.chat_postMessage(channel="C0VACUUM", text=f"Plain: {said} <https://ours.example|ours>", parse="none")
    await client.chat_postMessage(
        channel="C0VACUUM", text="x", blocks=[{"type": "markdown", "text": f"Coded: {said} `www.evil.example`"}]
    )
    for begins, links in {"False: ": 3, "True: ": 0, "Parsed: ": 3, "Plain: ": 1, "Coded: ": 3}.items():
        message = messages(page, f"{begins}See www")
        await expect(message).to_contain_text("or www.evil.example")
        await expect(message.locator("a[href*='.example']")).to_have_count(links)


async def test_the_bots_home_tab_is_published_and_shown(desk: Desk) -> None:
    page = await desk.window(place="#/D0ANA")
    await page.get_by_role("tab", name="Home").click()
    await expect(page.locator(".home")).to_contain_text("No map yet.")


async def test_the_fallback_text_of_a_message_can_be_seen(desk: Desk) -> None:
    page = await desk.window()
    await say(page, "/journey new Checkout")
    card = messages(page, "One question at a time")
    await card.hover()
    await card.get_by_role("button", name="Show the fallback text").click()
    await expect(page.locator("#channel .fallback")).to_contain_text("A journey map: Checkout")
    await expect(messages(page, "One question at a time")).to_have_count(0)
