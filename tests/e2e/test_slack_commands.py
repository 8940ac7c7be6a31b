"""/journey and everything after it: what the person who typed it reads, and that Slack refuses nothing of it."""

import json
from pathlib import Path

import pytest

from bot.playground.driver import Playground
from bot.playground.person import text_of
from tests.e2e.hearing import hears, newest, said_by_waymark, taken_by_slack

MAP = "I need a vacuum that will not break again"


async def test_a_new_map_without_title_is_announced_and_asks_its_first_question_in_the_thread(slack: Playground):
    ana = slack.person("Ana")
    await ana.slash("#vacuum-shop", "/journey new")
    opening = await hears(ana, "*Ana* starts a journey map.", channel="#vacuum-shop")
    assert not opening["ephemeral"] and not opening["thread_ts"]
    await hears(slack.person("Boris"), "What should get better", thread=opening["ts"])
    assert len(said_by_waymark(ana)) == 2
    assert await taken_by_slack(slack) == []


async def test_a_title_is_said_in_the_opening_message_and_cannot_mention_everybody(slack: Playground):
    ana = slack.person("Ana")
    await ana.slash("#vacuum-shop", "/journey new <!channel> & *Checkout*")
    opening = await hears(ana, "starts a journey map:", channel="#vacuum-shop")
    assert "<!channel>" not in json.dumps(opening) and "&lt;!channel&gt; &amp;" in opening["text"]
    await hears(ana, "What should get better", thread=opening["ts"])
    assert await taken_by_slack(slack) == []


@pytest.mark.parametrize("typed", ["/journey", "/journey help", "/journey HELP"])
async def test_help_says_privately_what_one_can_type(slack: Playground, typed: str):
    boris = slack.person("Boris")
    await boris.slash("#general", typed)
    answer = await hears(boris, "What you can type", channel="#general")
    assert answer["ephemeral"]
    assert "/journey import" in text_of(answer)
    assert said_by_waymark(slack.person("Ana")) == []


async def test_an_empty_workspace_says_how_to_begin(slack: Playground):
    ana = slack.person("Ana")
    await ana.slash("#general", "/journey list")
    await hears(ana, "There is no map here yet")
    await ana.slash("#general", "/journey show checkout")
    await hears(ana, "No map is called 'checkout'")
    await ana.slash("#general", "/journey ask where do customers drop off?")
    await ana.waits(lambda: len(said_by_waymark(ana)) == 3, what="third answer")
    assert await taken_by_slack(slack) == []


async def test_a_misspelt_subcommand_offers_the_right_one_as_a_button(sampled: Playground):
    ana = sampled.person("Ana")
    await ana.slash("#general", "/journey lisst")
    await hears(ana, "I do not know 'lisst'")
    before = newest(ana)
    await ana.clicks("/journey list", channel="#general")
    await hears(ana, "Journey maps:", after=before)
    assert await taken_by_slack(sampled) == []


async def test_list_and_show_lead_to_the_card_and_sharing_it_shows_the_picture_to_all(sampled: Playground):
    ana, boris = sampled.person("Ana"), sampled.person("Boris")
    await ana.slash("#vacuum-shop", "/journey list")
    await hears(ana, "Journey maps:")
    await ana.clicks(MAP, channel="#vacuum-shop")
    card = await hears(ana, "First weeks", channel="#vacuum-shop")
    assert card["ephemeral"] and said_by_waymark(boris) == []
    await ana.clicks("Share", channel="#vacuum-shop")
    shared = await hears(boris, "Shared by Ana", channel="#vacuum-shop")
    assert not shared["ephemeral"]
    picture = await boris.waits(lambda: [m for m in boris.shown("#vacuum-shop") if m["files"]], 20, "picture")
    assert picture[0]["files"][0]["mimetype"] == "image/png"
    assert "Compare" in picture[0]["files"][0]["alt_txt"]
    await ana.waits(lambda: card["ts"] not in [m["ts"] for m in ana.shown("#vacuum-shop")], what="end of the original")
    assert await taken_by_slack(sampled) == []


async def test_an_unknown_map_gets_close_names(sampled: Playground):
    ana = sampled.person("Ana")
    await ana.slash("#vacuum-shop", "/journey show vacum-break-agin")
    await hears(ana, "Close to it: vacuum-break-again")
    assert await taken_by_slack(sampled) == []


async def test_a_question_is_answered_privately_and_shared_on_demand(sampled: Playground):
    ana, boris = sampled.person("Ana"), sampled.person("Boris")
    await ana.slash("#vacuum-shop", "/journey ask where do customers drop off?")
    answer = await hears(ana, "Compare", channel="#vacuum-shop")
    assert answer["ephemeral"] and said_by_waymark(boris) == []
    await ana.clicks("Share", channel="#vacuum-shop")
    shared = await hears(boris, "Ana", channel="#vacuum-shop")
    assert "Compare" in text_of(shared)
    await ana.waits(
        lambda: answer["ts"] not in [m["ts"] for m in ana.shown("#vacuum-shop")], what="end of the original"
    )
    assert await taken_by_slack(sampled) == []


async def test_an_export_comes_as_a_file_into_the_direct_message(sampled: Playground):
    ana = sampled.person("Ana")
    await ana.slash("#vacuum-shop", "/journey export json vacuum-break-again")
    await hears(ana, "Here is the file you asked for", channel="@Waymark")
    file = await ana.waits(
        lambda: [f for m in ana.shown("@Waymark") for f in m["files"]], 20, "file in the direct message"
    )
    assert file[0]["name"].startswith("vacuum-break-again") and file[0]["name"].endswith(".json")
    assert said_by_waymark(sampled.person("Boris")) == []
    assert await taken_by_slack(sampled) == []


async def test_the_import_form_takes_a_file_to_preview_and_import(slack: Playground, tmp_path: Path):
    ana = slack.person("Ana")
    file = tmp_path / "orders.csv"
    file.write_text("customer,time,event\nc1,2026-01-01T10:00:00Z,Ad Clicked\nc1,2026-01-02T10:00:00Z,Order Placed\n")
    await ana.slash("#vacuum-shop", "/journey import")
    await ana.waits(lambda: ana.views, what="form")
    given = await ana.uploads("", file)
    await ana.submits({"file": {"file": {"type": "file_input", "files": given["files"]}}})
    await hears(ana, "orders.csv: 2 rows", channel="#vacuum-shop")
    await ana.clicks("Import", channel="#vacuum-shop")
    await hears(ana, "2 rows read, 2 stored", channel="#vacuum-shop")
    assert await taken_by_slack(slack) == []
