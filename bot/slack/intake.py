"""The way in: a request is written to the inbox before Slack is told that we have it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from slack_bolt.response import BoltResponse

from bot.evidence.habits import proposes
from bot.slack import deleting
from bot.slack.evidence.proposing import REACTED
from bot.slack.heard import Body, Heard
from bot.slack.listeners import actions, commands, evidence, forms, home, imports, messages, stopping
from bot.slack.listeners.messages import Bot
from bot.slack.pools import Pools
from bot.slack.runs import Runs
from storage.mailboxes import Received
from storage.open import Stores

DOUBLE_CLICK_SECONDS = 2.0
STOPS_KNOWN = 100

log = structlog.get_logger("waymark.intake")


class Intake:
    """Bolt's first middleware. If the inbox cannot be written it raises: no ack, and Slack sends the event again."""

    def __init__(
        self, stores: Stores, pools: Pools, bot: Bot, runs: Runs, clock: Callable[[], datetime], arrived: asyncio.Event
    ) -> None:
        self._stores, self._pools, self._bot, self._clock, self._arrived = stores, pools, bot, clock, arrived
        self._runs = runs
        self._clicked: dict[str, float] = {}
        self._stops: deque[str] = deque(maxlen=STOPS_KNOWN)

    async def __call__(
        self,
        body: Body,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt passes it by this name
    ) -> BoltResponse:
        """Record the request, then let Bolt ack it. A Stop is no request: what it stops says so."""
        received = self._read(body)
        if received is None:
            if (stop := stopping.read(body)) is not None:
                self._runs.stop(stop)
        elif not self._stopped(received) and await self._pools.db(self._put, received):
            self._runs.came(Heard.model_validate(received.body))
            self._arrived.set()
        return await next()

    def _stopped(self, received: Received) -> bool:
        """Whether it was the word that stops what is at work in its thread; a mention comes twice and stops once."""
        if received.key in self._stops:
            return True
        stop = stopping.typed(Heard.model_validate(received.body)) if received.kind == "message" else None
        if stop is None or not self._runs.stop(stop):
            return False
        self._stops.append(received.key)
        return True

    def _read(self, body: Body) -> Received | None:
        now = self._clock()
        if "event" in body:
            said = messages.read(body, self._bot)
            if said is not None:
                return messages.row(said, now)
            reacted = evidence.read(body, now)
            return evidence.row(reacted, body, now) if reacted else None
        if "command" in body:
            asked = commands.read(body)
            if asked is None or commands.opens_form(asked.text) or forms.edits(asked.text):
                return None
            return commands.row(asked, body["trigger_id"], now)
        if forms.opens(body) or evidence.opens(body):
            return None
        if body.get("type") == "block_actions":
            pressed = home.read(body) or actions.read(body)
            return actions.row(pressed, body, now) if pressed and not self._twice(pressed) else None
        kept = evidence.read(body, now)
        if kept is not None:
            return evidence.row(kept, body, now)
        sent = imports.read(body)
        return imports.row(sent, body, now) if sent else None

    def _twice(self, pressed: Heard) -> bool:
        """A double click is one press: the same person, message and button within two seconds."""
        now = self._clock().timestamp()
        self._clicked = {key: at for key, at in self._clicked.items() if at > now - DOUBLE_CLICK_SECONDS}
        key = f"{pressed.user}:{pressed.channel}:{pressed.ts}:{pressed.press}"
        known = key in self._clicked
        self._clicked.setdefault(key, now)
        return known

    def _put(self, received: Received) -> bool:
        """A thread in which Waymark is mentioned is followed from then on; outside followed threads there is no row."""
        heard = Heard.model_validate(received.body)
        if not heard.channel:
            return self._put_at_home(received, heard)
        if received.kind != "message":
            return self._wanted(heard) and self._stores.inbox.put(received)
        if not heard.addressed:
            return self._followed(heard) and self._stores.inbox.put(received)
        with self._stores.transaction() as tx:
            tx.workspaces.remember(heard.team, heard.thread, "followed", "yes")
            return tx.inbox.put(received)

    def _put_at_home(self, received: Received, heard: Heard) -> bool:
        """A press on the Home tab is answered in the person's direct message, known since the tab was opened."""
        direct = self._stores.workspaces.recall(heard.team, heard.user, "direct")
        if direct is None:
            log.warning("no direct message known", user=heard.user)
            return False
        placed = heard.model_copy(update={"channel": direct})
        body = placed.model_dump(mode="json")
        return self._stores.inbox.put(received.model_copy(update={"thread": placed.thread, "body": body}))

    def _wanted(self, heard: Heard) -> bool:
        """Of all emoji only the one that proposes evidence in its channel, and the wastebasket under an answer."""
        if heard.press is None or heard.press.action != REACTED:
            return True
        if heard.press.value == deleting.WASTEBASKET and deleting.is_answer(self._stores, heard):
            return True
        return proposes(self._stores, heard.team, heard.channel, heard.press.value)

    def _followed(self, heard: Heard) -> bool:
        """Whether a map is built in this thread, or Waymark was asked something there."""
        return self._stores.workspaces.recall(heard.team, heard.thread, "followed") is not None
