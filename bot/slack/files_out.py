"""Shares pictures and files in a thread: asks for an upload address, sends the bytes, completes the upload."""

from pathlib import Path

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.drawing import Drawing, draw, draw_chart
from bot.reply import Attachment, Chart, Picture
from bot.slack import limits
from bot.slack.pools import Pools
from prompts.loader import words
from storage.open import Stores


def mark(token: str) -> str:
    """The end of a file's name by which an upload of unclear fate is found again."""
    return f"-{token[:6]}."


class FilesOut:
    """Files are drawn when they are sent, from the map version named in the row."""

    def __init__(
        self, stores: Stores, pools: Pools, client: AsyncWebClient, session: aiohttp.ClientSession, font: Path | None
    ) -> None:
        self._stores, self._pools, self._client, self._session, self._font = stores, pools, client, session, font

    async def share(
        self, what: Picture | Attachment, workspace_id: str, channel: str, thread_ts: str, token: str
    ) -> str | None:
        """Raises SlackApiError, aiohttp.ClientError; an upload address that refuses the bytes counts as the latter."""
        drawings = await self._pools.render(draw, what, workspace_id, self._stores, self._font)
        if not channel.startswith(("C", "G", "D")):
            channel = (await self._client.chat_postMessage(channel=channel, text=words("en")("slack.your_file")))[
                "channel"
            ]
        for drawing in drawings:
            name = f"{Path(drawing.name).stem}{mark(token)}{Path(drawing.name).suffix.lstrip('.')}"
            await self._upload(drawing, name, channel, thread_ts)
        return None

    async def chart(self, chart: Chart, channel: str, thread_ts: str) -> None:
        """A chart as picture, where native charts are refused."""
        drawing = await self._pools.render(draw_chart, chart, self._font)
        await self._upload(drawing, drawing.name, channel, thread_ts)

    async def _upload(self, drawing: Drawing, name: str, channel: str, thread_ts: str) -> None:
        place = await self._client.files_getUploadURLExternal(
            filename=name, length=len(drawing.content), alt_txt=drawing.alt[: limits.ALT_TXT]
        )
        async with self._session.post(
            place["upload_url"], data=drawing.content, headers={"Content-Type": "application/octet-stream"}
        ) as answer:
            answer.raise_for_status()
        await self._complete(place["file_id"], drawing.title, channel, thread_ts)

    async def _complete(self, file_id: str, title: str, channel: str, thread_ts: str) -> None:
        where = {"thread_ts": thread_ts} if thread_ts else {}
        await self._client.files_completeUploadExternal(
            files=[{"id": file_id, "title": title}], channel_id=channel, **where
        )
