"""The way in: a request is written to the inbox before Slack is told that we have it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from slack_bolt.response import BoltResponse

from bot.slack.heard import Body, Heard
from bot.slack.listeners import actions, commands, imports, messages
from bot.slack.listeners.messages import Bot
from bot.slack.pools import Pools
from storage.mailboxes import Received
from storage.open import Stores


class Intake:
    """Bolt's first middleware. If the inbox cannot be written it raises: no ack, and Slack sends the event again."""

    def __init__(
        self, stores: Stores, pools: Pools, bot: Bot, clock: Callable[[], datetime], arrived: asyncio.Event
    ) -> None:
        self._stores, self._pools, self._bot, self._clock, self._arrived = stores, pools, bot, clock, arrived

    async def __call__(
        self,
        body: Body,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt passes it by this name
    ) -> BoltResponse:
        """Record the request, then let Bolt ack it."""
        received = self._read(body)
        if received is not None and await self._pools.db(self._put, received):
            self._arrived.set()
        return await next()

    def _read(self, body: Body) -> Received | None:
        now = self._clock()
        if "event" in body:
            said = messages.read(body, self._bot)
            return messages.row(said, now) if said else None
        if "command" in body:
            asked = commands.read(body)
            return (
                commands.row(asked, body["trigger_id"], now) if asked and not commands.opens_form(asked.text) else None
            )
        if body.get("type") == "block_actions":
            pressed = actions.read(body)
            return actions.row(pressed, body, now) if pressed else None
        sent = imports.read(body)
        return imports.row(sent, body, now) if sent else None

    def _put(self, received: Received) -> bool:
        """Messages outside followed threads leave no row."""
        heard = Heard.model_validate(received.body)
        if received.kind == "message" and not heard.addressed and not self._followed(heard):
            return False
        return self._stores.inbox.put(received)

    def _followed(self, heard: Heard) -> bool:
        """Whether a build or an asked question lives in this thread."""
        return (
            self._stores.sessions.get(heard.team, heard.thread) is not None
            or self._stores.workspaces.recall(heard.team, heard.thread, "followed") is not None
        )
