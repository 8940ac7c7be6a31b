"""Forms in the whole house: opened, filled, saved, taken back; two people at once; a bot that dies in between."""

import asyncio
from pathlib import Path

import pytest

from bot.playground.driver import Playground
from bot.playground.person import Person, text_of
from bot.playground.wire import Json
from bot.settings import Settings
from storage.maps import Reader
from storage.model.journey import JourneyMap
from storage.open import open_stores
from tests.e2e.filling import form, sends
from tests.e2e.hearing import hears, said_by_waymark, taken_by_slack
from tests.e2e.test_kill import kills_at
from tests.e2e.thread import THREAD, plays
from tests.e2e.thread import opens as begins

SHOP, MAP, TOUCHPOINT = "#vacuum-shop", "vacuum-break-again", "/journey edit vacuum reads reviews"


async def opens(person: Person, command: str = TOUCHPOINT) -> Json:
    await person.slash(SHOP, command)
    return await form(person)


def read_backs(person: Person, part: str) -> list[str]:
    return [text for text in said_by_waymark(person) if part in text]


def stored(data: Path) -> JourneyMap:
    stores = open_stores(data)
    try:
        return stores.maps.get(Settings().workspace, MAP, Reader("", everything=True))
    finally:
        stores.close()


async def test_from_the_card_to_a_saved_touchpoint_and_back_again(sampled: Playground):
    ana = sampled.person("Ana")
    await ana.slash(SHOP, f"/journey show {MAP}")
    await ana.clicks("Edit…", within=20)
    list_of_things = await form(ana)
    groups = list_of_things["blocks"][-1]["element"]["option_groups"]
    option = next(o for g in groups for o in g["options"] if o["text"]["text"] == "reads reviews on other sites")
    chosen = {"chosen": {"chosen": {"type": "static_select", "selected_option": option}}}
    await ana.acts("submit", view_id=list_of_things["id"], state=chosen)
    touchpoint = await form(ana, "Touchpoint")
    await sends(ana, touchpoint, place="three sites", mood="-1", why="half of them are paid")
    said = await hears(ana, "Ana changed the touchpoint", channel=SHOP)
    assert "Where exactly: three sites" in text_of(said) and "−1" in text_of(said)
    assert ana.views == []
    boris = sampled.person("Boris")
    await boris.clicks("Undo", channel=SHOP)
    await hears(boris, "Ana", channel=SHOP)
    await ana.clicks("Undo", channel=SHOP)
    await hears(ana, "Undone", channel=SHOP)
    again = await opens(ana)
    place = next(b["element"] for b in again["blocks"] if (b.get("block_id") or "").startswith("place@"))
    assert "initial_value" not in place
    assert await taken_by_slack(sampled) == []


async def test_what_is_wrong_stands_beside_its_field_and_the_form_stays(sampled: Playground):
    ana = sampled.person("Ana")
    view = await opens(ana)
    await sends(ana, view, title=" ", place="desk 3")
    (wrong,) = await ana.waits(lambda: list(ana.view_errors.values()), 5, "error")
    assert "cannot be empty" in wrong and [held["id"] for held in ana.views] == [view["id"]]
    await sends(ana, ana.views[-1], title="reads reviews", place="desk 3")
    await hears(ana, "desk 3", channel=SHOP)


async def test_two_people_at_once_lose_nothing(sampled: Playground, tmp_path: Path):
    ana, boris = sampled.person("Ana"), sampled.person("Boris")
    mine, theirs = await opens(ana), await opens(boris)
    await sends(boris, theirs, title="reads tests", metric="test pages read")
    await hears(boris, "Boris changed", channel=SHOP)
    await sends(ana, mine, title="studies reviews", place="desk 3")
    await ana.waits(lambda: ana.views[-1]["blocks"][0]["type"] == "alert", 5, "notice")
    both = await form(ana)
    assert "Boris" in both["blocks"][0]["text"]["text"]
    await sends(ana, both, settle_title="both")
    await hears(ana, "reads tests / studies reviews", channel=SHOP)
    touchpoints = stored(tmp_path).touchpoints()
    saved = next(one for one in touchpoints if one.title == "reads tests / studies reviews")
    assert (saved.place, saved.metric) == ("desk 3", "test pages read")
    assert await taken_by_slack(sampled) == []


async def test_a_channel_is_found_by_typing_and_an_unknown_word_is_kept(sampled: Playground, tmp_path: Path):
    ana = sampled.person("Ana")
    view = await opens(ana)
    block = next(b for b in view["blocks"] if (b.get("block_id") or "").startswith("channel@"))
    asked = {"view_id": view["id"], "block_id": block["block_id"], "action_id": "channel"}
    shops = await ana.acts("options", **asked, query="sho")
    assert "Store" in [o["text"]["text"] for o in shops["options"]]
    assert [o["text"]["text"] for o in (await ana.acts("options", **asked, query="Instagram"))["options"]] == [
        "Social media", "Other: Instagram",
    ]  # fmt: skip
    every = (await ana.acts("options", **asked, query=""))["options"]
    assert len(every) == 32
    fax = (await ana.acts("options", **asked, query="fax"))["options"][-1]
    await sends(ana, view, channel=fax["value"])
    await hears(ana, "Other: fax", channel=SHOP)
    found = [one for one in stored(tmp_path).touchpoints() if one.channel_text == "fax"]
    assert [one.channel for one in found] == ["other"]


async def test_an_expired_trigger_leaves_a_button_that_opens_the_form(sampled: Playground):
    ana = sampled.person("Ana")
    await sampled.fault("error:expired_trigger_id", "views.open")
    await ana.slash(SHOP, TOUCHPOINT)
    await hears(ana, "took too long", channel=SHOP)
    await ana.clicks("Open form", channel=SHOP)
    assert (await form(ana))["title"]["text"] == "Touchpoint"


async def test_a_form_that_was_closed_before_it_was_read_is_no_error(sampled: Playground):
    ana = sampled.person("Ana")
    await sampled.fault("slow:1", "views.update")
    await ana.slash(SHOP, TOUCHPOINT)
    await ana.waits(lambda: ana.views, 10, "skeleton")
    await ana.closes()
    await asyncio.sleep(2)
    assert ana.views == [] and ana.notices == []


@pytest.mark.parametrize("moment", [0.0, 0.05, 0.3])
async def test_a_kill_after_the_form_is_closed_leaves_one_change_and_one_read_back(
    sampled_apart: Playground, tmp_path: Path, moment: float
):
    ana = sampled_apart.person("Ana")
    await sends(ana, await opens(ana), place="desk 3")
    await asyncio.sleep(moment)
    await sampled_apart.bot("kill")
    await sampled_apart.bot("start")
    await sampled_apart.until_connected(20)
    await hears(ana, "desk 3", channel=SHOP, within=30)
    await asyncio.sleep(1.5)
    assert len(read_backs(ana, "desk 3")) == 1
    now = stored(tmp_path)
    assert now.version == 2 and [one.place for one in now.touchpoints() if one.place == "desk 3"] == ["desk 3"]


async def test_a_kill_after_the_read_back_was_posted_posts_it_once(
    sampled_apart: Playground, monkeypatch: pytest.MonkeyPatch
):
    ana = sampled_apart.person("Ana")
    view = await opens(ana)
    killed = kills_at(sampled_apart, "chat.postMessage", monkeypatch)
    await sends(ana, view, place="desk 3")
    while not killed:
        await asyncio.sleep(0.02)
    await sampled_apart.bot("kill")
    await sampled_apart.bot("start")
    await sampled_apart.until_connected(20)
    await asyncio.sleep(3)
    assert len(read_backs(ana, "desk 3")) == 1


@pytest.mark.parametrize(
    ("command", "title", "filled", "said"),
    [
        ("/journey edit vacuum stage 2", "Stage", {"short": "Look", "mood": "+1", "why": "it is short"}, "Look"),
        ("/journey edit vacuum too much text", "Pain point", {"severity": "4", "cause": "no editor"}, "no editor"),
        (
            "/journey edit vacuum comparison tool",
            "Action",
            {"owner": "U0BORIS", "due_on": "2026-12-01", "expected_metric": "abandonment", "to_value": "49"},
            "Boris",
        ),
        ("/journey edit vacuum curious colleen", "Persona", {"goals": "save time\nno regret"}, "save time"),
    ],
)
async def test_every_other_form_saves_too(
    sampled: Playground, command: str, title: str, filled: dict[str, str], said: str
):
    ana = sampled.person("Ana")
    view = await opens(ana, command)
    assert view["title"]["text"] == title
    await sends(ana, view, **filled)
    await hears(ana, said, channel=SHOP)
    await ana.clicks("Undo", channel=SHOP)
    await hears(ana, "Undone", channel=SHOP)
    assert await taken_by_slack(sampled) == []


async def test_during_a_build_the_read_back_stands_in_its_thread_and_the_build_goes_on(slack: Playground):
    thread = await begins(slack)
    for act in THREAD[:4]:
        await plays(slack, thread, act)
    ana = slack.person("Ana")
    view = await opens(ana, "/journey edit vacuum stage 2")
    await sends(ana, view, short="Look")
    said = await hears(ana, "Short name: Look", thread=thread)
    assert said["thread_ts"] == thread
    for act in THREAD[4:6]:
        await plays(slack, thread, act)
    assert await taken_by_slack(slack) == []
