"""canvases.*: documents beside the messages; the app writes them, people read them here."""

from typing import Any

from bot.playground.app_settings import BOT_USER
from bot.playground.web_api.call import Call, Method
from bot.playground.wire import Json, Refused
from bot.playground.workspace import Canvas
from bot.slack.limits import CANVAS_MARKDOWN

TITLE = 255
OPERATIONS = ("replace", "insert_at_start", "insert_at_end", "rename")


def create(call: Call) -> Json:
    """A canvas of its own, as a tab of the channel if one is named.

    Raises Refused: invalid_arguments, canvas_too_large, channel errors.
    """
    channel = call.channel_to_write("channel_id").id if call.text("channel_id") else ""
    return _made(call, channel, call.text("title"))


def create_of_channel(call: Call) -> Json:
    """The one canvas of a channel. Raises Refused: channel_canvas_already_exists."""
    channel = call.channel_to_write("channel_id").id
    if any(canvas.channel == channel and canvas.of_channel for canvas in call.slack.workspace.canvases.values()):
        raise Refused("channel_canvas_already_exists")
    return _made(call, channel, call.text("title"), of_channel=True)


def edit(call: Call) -> Json:
    """One change a call. Raises Refused: canvas_not_found, invalid_arguments, canvas_too_large."""
    canvas = call.slack.workspace.canvases.get(call.needed("canvas_id"))
    if canvas is None:
        raise Refused("canvas_not_found")
    changes = call.nested("changes")
    if not isinstance(changes, list) or len(changes) != 1 or changes[0].get("operation") not in OPERATIONS:
        raise Refused("invalid_arguments")
    change = changes[0]
    match change["operation"]:
        case "rename":
            canvas.title = _markdown(change.get("title_content"))[:TITLE]
        case "replace":
            canvas.markdown = _markdown(change.get("document_content"))
        case "insert_at_start":
            canvas.markdown = f"{_markdown(change.get('document_content'))}\n\n{canvas.markdown}"
        case _:
            canvas.markdown = f"{canvas.markdown}\n\n{_markdown(change.get('document_content'))}"
    call.slack.mark_unsaved()
    return {}


def delete(call: Call) -> Json:
    """Raises Refused: canvas_not_found."""
    if call.slack.workspace.canvases.pop(call.needed("canvas_id"), None) is None:
        raise Refused("canvas_not_found")
    call.slack.mark_unsaved()
    return {}


def _made(call: Call, channel: str, title: str, of_channel: bool = False) -> Json:
    content = call.nested("document_content")
    text = _markdown(content) if content is not None else ""
    canvas = Canvas(call.slack.ids.new("F"), title[:TITLE], text, BOT_USER, channel, of_channel)
    call.slack.workspace.canvases[canvas.id] = canvas
    call.slack.mark_unsaved()
    return {"canvas_id": canvas.id}


def _markdown(content: Any) -> str:
    """Raises Refused: invalid_arguments, canvas_too_large."""
    if not isinstance(content, dict) or content.get("type") != "markdown" or "markdown" not in content:
        raise Refused("invalid_arguments")
    text = str(content["markdown"])
    if len(text.encode()) > CANVAS_MARKDOWN:
        raise Refused("canvas_too_large")
    return text


METHODS = {
    "canvases.create": Method(create, "canvases:write"),
    "canvases.edit": Method(edit, "canvases:write"),
    "canvases.delete": Method(delete, "canvases:write"),
    "conversations.canvases.create": Method(create_of_channel, "canvases:write"),
}
