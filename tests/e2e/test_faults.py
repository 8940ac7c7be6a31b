"""Slack fails in every way it is known to fail: every accepted request is answered once, and nothing is lost."""

import asyncio
from pathlib import Path

import pytest

from bot.playground.driver import Playground
from bot.playground.person import text_of
from tests.e2e.hearing import hears, newest, said_by_waymark
from tests.e2e.thread import THREAD, opens, plays

pytestmark = pytest.mark.endurance
HTTP = [("429", 1), ("500", None), ("503", None), ("drop_before", None), ("drop_after", None), ("slow", 2)]
METHODS = ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"]
PICTURES = [(*fault, METHODS[n % 3]) for n, fault in enumerate(f for f in HTTP if f[0] != "slow")]
"""Each kind of fault, and each step of an upload, met once or twice; a second fault of a kind is no new case."""


async def asked(slack: Playground) -> list[str]:
    """One question by mention; everything Waymark then says in its thread."""
    ana = slack.person("Ana")
    said = await ana.says("#vacuum-shop", "@Waymark help")
    await hears(ana, "What you can type", thread=said["ts"])
    await asyncio.sleep(3)
    return said_by_waymark(ana, thread=said["ts"])


@pytest.mark.parametrize(("kind", "value"), HTTP)
async def test_a_post_that_fails_is_made_again_and_never_doubled(slack: Playground, kind: str, value: float | None):
    await slack.fault(kind, "chat.postMessage", value=value)
    assert len(await asked(slack)) == 1


async def test_slacks_wish_to_wait_is_kept(slack: Playground):
    await slack.fault("429", "chat.postMessage", value=3)
    assert len(await asked(slack)) == 1
    first, second = [e["at"] for e in await slack.journal("call", "chat.postMessage")]
    assert 3 <= second - first < 5


async def test_a_post_of_unclear_fate_waits_until_it_can_be_looked_up(slack: Playground):
    """The answer to the post is lost, and so is the first look whether it arrived."""
    await slack.fault("drop_after", "chat.postMessage")
    await slack.fault("503", "conversations.replies")
    assert len(await asked(slack)) == 1
    assert len(await slack.journal("call", "chat.postMessage")) == 1


@pytest.mark.parametrize(("kind", "value"), HTTP)
async def test_the_opening_of_a_map_fails_and_still_there_is_one_thread(
    slack: Playground, kind: str, value: float | None
):
    ana = slack.person("Ana")
    await slack.fault(kind, "chat.postMessage", value=value)
    await ana.slash("#vacuum-shop", "/journey new Checkout")
    await hears(ana, "What should get better", channel="#vacuum-shop")
    await asyncio.sleep(2)
    told = said_by_waymark(ana)
    assert [sum(part in text for text in told) for part in ("starts a journey map", "What should get better")] == [1, 1]


@pytest.mark.parametrize(("kind", "value", "target"), PICTURES)
async def test_a_picture_comes_once_whatever_fails_on_its_way(
    sampled: Playground, target: str, kind: str, value: float | None
):
    ana = sampled.person("Ana")
    await sampled.fault(kind, target, value=value)
    said = await ana.says("#vacuum-shop", "@Waymark show vacuum-break-again")
    await ana.waits(lambda: [m for m in ana.shown(thread=said["ts"]) if m["files"]], 20, "picture")
    await asyncio.sleep(3)
    assert len([m for m in ana.shown(thread=said["ts"]) if m["files"]]) == 1


@pytest.mark.parametrize(("kind", "value"), [f for f in HTTP if f[0] not in ("drop_after", "slow")])
async def test_a_private_answer_that_fails_comes_later(slack: Playground, kind: str, value: float | None):
    ana = slack.person("Ana")
    await slack.fault(kind, "response_url", value=value)
    await ana.slash("#general", "/journey help")
    await hears(ana, "What you can type")
    assert len(said_by_waymark(ana)) == 1


async def test_a_private_answer_whose_address_is_used_up_goes_to_the_direct_message(slack: Playground):
    ana = slack.person("Ana")
    slack.running.slack.response_urls.spend = lambda key: (_ for _ in ()).throw(expired())  # type: ignore[method-assign]
    await ana.slash("#general", "/journey help")
    assert (await hears(ana, "What you can type"))["channel"] == ana.channel_id("@Waymark")


def expired() -> Exception:
    from bot.playground.wire import Refused

    return Refused("expired_url")


@pytest.mark.parametrize("kind", ["500", "503", "429", "drop_before", "drop_after"])
async def test_people_that_cannot_be_looked_up_at_once_are_looked_up_again(slack: Playground, kind: str):
    ana = slack.person("Ana")
    await slack.fault(kind, "users.info", times=2, value=1 if kind == "429" else None)
    await slack.fault(kind, "conversations.info", times=2, value=1 if kind == "429" else None)
    await ana.slash("#vacuum-shop", "/journey new")
    opening = await hears(ana, "*Ana* starts a journey map")
    await hears(ana, "What should get better", thread=opening["ts"])


async def test_when_slack_stays_away_from_a_lookup_the_person_is_told_to_send_it_again(slack: Playground):
    ana = slack.person("Ana")
    await slack.fault("503", "users.info", times=50)
    await ana.slash("#vacuum-shop", "/journey list")
    await hears(ana, "Slack does not answer me right now", within=40)


@pytest.mark.parametrize("kind", ["500", "drop_before", "429", "slow"])
async def test_the_connection_is_opened_although_the_first_try_fails(slack_apart: Playground, kind: str):
    await slack_apart.bot("stop")
    await slack_apart.fault(kind, "apps.connections.open", value=1)
    await slack_apart.bot("start")
    await slack_apart.until_connected(20)
    assert len(await asked(slack_apart)) == 1


@pytest.mark.parametrize("reason", ["refresh_requested", "too_many_websockets", "reset"])
async def test_a_lost_connection_comes_back_and_what_was_said_meanwhile_is_not_lost(slack: Playground, reason: str):
    ana = slack.person("Ana")
    thread = await opens(slack)
    await slack.running.slack.link.disconnect(reason)
    await ana.says("#vacuum-shop", "Fewer people drop off", thread=thread)
    await hears(ana, "Who is it about?", thread=thread, within=15)
    await plays(slack, thread, THREAD[1], 15)
    assert len(said_by_waymark(ana, thread=thread)) == 3


@pytest.mark.parametrize("event", ["message", "app_mention"])
@pytest.mark.parametrize("kind", ["duplicate", "drop_after", "drop_before", "slow"])
async def test_an_event_that_comes_twice_or_late_has_one_effect(slack: Playground, kind: str, event: str):
    await slack.fault(kind, event, times=2, value=1 if kind == "slow" else None)
    assert len(await asked(slack)) == 1


async def test_duplicates_in_a_build_are_noted_once(slack: Playground):
    ana = slack.person("Ana")
    thread = await opens(slack)
    await slack.fault("duplicate", "block_actions")
    await slack.fault("duplicate", "message", times=20)
    for act in THREAD[:5]:
        await plays(slack, thread, act)
    await asyncio.sleep(2)
    told = said_by_waymark(ana, thread=thread)
    assert len(told) == len(set(told)) == 6


async def test_refused_charts_and_tables_come_as_words_and_a_picture(sampled: Playground):
    ana = sampled.person("Ana")
    await sampled.fault("error", "chat.postMessage", value="invalid_blocks")
    said = await ana.says("#vacuum-shop", "@Waymark where do customers drop off?")
    answer = await hears(ana, "Compare", thread=said["ts"])
    assert not {"data_visualization", "data_table", "table"} & {block["type"] for block in answer["blocks"]}
    pictures = await ana.waits(lambda: [m for m in ana.shown(thread=said["ts"]) if m["files"]], 20, "picture")
    assert pictures[0]["files"][0]["mimetype"] == "image/png" and pictures[0]["files"][0]["alt_txt"]


async def test_blocks_refused_twice_leave_the_text_and_the_picture(sampled: Playground):
    ana = sampled.person("Ana")
    await sampled.fault("error", "chat.postMessage", times=2, value="invalid_blocks")
    said = await ana.says("#vacuum-shop", "@Waymark where do customers drop off?")
    answer = await hears(ana, "Compare", thread=said["ts"])
    assert answer["blocks"] == [] and answer["text"]
    await ana.waits(lambda: [m for m in ana.shown(thread=said["ts"]) if m["files"]], 20, "picture")


async def test_what_slack_refuses_for_good_is_told_to_the_person_with_a_reference(slack: Playground):
    ana = slack.person("Ana")
    await slack.fault("error", "chat.postMessage", value="some_new_error")
    await ana.says("#vacuum-shop", "@Waymark help")
    await hears(ana, "Slack did not take my answer", channel="@Waymark")


async def test_a_stop_in_the_middle_leaves_one_answer(slack_apart: Playground, tmp_path: Path):
    ana = slack_apart.person("Ana")
    thread = await opens(slack_apart)
    await slack_apart.fault("slow", "users.info", value=1)
    before = newest(ana)
    await ana.says("#vacuum-shop", "Fewer people drop off", thread=thread)
    await asyncio.sleep(0.2)
    await slack_apart.bot("restart")
    await hears(ana, "Who is it about?", thread=thread, after=before)
    await asyncio.sleep(1)
    assert sum("Who is it about?" in text_of(m) for m in ana.shown(thread=thread)) == 1


async def test_a_form_that_cannot_be_opened_is_answered_with_the_other_way_in(slack: Playground):
    ana = slack.person("Ana")
    await slack.fault("error", "views.open", value="expired_trigger_id")
    await ana.slash("#vacuum-shop", "/journey import")
    assert (await hears(ana, "Send me a CSV"))["ephemeral"]
