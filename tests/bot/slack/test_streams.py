"""A model's sentences in Slack: one message that grows at Slack's pace, and the answer in its place."""

import asyncio
import time
from itertools import pairwise

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.driver import Playground
from bot.playground.wire import Json
from bot.reply import Reply, Text
from bot.slack.attempts import Later
from bot.slack.delivery import Delivery
from bot.slack.files_out import FilesOut
from bot.slack.heard import Heard
from bot.slack.pools import Pools
from bot.slack.rows import in_place_of, reply_rows
from bot.slack.streams import Budget, Stream, Streams
from prompts.loader import words
from storage.open import Stores

TEAM, HERE, ANA = "T0WAYMARK", "C0VACUUM", "U0ANA"
ANSWER = Reply(parts=(Text(text="Most are lost after Compare."), Text(text="n = 1,868", style="grey")))


@pytest.fixture
async def thread(standin: Playground) -> str:
    said = await standin.person("Ana").says("#vacuum-shop", "why do they leave?")
    return str(said["ts"])


@pytest.fixture
def heard(thread: str) -> Heard:
    return Heard(team=TEAM, channel=HERE, user=ANA, ts=thread, thread_ts=thread)


async def calls(standin: Playground, method: str) -> list[Json]:
    return [entry["payload"] for entry in await standin.journal("call", method)]


async def tells(stream: Stream, *sentences: str, apart: float = 0.0) -> None:
    """As a turn does it: from another thread."""
    for sentence in sentences:
        await asyncio.to_thread(stream.sentence, sentence)
        await asyncio.sleep(apart)


def shown(standin: Playground, thread: str) -> list[Json]:
    return [m for m in standin.person("Ana").shown(thread=thread) if m["is_bot"]]


async def test_sentences_grow_in_one_message_and_the_answer_takes_its_place(
    standin: Playground, client: AsyncWebClient, session: aiohttp.ClientSession, stores: Stores, pools: Pools,
    heard: Heard, thread: str,
):  # fmt: skip
    stream = Streams(client, every=0.1).of(heard, lambda: None)
    await tells(stream, "Most are lost after Compare.", "62% of 1,868 <!channel> [x](https://a).", apart=0.2)
    ts = await stream.ends()
    ana = standin.person("Ana")
    await ana.waits(lambda: shown(standin, thread), 5, "stream")
    (message,) = shown(standin, thread)
    assert message["ts"] == ts
    assert message["text"] == "Most are lost after Compare. 62% of 1,868 &lt;!channel&gt; [x] (`https://a`). "
    (begun,) = await calls(standin, "chat.startStream")
    assert (begun["recipient_team_id"], begun["recipient_user_id"]) == (TEAM, ANA)
    assert "markdown_text" not in begun and begun["chunks"][0]["type"] == "markdown_text"

    delivery = Delivery(client, session, FilesOut(stores, pools, client, session, None))
    first, *others = in_place_of(ts, [*reply_rows(ANSWER, heard, words("en")), *reply_rows(ANSWER, heard, words("en"))])
    assert (await delivery.deliver(first)).ts == ts
    await delivery.deliver(others[0])
    await ana.waits(lambda: len(shown(standin, thread)) == 2, 5, "answers")
    assert [m["blocks"][0]["text"]["text"] for m in shown(standin, thread)] == ["Most are lost after Compare."] * 2
    assert await standin.refusals() == []


async def test_where_slack_streams_nothing_the_answer_is_one_message(
    standin: Playground, client: AsyncWebClient, heard: Heard
):
    await standin.fault("error", "chat.startStream", value="feature_disabled")
    stream = Streams(client, every=0.01).of(heard, lambda: None)
    await tells(stream, "One.", "Two.", "Three.", apart=0.05)
    assert await stream.ends() == ""
    assert len(await calls(standin, "chat.startStream")) == 1
    assert await calls(standin, "chat.appendStream") == []


@pytest.mark.parametrize("fault", ["429", "503", "drop_before", "drop_after"])
async def test_a_stream_that_breaks_keeps_what_it_said(
    standin: Playground, client: AsyncWebClient, heard: Heard, fault: str
):
    await standin.fault(fault, "chat.appendStream")
    stream = Streams(client, every=0.01).of(heard, lambda: None)
    await tells(stream, "One.", "Two.", "Three.", apart=0.1)
    ts = await stream.ends()
    assert ts
    assert len(await calls(standin, "chat.startStream")) == 1


async def test_what_is_withdrawn_is_not_added_to(standin: Playground, client: AsyncWebClient, heard: Heard):
    stream = Streams(client, every=0.01).of(heard, lambda: None)
    await tells(stream, "One.", apart=0.1)
    await asyncio.to_thread(stream.withdrawn)
    await tells(stream, "Two.", apart=0.1)
    assert await stream.ends()
    assert await calls(standin, "chat.appendStream") == []


async def test_a_stop_in_slack_is_passed_on(standin: Playground, client: AsyncWebClient, heard: Heard, thread: str):
    stopped: list[str] = []
    stream = Streams(client, every=0.01).of(heard, lambda: stopped.append("yes"))
    await tells(stream, "One.", apart=0.1)
    await standin.person("Ana").acts("stop", channel=HERE, thread_ts=thread)
    await tells(stream, "Two.", "Three.", apart=0.1)
    await stream.ends()
    assert stopped == ["yes"]


async def test_pieces_wait_for_their_time_and_are_of_one_size(
    standin: Playground, client: AsyncWebClient, heard: Heard
):
    stream = Streams(client, every=0.5).of(heard, lambda: None)
    await tells(stream, "One.", apart=0.1)
    await tells(stream, *["Two."] * 20, "x" * 1_100, apart=0.01)
    await asyncio.sleep(1.5)
    began = time.monotonic()
    await tells(stream, "One that waits.")
    await stream.ends()
    assert time.monotonic() - began < 0.4
    entries = [e for e in await standin.journal("call") if e["method"].endswith("Stream")]
    times = [entry["at"] for entry in entries if entry["method"] != "chat.stopStream"]
    assert len(times) in (3, 4), "the last sentence may come with the answer alone"
    assert all(later - earlier >= 0.45 for earlier, later in pairwise(times))


@pytest.mark.parametrize("place", [{"private": True}, {"thread_ts": ""}])
async def test_private_answers_and_plain_direct_messages_are_not_streamed(
    standin: Playground, client: AsyncWebClient, heard: Heard, place: dict[str, object]
):
    stream = Streams(client, every=0.01).of(heard.model_copy(update=place), lambda: None)
    await tells(stream, "One.", apart=0.05)
    assert await stream.ends() == ""
    assert await calls(standin, "chat.startStream") == []


async def test_a_message_that_is_gone_is_posted_anew(
    standin: Playground, client: AsyncWebClient, session: aiohttp.ClientSession, stores: Stores, pools: Pools,
    heard: Heard, thread: str,
):  # fmt: skip
    stream = Streams(client, every=0.01).of(heard, lambda: None)
    await tells(stream, "One.", apart=0.1)
    ts = await stream.ends()
    await client.chat_delete(channel=HERE, ts=ts)
    (row,) = in_place_of(ts, reply_rows(ANSWER, heard, words("en")))
    delivery = Delivery(client, session, FilesOut(stores, pools, client, session, None))
    sent = await delivery.deliver(row)
    assert sent.ts and sent.ts != ts
    await standin.fault("503", "chat.update")
    with pytest.raises(Later):
        await delivery.deliver(row)


def test_a_minute_has_room_for_so_many():
    now = [0.0]
    budget = Budget(2, lambda: now[0])
    assert [budget.spend() for _ in range(3)] == [True, True, False]
    now[0] = 60.0
    assert [budget.spend() for _ in range(3)] == [True, True, False]
