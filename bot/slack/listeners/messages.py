"""Messages and mentions: plain ones, with files, edited, deleted. One row a message, however often Slack tells it."""

from datetime import datetime
from hashlib import sha256

from slack_bolt.async_app import AsyncApp

from bot.slack.heard import Body, Heard, cut_mention, files_of, typed
from storage.mailboxes import Received
from storage.model.types import Model


class Bot(Model):
    """Who we are in this workspace; `url` is its address, ending with a slash."""

    user_id: str
    bot_id: str = ""
    team: str = ""
    team_id: str = ""
    url: str = ""


def read(body: Body, bot: Bot) -> Heard | None:
    """What an `app_mention` or `message` event says; None for what is not a person's message."""
    event = body.get("event") or {}
    if event.get("type") not in ("app_mention", "message"):
        return None
    match event.get("subtype"):
        case "message_changed":
            return _edited(body, event, bot)
        case "message_deleted":
            return _deleted(body, event, bot)
        case None | "file_share" | "thread_broadcast":
            return _said(body, event, bot)
        case _:
            return None


def key(heard: Heard) -> str:
    """Unique for a message, an edit of it and its deletion: `app_mention` and `message` of one post share it."""
    kind = "deleted" if heard.deleted else "edited" if heard.was is not None else "said"
    edit = f":{sha256(heard.text.encode()).hexdigest()[:12]}" if kind == "edited" else ""
    return f"{kind}:{heard.team}:{heard.channel}:{heard.ts}{edit}"


def row(heard: Heard, received_at: datetime) -> Received:
    """The inbox row of a message."""
    return Received(
        key=key(heard),
        workspace_id=heard.team,
        kind="message",
        thread=heard.thread,
        body=heard.model_dump(mode="json"),
        received_at=received_at,
    )


def _from_us(message: Body, bot: Bot) -> bool:
    return bool(message.get("bot_id")) or message.get("user") in (None, bot.user_id)


def _said(body: Body, event: Body, bot: Bot) -> Heard | None:
    if _from_us(event, bot):
        return None
    text, mentioned = cut_mention(event.get("text") or "", bot.user_id)
    direct = event.get("channel_type") == "im"
    in_thread = event.get("thread_ts") or ("" if direct else event["ts"])
    return Heard(
        team=body.get("team_id") or event.get("team") or "",
        channel=event["channel"],
        user=event["user"],
        ts=event["ts"],
        thread_ts=in_thread,
        text=typed(text),
        addressed=mentioned or direct,
        direct=direct,
        shared_outside=bool(body.get("is_ext_shared_channel")),
        files=files_of(event),
        permalink=_link(event, event["channel"], bot),
    )


def _edited(body: Body, event: Body, bot: Bot) -> Heard | None:
    now, before = event.get("message") or {}, event.get("previous_message") or {}
    if _from_us(now, bot) or now.get("text") == before.get("text"):
        return None
    text, mentioned = cut_mention(now.get("text") or "", bot.user_id)
    was, _ = cut_mention(before.get("text") or "", bot.user_id)
    direct = event.get("channel_type") == "im"
    return Heard(
        team=body.get("team_id") or "",
        channel=event["channel"],
        user=now["user"],
        ts=now["ts"],
        thread_ts=now.get("thread_ts") or ("" if direct else now["ts"]),
        text=typed(text),
        was=typed(was),
        addressed=mentioned or direct,
        direct=direct,
        permalink=_link(now, event["channel"], bot),
    )


def _deleted(body: Body, event: Body, bot: Bot) -> Heard | None:
    gone = event.get("previous_message") or {}
    if not gone or _from_us(gone, bot):
        return None
    text, _ = cut_mention(gone.get("text") or "", bot.user_id)
    direct = event.get("channel_type") == "im"
    return Heard(
        team=body.get("team_id") or "",
        channel=event["channel"],
        user=gone["user"],
        ts=gone["ts"],
        thread_ts=gone.get("thread_ts") or ("" if direct else gone["ts"]),
        text=typed(text),
        deleted=True,
        direct=direct,
        permalink=_link(gone, event["channel"], bot),
    )


def _link(message: Body, channel: str, bot: Bot) -> str | None:
    """The message's permalink as Slack makes it: what is on a map knows by it which message it came from."""
    if not bot.url:
        return None
    link, thread = f"{bot.url}archives/{channel}/p{message['ts'].replace('.', '')}", message.get("thread_ts")
    return f"{link}?thread_ts={thread}&cid={channel}" if thread else link


def register(app: AsyncApp) -> None:
    """Bolt acks events by itself once the middleware has written their row."""

    @app.event("app_mention")
    async def mentioned() -> None:
        """The row is written; the workers do the rest."""

    @app.event("message")
    async def said() -> None:
        """The row is written; the workers do the rest."""
