"""conversations.*: channels, their members and their messages."""

from typing import TypeVar

from bot.playground.app_settings import BOT_USER
from bot.playground.shapes import api_channel, api_message
from bot.playground.web_api.call import HISTORY_SCOPE, READ_SCOPE, Call, Method
from bot.playground.wire import Json, Refused
from bot.playground.workspace import Channel, Message

T = TypeVar("T")
TYPES = {"public_channel": ("public", "shared", "archived"), "private_channel": ("private",), "im": ("im",), "mpim": ()}


def page_of(call: Call, items: list[T], default: int = 100) -> tuple[list[T], str]:
    """`limit` items from `cursor` on, and the next cursor (empty at the end). Raises Refused: invalid_cursor."""
    cursor = call.text("cursor")
    if cursor and not cursor.isdigit():
        raise Refused("invalid_cursor")
    start, limit = int(cursor or 0), call.number("limit", default)
    end = start + limit
    return items[start:end], str(end) if end < len(items) else ""


def info(call: Call) -> Json:
    channel = call.channel()
    call.require(READ_SCOPE[channel.kind])
    return {"channel": api_channel(call.slack.workspace, channel)}


def members(call: Call) -> Json:
    channel = call.channel()
    call.require(READ_SCOPE[channel.kind])
    found, cursor = page_of(call, channel.members)
    return {"members": found, "response_metadata": {"next_cursor": cursor}}


def readable(call: Call) -> Channel:
    """Raises Refused: missing_scope, not_in_channel."""
    channel = call.channel()
    call.require(HISTORY_SCOPE[channel.kind])
    if BOT_USER not in channel.members:
        raise Refused("not_in_channel")
    return channel


def within(call: Call, messages: list[Message]) -> list[Message]:
    """Those between `oldest` and `latest`; the ends count only with `inclusive`."""
    oldest, latest, inclusive = (
        call.text("oldest", "0"),
        call.text("latest", "9999999999.999999"),
        call.flag("inclusive"),
    )
    return [m for m in messages if oldest < m.ts < latest or (inclusive and m.ts in (oldest, latest))]


def shaped(call: Call, messages: list[Message]) -> list[Json]:
    shapes = [api_message(call.slack.workspace, message, call.slack.base) for message in messages]
    if not call.flag("include_all_metadata"):
        for shape in shapes:
            shape.pop("metadata", None)
    return shapes


def history(call: Call) -> Json:
    """Newest first, without replies."""
    channel = readable(call)
    roots = [m for m in call.slack.workspace.lasting(channel.id) if not m.thread_ts or m.broadcast]
    found, cursor = page_of(call, within(call, roots)[::-1])
    answer: Json = {"messages": shaped(call, found), "has_more": bool(cursor)}
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def replies(call: Call) -> Json:
    """The root first, then its replies, oldest first. Raises Refused: thread_not_found."""
    channel = readable(call)
    message = call.slack.workspace.find(channel.id, call.needed("ts"))
    if message is None or message.only_for:
        raise Refused("thread_not_found")
    root = call.slack.workspace.find(channel.id, message.thread_ts) if message.thread_ts else message
    if root is None:
        raise Refused("thread_not_found")
    below = within(call, call.slack.workspace.replies(root))
    found, cursor = page_of(call, [root, *below], 1_000)
    answer: Json = {"messages": shaped(call, found), "has_more": bool(cursor)}
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def open_dm(call: Call) -> Json:
    """Raises Refused: user_not_found, users_list_not_supplied."""
    users = [user for user in call.text("users").split(",") if user]
    if not users:
        raise Refused("users_list_not_supplied")
    dm = call.slack.workspace.dm(users[0]) if len(users) == 1 else None
    if dm is None:
        raise Refused("user_not_found")
    return {"channel": api_channel(call.slack.workspace, dm), "no_op": True, "already_open": True}


def listed(call: Call) -> Json:
    call.require("channels:read")
    kinds = [kind for name in call.text("types", "public_channel").split(",") for kind in TYPES.get(name.strip(), ())]
    visible = [
        channel
        for channel in call.slack.workspace.channels.values()
        if channel.kind in kinds
        and (channel.kind in ("public", "archived") or BOT_USER in channel.members)
        and not (call.flag("exclude_archived") and channel.kind == "archived")
    ]
    found, cursor = page_of(call, visible)
    shapes = [api_channel(call.slack.workspace, channel) for channel in found]
    return {"channels": shapes, "response_metadata": {"next_cursor": cursor}}


METHODS = {
    "conversations.info": Method(info),
    "conversations.members": Method(members),
    "conversations.history": Method(history),
    "conversations.replies": Method(replies),
    "conversations.open": Method(open_dm, "im:write"),
    "conversations.list": Method(listed),
}
