"""Who speaks and who may read: people, channels and their members as Slack knows them, remembered for ten minutes."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.language import of_locale
from bot.slack.calls import code, look_up
from bot.slack.heard import Heard
from bot.slack.pools import Pools
from storage.maps import Reader
from storage.model.session import Member
from storage.model.types import Model
from storage.open import Stores

FRESH = timedelta(minutes=10)
PAGE = 1_000
T = TypeVar("T")


class Place(Model):
    """What a channel is. Whatever Slack does not tell is taken as closed; `unknown` is the code of its refusal."""

    channel_id: str
    private: bool = True
    outside: bool = True
    unknown: str = ""


class Someone(Model):
    """A person. `full`: known to be a full member of the workspace; `outside`: known to be of another company."""

    member: Member
    full: bool = False
    outside: bool = False


class Fresh(Generic[T]):
    """Facts by id, each forgotten after ten minutes."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[datetime, T]] = {}

    def get(self, key: str) -> T | None:
        kept = self._kept.get(key)
        return kept[1] if kept and kept[0] > self._clock() - FRESH else None

    def keep(self, key: str, fact: T) -> T:
        self._kept[key] = (self._clock(), fact)
        return fact


class People:
    """Looks people and channels up. Every method raises SlackBusy when Slack does not answer."""

    def __init__(self, client: AsyncWebClient, stores: Stores, pools: Pools, clock: Callable[[], datetime]) -> None:
        self._client, self._stores, self._pools = client, stores, pools
        self._someones: Fresh[Someone] = Fresh(clock)
        self._places: Fresh[Place] = Fresh(clock)
        self._inside: Fresh[frozenset[str]] = Fresh(clock)

    async def someone(self, workspace_id: str, user: str) -> Someone:
        """The person; without the scope `users:read` the id stands for the name."""
        if found := self._someones.get(user):
            return found
        try:
            told = (await look_up(self._client, "users.info", {"user": user, "include_locale": "true"}))["user"]
        except SlackApiError:
            stored = await self._pools.db(self._stores.workspaces.member, workspace_id, user)
            return Someone(member=stored or Member(workspace_id=workspace_id, member_id=user, name=user))
        someone = _someone(told, workspace_id)
        if not someone.outside:
            await self._pools.db(self._keep, someone.member)
        return self._someones.keep(user, someone)

    def _keep(self, member: Member) -> None:
        """What Slack tells; the language that the person chose stays."""
        with self._stores.transaction() as tx:
            known = tx.workspaces.member(member.workspace_id, member.member_id)
            tx.workspaces.save_member(member.model_copy(update={"lang": known.lang if known else None}))

    async def place(self, channel: str) -> Place:
        """The channel; private and shared with outsiders unless Slack says otherwise."""
        if found := self._places.get(channel):
            return found
        try:
            told = (await look_up(self._client, "conversations.info", {"channel": channel}))["channel"]
        except SlackApiError as error:
            return Place(channel_id=channel, unknown=code(error))
        place = Place(
            channel_id=channel,
            private=bool(told.get("is_private") or told.get("is_im") or told.get("is_mpim")),
            outside=bool(told.get("is_ext_shared") or told.get("is_pending_ext_shared")),
        )
        return self._places.keep(channel, place)

    async def reader(self, heard: Heard, someone: Someone) -> Reader:
        """Whose maps may appear in the answer: those of the channel in public, those of the asker in private.

        A form that was sent comes from no channel: its writer must be let read the map's own.
        """
        guest = someone.member.role == "guest"
        if heard.form is None and not (heard.private or heard.direct):
            return Reader("", frozenset((heard.channel,)), guest)
        homes, own = await self._pools.db(self._homes, heard)
        channels = {own} if heard.form is not None else {heard.channel, own}
        for home in homes:
            if home not in channels and not home.startswith("D") and await self._may_read(home, someone):
                channels.add(home)
        return Reader(heard.user, frozenset(channels), guest)

    def _homes(self, heard: Heard) -> tuple[frozenset[str], str]:
        """The channels that maps belong to, and the person's own direct message with us.

        Slack tells nothing about direct messages without a scope for them, so the own one is remembered once seen.
        """
        lines = self._stores.maps.lines(heard.team, Reader("", everything=True))
        own = self._stores.workspaces.recall(heard.team, heard.user, "direct") or ""
        if heard.direct and heard.form is None and heard.channel != own:
            own = heard.channel
            self._stores.workspaces.remember(heard.team, heard.user, "direct", own)
        return frozenset(line.channel_id for line in lines), own

    async def _may_read(self, channel: str, someone: Someone) -> bool:
        """Full members read public channels; everything else is for those who are in it."""
        place = await self.place(channel)
        if not place.unknown and place.outside:
            return False
        if someone.full and not place.private:
            return True
        return someone.member.member_id in await self._members(channel)

    async def _members(self, channel: str) -> frozenset[str]:
        """Who is in the channel; nobody when Slack does not tell."""
        if (found := self._inside.get(channel)) is not None:
            return found
        members: set[str] = set()
        asked: dict[str, str | int] = {"channel": channel, "limit": PAGE}
        try:
            while True:
                told = await look_up(self._client, "conversations.members", asked)
                members.update(told["members"])
                asked["cursor"] = (told.get("response_metadata") or {}).get("next_cursor") or ""
                if not asked["cursor"]:
                    return self._inside.keep(channel, frozenset(members))
        except SlackApiError:
            return frozenset()


def _someone(told: Mapping[str, Any], workspace_id: str) -> Someone:
    profile: Mapping[str, Any] = told.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or told.get("real_name") or told.get("name")
    guest = bool(told.get("is_restricted") or told.get("is_ultra_restricted"))
    admin = bool(told.get("is_admin") or told.get("is_owner"))
    outside = bool(told.get("is_stranger")) or told.get("team_id", workspace_id) != workspace_id
    user = str(told["id"])
    member = Member(
        workspace_id=workspace_id,
        member_id=user,
        name=name or user,
        role="guest" if guest else "admin" if admin else "editor",
        locale=of_locale(told.get("locale") or ""),
    )
    return Someone(member=member, full=not guest and not outside, outside=outside)
