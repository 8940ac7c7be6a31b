"""The way out: sends what the outbox holds, each call once, in the order of its thread, as fast as Slack takes it."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.reply import Attachment, Chart, Picture
from bot.slack import limits
from bot.slack.check import check_message
from bot.slack.files_out import FilesOut, mark
from bot.slack.heard import Heard
from bot.slack.pools import Pools
from bot.slack.rows import FILE, POST, STATUS
from storage.mailboxes import Received, ToSend
from storage.open import Stores

BURST, PER_SECOND = limits.POSTS_BURST - 1.0, 0.8 * limits.POSTS_PER_CHANNEL_SECOND
BACKOFF = (1, 5, 25, 60)
DATA_BLOCKS = ("data_visualization", "data_table", "table")
REFUSED_BLOCKS = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long")

log = structlog.get_logger("waymark.outbox")


class Later(Exception):
    """Slack did not take the call now; `unclear`: it may have taken it all the same."""

    def __init__(self, seconds: float, unclear: bool = False) -> None:
        self.seconds, self.unclear = seconds, unclear


class Sender:
    """One loop; calls of different threads go out side by side."""

    def __init__(
        self,
        stores: Stores,
        pools: Pools,
        client: AsyncWebClient,
        session: aiohttp.ClientSession,
        files: FilesOut,
        clock: Callable[[], datetime],
        ready: asyncio.Event,
        arrived: asyncio.Event,
    ) -> None:
        self._stores, self._pools, self._client, self._session, self._files = stores, pools, client, session, files
        self._clock, self._ready, self._arrived = clock, ready, arrived
        self._busy: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._posted: dict[str, tuple[float, float]] = {}

    async def run(self) -> None:
        """Until cancelled."""
        await self._pools.db(self._stores.outbox.reopen)
        while True:
            self._ready.clear()
            row = await self._pools.db(self._stores.outbox.take, self._clock(), frozenset(self._busy))
            if row is None:
                await self._rest()
                continue
            self._busy.add(row.thread)
            task = asyncio.create_task(self._send(row))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def finish(self, seconds: float) -> None:
        """Wait for running calls and, while time is left, for the rest of the outbox."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and (self._tasks or await self._pools.db(self._stores.outbox.waiting)):
            await asyncio.sleep(0.05)

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._ready.wait(), 0.5)
        except TimeoutError:
            return

    async def _send(self, row: ToSend) -> None:
        try:
            ts = await self._once(row)
            await self._pools.db(self._sent, row, ts)
        except Later as later:
            wait = later.seconds if not later.unclear else max(later.seconds, BACKOFF[min(row.attempts, 3)])
            await self._pools.db(self._stores.outbox.later, row.number, self._clock() + timedelta(seconds=wait))
            log.info("sent later", method=row.method, row=row.number, seconds=wait)
        except SlackApiError as error:
            log.error("refused", method=row.method, row=row.number, error=_code(error))
            await self._pools.db(self._stores.outbox.failed, row.number)
        finally:
            self._busy.discard(row.thread)
            self._ready.set()

    def _sent(self, row: ToSend, ts: str | None) -> None:
        """Mark it sent; a message that opens a map's thread puts the start of the build into the inbox."""
        with self._stores.transaction() as tx:
            tx.outbox.sent(row.number, ts)
            if ts and "then" in row.payload:
                heard = Heard.model_validate(row.payload["then"]).model_copy(update={"thread_ts": ts, "ts": ts})
                tx.inbox.put(_start(heard, row.token, self._clock()))
                self._arrived.set()

    async def _once(self, row: ToSend) -> str | None:
        if row.attempts > 1 and row.method in (POST, FILE) and (ts := await self._found(row)):
            return ts
        match row.method:
            case "chat.postMessage":
                return await self._post(row)
            case "response_url":
                return await self._respond(row)
            case "file":
                return await self._file(row)
            case _:
                return await self._quiet(row)

    async def _post(self, row: ToSend) -> str | None:
        payload = row.payload
        await self._take_turn(payload["channel"])
        body = {
            "channel": payload["channel"],
            "text": payload["text"],
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": {"event_type": "waymark", "event_payload": {"token": row.token}},
        } | ({"thread_ts": payload["thread_ts"]} if payload["thread_ts"] else {})
        return await self._down_the_ladder(row, body)

    async def _down_the_ladder(self, row: ToSend, body: dict[str, Any]) -> str | None:
        """Native blocks, else without charts and tables but with a picture of the charts, else the text alone."""
        blocks = row.payload.get("blocks") or []
        plainer = [block for block in blocks if block["type"] not in DATA_BLOCKS]
        for place, tried in enumerate((blocks, plainer, [])):
            said = body | ({"blocks": tried} if tried else {})
            if check_message_refuses(said):
                continue
            try:
                answer = await self._call(self._client.chat_postMessage, **said)
            except SlackApiError as error:
                if _code(error) in REFUSED_BLOCKS and place < 2:
                    log.warning("blocks refused", row=row.number, where=_pointers(error))
                    continue
                if _code(error) in ("not_in_channel", "channel_not_found") and row.payload.get("response_url"):
                    return await self._not_in_channel(row)
                raise
            if place:
                await self._draw(row)
            ts: str = answer["ts"]
            return ts
        return None

    async def _draw(self, row: ToSend) -> None:
        """The charts of a message whose native blocks were refused, as pictures."""
        for chart in row.payload.get("charts") or []:
            await self._files.chart(Chart.model_validate(chart), row.payload["channel"], row.payload["thread_ts"])

    async def _not_in_channel(self, row: ToSend) -> None:
        """A command was given where Waymark is not a member: say privately what to do."""
        from prompts.loader import words

        text = words("en")("slack.not_in_channel")
        await self._respond(row.model_copy(update={"payload": {"url": row.payload["response_url"], "text": text}}))

    async def _respond(self, row: ToSend) -> None:
        """A private answer; five uses and thirty minutes, after that it is dropped."""
        body = {key: value for key, value in row.payload.items() if key not in ("url", "charts")}
        for tried in (body, body | {"blocks": [b for b in body.get("blocks") or [] if b["type"] not in DATA_BLOCKS]}):
            try:
                async with self._session.post(row.payload["url"], json=tried) as answer:
                    if answer.status >= 500:
                        raise Later(BACKOFF[min(row.attempts, 3)], unclear=True)
                    if answer.status == 200:
                        return
                    log.warning("private answer refused", row=row.number, status=answer.status)
            except (aiohttp.ClientError, TimeoutError) as error:
                raise Later(BACKOFF[min(row.attempts, 3)], unclear=True) from error

    async def _file(self, row: ToSend) -> str | None:
        payload = row.payload
        part = payload["part"]
        what = Picture.model_validate(part) if part["kind"] == "picture" else Attachment.model_validate(part)
        await self._take_turn(payload["channel"])
        return await self._call(
            self._files.share, what, row.workspace_id, payload["channel"], payload["thread_ts"], row.token
        )

    async def _quiet(self, row: ToSend) -> None:
        """A status is worth nothing later: whatever goes wrong, it is left out."""
        try:
            await self._client.api_call(row.method, json=row.payload)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as error:
            log.info("left out", method=STATUS, error=type(error).__name__)

    async def _call(self, method: Any, *args: Any, **kwargs: Any) -> Any:
        """One call. Raises Later for rate limits, server errors and lost connections, SlackApiError for refusals."""
        try:
            return await method(*args, **kwargs)
        except SlackApiError as error:
            if error.response.status_code == 429 or _code(error) in ("ratelimited", "rate_limited"):
                raise Later(float(error.response.headers.get("Retry-After", 1))) from error
            if error.response.status_code >= 500 or _code(error) in (
                "internal_error",
                "fatal_error",
                "service_unavailable",
            ):
                raise Later(1, unclear=True) from error
            raise
        except (aiohttp.ClientError, TimeoutError, ConnectionError) as error:
            raise Later(1, unclear=True) from error

    async def _found(self, row: ToSend) -> str | None:
        """After an unclear end: the message with our token, if it is there."""
        channel, thread = row.payload["channel"], row.payload["thread_ts"]
        try:
            if thread:
                told = await self._client.conversations_replies(
                    channel=channel, ts=thread, limit=200, include_all_metadata=True
                )
            else:
                told = await self._client.conversations_history(channel=channel, limit=15, include_all_metadata=True)
        except (SlackApiError, aiohttp.ClientError, TimeoutError):
            return None
        for message in told["messages"]:
            token = ((message.get("metadata") or {}).get("event_payload") or {}).get("token")
            named = any(mark(row.token) in (file.get("name") or "") for file in message.get("files") or ())
            if token == row.token or named:
                ts: str = message["ts"]
                return ts
        return None

    async def _take_turn(self, channel: str) -> None:
        """A bucket a channel, a little smaller and slower to fill than Slack's: calls do not arrive as they were sent."""
        held, since = self._posted.get(channel, (BURST, 0.0))
        now = time.monotonic()
        held = min(BURST, held + (now - since) * PER_SECOND) - 1
        self._posted[channel] = (held, now)
        if held < 0:
            await asyncio.sleep(-held / PER_SECOND)


def check_message_refuses(payload: dict[str, Any]) -> bool:
    """Whether our own checker would refuse the blocks."""
    return bool(payload.get("blocks")) and any(f.severity == "reject" for f in check_message(payload))


def _start(heard: Heard, token: str, now: datetime) -> Received:
    return Received(
        key=f"start:{token}",
        workspace_id=heard.team,
        kind="message",
        thread=heard.thread,
        body=heard.model_dump(mode="json"),
        received_at=now,
    )


def _code(error: SlackApiError) -> str:
    """Slack's error code; after a 5xx the answer is a plain string."""
    data = error.response.data
    return str(data.get("error", "unknown")) if isinstance(data, dict) else "server_error"


def _pointers(error: SlackApiError) -> list[str]:
    data = error.response.data
    return list((data.get("response_metadata") or {}).get("messages") or ()) if isinstance(data, dict) else []
