"""reactions.*: emoji under messages."""

from bot.playground.app_settings import BOT_USER
from bot.playground.shapes import api_message
from bot.playground.web_api.call import Call, Method
from bot.playground.wire import Json, Refused
from bot.playground.workspace import Message


def named(call: Call) -> tuple[Message, str]:
    return call.message(call.channel_to_write(), call.needed("timestamp")), call.needed("name").strip(":")


def add(call: Call) -> Json:
    """Raises Refused: already_reacted."""
    message, name = named(call)
    if BOT_USER in message.reactions.get(name, []):
        raise Refused("already_reacted")
    call.slack.react(message, BOT_USER, name, added=True)
    return {}


def remove(call: Call) -> Json:
    """Raises Refused: no_reaction."""
    message, name = named(call)
    if BOT_USER not in message.reactions.get(name, []):
        raise Refused("no_reaction")
    call.slack.react(message, BOT_USER, name, added=False)
    return {}


def get(call: Call) -> Json:
    message = call.message(call.channel(), call.needed("timestamp"))
    shape = api_message(call.slack.workspace, message, call.slack.base)
    return {"type": "message", "channel": message.channel, "message": shape}


METHODS = {
    "reactions.add": Method(add, "reactions:write"),
    "reactions.remove": Method(remove, "reactions:write"),
    "reactions.get": Method(get, "reactions:read"),
}
