"""How does one row of the outbox reach Slack? Posts in ever plainer forms, private answers, files."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import aiohttp
import structlog
from pydantic import TypeAdapter
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.reply import Attachment, Part
from bot.slack.attempts import Later, later_or_raise, posted, shared
from bot.slack.calls import LOST, code, limited, pointers, troubled
from bot.slack.check import check_message
from bot.slack.files_out import FilesOut
from bot.slack.rows import IN_PLACE_OF, POST, RESPONSE, after, file_row
from bot.slack.turns import Turns
from bot.slack.views.reply import Block
from storage.mailboxes import ToSend

GONE = ("message_not_found", "file_not_found", "file_deleted")
DATA_BLOCKS = ("data_visualization", "data_table", "table")
REFUSED_BLOCKS = (
    "invalid_blocks",
    "invalid_blocks_format",
    "msg_blocks_too_long",
    "msg_blocks_too_many",
    "msg_too_long",
)
PART: TypeAdapter[Part] = TypeAdapter(Part)
RESPONSE_FIELDS = ("response_type", "text", "delete_original")

log = structlog.get_logger("waymark.delivery")


class Refused(Exception):
    """Slack will not take the row, however often; `why` is its code."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class Sent(NamedTuple):
    """What Slack made of a row: the message's timestamp or the ids of files, and the rows that follow from it."""

    ts: str | None = None
    follow: tuple[ToSend, ...] = ()
    files: tuple[str, ...] = ()


class Delivery:
    """Makes the calls of one row; several rows side by side."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession, files: FilesOut) -> None:
        self._client, self._session, self._files = client, session, files
        self._turns = Turns()

    async def deliver(self, row: ToSend) -> Sent:
        """Raises Later, Refused, and WaymarkError for a file that cannot be drawn any more."""
        try:
            match row.method:
                case "chat.postMessage":
                    return await self._post(row)
                case "file":
                    return await self._share(row)
                case "chat.delete" | "files.delete":
                    return await self._delete(row)
                case _:
                    return await self._respond(row)
        except SlackApiError as error:
            try:
                later_or_raise(error)
            except SlackApiError:
                raise Refused(code(error)) from error
        except LOST as error:
            raise Later from error

    async def _post(self, row: ToSend) -> Sent:
        payload = row.payload
        if IN_PLACE_OF in payload and (written := await self._write_over(row)):
            return written
        if row.attempts > 1 and (ts := await posted(self._client, row)):
            return Sent(ts, _follow(row, payload["channel"]))
        body = _said(row) | {"unfurl_links": False, "unfurl_media": False, "parse": "none"}
        body |= {"thread_ts": payload["thread_ts"]} if payload["thread_ts"] else {}
        for blocks in forms(payload):
            try:
                async with self._turns.turn(payload["channel"]):
                    answer = await self._client.chat_postMessage(**body, blocks=blocks or None)
            except SlackApiError as error:
                if code(error) not in REFUSED_BLOCKS:
                    raise
                log.warning("blocks refused", row=row.number, where=pointers(error))
                continue
            return Sent(answer["ts"], (*_drawn(row, blocks), *_follow(row, answer["channel"])))
        raise Refused("invalid_blocks")

    async def _write_over(self, row: ToSend) -> Sent | None:
        """The message that is there becomes this one; None where Slack does not let it, and it has to be posted."""
        for blocks in forms(row.payload):
            try:
                ts = row.payload[IN_PLACE_OF]
                answer = await self._client.chat_update(**_said(row), ts=ts, parse="none", blocks=blocks)
            except SlackApiError as error:
                if limited(error) or troubled(error):
                    raise
                log.warning("not written over", row=row.number, error=code(error), where=pointers(error))
                if code(error) in REFUSED_BLOCKS:
                    continue
                return None
            return Sent(answer["ts"], _drawn(row, blocks))
        return None

    async def _respond(self, row: ToSend) -> Sent:
        """A private answer has five uses and thirty minutes; after that it goes to the direct message."""
        body = {key: row.payload[key] for key in RESPONSE_FIELDS if key in row.payload} | {"parse": "none"}
        for blocks in forms(row.payload):
            said = body | ({"blocks": blocks} if blocks else {})
            async with self._session.post(row.payload["url"], json=said) as answer:
                status, why = answer.status, await answer.text()
                if status == 429:
                    raise Later(float(answer.headers.get("Retry-After", 1)))
            if status >= 500:
                raise Later
            if status == 200:
                return Sent()
            log.warning("private answer refused", row=row.number, status=status)
            if status == 404 or "_url" in why:
                return Sent(follow=_by_direct_message(row))
        raise Refused("invalid_blocks")

    async def _share(self, row: ToSend) -> Sent:
        payload = row.payload
        there = await shared(self._client, row) if row.attempts > 1 else frozenset()
        what = PART.validate_python(payload["part"])
        if isinstance(what, Attachment) and what.format == "canvas":
            return Sent(follow=await self._files.canvas(what, row))
        async with self._turns.turn(payload["channel"]):
            place = (row.workspace_id, payload["channel"], payload["thread_ts"], row.token)
            return Sent(files=await self._files.share(what, *place, there))

    async def _delete(self, row: ToSend) -> Sent:
        """What is gone already is gone."""
        try:
            await self._client.api_call(row.method, json=row.payload["of"])
        except SlackApiError as error:
            if code(error) not in GONE:
                raise
        return Sent()


def _said(row: ToSend) -> dict[str, Any]:
    """What a message says without its blocks, with the mark by which it is known again."""
    marked = {"event_type": "waymark", "event_payload": {"token": row.token}}
    return {"channel": row.payload["channel"], "text": row.payload["text"], "metadata": marked}


def forms(payload: dict[str, Any]) -> Iterator[list[Block]]:
    """The blocks as they are, else without charts and tables, else none: the text alone. Each form once."""
    blocks: list[Block] = payload.get("blocks") or []
    plainer = [block for block in blocks if block["type"] not in DATA_BLOCKS]
    tried: list[list[Block]] = []
    for form in (blocks, plainer, []):
        if form not in tried and not _rejected(payload["text"], form):
            yield form
        tried.append(form)


def _rejected(text: str, blocks: list[Block]) -> bool:
    """Whether our own checker knows that Slack would refuse the blocks."""
    findings = check_message({"text": text, "blocks": blocks}) if blocks else []
    return any(finding.severity == "reject" for finding in findings)


def _drawn(row: ToSend, blocks: list[Block]) -> tuple[ToSend, ...]:
    """The charts of a message as pictures, where it had to go without its charts."""
    if any(block["type"] == "data_visualization" for block in blocks):
        return ()
    place = (row.payload["channel"], row.payload["thread_ts"])
    charts = (file_row(row, chart, *place) for chart in row.payload.get("charts") or ())
    if "answer" not in row.payload:
        return tuple(charts)
    answer = {"answer": row.payload["answer"]}
    return tuple(chart.model_copy(update={"payload": chart.payload | answer}) for chart in charts)


def _follow(row: ToSend, channel: str) -> tuple[ToSend, ...]:
    """The rows that a posted message leads to."""
    rows = []
    if part := row.payload.get("then_file"):
        rows.append(file_row(row, part, channel, ""))
    if url := row.payload.get("then_delete"):
        rows.append(after(row, RESPONSE, {"url": url, "delete_original": True, "text": ""}))
    return tuple(rows)


def _by_direct_message(row: ToSend) -> tuple[ToSend, ...]:
    """The same answer for the direct message; nothing when there was only an original to take away."""
    if not row.payload.get("user"):
        return ()
    said = {key: row.payload[key] for key in ("text", "blocks", "charts") if key in row.payload}
    return (after(row, POST, {"channel": row.payload["user"], "thread_ts": ""} | said),)
