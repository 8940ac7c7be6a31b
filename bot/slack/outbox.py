"""The way out: sends what the outbox holds, each call once, in the order of its thread, as fast as Slack takes it."""

import asyncio
import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.slack import deleting
from bot.slack.attempts import Later
from bot.slack.delivery import Delivery, Refused, Sent
from bot.slack.heard import Heard
from bot.slack.pools import Pools
from bot.slack.rows import told_row
from bot.speaking import words_for
from storage.errors import StoreUnavailable
from storage.mailboxes import Received, ToSend
from storage.model.types import Lang
from storage.open import Stores

BACKOFF = (1, 1, 5, 25, 60)
AWAY_SECONDS = 1.0
MOST_ATTEMPTS = 10
"""Of a call for which something has to be read that cannot be read."""

log = structlog.get_logger("waymark.outbox")


class Sender:
    """One loop; calls of different threads go out side by side. `ready` is set when there is something new."""

    def __init__(
        self,
        stores: Stores,
        pools: Pools,
        delivery: Delivery,
        clock: Callable[[], datetime],
        ready: asyncio.Event,
        arrived: asyncio.Event,
        lang: Lang = "en",
    ) -> None:
        self._lang = lang
        self._stores, self._pools, self._delivery, self._clock = stores, pools, delivery, clock
        self._ready, self._arrived = ready, arrived
        self._busy: set[str] = set()
        self._left = True
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._ready.clear()
            row = await self._next()
            if row is None:
                await self._rest()
                continue
            self._busy.add(row.thread)
            task = asyncio.create_task(self._send(row))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _next(self) -> ToSend | None:
        """The next call. After a start, and once the stores were away, what was left in the middle comes first."""
        try:
            if self._left:
                await self._pools.db(self._stores.outbox.reopen)
                self._left = False
            return await self._pools.db(self._stores.outbox.take, self._clock(), frozenset(self._busy))
        except StoreUnavailable as error:
            log.error("the outbox cannot be read", exc_info=error)
            self._left = True
            return None

    async def finish(self, seconds: float) -> None:
        """Wait for running calls and, while time is left, for the rest of the outbox."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and (self._tasks or await self._pools.db(self._stores.outbox.waiting) > 0):
            await asyncio.sleep(0.05)

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._ready.wait(), 0.5)
        except TimeoutError:
            return

    async def _send(self, row: ToSend) -> None:
        try:
            await self._deliver(row)
        except StoreUnavailable as error:  # what became of the call cannot be stored: it is looked up, not made again
            log.error("not noted", method=row.method, row=row.number, exc_info=error)
            self._left = True
            await asyncio.sleep(AWAY_SECONDS)
        finally:
            self._busy.discard(row.thread)
            self._ready.set()

    async def _deliver(self, row: ToSend) -> None:
        """Raises StoreUnavailable."""
        try:
            sent = await self._delivery.deliver(row)
            await self._pools.db(self._sent, row, sent)
        except Later as later:
            wait = BACKOFF[min(row.attempts, len(BACKOFF) - 1)] if later.seconds is None else later.seconds
            log.info("sent later", method=row.method, row=row.number, seconds=wait)
            await self._pools.db(self._stores.outbox.later, row.number, self._clock() + timedelta(seconds=wait))
        except StoreUnavailable:
            if row.attempts < MOST_ATTEMPTS:
                raise
            await self._pools.db(self._give_up, row, "stores_away")
        except Refused as refused:
            log.warning("refused", method=row.method, row=row.number, error=refused.why)
            await self._pools.db(self._give_up, row, refused.why)
        except Exception as error:  # whatever it is, it must not hold its thread for ever
            log.error("not sent", method=row.method, row=row.number, exc_info=error)
            await self._pools.db(self._give_up, row, type(error).__name__)

    def _sent(self, row: ToSend, sent: Sent) -> None:
        """Mark it sent; a message that opens a map's thread lets it be followed and the build begin."""
        with self._stores.transaction() as tx:
            tx.outbox.sent(row.number, sent.ts)
            tx.outbox.add(sent.follow)
            if "answer" in row.payload:
                deleting.posted(tx, row, sent)
            if sent.ts and "then" in row.payload:
                heard = Heard.model_validate(row.payload["then"])
                heard = heard.model_copy(update={"thread_ts": sent.ts, "ts": sent.ts})
                tx.workspaces.remember(heard.team, heard.thread, "followed", "yes")
                tx.inbox.put(_start(heard, row.token, self._clock()))
                self._arrived.set()

    def _give_up(self, row: ToSend, why: str) -> None:
        """The person is told, once, what Slack did not take and what to do."""
        spoken = words_for(self._stores, row.workspace_id, row.payload.get("user", ""), row.thread, lang=self._lang)
        known = f"slack.refused.{why}" if spoken.has(f"slack.refused.{why}") else "slack.refused.other"
        told = told_row(row, spoken(known, ref=secrets.token_hex(2).upper()))
        with self._stores.transaction() as tx:
            tx.outbox.failed(row.number)
            tx.outbox.add([told] if told else [])


def _start(heard: Heard, token: str, now: datetime) -> Received:
    return Received(
        key=f"start:{token}",
        workspace_id=heard.team,
        kind="message",
        thread=heard.thread,
        body=heard.model_dump(mode="json"),
        received_at=now,
    )
