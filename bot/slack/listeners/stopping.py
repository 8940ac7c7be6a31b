"""Does somebody ask for a Stop? Slack's button for it, or a word that is a whole message."""

from functools import lru_cache
from typing import NamedTuple

from slack_bolt.async_app import AsyncApp

from bot.language import LANGUAGES
from bot.slack.heard import Body, Heard
from prompts.loader import words


class Stop(NamedTuple):
    """Who wants what is worked on in a thread to end; `thread_ts` is empty in a direct message.

    `button`: Slack's own, which has ended what was being streamed.
    """

    channel: str
    thread_ts: str
    user: str
    button: bool = False


def read(body: Body) -> Stop | None:
    """What an `agent_session_stopped` event says."""
    event = body.get("event") or {}
    if event.get("type") != "agent_session_stopped" or not event.get("user"):
        return None
    return Stop(event["channel"], event.get("thread_ts") or "", event["user"], button=True)


def typed(heard: Heard) -> Stop | None:
    """The word as a message of its own, in any language."""
    if heard.press is not None or heard.files or heard.deleted or heard.was is not None:
        return None
    said = " ".join(heard.text.split()).casefold().rstrip(" .!。！")
    return Stop(heard.channel, heard.thread_ts, heard.user) if said in _stop_words() else None


@lru_cache
def _stop_words() -> frozenset[str]:
    return frozenset(word for lang in LANGUAGES for word in words(lang).data("threads.stop_words"))


def register(app: AsyncApp) -> None:
    """Bolt acks events by itself once the middleware has passed the Stop on."""

    @app.event("agent_session_stopped")
    async def stopped() -> None:
        """The run is being stopped."""
