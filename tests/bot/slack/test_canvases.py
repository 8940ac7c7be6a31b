"""A map as a canvas in Slack: written, rewritten, and a file where Slack takes none."""

from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import files_in
from bot.playground.driver import Playground
from bot.reply import Attachment, Reply
from bot.slack import canvases, limits
from bot.slack.attempts import Later
from bot.slack.delivery import Delivery
from bot.slack.files_out import FilesOut
from bot.slack.heard import Heard
from bot.slack.pools import Pools
from bot.slack.rows import FILE, POST, reply_rows
from prompts.loader import words
from storage.mailboxes import ToSend
from storage.open import Stores

SAMPLE = Path(__file__).parents[3] / "examples" / "curious_colleen.json"
SAID = Heard(team="T0WAYMARK", channel="C0VACUUM", user="U0ANA")
REFUSALS = (
    "canvas_disabled_user_team", "free_team_canvas_tab_already_exists", "team_tier_cannot_create_channel_canvases",
    "missing_scope", "canvas_too_large", "not_in_channel",
)  # fmt: skip


@pytest.fixture
def delivery(client: AsyncWebClient, session: aiohttp.ClientSession, stores: Stores, pools: Pools) -> Delivery:
    files_in.import_map(SAMPLE, "T0WAYMARK", "C0VACUUM", stores, datetime(2026, 11, 4, tzinfo=UTC))
    return Delivery(client, session, FilesOut(stores, pools, client, session, None))


def row(version: int = 1) -> ToSend:
    map_id = "vacuum-break-again"
    part = Attachment(file_name=f"{map_id}.md", format="canvas", map_id=map_id, version=version)
    return reply_rows(Reply(parts=(part,)), SAID, words("en"))[0]


def canvases_of(slack: Playground) -> list:
    return list(slack.running.slack.workspace.canvases.values())


async def test_a_canvas_holds_the_map_as_a_document_and_the_thread_says_where_it_is(delivery, standin: Playground):
    sent = await delivery.deliver(row())
    (canvas,) = canvases_of(standin)
    assert canvas.channel == "C0VACUUM" and "sees our ad on Instagram" in canvas.markdown
    assert "Written by Waymark from" in canvas.markdown and "version 1" in canvas.markdown
    (post,) = sent.follow
    assert post.method == POST and f"/docs/T0WAYMARK/{canvas.id}" in post.payload["text"]
    button = post.payload["blocks"][-1]["elements"][0]
    assert button["text"]["text"] == "Update canvas" and button["value"] == "vacuum-break-again"


async def test_the_page_of_a_canvas_can_be_read_on_this_machine_alone(delivery, standin: Playground, session):
    await delivery.deliver(row())
    (canvas,) = canvases_of(standin)
    base = standin.running.slack.base
    async with session.get(f"{base}/docs/T0WAYMARK/{canvas.id}") as page:
        assert page.status == 200 and "canvas.js" in await page.text()
    address = f"{base}/_playground/canvas/{canvas.id}"
    async with session.get(address, headers={"X-Playground-Token": standin.running.token}) as told:
        assert (await told.json())["markdown"] == canvas.markdown
    async with session.get(address) as refused:
        assert refused.status == 403


async def test_an_update_rewrites_the_same_canvas_but_not_twice_within_half_a_minute(
    delivery, standin: Playground, monkeypatch
):
    await delivery.deliver(row())
    (canvas,) = canvases_of(standin)
    canvas.markdown = "somebody wrote into it"
    sent = await delivery.deliver(row())
    assert canvases_of(standin) == [canvas] and "sees our ad" in canvas.markdown
    assert "shows version 1 now" in sent.follow[0].payload["text"]
    with pytest.raises(Later) as later:
        await delivery.deliver(row())
    assert 0 < later.value.seconds <= canvases.REWRITE_SECONDS
    monkeypatch.setattr(canvases, "REWRITE_SECONDS", 0.0)
    await delivery.deliver(row())


async def test_a_canvas_that_people_deleted_is_made_anew(delivery, standin: Playground):
    await delivery.deliver(row())
    standin.running.slack.workspace.canvases.clear()
    sent = await delivery.deliver(row())
    assert len(canvases_of(standin)) == 1 and "stands in a canvas" in sent.follow[0].payload["text"]


@pytest.mark.parametrize("code", REFUSALS)
async def test_where_slack_takes_no_canvas_the_same_comes_as_a_file_with_a_sentence(delivery, standin, code):
    await standin.fault("error", "canvases.create", value=code)
    said, file = (await delivery.deliver(row())).follow
    assert "could not write a canvas" in said.payload["text"]
    assert file.method == FILE and file.payload["part"]["format"] == "md"
    await delivery.deliver(file)
    assert [f.name.endswith(".md") for f in standin.running.slack.workspace.files.values()] == [True]


async def test_a_canvas_that_somebody_edits_is_tried_again_and_then_comes_as_a_file(delivery, standin: Playground):
    await delivery.deliver(row())
    await standin.fault("error", "canvases.edit", times=9, value="canvas_editing_locked")
    for attempts, pause in ((1, 2), (2, 8), (3, 30)):
        with pytest.raises(Later) as later:
            await delivery.deliver(row().model_copy(update={"attempts": attempts}))
        assert later.value.seconds == pause
    said, _ = (await delivery.deliver(row().model_copy(update={"attempts": 4}))).follow
    assert "somebody is editing it" in said.payload["text"]


@pytest.mark.filterwarnings("ignore:Sending a large body:ResourceWarning")
async def test_the_stand_in_refuses_what_slack_refuses(client: AsyncWebClient, standin: Playground):
    async def error_of(method: str, **given: object) -> str:
        with pytest.raises(SlackApiError) as refused:
            await client.api_call(method, json=given)
        return refused.value.response["error"]

    large = {"type": "markdown", "markdown": "x" * (limits.CANVAS_MARKDOWN + 1)}
    assert await error_of("canvases.create", title="t", document_content=large) == "canvas_too_large"
    assert await error_of("canvases.create", document_content={"type": "html"}) == "invalid_arguments"
    assert await error_of("canvases.create", channel_id="C0NONE") == "channel_not_found"
    assert await error_of("canvases.edit", canvas_id="F0NONE", changes=[]) == "canvas_not_found"
    made = await client.api_call("conversations.canvases.create", json={"channel_id": "C0VACUUM"})
    assert made["canvas_id"]
    assert await error_of("conversations.canvases.create", channel_id="C0VACUUM") == "channel_canvas_already_exists"
