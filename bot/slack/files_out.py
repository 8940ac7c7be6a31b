"""Shares pictures and files in a thread: asks for an upload address, sends the bytes, completes the upload."""

from collections.abc import Collection
from pathlib import Path

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.drawing import Drawing, draw, draw_answer, draw_chart, write_sheet
from bot.raster_apart import png_apart
from bot.reply import Attachment, Chart, Drawn, Kept, Part, Picture, Sheet, Strategy
from bot.slack import limits
from bot.slack.attempts import mark
from bot.slack.canvases import Canvases, NoCanvas, instead, told
from bot.slack.pools import Pools
from bot.slack.rows import file_row, reply_after
from prompts.loader import words
from storage.mailboxes import ToSend
from storage.open import Stores


class FilesOut:
    """Files are drawn when they are sent, from the map version named in the row."""

    def __init__(
        self, stores: Stores, pools: Pools, client: AsyncWebClient, session: aiohttp.ClientSession, font: Path | None
    ) -> None:
        self._stores, self._pools, self._client, self._session, self._font = stores, pools, client, session, font
        self._canvases = Canvases(client, stores, pools)

    async def share(
        self,
        what: Part,
        workspace_id: str,
        channel: str,
        thread_ts: str,
        token: str,
        there: Collection[str] = (),
    ) -> tuple[str, ...]:
        """The files of a part whose names are not `there` yet; gives their ids.

        Raises SlackApiError, aiohttp.ClientError (also for an upload address that refuses the bytes), MapNotFound and,
        for a kept file that is gone, OSError.
        """
        ids: list[str] = []
        for drawing in await self._drawn(what, workspace_id):
            name = Path(drawing.name)
            marked = f"{name.stem}{mark(token)}{name.suffix}"
            if marked not in there:
                ids.append(await self._upload(drawing, marked, channel, thread_ts))
        return tuple(ids)

    async def canvas(self, what: Attachment, row: ToSend) -> tuple[ToSend, ...]:
        """The map as a canvas and where it is; where Slack takes none, why, and the same as a file.

        Raises Later, SlackApiError, MapNotFound.
        """
        channel, thread_ts, spoken = row.payload["channel"], row.payload["thread_ts"], words(what.lang)
        (drawing,) = await self._drawn(what, row.workspace_id)
        try:
            written = await self._canvases.write(drawing, what, row.workspace_id, channel, row.attempts)
        except NoCanvas as refused:
            said = reply_after(row, instead(refused.why, spoken), channel, thread_ts, spoken)
            as_file = what.model_copy(update={"format": "md"}).model_dump(mode="json")
            return (*said, file_row(row, as_file, channel, thread_ts))
        return reply_after(row, told(written, what, drawing.title, spoken), channel, thread_ts, spoken)

    async def _drawn(self, what: Part, workspace_id: str) -> tuple[Drawing, ...]:
        match what:
            case Picture() | Attachment() | Strategy():
                return await self._pools.render(draw, what, workspace_id, self._stores, self._font, png_apart)
            case Chart():
                return (await self._pools.render(draw_chart, what, self._font, png_apart),)
            case Drawn():
                return (await self._pools.render(draw_answer, what, self._font, png_apart),)
            case Sheet():
                return (await self._pools.render(write_sheet, what),)
            case Kept():
                content = await self._pools.parse(Path(what.path).read_bytes)
                return (Drawing(what.file_name, what.file_name, content, what.alt),)
            case _:
                return ()

    async def _upload(self, drawing: Drawing, name: str, channel: str, thread_ts: str) -> str:
        place = await self._client.files_getUploadURLExternal(
            filename=name, length=len(drawing.content), alt_txt=drawing.alt[: limits.ALT_TXT]
        )
        async with self._session.post(
            place["upload_url"], data=drawing.content, headers={"Content-Type": "application/octet-stream"}
        ) as answer:
            answer.raise_for_status()
        await self._client.files_completeUploadExternal(
            files=[{"id": place["file_id"], "title": drawing.title}], channel_id=channel, thread_ts=thread_ts or None
        )
        return str(place["file_id"])
