"""chat.*: posting, changing and deleting messages."""

from bot.playground.app_settings import BOT_USER
from bot.playground.blocks import with_ids
from bot.playground.shapes import api_message
from bot.playground.web_api.call import Call, Method
from bot.playground.wire import Json, Refused
from bot.playground.workspace import Channel, Message
from bot.slack.limits import MESSAGE_TEXT

CONTENT = ("text", "markdown_text")


def content(call: Call) -> Json:
    """text, blocks, attachments, markdown_text and metadata as they were given, nested ones decoded."""
    payload: Json = {name: call.given[name] for name in CONTENT if call.given.get(name) is not None}
    for name, code in (("blocks", "invalid_blocks_format"), ("attachments", "invalid_attachments"),
                       ("metadata", "invalid_metadata_format")):  # fmt: skip
        value = call.nested(name, code)
        if value is not None:
            payload[name] = value
    return payload


def filled(call: Call, message: Message, payload: Json) -> Message:
    """Put checked content into a message. `markdown_text` becomes a markdown block."""
    message.text = str(payload.get("text", ""))[:MESSAGE_TEXT]
    message.verbatim = call.given.get("parse") == "none"
    blocks = payload.get("blocks") or []
    if markdown := payload.get("markdown_text"):
        message.text, blocks = str(markdown), [{"type": "markdown", "text": markdown}]
    message.blocks = with_ids(blocks, call.slack.ids)
    message.attachments = payload.get("attachments") or []
    message.metadata = payload.get("metadata")
    return message


def root_of(call: Call, channel: Channel) -> str | None:
    """The thread to write in; a reply's own ts leads to its root. Raises Refused: thread_not_found."""
    ts = call.text("thread_ts")
    if not ts:
        return None
    message = call.slack.workspace.find(channel.id, ts)
    if message is None:
        raise Refused("thread_not_found")
    return message.thread_ts or message.ts


def post_message(call: Call) -> Json:
    channel = call.channel_to_write()
    payload = content(call)
    thread_ts = root_of(call, channel)
    call.inspect_message(payload)
    if seconds := call.slack.rates.wait_for_post(channel.id):
        raise Refused("ratelimited", retry_after=seconds)
    message = filled(call, Message(channel.id, call.slack.ids.ts(), BOT_USER, "", thread_ts=thread_ts), payload)
    message.broadcast = bool(thread_ts) and call.flag("reply_broadcast")
    call.slack.post(message)
    shape = api_message(call.slack.workspace, message, call.slack.base)
    return {"channel": channel.id, "ts": message.ts, "message": shape}


def post_ephemeral(call: Call) -> Json:
    """Raises Refused: user_not_in_channel."""
    channel, user = call.channel_to_write(), call.needed("user")
    if user not in channel.members:
        raise Refused("user_not_in_channel")
    payload = content(call)
    call.inspect_message(payload)
    message = Message(channel.id, call.slack.ids.ts(), BOT_USER, "", thread_ts=root_of(call, channel), only_for=user)
    call.slack.post(filled(call, message, payload))
    return {"message_ts": message.ts}


def own_message(call: Call, code: str) -> Message:
    """The app may change only what it wrote. Raises Refused with `code`."""
    message = call.message(call.channel_to_write(), call.needed("ts"))
    if not message.is_bot:
        raise Refused(code)
    return message


def update(call: Call) -> Json:
    """Raises Refused: cant_update_message, streaming_state_conflict while it is streamed, msg_too_long above 4,000
    characters. What is not given stays."""
    message = own_message(call, "cant_update_message")
    if (message.channel, message.ts) in call.slack.streams:
        raise Refused("streaming_state_conflict")
    payload = content(call)
    call.inspect_message(payload, update=True)
    before = api_message(call.slack.workspace, message, call.slack.base)
    kept = {"text": message.text, "blocks": message.blocks, "attachments": message.attachments}
    filled(call, message, {**kept, "metadata": message.metadata, **payload})
    message.edited = {"user": BOT_USER, "ts": call.slack.ids.ts()}
    call.slack.change(message, before)
    shape = api_message(call.slack.workspace, message, call.slack.base)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shape}


def delete(call: Call) -> Json:
    """Raises Refused: cant_delete_message."""
    message = own_message(call, "cant_delete_message")
    call.slack.delete(message)
    return {"channel": message.channel, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel, call.needed("message_ts"))
    link = f"{call.slack.base}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


METHODS = {
    "chat.postMessage": Method(post_message, "chat:write"),
    "chat.postEphemeral": Method(post_ephemeral, "chat:write"),
    "chat.update": Method(update, "chat:write"),
    "chat.delete": Method(delete, "chat:write"),
    "chat.getPermalink": Method(get_permalink),
}
