"""The work: takes requests from the inbox, one a thread at a time; stores their effect together with the replies."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot import desk, files_in
from bot.conversation.turn import Said
from bot.errors import error_reply, unexpected_reply
from bot.exchange import Incoming, Outcome
from bot.reply import Reply
from bot.slack.downloads import Downloads
from bot.slack.heard import Heard
from bot.slack.people import People
from bot.slack.pools import Pools
from bot.slack.rows import opening_row, reply_rows, status_row
from prompts.loader import Words, words
from storage.errors import EditConflict, WaymarkError
from storage.mailboxes import Received
from storage.open import Stores

LEASE = timedelta(minutes=2)
ATTEMPTS = 3
CONFLICTS = 5
SLOW_SECONDS = 0.7
TOO_LATE = timedelta(minutes=25)

log = structlog.get_logger("waymark.workers")


class Workers:
    """At most `at_once` threads at work; `sent` is set when the outbox has something new."""

    def __init__(
        self,
        stores: Stores,
        pools: Pools,
        people: People,
        downloads: Downloads,
        data: Path,
        clock: Callable[[], datetime],
        arrived: asyncio.Event,
        sent: asyncio.Event,
        at_once: int = 8,
    ) -> None:
        self._stores, self._pools, self._people, self._downloads = stores, pools, people, downloads
        self._data, self._clock, self._arrived, self._sent = data, clock, arrived, sent
        self._room = asyncio.Semaphore(at_once)
        self._busy: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._room.acquire()
            self._arrived.clear()
            row = await self._pools.db(self._stores.inbox.take, self._clock(), LEASE, frozenset(self._busy))
            if row is None:
                self._room.release()
                await _wait(self._arrived, 1.0)
                continue
            self._busy.add(row.thread)
            task = asyncio.create_task(self._work(row))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def finish(self, seconds: float) -> None:
        """Wait for running work."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    async def _work(self, row: Received) -> None:
        try:
            heard = Heard.model_validate(row.body)
            slow = asyncio.get_running_loop().call_later(SLOW_SECONDS, self._tell_slow, row, heard)
            try:
                await self._answer(row, heard)
            finally:
                slow.cancel()
        finally:
            self._busy.discard(row.thread)
            self._room.release()
            self._arrived.set()
            self._sent.set()

    async def _answer(self, row: Received, heard: Heard) -> None:
        """Answer; what a person got wrong becomes words, what we got wrong a reference."""
        spoken = words("en")
        try:
            await self._try(row, heard, spoken)
        except WaymarkError as error:
            await self._say(row, heard, [error_reply(error, spoken)], spoken)
        except Exception as error:
            final = row.attempts >= ATTEMPTS
            reference = secrets.token_hex(2).upper()
            log.error("request failed", reference=reference, row=row.number, kind=row.kind, exc_info=error)
            if final:
                await self._say(row, heard, [unexpected_reply(reference, spoken)], spoken)
            else:
                await self._pools.db(self._stores.inbox.failed, row.number, False)

    async def _try(self, row: Received, heard: Heard, spoken: Words) -> None:
        if (await self._people.place(heard.channel)).outside and not heard.direct:
            return await self._decline(row, heard, spoken)
        if heard.private and self._clock() - row.received_at > TOO_LATE:
            return await self._pools.db(self._stores.inbox.done, row.number)
        incoming = await self._incoming(row, heard)
        if heard.files:
            return await self._files(row, heard, incoming, spoken)
        if heard.press is not None and heard.press.action.startswith("import."):
            return await self._import(row, heard, incoming, spoken)
        for attempt in range(CONFLICTS):
            outcome = await self._pools.work(desk.take, incoming, self._stores)
            try:
                return await self._pools.db(self._keep, row, heard, incoming, outcome, spoken)
            except EditConflict:
                if attempt == CONFLICTS - 1:
                    raise
        return None

    async def _incoming(self, row: Received, heard: Heard) -> Incoming:
        member = await self._people.member(heard.team, heard.user)
        reader = await self._people.reader(heard, member)
        named = await self._pools.db(self._stores.workspaces.members, heard.team)
        said = Said(
            by=heard.user,
            name=member.name,
            at=row.received_at,
            text=heard.text,
            press=heard.press,
            was=heard.was,
            deleted=heard.deleted,
        )
        return Incoming(
            workspace_id=heard.team,
            channel_id=heard.channel,
            thread=heard.thread_ts,
            said=said,
            kind="start" if heard.title else "command" if row.kind == "command" else "message",
            addressed=heard.addressed,
            private=heard.private,
            reader=reader,
            names={m.member_id: m.name for m in named} | {heard.user: member.name},
        )

    def _keep(self, row: Received, heard: Heard, incoming: Incoming, outcome: Outcome, spoken: Words) -> None:
        """The effect and its messages in one transaction."""
        with self._stores.transaction() as tx:
            outcome.store(tx, incoming)
            sends = [send for reply in outcome.replies for send in reply_rows(reply, heard, spoken)]
            if outcome.opens is not None:
                sends.append(opening_row(outcome.opens, heard, incoming.said.name, spoken))
            tx.outbox.add(sends)
            tx.inbox.done(row.number)

    async def _say(self, row: Received, heard: Heard, replies: Sequence[Reply], spoken: Words) -> None:
        await self._pools.db(self._keep_replies, row, heard, replies, spoken)

    def _keep_replies(self, row: Received, heard: Heard, replies: Sequence[Reply], spoken: Words) -> None:
        with self._stores.transaction() as tx:
            tx.outbox.add([send for reply in replies for send in reply_rows(reply, heard, spoken)])
            tx.inbox.done(row.number)

    async def _decline(self, row: Received, heard: Heard, spoken: Words) -> None:
        """Nothing is answered where people of other companies read; one line a day says so."""
        day = row.received_at.date().isoformat()
        told = await self._pools.db(self._stores.workspaces.recall, heard.team, heard.channel, "declined")
        if told == day or not heard.addressed:
            return await self._pools.db(self._stores.inbox.done, row.number)
        await self._pools.db(self._stores.workspaces.remember, heard.team, heard.channel, "declined", day)
        return await self._say(row, heard, [files_in.line(spoken("slack.shared_channel"))], spoken)

    async def _files(self, row: Received, heard: Heard, incoming: Incoming, spoken: Words) -> None:
        """Files are fetched, looked into, and offered for import."""
        replies = []
        for file in heard.files:
            path = await self._downloads.fetch(file, self._data / "incoming" / heard.team)
            replies.append(await self._pools.parse(files_in.preview, path, file.name, incoming, self._stores, spoken))
        await self._say(row, heard, replies, spoken)

    async def _import(self, row: Received, heard: Heard, incoming: Incoming, spoken: Words) -> None:
        folder = self._data / "incoming" / heard.team
        reply = await self._pools.parse(files_in.pressed, folder, incoming, self._stores, spoken)
        await self._say(row, heard, [reply], spoken)

    def _tell_slow(self, row: Received, heard: Heard) -> None:
        """After a moment the person sees that we are at it; in private answers there is no place for it."""
        if heard.thread_ts and not heard.private:
            task = asyncio.create_task(self._pools.db(self._stores.outbox.add, [status_row(heard, words("en"))]))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            task.add_done_callback(lambda _: self._sent.set())


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
