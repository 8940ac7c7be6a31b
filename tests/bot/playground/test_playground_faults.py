"""Does each fault do what it says, as often as it says, and to nothing else?"""

import asyncio
import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.driver import ActRefused

GENERAL = "C0GENERAL"


async def posts(client, text="x"):
    return await client.chat_postMessage(channel=GENERAL, text=text)


async def test_429_names_the_seconds_and_hits_only_its_method(slack, client):
    await slack.fault("429", "chat.postMessage", value=7)
    await client.auth_test()
    with pytest.raises(SlackApiError) as refused:
        await posts(client)
    assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "7")
    await posts(client)


@pytest.mark.parametrize("status", ["500", "503"])
async def test_server_errors_are_plain_text(slack, client, status):
    await slack.fault(status, "chat.postMessage")
    with pytest.raises(SlackApiError) as refused:
        await posts(client)
    assert refused.value.response.status_code == int(status)
    assert isinstance(refused.value.response.data, str)  # not JSON, as measured against Slack's edge
    await posts(client)


async def test_an_error_code_comes_as_ordered_after_calls_that_pass(slack, client):
    await slack.fault("error:internal_error", "chat.postMessage", times=2, after=1)
    await posts(client)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="internal_error"):
            await posts(client)
    await posts(client)


@pytest.mark.parametrize(("kind", "shown"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_lost_call_has_or_has_not_had_its_effect(slack, bot, kind, shown):
    client = bot.client
    client.retry_handlers.clear()
    await slack.fault(kind, "chat.postMessage")
    with pytest.raises(aiohttp.ClientError):
        await posts(client, "lost?")
    history = await client.conversations_history(channel=GENERAL)
    assert len(history["messages"]) == shown


async def test_slow_takes_its_time_by_the_clock_of_the_stand_in(slack, client):
    await slack.fault("slow:30", "chat.postMessage")
    began = time.monotonic()
    call = asyncio.create_task(posts(client))
    await asyncio.sleep(0.1)
    assert not call.done()
    await slack.advance(30)
    await call
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("reason", ["refresh_requested", "reset"])
async def test_a_cut_socket_comes_back_and_nothing_is_lost(slack, bot, reason):
    await bot.connects()
    await slack.fault("disconnect", "link", value=reason)
    ana = slack.person("Ana")
    await ana.says("D0ANA", "after the cut")
    assert (await bot.gets("message", within=15))[0]["event"]["text"] == "after the cut"
    assert len(await slack.journal("ws", "hello")) == 2


async def test_a_disconnect_in_the_middle_of_a_delivery_delivers_again(slack, bot):
    await bot.connects()
    await slack.fault("disconnect", "message")
    await slack.person("Ana").says("D0ANA", "hello")
    assert (await bot.gets("message", within=15))[0]["event"]["text"] == "hello"


async def test_a_duplicate_brings_the_same_event_twice(slack, bot):
    await bot.connects()
    await slack.fault("duplicate", "message")
    await slack.person("Ana").says("D0ANA", "once")
    first, second = await bot.gets("message", 2)
    assert first["event_id"] == second["event_id"]


@pytest.mark.parametrize(("kind", "heard"), [("drop_before", 1), ("drop_after", 2)])
async def test_a_lost_delivery_or_a_lost_ack_is_followed_by_another_delivery(slack, bot, kind, heard):
    await bot.connects()
    await slack.fault(kind, "message")
    await slack.person("Ana").says("D0ANA", "hello")
    await bot.gets("message", heard)
    await asyncio.sleep(0.2)
    assert len(await bot.gets("message", heard)) == heard
    assert [entry["payload"]["attempt"] for entry in await slack.refusals()] == [0]


async def test_a_lost_command_fails_for_the_person(slack, bot):
    await bot.connects()
    await slack.fault("drop_before", "slash_commands")
    with pytest.raises(ActRefused, match="did not respond"):
        await slack.person("Ana").slash("#general", "/journey help")
    await slack.person("Ana").slash("#general", "/journey help")
    assert len(await bot.gets("slash_commands")) == 1


async def test_response_urls_and_uploads_can_fail_too(slack, bot):
    await bot.connects()
    await slack.person("Ana").slash("#general", "/journey help")
    (body,) = await bot.gets("slash_commands")
    await slack.fault("503", "response_url")
    await slack.fault("500", "upload")
    async with aiohttp.ClientSession() as session:
        statuses = []
        for _ in range(2):
            async with session.post(body["response_url"], json={"text": "x"}) as response:
                statuses.append(response.status)
        assert statuses == [503, 200]
        given = await bot.client.files_getUploadURLExternal(filename="a.txt", length=1)
        async with session.post(given["upload_url"], data=b"a") as response:
            assert response.status == 500


async def test_faults_are_listed_cleared_and_unknown_ones_refused(slack, client):
    await slack.fault("429", "chat.postMessage", times=3)
    assert [fault["times"] for fault in (await slack.get("faults"))["faults"]] == [3]
    address, headers = f"{slack.page_url}_playground/faults", {"X-Playground-Token": slack.token}
    async with aiohttp.ClientSession() as session, session.delete(address, headers=headers) as response:
        assert (await response.json())["faults"] == []
    await posts(client)
    with pytest.raises(ActRefused, match="'flood' is not a fault"):
        await slack.fault("flood")
