"""A stand-in on a free port and a real Bolt app that can connect to it."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.driver import Playground

ANY = re.compile(".*")
SCOPES = [
    *("app_mentions:read", "chat:write", "commands", "assistant:write", "im:history", "files:write"),
    *(
        "channels:read",
        "groups:read",
        "files:read",
        "channels:history",
        "groups:history",
        "reactions:read",
        "users:read",
    ),
]
EVENTS = [
    *("app_mention", "message.im", "message.channels", "message.groups", "app_home_opened", "agent_session_stopped"),
    *("reaction_added", "reaction_removed", "member_joined_channel"),
]
SHORTCUTS = [
    {"type": "message", "name": "Add as evidence", "callback_id": "evidence_add"},
    {"type": "global", "name": "New journey map", "callback_id": "map_new"},
]


def manifest_of(scopes: list[str]) -> dict[str, Any]:
    """An app that hears everything and may do what these scopes allow."""
    return {
        "features": {"slash_commands": [{"command": "/journey"}], "shortcuts": SHORTCUTS},
        "oauth_config": {"scopes": {"bot": scopes}},
        "settings": {"event_subscriptions": {"bot_events": EVENTS}},
    }


class Bot:
    """An AsyncApp over Socket Mode that keeps every payload it gets; listeners are added before `connects`."""

    def __init__(self, slack: Playground, session: aiohttp.ClientSession) -> None:
        self.client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, session=session)
        self.app = AsyncApp(client=self.client)
        self.got: list[dict[str, Any]] = []
        self._app_token = slack.app_token
        self._handlers: list[AsyncSocketModeHandler] = []
        self.app.use(self._keep)

    async def _keep(self, body: dict[str, Any], next: Callable[[], Any]) -> None:  # noqa: A002 - Bolt's name
        self.got.append(body)
        await next()

    async def connects(self) -> None:
        for register in (self.app.event, self.app.action, self.app.command, self.app.view, self.app.view_closed,
                         self.app.shortcut):  # fmt: skip
            register(ANY)(acks)
        await self.connects_again()

    async def connects_again(self) -> None:
        """One more socket."""
        handler = AsyncSocketModeHandler(self.app, self._app_token, ping_interval=1)
        await handler.connect_async()
        self._handlers.append(handler)

    async def leaves(self) -> None:
        while self._handlers:
            await self._handlers.pop().close_async()

    async def gets(self, kind: str, count: int = 1, within: float = 5.0) -> list[dict[str, Any]]:
        """`count` payloads of this kind: an event's type, or slash_commands, block_actions, view_submission …"""
        deadline = asyncio.get_running_loop().time() + within
        while len(found := [body for body in self.got if kind_of(body) == kind]) < count:
            assert asyncio.get_running_loop().time() < deadline, (kind, [kind_of(body) for body in self.got])
            await asyncio.sleep(0.01)
        return found


async def acks(ack: Any) -> None:
    await ack()


def kind_of(body: dict[str, Any]) -> str:
    if "command" in body:
        return "slash_commands"
    return str(body["event"]["type"] if "event" in body else body["type"])


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    async with Playground.start(seed=1, manifest=manifest_of(SCOPES)) as playground:
        yield playground


@pytest.fixture
async def bot(slack: Playground) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as session:
        bot = Bot(slack, session)
        yield bot
        await bot.leaves()


@pytest.fixture
async def client(bot: Bot) -> AsyncWebClient:
    return bot.client


@pytest.fixture
async def wide() -> AsyncIterator[Playground]:
    """A stand-in whose app may react and open DMs, but read neither people nor messages."""
    scopes = ["chat:write", "reactions:write", "reactions:read", "im:write", "team:read"]
    async with Playground.start(seed=1, manifest=manifest_of(scopes)) as playground:
        yield playground
