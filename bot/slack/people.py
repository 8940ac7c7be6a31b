"""Who speaks and who may read: names, guests and channels as Slack knows them, remembered for ten minutes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.heard import Heard
from bot.slack.pools import Pools
from storage.maps import Reader
from storage.model.session import Member
from storage.model.types import Model
from storage.open import Stores

FRESH = timedelta(minutes=10)


class Place(Model):
    """What a channel is; whatever Slack does not tell is taken as closed."""

    channel_id: str
    private: bool = True
    outside: bool = True
    name: str = ""


class People:
    """Looks people and channels up, once in ten minutes each."""

    def __init__(self, client: AsyncWebClient, stores: Stores, pools: Pools, clock: Callable[[], datetime]) -> None:
        self._client, self._stores, self._pools, self._clock = client, stores, pools, clock
        self._members: dict[str, tuple[datetime, Member]] = {}
        self._places: dict[str, tuple[datetime, Place]] = {}

    async def member(self, workspace_id: str, user: str) -> Member:
        """The person; without the scope `users:read` the id stands for the name."""
        found = self._members.get(user)
        if found and found[0] > self._clock() - FRESH:
            return found[1]
        try:
            told = (await self._client.users_info(user=user))["user"]
        except SlackApiError:
            stored = await self._pools.db(self._stores.workspaces.member, workspace_id, user)
            return stored or Member(workspace_id=workspace_id, member_id=user, name=user)
        profile: dict[str, Any] = told.get("profile") or {}
        name = (
            profile.get("display_name") or profile.get("real_name") or told.get("real_name") or told.get("name") or user
        )
        guest = bool(told.get("is_restricted") or told.get("is_ultra_restricted"))
        member = Member(workspace_id=workspace_id, member_id=user, name=name, role="guest" if guest else "editor")
        self._members[user] = (self._clock(), member)
        await self._pools.db(self._stores.workspaces.save_member, member)
        return member

    async def place(self, channel: str) -> Place:
        """The channel; private and shared with outsiders unless Slack says otherwise."""
        found = self._places.get(channel)
        if found and found[0] > self._clock() - FRESH:
            return found[1]
        try:
            told = (await self._client.conversations_info(channel=channel))["channel"]
        except SlackApiError:
            return Place(channel_id=channel)
        place = Place(
            channel_id=channel,
            private=bool(told.get("is_private") or told.get("is_im") or told.get("is_mpim")),
            outside=bool(told.get("is_ext_shared") or told.get("is_pending_ext_shared")),
            name=told.get("name") or "",
        )
        self._places[channel] = (self._clock(), place)
        return place

    async def reader(self, heard: Heard, member: Member) -> Reader:
        """Whose maps may appear in the answer: those of the channel in public, those of the asker in private."""
        guest = member.role == "guest"
        channels = {heard.channel}
        if (heard.private or heard.direct) and not guest:
            for home in await self._pools.db(self._homes, heard.team):
                if home not in channels and await self._may_read(home, heard.user):
                    channels.add(home)
        unseen = heard.private or heard.direct
        return Reader(heard.user if unseen else "", frozenset(channels), guest)

    def _homes(self, workspace_id: str) -> frozenset[str]:
        lines = self._stores.maps.lines(workspace_id, Reader("", everything=True))
        return frozenset(line.channel_id for line in lines)

    async def _may_read(self, channel: str, user: str) -> bool:
        place = await self.place(channel)
        if place.outside:
            return False
        if not place.private:
            return True
        try:
            members = (await self._client.conversations_members(channel=channel, limit=1000))["members"]
        except SlackApiError:
            return False
        return user in members
