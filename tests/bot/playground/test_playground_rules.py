"""Does the stand-in refuse what Slack refuses?"""

import asyncio
import re
import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.driver import ActRefused, Playground
from bot.slack.manifest import MANIFEST

GENERAL, SHOP, ARCHIVED, SHARED = "C0GENERAL", "C0VACUUM", "C0OLDSHOP", "C0PARTNER"
VIEW = {"type": "modal", "title": {"type": "plain_text", "text": "Form"}, "blocks": [{"type": "divider"}]}


async def error_of(awaited):
    with pytest.raises(SlackApiError) as refused:
        await awaited
    return refused.value.response["error"]


@pytest.fixture
async def trigger(slack, bot):
    """Gives a fresh trigger id each time it is called."""
    await bot.connects()

    async def fresh():
        count = len(bot.got)
        await slack.person("Ana").slash("#general", "/journey x")
        return (await bot.gets("slash_commands", sum("command" in body for body in bot.got[:count]) + 1))[-1][
            "trigger_id"
        ]

    return fresh


async def test_an_event_nobody_acks_comes_again_at_once_after_a_minute_and_after_five(slack, bot):
    attempts = []

    @bot.app.middleware
    async def refuse(body, next, req, resp):  # noqa: A002
        attempts.append((body["event_id"], req.headers.get("x-slack-retry-num", ["0"])[0]))

    await bot.connects()
    await slack.person("Ana").says("D0ANA", "hello")
    for count, seconds in ((1, 3.1), (2, 63.1), (3, 303.1), (4, 3.1)):
        await until(lambda count=count: len(attempts) == count)
        await slack.advance(3.1)  # nobody acks in time
        await asyncio.sleep(0.05)
        await slack.advance(seconds - 3.1)
    assert [number for _, number in attempts] == ["0", "1", "2", "3"]
    assert len({event for event, _ in attempts}) == 1
    await slack.advance(10_000)
    await asyncio.sleep(0.1)
    assert len(attempts) == 4
    envelopes = await slack.journal("event", "message")
    assert len(envelopes) == 4
    assert [r["payload"]["attempt"] for r in await slack.refusals()] == [0, 1, 2, 3]


async def until(good, within=5.0):
    deadline = time.monotonic() + within
    while not good():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


async def test_a_command_without_an_ack_fails_once_and_the_person_reads_it(slack, bot):
    held = asyncio.Event()

    @bot.app.command("/journey")
    async def late(ack):
        await held.wait()
        await ack()

    await bot.connects()
    ana = slack.person("Ana")
    waiting = asyncio.create_task(ana.slash("#general", "/journey new"))
    await bot.gets("slash_commands")
    await slack.advance(3.1)
    with pytest.raises(ActRefused, match="/journey failed because the app did not respond"):
        await waiting
    held.set()
    await slack.advance(400)
    assert len(await bot.gets("slash_commands")) == 1
    await ana.waits(lambda: ana.notices == ["/journey failed because the app did not respond."])


async def test_an_act_towards_a_bot_that_is_not_there_fails_at_once(slack):
    with pytest.raises(ActRefused, match="not connected"):
        await slack.person("Ana").slash("#general", "/journey new")


async def test_a_slow_ack_is_noted(slack, bot):
    @bot.app.command("/journey")
    async def slow(ack):
        await slack.advance(2.8)
        await ack()

    await bot.connects()
    await slack.person("Ana").slash("#general", "/journey new")
    (near,) = await slack.refusals(near=True)
    assert (near["answer"], near["verdicts"][0]["rule"], near["verdicts"][0]["limit"]) == ("near", "ack_seconds", 3)
    assert 2.8 <= near["verdicts"][0]["found"] < 3


async def test_a_trigger_opens_one_view_within_three_seconds(slack, bot, trigger):
    first = await trigger()
    view = (await bot.client.views_open(trigger_id=first, view=VIEW))["view"]
    assert view["root_view_id"] == view["id"]
    assert await error_of(bot.client.views_open(trigger_id=first, view=VIEW)) == "exchanged_trigger_id"
    second = await trigger()
    await slack.advance(3.1)
    assert await error_of(bot.client.views_open(trigger_id=second, view=VIEW)) == "expired_trigger_id"
    assert await error_of(bot.client.views_open(trigger_id="1.2.3", view=VIEW)) == "invalid_trigger_id"


async def test_three_views_are_the_most_and_only_a_modals_trigger_pushes(slack, bot, trigger):
    row = {"type": "actions", "block_id": "r", "elements": [
        {"type": "button", "action_id": "b", "text": {"type": "plain_text", "text": "B"}}]}  # fmt: skip
    view = {**VIEW, "blocks": [row]}
    await bot.client.views_open(trigger_id=await trigger(), view=view)
    assert await error_of(bot.client.views_push(trigger_id=await trigger(), view=view)) == "invalid_trigger_id"
    ana = slack.person("Ana")
    errors = []
    for count in (1, 2, 3):
        await ana.waits(lambda count=count: len(ana.views) == count)
        await ana.acts("click", view_id=ana.views[-1]["id"], block_id="r", action_id="b")
        trigger_id = (await bot.gets("block_actions", count))[-1]["trigger_id"]
        if count == 3:
            errors.append(await error_of(bot.client.views_push(trigger_id=trigger_id, view=view)))
        else:
            await bot.client.views_push(trigger_id=trigger_id, view=view)
    assert errors == ["push_limit_reached"]


async def test_an_update_with_an_old_hash_conflicts(slack, bot, trigger):
    view = (await bot.client.views_open(trigger_id=await trigger(), view=VIEW))["view"]
    await bot.client.views_update(view_id=view["id"], hash=view["hash"], view=VIEW)
    assert await error_of(bot.client.views_update(view_id=view["id"], hash=view["hash"], view=VIEW)) == "hash_conflict"
    assert await error_of(bot.client.views_update(view_id="V0NONE", view=VIEW)) == "not_found"


async def test_a_home_tab_conflicts_and_can_be_too_large(client):
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first = (await client.views_publish(user_id="U0ANA", view=home))["view"]
    await client.views_publish(user_id="U0ANA", view=home)
    assert await error_of(client.views_publish(user_id="U0ANA", view=home, hash=first["hash"])) == "hash_conflict"
    text = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2_990}}
    assert (
        await error_of(client.views_publish(user_id="U0ANA", view={"type": "home", "blocks": [text] * 90}))
        == "view_too_large"
    )
    assert await error_of(client.views_publish(user_id="U0NOBODY", view=home)) == "user_not_found"


@pytest.mark.parametrize("text", [{"type": "plain_text", "verbatim": True}, {"type": "mrkdwn", "verbatim": "yes"}])
async def test_verbatim_is_true_or_false_and_of_mrkdwn(client, text):
    home = {"type": "home", "blocks": [{"type": "section", "text": {"text": "www.x.example", **text}}]}
    assert await error_of(client.views_publish(user_id="U0ANA", view=home)) == "invalid_arguments"


async def test_bad_blocks_in_a_view_are_invalid_arguments_with_a_pointer(client):
    bad = {"type": "home", "blocks": [{"type": "markdown", "text": "not on this surface"}]}
    with pytest.raises(SlackApiError) as refused:
        await client.views_publish(user_id="U0ANA", view=bad)
    answer = refused.value.response
    assert answer["error"] == "invalid_arguments"
    assert "[json-pointer:/view/blocks/0/type]" in answer["response_metadata"]["messages"][0]


async def test_a_response_url_has_five_uses_and_thirty_minutes(slack, bot):
    await bot.connects()
    await slack.person("Ana").slash("#general", "/journey x")
    await slack.person("Ana").slash("#general", "/journey y")
    first, second = [body["response_url"] for body in await bot.gets("slash_commands", 2)]
    async with aiohttp.ClientSession() as session:

        async def post(url, **given):
            async with session.post(url, json=given) as response:
                return response.status, await response.json()

        assert [(await post(first, text=str(n)))[0] for n in range(5)] == [200] * 5
        assert await post(first, text="6") == (404, {"ok": False, "error": "used_url"})
        assert (await post(second))[1]["error"] == "no_text"
        await slack.advance(1_801)
        assert await post(second, text="late") == (404, {"ok": False, "error": "expired_url"})
        assert (await post(second + "x", text="x"))[1]["error"] == "invalid_url"


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        ({}, "no_text"),
        ({"text": ""}, "no_text"),
        ({"text": "a", "markdown_text": "b"}, "markdown_text_conflict"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"text": "a", "blocks": [{"type": "divider"}] * 51}, "msg_blocks_too_many"),
        ({"text": "a", "blocks": [{"type": "alert", "text": {"type": "plain_text", "text": "x"}}]}, "invalid_blocks"),
        ({"text": "a", "blocks": [{"type": "wonder"}]}, "invalid_blocks"),
        ({"text": "a", "blocks": "[{"}, "invalid_blocks_format"),
        (
            {"text": "a", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3_000}}] * 5},
            "msg_blocks_too_long",
        ),
    ],
)
async def test_messages_slack_refuses_are_refused_by_the_same_code(client, payload, error):
    assert await error_of(client.api_call("chat.postMessage", json={"channel": GENERAL, **payload})) == error


async def test_an_update_takes_four_thousand_characters_and_keeps_what_is_not_given(client):
    ts = (await client.chat_postMessage(channel=GENERAL, text="x", blocks=[{"type": "divider"}]))["ts"]
    assert await error_of(client.chat_update(channel=GENERAL, ts=ts, text="y" * 4_001)) == "msg_too_long"
    kept = (await client.chat_update(channel=GENERAL, ts=ts, text="y" * 4_000))["message"]
    assert [block["type"] for block in kept["blocks"]] == ["divider"]
    gone = (await client.chat_update(channel=GENERAL, ts=ts, text="y", blocks=[]))["message"]
    assert "blocks" not in gone


async def test_a_post_is_cut_at_forty_thousand_characters(slack, client):
    answer = await client.chat_postMessage(channel=GENERAL, text="z" * 40_001)
    assert len(answer["message"]["text"]) == 40_000
    assert [v["rule"] for e in await slack.refusals(near=True) for v in e["verdicts"]] == ["text_truncated"]


async def test_one_message_a_second_and_a_small_burst_per_channel(slack, client):
    for number in range(3):
        await client.chat_postMessage(channel=GENERAL, text=str(number))
    await client.chat_postMessage(channel=SHOP, text="elsewhere")
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=GENERAL, text="3")
    assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "1")
    await slack.advance(1)
    await client.chat_postMessage(channel=GENERAL, text="3")


async def test_a_tier_two_method_may_be_called_twenty_times_a_minute(slack, client):
    for _ in range(20):
        await client.conversations_list()
    with pytest.raises(SlackApiError) as refused:
        await client.conversations_list()
    assert (refused.value.response.status_code, refused.value.response["error"]) == (429, "ratelimited")
    assert 1 <= int(refused.value.response.headers["Retry-After"]) <= 60
    await client.users_list()
    await slack.advance(60)
    await client.conversations_list()


async def test_rights_decide_where_the_bot_may_write(slack, client):
    async def posts(channel):
        return await error_of(client.chat_postMessage(channel=channel, text="x"))

    assert await posts(SHARED) == "not_in_channel"
    assert await posts(ARCHIVED) == "is_archived"
    assert await posts("C0NONE") == "channel_not_found"
    assert (await client.chat_postMessage(channel="U0ANA", text="to a person"))["channel"] == "D0ANA"
    assert await error_of(client.chat_postEphemeral(channel=GENERAL, user="U0GINA", text="x")) == "user_not_in_channel"
    assert (
        await error_of(client.chat_postMessage(channel=GENERAL, text="x", thread_ts="1.000000")) == "thread_not_found"
    )
    said = await slack.person("Ana").says("#general", "hers")
    assert await error_of(client.chat_update(channel=GENERAL, ts=said["ts"], text="x")) == "cant_update_message"
    assert await error_of(client.chat_delete(channel=GENERAL, ts=said["ts"])) == "cant_delete_message"
    assert await error_of(client.conversations_history(channel=SHARED)) == "not_in_channel"


async def test_a_private_channel_without_the_bot_does_not_exist(slack, bot):
    slack.running.slack.workspace.channels["C0PRODUCT"].members.remove("U0WAYMARK")
    for awaited in (
        bot.client.chat_postMessage(channel="C0PRODUCT", text="x"),
        bot.client.conversations_info(channel="C0PRODUCT"),
    ):
        assert await error_of(awaited) == "channel_not_found"


async def test_a_scope_that_was_not_granted_is_named(client):
    for awaited, needed in [
        (client.reactions_add(channel=GENERAL, timestamp="1.1", name="eyes"), "reactions:write"),
        (client.conversations_open(users="U0ANA"), "im:write"),
        (client.team_info(), "team:read"),
    ]:
        with pytest.raises(SlackApiError) as refused:
            await awaited
        answer = refused.value.response
        assert (answer["error"], answer["needed"]) == ("missing_scope", needed)
        assert "chat:write" in answer["provided"].split(",")


async def test_with_more_scopes_the_same_calls_work_and_without_them_events_stay_away(wide):
    client = AsyncWebClient(token=wide.bot_token, base_url=wide.api_url)
    said = await wide.person("Ana").says("#general", "@Waymark hello")
    place = {"channel": GENERAL, "timestamp": said["ts"], "name": "eyes"}
    await client.reactions_add(**place)
    assert await error_of(client.reactions_add(**place)) == "already_reacted"
    await client.reactions_remove(**place)
    assert await error_of(client.reactions_remove(**place)) == "no_reaction"
    assert (await client.conversations_open(users="U0ANA"))["channel"]["id"] == "D0ANA"
    assert (await client.team_info())["team"]["name"] == "Waymark playground"
    assert await error_of(client.users_info(user="U0ANA")) == "missing_scope"
    events = {entry["method"] for entry in await wide.journal() if entry["kind"] in ("event", "refusal")}
    assert not events & {"app_mention", "message"}


async def test_the_app_is_registered_as_the_manifest_of_the_repository_says():
    async with Playground.start(seed=1) as slack:
        given = MANIFEST["oauth_config"]["scopes"]
        answer = await AsyncWebClient(token=slack.bot_token, base_url=slack.api_url).auth_test()
        assert set(answer.headers["x-oauth-scopes"].split(",")) == {*given["bot"], *given.get("bot_optional", [])}
        assert (await slack.get("state"))["commands"] == MANIFEST["features"]["slash_commands"]


async def test_people_see_only_what_slack_would_show(slack, client):
    await client.chat_postMessage(channel="C0PRODUCT", text="among us")
    await client.chat_postMessage(channel=GENERAL, text="for all")
    await client.chat_postEphemeral(channel=GENERAL, user="U0ANA", text="only Ana")
    seen = {}
    for name in ("Ana", "Boris", "Mia", "Gina", "Petra"):
        person = slack.person(name)
        marker = f"end {name}"
        await client.chat_postMessage(channel={"Petra": "C0VACUUM"}.get(name, person.id), text=marker)
        if name != "Petra":
            await person.sees(marker)
        await slack.advance(1)
        seen[name] = sorted(
            {m["text"] for m in person.shown()} - {f"end {n}" for n in ("Ana", "Boris", "Mia", "Gina", "Petra")}
        )
    assert seen == {
        "Ana": ["among us", "for all", "only Ana"],
        "Boris": ["among us", "for all"],
        "Mia": ["for all"],
        "Gina": [],
        "Petra": [],
    }


async def test_a_person_cannot_do_what_slack_would_not_let_her(slack, client):
    ana, gina = slack.person("Ana"), slack.person("Gina")
    ts = (await client.chat_postMessage(channel=GENERAL, text="x"))["ts"]
    for awaited, code in [
        (gina.says(GENERAL, "hello"), "channel_not_found"),
        (ana.says("#old-shop", "hello"), "is_archived"),
        (ana.says("#general", ""), "missing_field"),
        (ana.says("#general", "x" * 40_001), "msg_too_long"),
        (ana.acts("edit", channel=GENERAL, ts=ts, text="y"), "not_yours"),
        (ana.acts("click", channel=GENERAL, ts=ts, block_id="b", action_id="a"), "no_such_element"),
        (ana.acts("submit", view_id="V0NONE"), "view_not_found"),
        (ana.acts("dance"), "unknown_act"),
        (ana.says("#general", "x", thread="1.000000"), "thread_not_found"),
    ]:
        with pytest.raises(ActRefused, match=re.escape(code)):
            await awaited
