"""The emoji under a message, and [Add] under the proposal: the message is read anew each time, and kept nowhere."""

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.evidence.drafts import SourceMessage
from bot.evidence.habits import HINTED, emoji_of, never_taken
from bot.evidence.places import map_of
from bot.evidence.proposing import draft_of, fingerprint, opens_question, proposal
from bot.exchange import Incoming
from bot.reply import Press, Reply, Text
from bot.slack.calls import LOST, SlackBusy, limited, troubled
from bot.slack.evidence.reading import Messages, Unreadable
from bot.slack.heard import Heard
from bot.slack.people import Place
from bot.slack.pools import Pools
from bot.slack.views.reply import Post, messages
from prompts.loader import Words
from storage.open import Stores

REACTED, ADD = "evidence.reacted", "evidence.add"


class Proposals:
    """Reads what an emoji or [Add] is about."""

    def __init__(self, client: AsyncWebClient, found: Messages, stores: Stores, pools: Pools) -> None:
        self._client, self._found, self._stores, self._pools = client, found, stores, pools

    async def read(
        self, heard: Heard, incoming: Incoming, place: Place | None, words: Words
    ) -> Incoming | Reply | None:
        """What the desk keeps; or an answer; None where the person was told already. Raises SlackBusy, Unreadable."""
        private = place is None or place.private
        if heard.press is not None and heard.press.action == ADD:
            return await self._added(heard.press, private, heard, incoming, words)
        told, thread = await self._reacted(private, heard, incoming, words)
        if told is not None:
            await self._whisper(told, heard, thread, words)
        return None

    async def _reacted(self, private: bool, heard: Heard, incoming: Incoming, words: Words) -> tuple[Reply | None, str]:
        """The proposal, or why there is none; and the thread it belongs to."""
        try:
            message = await self._found.fetch(heard.channel, heard.ts)
        except Unreadable:
            return await self._pools.db(self._hint_once, heard, words), ""
        if message is None:
            return None, ""
        refusal = await self._pools.db(self._refusal, message, heard, words)
        if refusal is None:
            return await self._pools.work(proposal, message, private, incoming, self._stores, words), message.thread_ts
        return refusal, message.thread_ts

    def _refusal(self, message: SourceMessage, heard: Heard, words: Words) -> Reply | None:
        """Why this message is not taken."""
        if message.by_us:
            return _line(words("evidence.own_message"))
        if message.author and never_taken(self._stores, heard.team, message.author):
            return _line(words("evidence.author_never"))
        return _line(words("evidence.no_words")) if not message.text else None

    def _hint_once(self, heard: Heard, words: Words) -> Reply | None:
        """One hint per person."""
        if self._stores.workspaces.recall(heard.team, heard.user, HINTED):
            return None
        self._stores.workspaces.remember(heard.team, heard.user, HINTED, "yes")
        return _line(words("errors.evidence_unreadable"))

    async def _added(
        self, press: Press, private: bool, heard: Heard, incoming: Incoming, words: Words
    ) -> Incoming | Reply | None:
        channel, ts, seen, map_id, item, opened = [*press.value.split("|"), "", "", "", "", ""][:6]
        message = await self._found.fetch(channel, ts)
        if message is None or not message.text:
            return _line(words("evidence.message_gone"), replaces=True)
        refusal = await self._pools.db(self._refusal, message, heard, words)
        if refusal is not None:
            return refusal.model_copy(update={"replaces": True})
        emoji = await self._pools.db(emoji_of, self._stores, heard.team, channel)
        if not {(heard.user, emoji), ("", emoji)} & set(message.reacted):
            return _line(words("evidence.taken_back"), replaces=True)
        if fingerprint(message) != seen:
            anew = await self._pools.work(proposal, message, private, incoming, self._stores, words)
            note = Text(text=words("evidence.message_changed"), style="warning")
            await self._whisper(anew.model_copy(update={"parts": (note, *anew.parts)}), heard, message.thread_ts, words)
            return None
        at = f"{map_id}|{item}"
        title = await self._pools.db(self._seen_wider, at, incoming) if private and not opened else None
        if title is not None:
            return opens_question(message, at, title, words).model_copy(update={"replaces": True})
        zone = await self._pools.db(self._zone, heard.team)
        draft = draft_of(message, at, zone, words).model_copy(
            update={
                "permalink": await self._found.permalink(channel, ts),
                "from_private": private,
                "opened": opened == "open" if private else None,
            }
        )
        kept = Press(action="evidence.keep", value=draft.model_dump_json())
        return incoming.model_copy(update={"said": incoming.said.model_copy(update={"press": kept})})

    def _seen_wider(self, place: str, incoming: Incoming) -> str | None:
        """The title of the map, if people outside this place can see it. Raises MapNotFound."""
        if not map_of(place):
            return None
        journey = self._stores.maps.get(incoming.workspace_id, map_of(place), incoming.reader)
        here = journey.privacy != "workspace" and journey.home.channel_id == incoming.channel_id
        return None if here else journey.title

    def _zone(self, team: str) -> str:
        return self._stores.workspaces.workspace(team).tz

    async def _whisper(self, reply: Reply, heard: Heard, thread: str, words: Words) -> None:
        """Straight to the person, not by way of the outbox: nothing of it is stored. Raises SlackBusy."""
        for post in (one for one in messages(reply, words) if isinstance(one, Post)):
            try:
                await self._client.chat_postEphemeral(
                    channel=heard.channel,
                    user=heard.user,
                    text=post.text,
                    blocks=list(post.blocks),
                    thread_ts=thread or None,
                )
            except SlackApiError as error:
                if limited(error) or troubled(error):
                    raise SlackBusy("chat.postEphemeral") from error
                return  # the channel is gone or closed, or the person left it: nobody is there to be told
            except LOST as error:
                raise SlackBusy("chat.postEphemeral") from error


def _line(text: str, replaces: bool = False) -> Reply:
    return Reply(parts=(Text(text=text),), whisper=True, replaces=replaces)
