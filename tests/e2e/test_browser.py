"""A newcomer's whole way in a real browser: a map by two people, its picture, their events, and the questions."""

import json
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.playground.driver import Playground
from tests.e2e.browser import answers, opens_thread, sees, shoots, types, windows

EXAMPLES = Path(__file__).parents[2] / "examples"
NARROW = "\u202f"

BUILD = (
    ("ana", "[Fewer people drop off]", "Who is it about?"),
    ("ana", "Curious Colleen, 32, self-employed, good at research, short of time", 'Start with "I"'),
    ("boris", "I need a vacuum that will not break again", "Saved as map vacuum"),
    ("ana", "[2]", "5 stages: Awareness"),
    ("ana", "Ad Clicked", "Interest"),
    ("boris", "Guide Read; Products Searched", "Consideration"),
    ("ana", "Product Viewed; Comparison Opened; Reviews Opened", "Purchase"),
    ("boris", "Product Added; Order Completed", "Loyalty"),
    ("ana", "Vacuum Delivered; Survey Answered", "How does Curious Colleen feel at each stage"),
    (
        "boris",
        "Awareness -2 frustrated: it broke again\nInterest 0\nConsideration -1 too much text\nPurchase +1\nLoyalty +2",
        "Here is the first picture.",
    ),
)


def thousands(number: int) -> str:
    return f"{number:,}".replace(",", NARROW)


@pytest.mark.slow
@pytest.mark.timeout(300)
async def test_a_map_is_built_by_two_people_drawn_and_asked_about_imported_events(slack: Playground, tmp_path: Path):
    story = json.loads((EXAMPLES / "story.json").read_text())
    shots = tmp_path / "shots"
    shots.mkdir()
    async with windows(slack.page_url, "U0ANA", "U0BORIS") as (ana, boris):
        people = {"ana": ana, "boris": boris}
        await types(ana, "/journey new Vacuum")
        for page in people.values():
            await opens_thread(page, "starts a journey map")
            await sees(page, "What should get better once this map exists?")
        for who, what, seen in BUILD:
            await answers(people[who], what)
            await sees(people[who], seen)
        picture = ana.locator("#thread img").last
        await picture.wait_for()
        assert "Lowest point: Awareness, -2" in (await picture.get_attribute("alt") or "")
        await shoots(ana, "first-picture", shots)

        await ana.locator("#thread input[type=file]").set_input_files(EXAMPLES / "events.csv")
        await ana.press("#thread-composer", "Enter")
        await sees(ana, "This is how I would read it")
        await answers(ana, "[Import]")
        await sees(ana, f"{story['events']} rows read, {story['events']} stored")

        await answers(boris, "where do customers drop off within 14 days?")
        reached = story["reached"]
        lost = reached[2] - reached[3]
        await sees(boris, f"Most are lost after Consideration: {thousands(lost)} of {thousands(reached[2])} customers")
        await answers(ana, "and by persona?")
        colleen = story["by_persona"]["curious-colleen"]
        await sees(
            ana, f"At Consideration, Curious Colleen loses most: {colleen[2] - colleen[3]} of {colleen[2]} customers"
        )
        await shoots(ana, "by-persona", shots)
    refused = [entry for entry in await slack.refusals() if entry["kind"] == "refusal"]
    assert refused == []


@pytest.mark.slow
async def test_a_message_becomes_evidence_by_its_menu(sampled: Playground):
    said = "Visitors write that the reviews on other sites contradict us."
    await sampled.person("Boris").says("#vacuum-shop", said)
    async with windows(sampled.page_url, "U0ANA") as (page,):
        await page.get_by_text("vacuum-shop").first.click()
        message = page.locator("#channel .message").filter(has_text=said).last
        await message.hover()
        await message.get_by_role("button", name="More actions").click()
        await page.get_by_role("menuitem").filter(has_text="Add as evidence").click()
        form = page.locator("dialog")
        await expect(form.get_by_label("What was said")).to_have_value(said)
        await form.get_by_role("button", name="Keep it").click()
        told = page.locator("#channel .message").filter(has_text='"reads reviews on other sites" is now')
        await expect(told).to_be_visible()
        await expect(form).to_have_count(0)
