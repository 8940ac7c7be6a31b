"""From a row to Slack: ever plainer forms, lost answers, files in several parts, limits of a channel."""

import asyncio
import time
from pathlib import Path

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.driver import Playground
from bot.reply import Chart, Kept, Reply, Series, Text
from bot.slack.attempts import Later
from bot.slack.delivery import Delivery, Refused, forms
from bot.slack.files_out import FilesOut
from bot.slack.heard import Heard
from bot.slack.pools import Pools
from bot.slack.rows import FILE, after, reply_rows
from bot.slack.turns import Turns
from prompts.loader import words
from storage.mailboxes import ToSend
from storage.open import Stores

CHART = Chart(shape="bar", title="Drop-off", categories=("A", "B"), series=(Series(name="All", values=(10.0, 4.0)),),
              unit="customers", note="n = 10", alt="A 10, B 4")  # fmt: skip
SAID = Heard(team="T0WAYMARK", channel="C0GENERAL", user="U0ANA")
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "words"}}


@pytest.fixture
def delivery(client: AsyncWebClient, session: aiohttp.ClientSession, stores: Stores, pools: Pools) -> Delivery:
    return Delivery(client, session, FilesOut(stores, pools, client, session, None))


def row_of(*parts: object) -> ToSend:
    return reply_rows(Reply.model_validate({"parts": parts}), SAID, words("en"))[0]


async def posted(standin: Playground) -> list[dict]:
    return [e["payload"] for e in await standin.journal("call", "chat.postMessage")]


async def test_a_refused_chart_goes_as_words_and_leads_to_a_picture(delivery: Delivery, standin: Playground):
    await standin.fault("error", "chat.postMessage", value="invalid_blocks")
    sent = await delivery.deliver(row_of(Text(text="Most leave at A"), CHART))
    kinds = [[block["type"] for block in call["blocks"]] for call in await posted(standin)]
    assert kinds == [["section", "data_visualization", "context"], ["section", "context"]]
    assert [row.method for row in sent.follow] == [FILE] and sent.follow[0].payload["part"]["title"] == "Drop-off"
    await delivery.deliver(sent.follow[0])
    assert len(await standin.journal("call", "files.completeUploadExternal")) == 1


async def test_bare_addresses_become_links_in_no_form(delivery: Delivery, standin: Playground):
    """Slack reads `parse` for the text and `verbatim` for blocks."""
    await delivery.deliver(
        row_of(Text(text="Look at www.evil.example"), Text(text="https://evil.example", style="grey"))
    )
    (call,) = await posted(standin)
    assert call["parse"] == "none"
    texts = [block.get("text") or block["elements"][0] for block in call["blocks"]]
    assert [text["verbatim"] for text in texts] == [True, True]


async def test_the_text_alone_is_the_last_form_and_then_the_row_is_refused(delivery: Delivery, standin: Playground):
    await standin.fault("error", "chat.postMessage", times=3, value="invalid_blocks")
    with pytest.raises(Refused, match="invalid_blocks"):
        await delivery.deliver(row_of(Text(text="Most leave at A"), CHART))
    assert [len(call.get("blocks") or ()) for call in await posted(standin)] == [3, 2, 0]


def test_a_form_that_is_no_plainer_is_not_tried_again():
    assert list(forms({"text": "words", "blocks": [SECTION]})) == [[SECTION], []]
    assert list(forms({"text": "words"})) == [[]]


def test_a_form_that_slack_is_known_to_refuse_is_left_out():
    too_long = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3_001}}
    assert list(forms({"text": "words", "blocks": [too_long]})) == [[]]


@pytest.mark.parametrize("kind", ["500", "503", "drop_before", "drop_after"])
async def test_an_unclear_end_is_looked_up_before_the_second_attempt(
    delivery: Delivery, standin: Playground, kind: str
):
    row = row_of(Text(text="once"))
    await standin.fault(kind, "chat.postMessage")
    with pytest.raises(Later) as later:
        await delivery.deliver(row)
    assert later.value.seconds is None
    sent = await delivery.deliver(row.model_copy(update={"attempts": 2}))
    await standin.person("Ana").reloads()
    shown = [m for m in standin.person("Ana").shown("#general") if m["is_bot"]]
    assert [m["ts"] for m in shown] == [sent.ts]


async def test_a_rate_limit_names_its_own_time(delivery: Delivery, standin: Playground):
    await standin.fault("429", "chat.postMessage", value=7)
    with pytest.raises(Later) as later:
        await delivery.deliver(row_of(Text(text="once")))
    assert later.value.seconds == 7


async def test_a_post_deep_in_a_long_thread_is_found_again(
    delivery: Delivery, standin: Playground, client: AsyncWebClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.slack.attempts.PAGE", 2)
    root = (await standin.person("Ana").says("#general", "root"))["ts"]
    for number in range(5):
        await standin.person("Ana").says("#general", str(number), thread=root)
    row = row_of(Text(text="once"))
    row = row.model_copy(update={"payload": row.payload | {"thread_ts": root}})
    sent = await delivery.deliver(row)
    assert (await delivery.deliver(row.model_copy(update={"attempts": 2}))).ts == sent.ts
    assert len(await posted(standin)) == 1


async def test_a_file_whose_end_was_unclear_is_not_shared_again(
    delivery: Delivery, standin: Playground, tmp_path: Path
):
    (tmp_path / "rows.csv").write_text("a,b\n")
    kept = Kept(file_name="orders-refused.csv", path=str(tmp_path / "rows.csv"), alt="Refused rows")
    row = after(row_of(Text(text="x")), FILE, {"channel": "C0GENERAL", "thread_ts": "", "part": kept.model_dump()})
    await standin.fault("drop_after", "files.completeUploadExternal")
    with pytest.raises(Later):
        await delivery.deliver(row)
    await delivery.deliver(row.model_copy(update={"attempts": 2}))
    await standin.person("Ana").reloads()
    files = [f["name"] for m in standin.person("Ana").shown("#general") for f in m["files"]]
    assert len(files) == 1 and files[0].startswith("orders-refused-")


async def test_a_channel_gets_a_few_messages_at_once_and_then_one_a_second():
    turns, times = Turns(), []

    async def post(channel: str) -> None:
        async with turns.turn(channel):
            times.append((channel, time.monotonic()))

    began = time.monotonic()
    await asyncio.gather(*(post("C1") for _ in range(5)), post("C2"))
    waited = [at - began for channel, at in times if channel == "C1"]
    assert max(waited[:3]) < 0.2 and waited[3] == pytest.approx(1, abs=0.2) and waited[4] == pytest.approx(2, abs=0.3)
    assert next(at for channel, at in times if channel == "C2") - began < 0.2
