"""Opens the evidence form: from a message's menu, from [Choose the place], from a list of what is only guessed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation.turn import Said
from bot.errors import error_words
from bot.evidence.drafts import NOWHERE, SourceMessage, proposed
from bot.evidence.habits import never_taken
from bot.evidence.places import likely
from bot.evidence.proposing import offered
from bot.exchange import Incoming
from bot.slack.calls import LOST, code
from bot.slack.evidence.reading import Messages
from bot.slack.heard import Body, Heard
from bot.slack.people import People
from bot.slack.pools import Pools
from bot.slack.speech import Speech
from bot.slack.views.evidence import Block, Shown, Whence, evidence_view, only_words
from prompts.loader import Words
from storage.errors import WaymarkError
from storage.open import Stores

log = structlog.get_logger("waymark.evidence")


class Wanted(NamedTuple):
    """What the form is about: a message (`message`, or `ts` to look it up), or an item (`place`) without any words."""

    team: str
    user: str
    channel: str
    trigger_id: str
    response_url: str = ""
    message: Body | None = None
    ts: str = ""
    place: str = ""


class EvidenceForms:
    """Opens evidence forms, and knows what is wrong with a sent one."""

    def __init__(
        self,
        client: AsyncWebClient,
        found: Messages,
        people: People,
        speech: Speech,
        stores: Stores,
        pools: Pools,
        clock: Callable[[], datetime],
    ) -> None:
        self._client, self._found, self._people, self._speech = client, found, people, speech
        self._stores, self._pools, self._clock = stores, pools, clock

    @property
    def latest(self) -> date:
        """The last day that may be meant: today, wherever on earth that is."""
        return latest(self._clock())

    async def open(self, wanted: Wanted) -> None:
        """An empty modal at once, because a trigger lives three seconds; its fields when they are read."""
        words = await self._speech.to(wanted.team, wanted.user)
        try:
            told = await self._client.views_open(
                trigger_id=wanted.trigger_id, view=only_words(words("evidence.form_loading"), words)
            )
            view = await self._view(wanted, words)
            await self._client.views_update(view_id=told["view"]["id"], hash=told["view"]["hash"], view=view)
        except SlackApiError as error:
            log.info("form not shown", error=code(error))
            await self._whisper(wanted, words("evidence.too_slow"))
        except LOST as error:
            log.warning("form not shown", error=type(error).__name__)

    async def words(self, team: str, user: str) -> Words:
        """The words of a person."""
        return await self._speech.to(team, user)

    async def _view(self, wanted: Wanted, words: Words) -> Block:
        """The form, or why there is none."""
        try:
            someone = await self._people.someone(wanted.team, wanted.user)
            named = wanted.channel.startswith(("C", "G"))
            place = await self._people.place(wanted.channel) if named else None
            if someone.outside or (place is not None and place.outside and not place.unknown):
                return only_words(words("evidence.shared_place"), words)
            message = await self._message(wanted)
            if wanted.ts and (message is None or not message.text):
                return only_words(words("evidence.message_gone" if message is None else "evidence.no_words"), words)
            heard = Heard(
                team=wanted.team,
                channel=wanted.channel,
                user=wanted.user,
                private=True,
                direct=wanted.channel.startswith("D"),
            )
            incoming = Incoming(
                workspace_id=wanted.team,
                channel_id=wanted.channel,
                thread=heard.thread_ts,
                said=Said(by=wanted.user, name=someone.member.name, at=self._clock()),
                private=True,
                reader=await self._people.reader(heard, someone),
                names={},
            )
            private = message is not None and (place is None or place.private)
            link = await self._found.permalink(wanted.channel, message.ts) if message is not None else None
            whence = Whence(channel=wanted.channel, permalink=link, private=private, url=wanted.response_url)
            return await self._pools.db(self._filled, message, whence, wanted.place, incoming, words)
        except WaymarkError as error:
            return only_words(error_words(error, words), words)

    async def _message(self, wanted: Wanted) -> SourceMessage | None:
        if wanted.message is not None:
            return self._found.source(wanted.message, wanted.channel)
        return await self._found.fetch(wanted.channel, wanted.ts) if wanted.ts else None

    def _filled(
        self, message: SourceMessage | None, whence: Whence, place: str, incoming: Incoming, words: Words
    ) -> Block:
        if message is not None and message.by_us:
            return only_words(words("evidence.own_message"), words)
        if message is not None and message.author and never_taken(self._stores, incoming.workspace_id, message.author):
            return only_words(words("evidence.author_never"), words)
        maps = offered(incoming, self._stores)
        zone = self._stores.workspaces.workspace(incoming.workspace_id).tz
        found = proposed(message, zone, words) if message is not None else None
        if not place and found is not None:
            near = (likely(found.text, places) for _, places in maps)
            place = next((one.value for one in near if one is not None), NOWHERE)
        return evidence_view(Shown(found, maps, place, incoming.said.at.date()), whence, words)

    async def _whisper(self, wanted: Wanted, text: str) -> None:
        try:
            await self._client.chat_postEphemeral(channel=wanted.channel, user=wanted.user, text=text, parse="none")
        except (SlackApiError, *LOST) as error:
            log.info("person not told", error=type(error).__name__)


def latest(now: datetime) -> date:
    """A day ahead of UTC, for those who live where it is tomorrow already."""
    return (now + timedelta(hours=14)).date()
