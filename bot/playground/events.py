"""Which events does something cause, and does the app get them? Payloads of the Events API."""

from bot.playground.app_settings import APP_ID, BOT_USER
from bot.playground.shapes import CHANNEL_TYPE, api_message
from bot.playground.wire import Json
from bot.playground.workspace import Channel, Message, Workspace

MESSAGES = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


def subscription(event: Json) -> str:
    """The name under which the app's settings list this event."""
    return MESSAGES[event["channel_type"]] if event["type"] == "message" else str(event["type"])


def of_new_message(workspace: Workspace, message: Message, base: str) -> list[Json]:
    """A mention in a channel arrives twice: as `app_mention` and as `message`."""
    channel = workspace.channels[message.channel]
    shape = api_message(workspace, message, base)
    shape.pop("reply_count", None)
    plain = {**shape, "channel": channel.id, "event_ts": message.ts, "channel_type": CHANNEL_TYPE[channel.kind]}
    mentioned = f"<@{BOT_USER}>" in message.text and not message.is_bot and channel.kind != "im"
    if not mentioned:
        return [plain]
    mention = {k: v for k, v in plain.items() if k not in ("channel_type", "subtype")} | {"type": "app_mention"}
    return [mention, plain]


def of_changed_message(workspace: Workspace, before: Json, message: Message, at: str, base: str) -> list[Json]:
    channel = workspace.channels[message.channel]
    return [
        {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "channel": channel.id,
            "channel_type": CHANNEL_TYPE[channel.kind],
            "message": api_message(workspace, message, base),
            "previous_message": before,
            "ts": at,
            "event_ts": at,
        }
    ]


def of_deleted_message(workspace: Workspace, before: Json, message: Message, at: str) -> list[Json]:
    channel = workspace.channels[message.channel]
    return [
        {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "channel": channel.id,
            "channel_type": CHANNEL_TYPE[channel.kind],
            "deleted_ts": message.ts,
            "previous_message": before,
            "ts": at,
            "event_ts": at,
        }
    ]


def of_reaction(user: str, name: str, message: Message, at: str, added: bool) -> Json:
    return {
        "type": "reaction_added" if added else "reaction_removed",
        "user": user,
        "reaction": name,
        "item_user": message.user,
        "item": {"type": "message", "channel": message.channel, "ts": message.ts},
        "event_ts": at,
    }


def wrapped(team: str, channel: Channel | None, event: Json, event_id: str, event_time: int) -> Json:
    """The outer payload of one event."""
    return {
        "token": "playground",
        "team_id": team,
        "context_team_id": team,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": event_time,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": channel is not None and channel.kind == "shared",
        "event_context": f"4-{event_id}",
    }
