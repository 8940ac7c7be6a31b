"""Keeps the App Home tab up to date: published when it is opened, and again when something of the person changes."""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.home import Home, Visitor, home
from bot.slack.calls import LOST, SlackBusy, code
from bot.slack.evidence.reading import Messages
from bot.slack.heard import Heard
from bot.slack.people import People
from bot.slack.pools import Pools
from bot.slack.speech import Speech
from bot.slack.views.home import away_view, home_view, outside_view
from bot.slack.views.reply import Block
from prompts.loader import Words
from storage.errors import StoreUnavailable
from storage.open import Stores

EVERY_SECONDS = 10.0

log = structlog.get_logger("waymark.home")


class Tab(NamedTuple):
    """Whose tab it is, and which page of their maps it shows. `hash` is Slack's name for what it shows now."""

    team: str
    user: str
    channel: str
    page: int = 0
    hash: str | None = None


class Homes:
    """The tabs that were opened since the start. One that changes often is published every ten seconds at most."""

    def __init__(
        self,
        client: AsyncWebClient,
        people: People,
        messages: Messages,
        speech: Speech,
        stores: Stores,
        pools: Pools,
        clock: Callable[[], datetime],
        every_seconds: float = EVERY_SECONDS,
    ) -> None:
        self._client, self._people, self._messages, self._speech = client, people, messages, speech
        self._stores, self._pools, self._clock, self._every = stores, pools, clock, every_seconds
        self._tabs: dict[str, Tab] = {}
        self._published: dict[str, float] = {}
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._links: dict[tuple[str, str], str] = {}

    async def show(self, tab: Tab) -> None:
        """Publish the tab now. What Slack refuses is logged: the next opening publishes it anew."""
        spoken = await self._speech.to(tab.team, tab.user)
        self._tabs[tab.user] = tab
        try:
            view = await self._view(tab, spoken)
            told = await self._publish(tab, view, spoken)
        except SlackApiError as error:
            log.warning("home not published", error=code(error))
            return
        except LOST as error:
            log.warning("home not published", error=type(error).__name__)
            return
        finally:
            self._published[tab.user] = asyncio.get_running_loop().time()
        self._tabs[tab.user] = self._tabs[tab.user]._replace(hash=told)

    async def page(self, team: str, user: str, page: int) -> None:
        """Another page of the person's maps, or all of it anew."""
        known = self._tabs.get(user, Tab(team, user, ""))
        await self.show(known._replace(page=page))

    async def direct(self, team: str, user: str) -> str:
        """The person's direct message with us: remembered when the tab was opened."""
        remembered = await self._pools.db(self._stores.workspaces.recall, team, user, "direct")
        return remembered or ""

    def touched(self, members: Iterable[str]) -> None:
        """Something of these people changed: their tabs follow, now or when ten seconds have passed."""
        for member in members:
            if member in self._tabs and member not in self._waiting:
                task = asyncio.create_task(self._later(member))
                self._waiting[member] = task

    async def _later(self, member: str) -> None:
        try:
            passed = asyncio.get_running_loop().time() - self._published.get(member, 0.0)
            await asyncio.sleep(max(0.0, self._every - passed))
        finally:
            self._waiting.pop(member, None)
        await self.show(self._tabs[member])

    async def _publish(self, tab: Tab, view: Block, spoken: Words) -> str | None:
        """What Slack calls the published view. On a newer one than we know: rebuilt once, and put in its place."""
        given = {"hash": tab.hash} if tab.hash else {}
        try:
            told = await self._client.views_publish(user_id=tab.user, view=view, **given)
        except SlackApiError as error:
            if code(error) != "hash_conflict":
                raise
            view = await self._view(tab, spoken)
            told = await self._client.views_publish(user_id=tab.user, view=view)
        shown: str | None = told["view"].get("hash")
        return shown

    async def _view(self, tab: Tab, spoken: Words) -> Block:
        """Raises SlackApiError."""
        try:
            someone = await self._people.someone(tab.team, tab.user)
            if someone.outside:
                return outside_view(spoken)
            heard = Heard(team=tab.team, channel=tab.channel, user=tab.user, private=True, direct=bool(tab.channel))
            reader = await self._people.reader(heard, someone)
            visitor = Visitor(tab.team, tab.user, someone.member.name, reader, self._clock())
            found = await self._pools.work(home, visitor, self._stores, spoken, tab.page)
            return home_view(found, await self._addresses(found), spoken)
        except (StoreUnavailable, SlackBusy) as error:
            log.warning("home not read", error=type(error).__name__)
            return away_view(spoken)

    async def _addresses(self, found: Home) -> dict[tuple[str, str], str]:
        """The threads' own; asked once each."""
        for draft in found.drafts:
            place = (draft.channel, draft.ts)
            if place not in self._links and (link := await self._messages.permalink(*place)):
                self._links[place] = link
        return self._links
