"""What does a person see while an answer takes its time? A line under the composer of the thread, with a Stop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calls import LOST
from bot.slack.heard import Heard
from prompts.loader import Words
from storage.running import Run

SLOW_SECONDS = 0.7
RENEW_SECONDS = 90.0
LOOK_SECONDS = 1.0

log = structlog.get_logger("waymark.status")


@asynccontextmanager
async def shown_when_slow(
    client: AsyncWebClient, heard: Heard, run: Run, words: Words, renew: float = RENEW_SECONDS
) -> AsyncIterator[None]:
    """Show what is being done once the block takes longer than a moment; afterwards it is gone."""
    hangs_on = heard.thread_ts or heard.ts
    if heard.private or not hangs_on:
        yield
        return
    line = _Line(client, heard.channel, hangs_on)
    showing = asyncio.create_task(_show(line, run, words, renew))
    try:
        yield
    finally:
        showing.cancel()
        await asyncio.gather(showing, return_exceptions=True)
        await line.takes_away()


class _Line:
    """It is a kindness: what Slack refuses is left out."""

    def __init__(self, client: AsyncWebClient, channel: str, thread_ts: str) -> None:
        self._client, self._place = client, {"channel_id": channel, "thread_ts": thread_ts}
        self._shown = False

    async def shows(self, text: str) -> None:
        first, self._shown = not self._shown, True
        await self._says("assistant.threads.setStatus", text)
        if first:
            await self._says("agents.sessions.setStatus", "processing")

    async def takes_away(self) -> None:
        """The message of an answer does it too; a Stop and a message that is not for us have none."""
        if self._shown:
            await self._says("assistant.threads.setStatus", "")
            await self._says("agents.sessions.setStatus", "active")

    async def _says(self, method: str, status: str) -> None:
        try:
            await self._client.api_call(method, json=self._place | {"status": status})
        except (SlackApiError, *LOST) as error:
            log.info("status left out", method=method, error=type(error).__name__)


async def _show(line: _Line, run: Run, words: Words, renew: float) -> None:
    """Slack drops a status after two minutes, so it is renewed; another step of the work is another line."""
    await asyncio.sleep(SLOW_SECONDS)
    loop = asyncio.get_running_loop()
    shown, due = "", 0.0
    while True:
        doing = words(f"threads.doing.{run.doing}") if run.doing else words("slack.thinking")
        if doing != shown or loop.time() >= due:
            await line.shows(doing)
            shown, due = doing, loop.time() + renew
        await asyncio.sleep(LOOK_SECONDS)
