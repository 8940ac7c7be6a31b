"""The work: takes requests from the inbox, one a thread at a time; stores their effect together with the replies."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot import desk
from bot.errors import error_reply, unexpected_reply
from bot.exchange import Incoming, Outcome
from bot.forms.read_back import with_typed
from bot.home import touched
from bot.intake.at_the_desk import KeyDesk
from bot.llm.turn import watched_by
from bot.reply import Reply, Text
from bot.settings import Endpoint
from bot.slack import declining, deleting, trying_again
from bot.slack.calls import SlackBusy
from bot.slack.evidence.proposing import ADD, REACTED, Proposals
from bot.slack.files_taken import IMPORT, FilesTaken
from bot.slack.heard import Heard
from bot.slack.homes import Homes
from bot.slack.incoming import incoming_of
from bot.slack.listeners import stopping
from bot.slack.people import People, Place, Someone
from bot.slack.pools import Pools
from bot.slack.rows import direct_row, in_place_of, opening_row, reply_rows
from bot.slack.runs import Running, Runs, TookTooLong
from bot.slack.speech import Speech
from bot.slack.status import shown_when_slow
from prompts.loader import Words, words
from storage.errors import EditConflict, StoreUnavailable, WaymarkError
from storage.mailboxes import Received, ToSend
from storage.open import Stores
from storage.running import Stopped

NO_LEASE = timedelta(0)  # one process works on a data folder: what a stopped one left running is taken up at once
ATTEMPTS = 3
PAUSES = (0, 1, 5)
CONFLICTS = 5
TOO_LATE = timedelta(minutes=25)
AWAY_SECONDS = 1.0

log = structlog.get_logger("waymark.workers")


class EndedTooOften(Exception):
    """The program ended each time this request was worked on: it is not tried once more."""


class Workers:
    """At most `at_once` threads at work; `sent` is set when the outbox has something new."""

    def __init__(
        self,
        stores: Stores,
        pools: Pools,
        people: People,
        speech: Speech,
        proposals: Proposals,
        homes: Homes,
        files: FilesTaken,
        runs: Runs,
        client: AsyncWebClient,
        keys: KeyDesk,
        clock: Callable[[], datetime],
        arrived: asyncio.Event,
        sent: asyncio.Event,
        model: Endpoint | None = None,
        at_once: int = 8,
    ) -> None:
        self._stores, self._pools, self._people, self._files = stores, pools, people, files
        self._client, self._runs, self._keys = client, runs, keys
        self._clock, self._arrived, self._sent = clock, arrived, sent
        self._model, self._speech, self._proposals, self._homes = model, speech, proposals, homes
        self._room = asyncio.Semaphore(at_once)
        self._busy: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._room.acquire()
            self._arrived.clear()
            row = await self._next()
            if row is None:
                self._room.release()
                await _wait(self._arrived, 1.0)
                continue
            self._busy.add(row.thread)
            task = asyncio.create_task(self._work(row))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _next(self) -> Received | None:
        """The next request; none while the stores are away: what waits there is answered when they are back."""
        try:
            return await self._pools.db(self._stores.inbox.take, self._clock(), NO_LEASE, frozenset(self._busy))
        except StoreUnavailable as error:
            log.error("no requests can be read", exc_info=error)
            return None

    async def finish(self, seconds: float) -> None:
        """Wait for running work."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    async def _work(self, row: Received) -> None:
        heard = Heard.model_validate(row.body)
        running = self._runs.begin(heard)
        try:
            spoken = await self._speech.answering(heard)
            async with shown_when_slow(self._client, heard, running.run, spoken):
                await self._answer(row, heard, running)
                self._sent.set()
        except StoreUnavailable as error:  # not even a failure can be stored: the row is taken up again
            log.error("nothing can be stored", row=row.number, exc_info=error)
            await asyncio.sleep(AWAY_SECONDS)
        finally:
            self._runs.end(running)
            self._busy.discard(row.thread)
            self._room.release()
            self._arrived.set()

    async def _answer(self, row: Received, heard: Heard, running: Running) -> None:
        """Answer; what a person got wrong becomes words, what we got wrong a reference. Raises StoreUnavailable."""
        try:
            if row.attempts > ATTEMPTS:
                raise EndedTooOften(f"the program ended {ATTEMPTS} times at this request")
            await self._try(row, heard, running)
        except Stopped:
            await self._stopped(row, heard, running)
        except WaymarkError as error:
            if error.advice == "try later" and row.attempts < ATTEMPTS:
                return await self._again(row, heard, running)
            spoken = await self._speech.answering(heard)
            reply = error_reply(error, spoken)
            if error.advice == "try later" or isinstance(error, TookTooLong):
                reply = trying_again.offered(reply, row, heard, spoken)
            await self._say(row, heard, [reply], spoken, await running.stream.ends())
        except Exception as error:  # whatever it is, the person gets an answer and the row comes to an end
            reference = secrets.token_hex(2).upper()
            log.error("request failed", reference=reference, row=row.number, kind=row.kind, exc_info=error)
            if row.attempts < ATTEMPTS:
                return await self._again(row, heard, running)
            spoken = await self._speech.answering(heard)
            reply = trying_again.offered(unexpected_reply(reference, spoken), row, heard, spoken)
            await self._say(row, heard, [reply], spoken, await running.stream.ends())

    async def _stopped(self, row: Received, heard: Heard, running: Running) -> None:
        """What was said stays; who stopped it is named."""
        await running.stream.ends()
        spoken = await self._speech.answering(heard)
        by = running.by or heard.user
        try:
            name = (await self._people.someone(heard.team, by)).member.name
        except SlackBusy:
            name = by
        await self._say(row, heard, [_line(spoken("threads.stopped", name=name))], spoken)

    async def _again(self, row: Received, heard: Heard, running: Running) -> None:
        """A little later; the thread waits so that its order stays."""
        if await running.stopped_within(PAUSES[row.attempts]):
            return await self._stopped(row, heard, running)
        return await self._pools.db(self._stores.inbox.failed, row.number, False)

    async def _try(self, row: Received, heard: Heard, running: Running) -> None:
        if heard.private and self._clock() - row.received_at > TOO_LATE:
            spoken = await self._speech.answering(heard)
            return await self._keep_rows(row, [direct_row(heard, spoken("slack.too_late"))])
        someone = await self._people.someone(heard.team, heard.user)
        spoken = await self._speech.answering(heard)
        place = None if heard.direct else await self._people.place(heard.channel)
        if declining.is_declined(heard, someone, place):
            return await self._decline(row, heard, place, spoken)
        press = heard.press.action if heard.press else ""
        if press == trying_again.AGAIN:
            return await self._tried_again(row, heard, running, spoken)
        if await self._pools.db(deleting.is_asked, heard, self._stores):
            return await self._pools.db(self._deleted, row, heard, spoken)
        incoming = await self._incoming(row, heard, someone)
        if press in (REACTED, ADD):
            return await self._proposed(row, heard, incoming, place, running, spoken)
        if heard.files:
            return await self._files.take(row, heard, incoming, spoken)
        if press.startswith(IMPORT):
            await self._say(row, heard, [await self._files.pressed(heard, incoming, spoken)], spoken)
            return self._homes.touched((heard.user,))
        if self._keys.is_asked(incoming, spoken):
            alone = heard.private or heard.direct
            reply = await self._pools.db(self._keys.answer, incoming, alone, spoken)
            return await self._say(row, heard, [reply], spoken)
        if stopping.typed(heard) and not await self._pools.db(self._builds, heard):
            return await self._say(row, heard, [_line(spoken("threads.nothing_to_stop"))], spoken)
        return await self._answered(row, heard, incoming, running)

    def _builds(self, heard: Heard) -> bool:
        """Whether a map is built in this thread; the words that stop have a meaning of their own there."""
        return self._stores.sessions.get(heard.team, heard.thread) is not None

    async def _tried_again(self, row: Received, heard: Heard, running: Running, spoken: Words) -> None:
        """What ended in an error is taken up anew, once."""
        found = await self._pools.db(trying_again.asked, self._stores, heard, spoken)
        if isinstance(found, Reply):
            await self._say(row, heard, [found], spoken)
            return
        again = row.model_copy(update={"kind": found.kind})
        await self._try(again, found.heard, running)
        await self._pools.db(trying_again.answered, self._stores, heard)

    def _deleted(self, row: Received, heard: Heard, spoken: Words) -> None:
        with self._stores.transaction() as tx:
            tx.outbox.add(deleting.rows(tx, heard, spoken))
            tx.inbox.done(row.number)

    async def _proposed(
        self, row: Received, heard: Heard, incoming: Incoming, place: Place | None, running: Running, spoken: Words
    ) -> None:
        """An emoji, or [Add] under its proposal: what is to be kept goes to the desk."""
        found = await self._proposals.read(heard, incoming, place, spoken)
        if isinstance(found, Incoming):
            return await self._answered(row, heard, found, running)
        return await self._say(row, heard, [found] if found else [], spoken)

    async def _answered(self, row: Received, heard: Heard, incoming: Incoming, running: Running) -> None:
        """The desk's answer, computed anew when the map moved on meanwhile.

        Raises EditConflict, Stopped, TookTooLong.
        """
        for attempt in range(CONFLICTS):
            with watched_by(running.stream):
                outcome = await running.until_stopped(self._pools.work(desk.take, incoming, self._stores, self._model))
            if running.crossed and outcome.replies:
                outcome = _named(outcome, incoming.said.name)
            begun = await running.stream.ends()
            try:
                await self._pools.db(self._keep, row, heard, incoming, outcome, begun)
                return self._homes.touched(touched(outcome, heard.user))
            except EditConflict:
                if attempt == CONFLICTS - 1:
                    raise
        return None

    async def _incoming(self, row: Received, heard: Heard, someone: Someone) -> Incoming:
        reader = await self._people.reader(heard, someone)
        named = await self._pools.db(self._stores.workspaces.members, heard.team)
        return incoming_of(row, heard, someone.member, reader, named, self._speech.lang)

    def _keep(self, row: Received, heard: Heard, incoming: Incoming, outcome: Outcome, begun: str) -> None:
        """The effect and its messages in one transaction; the first goes where the answer was `begun`."""
        spoken = words(outcome.lang)
        with self._stores.transaction() as tx:
            outcome.store(tx, incoming)
            sends = [send for reply in outcome.replies for send in reply_rows(reply, heard, spoken)]
            if outcome.opens is not None:
                sends.append(opening_row(outcome.opens, heard, incoming.said.name, spoken))
            tx.outbox.add(in_place_of(begun, sends))
            tx.inbox.done(row.number)

    async def _say(self, row: Received, heard: Heard, replies: Sequence[Reply], spoken: Words, begun: str = "") -> None:
        if heard.form is not None:
            replies = [with_typed(reply, heard.form, spoken) for reply in replies]
        sends = [send for reply in replies for send in reply_rows(reply, heard, spoken)]
        await self._keep_rows(row, in_place_of(begun, sends))

    async def _keep_rows(self, row: Received, sends: Sequence[ToSend]) -> None:
        def keep() -> None:
            with self._stores.transaction() as tx:
                tx.outbox.add(sends)
                tx.inbox.done(row.number)

        await self._pools.db(keep)

    async def _decline(self, row: Received, heard: Heard, place: Place | None, spoken: Words) -> None:
        reason = _line(declining.why(place, spoken))
        if heard.form is not None:
            return await self._say(row, heard, [reason], spoken)
        line = reply_rows(reason, heard, spoken) if heard.addressed else []
        if heard.private or not line:
            return await self._keep_rows(row, line)
        return await self._pools.db(declining.keep_once_a_day, self._stores, row, heard, line)


def _line(text: str) -> Reply:
    return Reply(parts=(Text(text=text),))


def _named(outcome: Outcome, name: str) -> Outcome:
    """Whose question it answers, where somebody else's stands in between."""
    first, *rest = outcome.replies
    line = Text(text=words(outcome.lang)("threads.for_someone", name=name), style="grey")
    return replace(outcome, replies=(first.model_copy(update={"parts": (line, *first.parts)}), *rest))


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
