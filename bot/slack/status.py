"""What does a person see while an answer takes its time? A line under the composer of the thread."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calls import LOST
from bot.slack.heard import Heard

SLOW_SECONDS = 0.7
RENEW_SECONDS = 90

log = structlog.get_logger("waymark.status")


@asynccontextmanager
async def shown_when_slow(client: AsyncWebClient, heard: Heard, line: str) -> AsyncIterator[None]:
    """Show the line once the block takes longer than a moment; the answer's message takes it away again."""
    if heard.private or not heard.thread_ts:
        yield
        return
    showing = asyncio.create_task(_show(client, heard, line))
    try:
        yield
    finally:
        showing.cancel()
        await asyncio.gather(showing, return_exceptions=True)


async def _show(client: AsyncWebClient, heard: Heard, line: str) -> None:
    """Slack drops a status after two minutes, so it is renewed. It is a kindness: refused, it is left out."""
    await asyncio.sleep(SLOW_SECONDS)
    try:
        while True:
            await client.assistant_threads_setStatus(channel_id=heard.channel, thread_ts=heard.thread_ts, status=line)
            await asyncio.sleep(RENEW_SECONDS)
    except (SlackApiError, *LOST) as error:
        log.info("status left out", error=type(error).__name__)
