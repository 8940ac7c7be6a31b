"""Which requests are being worked on, whose are they, who waits behind them, and how is one stopped?"""

import asyncio
import time
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation.read_question import is_question
from bot.slack.calls import LOST
from bot.slack.escape import mrkdwn
from bot.slack.heard import Heard
from bot.slack.listeners.stopping import Stop
from bot.slack.people import People
from bot.slack.speech import Speech
from bot.slack.streams import Streams
from prompts.loader import words
from storage.errors import WaymarkError
from storage.running import RUN, Run, Stopped

LONGEST_SECONDS = 90.0
TOLD_AFTER_SECONDS = 1.0
STOP_AGAIN_SECONDS, GIVEN_UP_SECONDS = 0.1, 3.0
"""An end that comes between two queries is lost, so it is repeated; work that nothing ends is left alone then."""

T = TypeVar("T")

log = structlog.get_logger("waymark.runs")


class TookTooLong(WaymarkError):
    """The work was stopped at the longest time that one answer may take."""

    def __init__(self, seconds: float) -> None:
        self.key = "took_too_long"
        super().__init__(f"not done after {seconds} s", seconds=round(seconds))


class Running:
    """One request at work. `by`: who stopped it, as far as known; `crossed`: another person's question came meanwhile.

    Slack may refuse to go on with a stream before it tells who stopped it.
    """

    def __init__(self, heard: Heard, streams: Streams, crossed: bool, longest: float) -> None:
        self.heard, self.crossed, self.by = heard, crossed, ""
        self.run = Run()
        self.stream = streams.of(heard, lambda: self.stop(""))
        self._longest = longest
        self._stopped = asyncio.Event()
        self._told: set[str] = set()

    @property
    def stoppable(self) -> bool:
        """Files that are being taken in, and forms, are brought to their end."""
        press = self.heard.press
        return not (self.heard.files or self.heard.form or (press and press.action.startswith("import.")))

    def stop(self, by: str) -> None:
        self.by = self.by or by
        self._stopped.set()

    def first_time(self, user: str) -> bool:
        """Whether this person was not yet told to wait."""
        new = user not in self._told
        self._told.add(user)
        return new

    async def stopped_within(self, seconds: float) -> bool:
        """Wait, but not on after a Stop; whether there was one."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), seconds)
        return self._stopped.is_set()

    async def until_stopped(self, work: Awaitable[T]) -> T:
        """What the work gives. Raises Stopped once somebody stops it, TookTooLong at the longest time."""
        future = asyncio.ensure_future(work)
        stopped = asyncio.create_task(self._stopped.wait())
        try:
            await asyncio.wait({future, stopped}, timeout=self._longest, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
        if future.done() and not self._stopped.is_set():
            return future.result()
        await self._end(future)
        if self._stopped.is_set():
            raise Stopped
        raise TookTooLong(self._longest)

    async def _end(self, future: "asyncio.Future[T]") -> None:
        """The work ends, whatever it makes of that; what cannot be ended is left alone, its result unused."""
        end = time.monotonic() + GIVEN_UP_SECONDS
        while not future.done() and time.monotonic() < end:
            self.run.stop()
            await asyncio.wait({future}, timeout=STOP_AGAIN_SECONDS)
        if not future.done():
            log.warning("work goes on unseen", thread=self.heard.thread)
        future.add_done_callback(lambda done: done.cancelled() or done.exception())


class Runs:
    """At most one request a thread is at work."""

    def __init__(
        self, client: AsyncWebClient, people: People, speech: Speech, longest: float = LONGEST_SECONDS
    ) -> None:
        self._client, self._people, self._speech, self._longest = client, people, speech, longest
        self._streams = Streams(client)
        self._running: dict[str, Running] = {}
        self._waited: set[str] = set()
        self._telling: set[asyncio.Task[None]] = set()

    def begin(self, heard: Heard) -> Running:
        """The request is at work from now on, in this task."""
        waited = _key(heard) in self._waited
        self._waited.discard(_key(heard))
        running = self._running[heard.thread] = Running(heard, self._streams, waited, self._longest)
        RUN.set(running.run)
        return running

    def end(self, running: Running) -> None:
        """It is done, however it ended."""
        if self._running.get(running.heard.thread) is running:
            del self._running[running.heard.thread]

    def stop(self, stop: Stop) -> bool:
        """End what is at work in the thread; whether there was something that can be stopped."""
        running = self._running.get(f"{stop.channel}:{stop.thread_ts}")
        if running is None and stop.channel.startswith("D"):  # a status there hangs on the message it is about
            running = self._running.get(f"{stop.channel}:")
        if running is None or not running.stoppable:
            return False
        if stop.button:
            running.stream.is_over()
        running.stop(stop.user)
        return True

    def came(self, heard: Heard) -> None:
        """A request was taken in: somebody who waits behind another person's is told so, once it takes a moment."""
        running = self._running.get(heard.thread)
        if running is None or running.heard.user == heard.user or not _wants_an_answer(heard):
            return
        running.crossed = True
        self._waited.add(_key(heard))
        task = asyncio.create_task(self._tell(heard, running))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _tell(self, heard: Heard, running: Running) -> None:
        """Only to who waits. It is a kindness: refused, it is left out."""
        await asyncio.sleep(TOLD_AFTER_SECONDS)
        if self._running.get(heard.thread) is not running or not running.first_time(heard.user):
            return
        try:
            name = (await self._people.someone(heard.team, running.heard.user)).member.name
            spoken = await self._speech.to(heard.team, heard.user, heard.text)
            text = spoken("threads.yours_next", name=name)
            await self._client.chat_postEphemeral(
                channel=heard.channel,
                user=heard.user,
                text=mrkdwn(text),
                thread_ts=heard.thread_ts or None,
                parse="none",
            )
        except (SlackApiError, WaymarkError, *LOST) as error:
            log.info("not told to wait", error=type(error).__name__)


def _wants_an_answer(heard: Heard) -> bool:
    """Not what people say to each other in a followed thread, nor edits."""
    if heard.deleted or heard.was is not None or heard.private:
        return False
    return heard.addressed or is_question(heard.text, words())


def _key(heard: Heard) -> str:
    return f"{heard.thread}:{heard.user}:{heard.ts}"
