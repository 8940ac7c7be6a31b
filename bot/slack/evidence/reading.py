"""One message of a channel as Slack gives it, and its address."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.evidence.drafts import SourceMessage
from bot.slack.calls import code, look_up
from bot.slack.heard import Body, typed
from bot.slack.listeners.messages import Bot
from storage.errors import WaymarkError

GONE = ("thread_not_found", "message_not_found")


class Unreadable(WaymarkError):
    """Slack does not let us read there: a scope is missing, or we are not in the channel."""

    def __init__(self, why: str) -> None:
        self.key = "evidence_unreadable"
        super().__init__(f"Messages cannot be read: {why}", why=why)


class Messages:
    """Looks messages up. Every method raises SlackBusy when Slack does not answer."""

    def __init__(self, client: AsyncWebClient, bot: Bot) -> None:
        self._client, self._bot = client, bot

    async def fetch(self, channel: str, ts: str) -> SourceMessage | None:
        """The message; None if it is gone. Raises Unreadable.

        History holds no replies; a thread holds them, asked by the reply's own ts.
        """
        place = {"channel": channel, "latest": ts, "oldest": ts, "inclusive": "true", "limit": "1"}
        told = await self._read("conversations.history", place)
        found = _with_ts(told, ts)
        if found is None:
            found = _with_ts(await self._read("conversations.replies", place | {"ts": ts, "limit": "2"}), ts)
        return self.source(found, channel) if found is not None else None

    async def permalink(self, channel: str, ts: str) -> str | None:
        """None where Slack does not tell: then date and place stand alone."""
        try:
            told = await look_up(self._client, "chat.getPermalink", {"channel": channel, "message_ts": ts})
        except SlackApiError:
            return None
        return str(told["permalink"])

    def source(self, message: Body, channel: str) -> SourceMessage:
        """The fields that matter. The words of apps stand in attachments."""
        texts = [message.get("text") or "", *(_attached(one) for one in message.get("attachments") or ())]
        user, by = message.get("user") or "", message.get("bot_id") or ""
        return SourceMessage(
            channel=channel,
            ts=message["ts"],
            thread_ts=message.get("thread_ts") or "",
            author=user,
            by_us=user == self._bot.user_id or bool(by and by == self._bot.bot_id),
            text=typed("\n".join(text for text in texts if text)).strip(),
            reacted=tuple(_reactions(message)),
        )

    async def _read(self, method: str, arguments: Mapping[str, str]) -> Mapping[str, Any]:
        """Raises Unreadable."""
        try:
            return await look_up(self._client, method, arguments)
        except SlackApiError as error:
            if code(error) in GONE:
                return {}
            raise Unreadable(code(error)) from error


def _with_ts(told: Mapping[str, Any], ts: str) -> Body | None:
    return next((message for message in told.get("messages") or () if message.get("ts") == ts), None)


def _attached(attachment: Body) -> str:
    return attachment.get("text") or attachment.get("fallback") or ""


def _reactions(message: Body) -> list[tuple[str, str]]:
    """Who put which emoji there. Slack names only some of many people: then ("", emoji) stands for the others."""
    found = []
    for reaction in message.get("reactions") or ():
        users, name = reaction.get("users") or [], reaction["name"].partition("::")[0]
        found += [(user, name) for user in users]
        if reaction.get("count", 0) > len(users):
            found.append(("", name))
    return found
