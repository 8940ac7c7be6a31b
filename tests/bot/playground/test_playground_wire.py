"""Does the stand-in understand every encoding, and answer as Slack does?"""

import asyncio
import json

import aiohttp
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

GENERAL, SHOP, PRIVATE = "C0GENERAL", "C0VACUUM", "C0PRODUCT"
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Checkout"}}


async def call(slack, method, verb="POST", **given):
    given["headers"] = {"Authorization": f"Bearer {slack.bot_token}"}
    address = f"{slack.api_url}{method}"
    async with aiohttp.ClientSession() as session, session.request(verb, address, **given) as response:
        return response.status, await response.json()


POST = {"channel": GENERAL, "text": "Hello"}
BLOCKS = {"channel": GENERAL, "text": "Hello", "blocks": [SECTION]}


@pytest.mark.parametrize(
    "encoding",
    [
        {"json": BLOCKS},
        {"data": BLOCKS | {"blocks": json.dumps([SECTION])}},
        {"params": BLOCKS | {"blocks": json.dumps([SECTION])}, "data": ""},
        {"params": BLOCKS | {"blocks": json.dumps([SECTION])}, "verb": "GET"},
        {"data": aiohttp.FormData},
    ],
    ids=["json", "form", "query with an empty form", "get", "multipart"],
)
async def test_a_message_arrives_alike_in_every_encoding(slack, encoding):
    if encoding.get("data") is aiohttp.FormData:
        form = aiohttp.FormData({"channel": GENERAL, "text": "Hello", "blocks": json.dumps([SECTION])})
        form.add_field("extra", b"x", filename="x.bin")
        encoding = {"data": form}
    status, answer = await call(slack, "chat.postMessage", **encoding)
    assert (status, answer["ok"], answer["channel"]) == (200, True, GENERAL)
    block = answer["message"]["blocks"][0]
    assert (block["text"], bool(block["block_id"])) == (SECTION["text"], True)
    assert answer["message"]["text"] == "Hello"


async def test_the_token_may_stand_in_the_form_and_team_id_is_no_argument(slack):
    async with aiohttp.ClientSession() as session:
        given = {"token": slack.bot_token, "team_id": "T0WAYMARK"}
        async with session.post(f"{slack.api_url}auth.test", data=given) as response:
            assert (await response.json())["user_id"] == "U0WAYMARK"
            assert "chat:write" in response.headers["x-oauth-scopes"].split(",")


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("xoxb-wrong", "invalid_auth"), ("app", "not_allowed_token_type")],
)
async def test_a_wrong_token_is_refused_by_its_kind(slack, token, error):
    token = slack.app_token if token == "app" else token
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with session.post(f"{slack.api_url}auth.test", headers=headers) as response:
            assert (response.status, await response.json()) == (200, {"ok": False, "error": error})


async def test_an_unknown_method_is_named_and_noted(slack):
    assert (await call(slack, "chat.dance"))[1] == {"ok": False, "error": "unknown_method", "req_method": "chat.dance"}
    assert [entry["answer"] for entry in await slack.refusals()] == ["unknown_method"]


async def test_the_async_client_can_call_every_method_of_a_bot(slack, client):
    posted = await client.chat_postMessage(
        channel=SHOP, text="Map", blocks=[SECTION], metadata={"event_type": "m", "event_payload": {"id": "1"}}
    )
    ts = posted["ts"]
    await client.chat_update(channel=SHOP, ts=ts, text="Map 2")
    await client.chat_postEphemeral(channel=SHOP, user="U0ANA", text="Only you")
    await client.assistant_threads_setStatus(
        channel_id=SHOP, thread_ts=ts, status="thinks", loading_messages=["a", "b"]
    )
    await client.assistant_threads_setTitle(channel_id="D0ANA", thread_ts=ts, title="T")
    await client.assistant_threads_setSuggestedPrompts(channel_id="D0ANA", prompts=[{"title": "A", "message": "B"}])
    await client.agents_sessions_setStatus(channel_id="D0ANA", status="processing", title="Checkout")
    await client.agents_sessions_rename(channel_id="D0ANA", title="Checkout 2")
    assert (await client.chat_getPermalink(channel=SHOP, message_ts=ts))["permalink"].endswith(
        f"/p{ts.replace('.', '')}"
    )
    assert (await client.conversations_info(channel=SHOP))["channel"]["name"] == "vacuum-shop"
    assert "U0GINA" in (await client.conversations_members(channel=SHOP))["members"]
    assert (await client.conversations_history(channel=SHOP))["messages"][0]["text"] == "Map 2"
    replies = await client.conversations_replies(channel=SHOP, ts=ts, include_all_metadata=True)
    assert replies["messages"][0]["metadata"]["event_payload"] == {"id": "1"}
    channels = (await client.conversations_list(types="public_channel,private_channel"))["channels"]
    assert [channel["name"] for channel in channels] == ["vacuum-shop", "general", "product-private", "old-shop"]
    ana = (await client.users_info(user="U0ANA"))["user"]
    assert (ana["real_name"], ana["profile"]["display_name"], ana["tz"]) == ("Ana", "Ana", "Europe/Skopje")
    assert "locale" not in ana
    assert (await client.users_info(user="U0ANA", include_locale=True))["user"]["locale"] == "en-US"
    assert len((await client.users_list())["members"]) == 6
    assert (await client.reactions_get(channel=SHOP, timestamp=ts))["message"]["ts"] == ts
    await client.blocks_validate(blocks=[SECTION])
    await client.views_publish(user_id="U0ANA", view={"type": "home", "blocks": [SECTION]})
    await client.chat_delete(channel=SHOP, ts=ts)
    near = {v["rule"] for e in await slack.refusals(near=True) for v in e["verdicts"]}
    assert near == set()


async def test_the_sync_client_is_understood_too(slack):
    client = WebClient(token=slack.bot_token, base_url=slack.api_url)
    answer = await asyncio.to_thread(client.auth_test)
    assert (answer["team_id"], answer["bot_id"]) == ("T0WAYMARK", "B0WAYMARK")


async def test_blocks_validate_needs_no_token_and_names_what_is_wrong(slack):
    bad = {"blocks": json.dumps([{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}])}
    address = f"{slack.api_url}blocks.validate"
    async with aiohttp.ClientSession() as session, session.post(address, params=bad) as response:
        answer = await response.json()
    assert (answer["error"], answer["errors"][0]["pointer"]) == ("invalid_blocks", "/blocks/0/text/text")


async def test_refused_blocks_come_with_json_pointers(client):
    button = {"type": "button", "text": {"type": "plain_text", "text": "y" * 76}, "action_id": "a"}
    blocks = [SECTION, {"type": "actions", "elements": [button]}]
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel=GENERAL, text="x", blocks=blocks)
    assert refused.value.response["error"] == "invalid_blocks"
    message = refused.value.response["response_metadata"]["messages"][0]
    assert message.endswith("[json-pointer:/blocks/1/elements/0/text/text]")


async def test_metadata_is_read_only_when_asked_for(client):
    ts = (await client.chat_postMessage(channel=SHOP, text="m", metadata={"event_type": "m", "event_payload": {}}))[
        "ts"
    ]
    assert "metadata" not in (await client.conversations_replies(channel=SHOP, ts=ts))["messages"][0]


async def test_history_is_given_page_by_page_without_replies(client):
    first = (await client.chat_postMessage(channel=SHOP, text="0"))["ts"]
    await client.chat_postMessage(channel=SHOP, text="reply", thread_ts=first)
    await client.chat_postMessage(channel=SHOP, text="1")
    page = await client.conversations_history(channel=SHOP, limit=1)
    assert ([m["text"] for m in page["messages"]], page["has_more"]) == (["1"], True)
    rest = await client.conversations_history(channel=SHOP, limit=5, cursor=page["response_metadata"]["next_cursor"])
    assert [(m["text"], m["reply_count"]) for m in rest["messages"]] == [("0", 1)]
    exact = await client.conversations_history(channel=SHOP, latest=first, inclusive=True, limit=1)
    assert exact["messages"][0]["ts"] == first
