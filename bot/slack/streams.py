"""How are a model's sentences shown while it still writes? A message that grows, until the answer takes its place.

Only what is being written is streamed. The answer itself goes out by the outbox, into the same message, so nothing of
it hangs on the stream: where Slack refuses one, the answer comes as one message a little later.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calls import LOST, code
from bot.slack.escape import markdown
from bot.slack.heard import Heard
from bot.slack.limits import STREAM_APPEND_SECONDS, STREAM_APPENDS_A_MINUTE, STREAM_CHUNK, STREAM_STARTS_A_MINUTE

MINUTE = 60.0
STOPPED = "stopped_by_user"

log = structlog.get_logger("waymark.streams")


class Budget:
    """How often something may be done in a minute."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._done: deque[float] = deque()

    def spend(self) -> bool:
        """Count one; False, and nothing counted, where the minute is full."""
        now = self._clock()
        while self._done and self._done[0] <= now - MINUTE:
            self._done.popleft()
        if len(self._done) >= self._most:
            return False
        self._done.append(now)
        return True


class Streams:
    """Of one workspace: a stream for a request, where it can have one."""

    def __init__(self, client: AsyncWebClient, every: float = STREAM_APPEND_SECONDS) -> None:
        self.client, self.every = client, every
        self.starts, self.appends = Budget(STREAM_STARTS_A_MINUTE), Budget(STREAM_APPENDS_A_MINUTE)

    def of(self, heard: Heard, stopped: Callable[[], None]) -> "Stream":
        """`stopped` is called when somebody stops the stream in Slack."""
        return Stream(self, heard, stopped)


class Stream:
    """Watches a model's turn (`bot.llm.turn.Watcher`) from its thread; everything else happens on the loop.

    `ts`: of the message, once there is one.
    """

    def __init__(self, streams: Streams, heard: Heard, stopped: Callable[[], None]) -> None:
        self._streams, self._heard, self._stopped = streams, heard, stopped
        self._loop = asyncio.get_running_loop()
        self._refused = heard.private or not heard.thread_ts
        self._over, self._ended, self._unsent = False, asyncio.Event(), ""
        self._sending: asyncio.Task[None] | None = None
        self.ts = ""

    def counting(self, tool: str) -> None:
        """The status line says it."""

    def sentence(self, text: str) -> None:
        self._loop.call_soon_threadsafe(self._take, text)

    def withdrawn(self) -> None:
        """What is shown is written over by the answer; nothing more is added to it."""
        self._loop.call_soon_threadsafe(self._end)

    async def ends(self) -> str:
        """Gives the ts of the message, empty where there is none. What is unsent comes with the answer."""
        self._ended.set()
        self._end()
        if self._sending is not None:
            await self._sending
        if self.ts and not self._over:
            await self._call("chat.stopStream", {"channel": self._heard.channel, "ts": self.ts})
        self.is_over()
        return self.ts

    def is_over(self) -> None:
        """Nothing more goes out: Slack has ended it, or we have."""
        self._over = True
        self._end()

    def _end(self) -> None:
        self._refused, self._unsent = True, ""

    def _take(self, text: str) -> None:
        if self._refused:
            return
        self._unsent += f"{markdown(text)} "
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send())

    async def _send(self) -> None:
        """All that is there, at the pace that Slack takes."""
        while self._unsent and not self._refused:
            piece, self._unsent = self._unsent[:STREAM_CHUNK], self._unsent[STREAM_CHUNK:]
            await (self._append(piece) if self.ts else self._start(piece))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), self._streams.every)

    async def _start(self, piece: str) -> None:
        heard = self._heard
        if not self._streams.starts.spend():
            return self._end()
        place = {"channel": heard.channel, "thread_ts": heard.thread_ts}
        reader = {"recipient_team_id": heard.team, "recipient_user_id": heard.user}
        self.ts = await self._call("chat.startStream", place | reader | _chunks(piece))
        return None

    async def _append(self, piece: str) -> None:
        if not self._streams.appends.spend():
            return self._end()
        await self._call("chat.appendStream", {"channel": self._heard.channel, "ts": self.ts} | _chunks(piece))
        return None

    async def _call(self, method: str, body: dict[str, object]) -> str:
        """The message's ts. What Slack refuses ends the stream, not the answer."""
        try:
            told = await self._streams.client.api_call(method, json=body)
        except SlackApiError as error:
            if code(error) == STOPPED:
                self._over = True
                self._stopped()
            self._end()
            log.info("stream ended", method=method, error=code(error))
            return ""
        except LOST as error:
            self._end()
            log.info("stream ended", method=method, error=type(error).__name__)
            return ""
        return str(told.get("ts") or "")


def _chunks(text: str) -> dict[str, object]:
    return {"chunks": [{"type": "markdown_text", "text": text}]}
