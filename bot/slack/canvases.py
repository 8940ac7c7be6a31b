"""A map as a canvas: one for each map and channel, written whole, by one writer at a time, not twice in a breath."""

import asyncio
import time
from collections import defaultdict
from typing import NamedTuple

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.drawing import Drawing
from bot.reply import Attachment, Button, Buttons, Reply, Text
from bot.slack import limits
from bot.slack.attempts import Later
from bot.slack.calls import code, limited, troubled
from bot.slack.pools import Pools
from prompts.loader import Words
from storage.open import Stores

REWRITE_SECONDS = 30.0
LOCKED_PAUSES = (2, 8, 30)
GONE = ("canvas_not_found", "canvas_deleted")


class NoCanvas(Exception):
    """Slack takes no canvas here; `why` is its code."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class Written(NamedTuple):
    """Where the canvas is, and whether it was there before."""

    link: str
    renewed: bool


class Canvases:
    """Writes canvases and remembers which belongs to which map."""

    def __init__(self, client: AsyncWebClient, stores: Stores, pools: Pools) -> None:
        self._client, self._stores, self._pools = client, stores, pools
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._written: dict[str, float] = {}

    async def write(
        self, drawing: Drawing, what: Attachment, workspace_id: str, channel: str, attempts: int
    ) -> Written:
        """The document as the map's canvas in the channel. Raises NoCanvas, Later, SlackApiError for trouble."""
        text = drawing.content.decode()
        if len(drawing.content) > limits.CANVAS_MARKDOWN:
            raise NoCanvas("canvas_too_large")
        thread = f"canvas:{channel}"
        async with self._locks[f"{thread}:{what.map_id}"]:
            kept = await self._pools.db(self._stores.workspaces.recall, workspace_id, thread, what.map_id)
            try:
                canvas = await self._renewed(kept, text) if kept else None
                made = canvas or await self._made(drawing.title, text, channel)
            except SlackApiError as error:
                if limited(error) or troubled(error):
                    raise
                if code(error) == "canvas_editing_locked" and attempts <= len(LOCKED_PAUSES):
                    raise Later(LOCKED_PAUSES[attempts - 1]) from error
                raise NoCanvas(code(error)) from error
            if canvas is None:
                await self._pools.db(self._stores.workspaces.remember, workspace_id, thread, what.map_id, made)
        return Written(await self._link(made), canvas is not None)

    async def _renewed(self, canvas: str, text: str) -> str | None:
        """The canvas with the new text; None for one that people deleted. Raises Later when it was just written."""
        wait = self._written.get(canvas, -REWRITE_SECONDS) + REWRITE_SECONDS - time.monotonic()
        if wait > 0:
            raise Later(wait)
        change = {"operation": "replace", "document_content": {"type": "markdown", "markdown": text}}
        try:
            await self._client.canvases_edit(canvas_id=canvas, changes=[change])
        except SlackApiError as error:
            if code(error) in GONE:
                return None
            raise
        self._written[canvas] = time.monotonic()
        return canvas

    async def _made(self, title: str, text: str, channel: str) -> str:
        content = {"type": "markdown", "markdown": text}
        told = await self._client.canvases_create(title=title, document_content=content, channel_id=channel)
        return str(told["canvas_id"])

    async def _link(self, canvas: str) -> str:
        us = await self._client.auth_test()
        return f"{us['url']}docs/{us['team_id']}/{canvas}"


def told(written: Written, what: Attachment, title: str, words: Words) -> Reply:
    """Where the canvas is, with the button that writes it anew."""
    key = "exports.canvas.renewed" if written.renewed else "exports.canvas.made"
    text = words(key, title=title, version=what.version, link=written.link)
    button = Button(text=words("exports.canvas.update"), action="show.canvas", value=what.map_id)
    return Reply(parts=(Text(text=text), Buttons(buttons=(button,))))


def instead(why: str, words: Words) -> Reply:
    """Why a file comes in its place."""
    key = f"exports.canvas.why.{why}"
    reason = words(key) if words.has(key) else words("exports.canvas.why.other", code=why)
    return Reply(parts=(Text(text=words("exports.canvas.instead", why=reason), style="warning"),))
