"""chat.startStream, appendStream and stopStream: a message that grows while somebody reads it."""

from bot.playground.app_settings import BOT_USER
from bot.playground.blocks import with_ids
from bot.playground.shapes import api_message
from bot.playground.web_api.call import Call, Method
from bot.playground.web_api.chat import root_of
from bot.playground.wire import Json, Refused
from bot.playground.workspace import Message
from bot.slack.limits import MARKDOWN_TEXT_ARGUMENT, STREAM_SECONDS


def start(call: Call) -> Json:
    """In a thread; in a channel Slack wants to know who reads. Raises Refused: missing_recipient_user_id …"""
    channel, _ = call.channel_to_write(), call.needed("thread_ts")
    if channel.user is None:
        for name in ("recipient_team_id", "recipient_user_id"):
            if not call.text(name):
                raise Refused(f"missing_{name}")
    message = Message(channel.id, call.slack.ids.ts(), BOT_USER, "", thread_ts=root_of(call, channel))
    _grow(call, message)
    call.slack.streams[channel.id, message.ts] = call.slack.clock.now()
    call.slack.post(message)
    call.slack.stopped.discard((channel.id, message.thread_ts))
    return {"channel": channel.id, "ts": message.ts}


def append(call: Call) -> Json:
    """Raises Refused: message_not_in_streaming_state, stopped_by_user."""
    return _changed(call, _streamed(call))


def stop(call: Call) -> Json:
    """The last piece, and blocks below the text. Raises Refused: message_not_in_streaming_state."""
    message = _streamed(call)
    del call.slack.streams[message.channel, message.ts]
    call.slack.set_status(message.channel, message.thread_ts or message.ts, "")
    blocks = call.nested("blocks", "invalid_blocks_format") or []
    call.inspect_message({"text": message.text, "blocks": [*message.blocks, *blocks]})
    return _changed(call, message, with_ids(blocks, call.slack.ids))


def _streamed(call: Call) -> Message:
    """A message of ours that still grows: a stream ends by itself five minutes after its start."""
    message = call.message(call.channel_to_write(), call.needed("ts"))
    begun = call.slack.streams.get((message.channel, message.ts))
    if begun is None or call.slack.clock.now() > begun + STREAM_SECONDS:
        raise Refused("message_not_in_streaming_state")
    if (message.channel, message.thread_ts) in call.slack.stopped:
        del call.slack.streams[message.channel, message.ts]
        raise Refused("stopped_by_user")
    return message


def _changed(call: Call, message: Message, more: list[Json] | None = None) -> Json:
    before = api_message(call.slack.workspace, message, call.slack.base)
    _grow(call, message)
    message.blocks = [*message.blocks, *(more or ())]
    call.slack.change(message, before)
    return {"channel": message.channel, "ts": message.ts}


def _grow(call: Call, message: Message) -> None:
    """Add the text of this call. Raises Refused: markdown_text_conflict, msg_too_long, invalid_chunks."""
    chunks, plain = call.nested("chunks", "invalid_chunks") or [], call.text("markdown_text")
    if chunks and plain:
        raise Refused("markdown_text_conflict")
    text = plain + "".join(str(chunk.get("text", "")) for chunk in chunks if chunk.get("type") == "markdown_text")
    if len(text) > MARKDOWN_TEXT_ARGUMENT:
        raise Refused("msg_too_long")
    message.text += text
    if message.text:
        message.blocks = with_ids([{"type": "markdown", "text": message.text}], call.slack.ids)


METHODS = {
    "chat.startStream": Method(start, "chat:write"),
    "chat.appendStream": Method(append, "chat:write"),
    "chat.stopStream": Method(stop, "chat:write"),
}
