"""What does the app answer to an act? Texts in the ack of a command, and posts to a response_url."""

from bot.playground.app_settings import BOT_USER
from bot.playground.shapes import api_message
from bot.playground.stand_in import StandIn
from bot.playground.tickets import ResponseUrl
from bot.playground.web_api.call import Call
from bot.playground.web_api.chat import filled
from bot.playground.wire import Json, Refused
from bot.playground.workspace import Channel, Message


def answer_command(slack: StandIn, user: str, channel: Channel, answer: Json) -> None:
    """`ack("text")`: shown to the person, or to the channel when the app says `in_channel`."""
    if not (answer.get("text") or answer.get("blocks")):
        return
    url = ResponseUrl(user, channel.id, slack.clock.now())
    try:
        respond(slack, url, answer)
    except Refused as refused:
        slack.journal.add("refusal", "slash_commands", actor="bot", channel=channel.id, payload=answer,
                          answer=refused.code, verdicts=refused.verdicts)  # fmt: skip


def respond(slack: StandIn, url: ResponseUrl, given: Json) -> None:
    """One use of a response_url. Raises Refused: no_text, invalid_blocks …"""
    acted_on = slack.workspace.find(url.channel, url.message_ts) if url.message_ts else None
    if given.get("delete_original"):
        if acted_on and acted_on.is_bot:
            slack.delete(acted_on)
        return
    call = Call(slack, "response_url", {**given, "channel": url.channel})
    call.inspect_message(given)
    if given.get("replace_original"):
        if acted_on is None or not acted_on.is_bot:
            raise Refused("message_not_found")
        before = api_message(slack.workspace, acted_on, slack.base)
        slack.change(filled(call, acted_on, given), before)
        return
    private = given.get("response_type", "ephemeral") != "in_channel"
    in_thread = given.get("thread_ts") or (url.thread_ts if private else None)
    message = Message(
        url.channel, slack.ids.ts(), BOT_USER, "", thread_ts=in_thread, only_for=url.user if private else None
    )
    slack.post(filled(call, message, given))
