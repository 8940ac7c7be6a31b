"""What does Slack send when somebody acts? Payloads of commands and interactions."""

from bot.playground.app_settings import APP_ID
from bot.playground.modals import View
from bot.playground.shapes import api_message, team_of
from bot.playground.stand_in import StandIn
from bot.playground.wire import Json
from bot.playground.workspace import Channel, Message


def channel_name(channel: Channel) -> str:
    return {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)


def _person(slack: StandIn, user: str) -> Json:
    name = slack.person(user).name.lower()
    return {"id": user, "username": name, "name": name, "team_id": team_of(slack.workspace, user)}


def _common(slack: StandIn, kind: str, user: str) -> Json:
    team = slack.workspace.team
    return {
        "type": kind,
        "user": _person(slack, user),
        "api_app_id": APP_ID,
        "token": "playground",
        "team": {"id": team["id"], "domain": team["domain"]},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def response_url(slack: StandIn, user: str, channel: Channel, message: Message | None = None) -> str:
    ts, thread = (message.ts, message.thread_ts) if message else (None, None)
    return f"{slack.base}/response/{slack.response_urls.issue(user, channel.id, ts, thread)}"


def slash_command(slack: StandIn, user: str, channel: Channel, command: str, text: str) -> Json:
    team = slack.workspace.team
    return {
        "token": "playground",
        "team_id": team["id"],
        "team_domain": team["domain"],
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user,
        "user_name": slack.person(user).name.lower(),
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url(slack, user, channel),
        "trigger_id": slack.triggers.issue(user),
    }


def message_place(slack: StandIn, user: str, message: Message) -> Json:
    """Where an interaction with a message happened, and how to answer it."""
    channel = slack.workspace.channels[message.channel]
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.only_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    place = {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "response_url": response_url(slack, user, channel, message),
    }
    if message.only_for is None:
        place["message"] = api_message(slack.workspace, message, slack.base)
    return place


def view_place(slack: StandIn, view: View) -> Json:
    return {"container": {"type": "view", "view_id": view.id}, "view": view.shape(slack.workspace.team["id"])}


def block_actions(slack: StandIn, user: str, place: Json, action: Json, state: Json, view_id: str | None) -> Json:
    common = _common(slack, "block_actions", user)
    trigger_id = slack.triggers.issue(user, view_id)
    return {**common, **place, "trigger_id": trigger_id, "state": {"values": state}, "actions": [action]}


def block_suggestion(slack: StandIn, user: str, place: Json, block_id: str, action_id: str, query: str) -> Json:
    place = {key: value for key, value in place.items() if key != "response_url"}
    common = _common(slack, "block_suggestion", user)
    return {**common, **place, "block_id": block_id, "action_id": action_id, "value": query}


def view_submission(slack: StandIn, view: View) -> Json:
    common = _common(slack, "view_submission", view.user)
    shape = view.shape(slack.workspace.team["id"])
    return {**common, "trigger_id": slack.triggers.issue(view.user, view.id), "view": shape, "response_urls": []}


def view_closed(slack: StandIn, view: View, is_cleared: bool) -> Json:
    shape = view.shape(slack.workspace.team["id"])
    return {**_common(slack, "view_closed", view.user), "view": shape, "is_cleared": is_cleared}


def shortcut(slack: StandIn, user: str, callback_id: str) -> Json:
    common = _common(slack, "shortcut", user)
    return {**common, "callback_id": callback_id, "trigger_id": slack.triggers.issue(user), "action_ts": slack.ids.ts()}


def message_action(slack: StandIn, user: str, callback_id: str, message: Message) -> Json:
    """A message shortcut carries text, but no membership: it works where the app is not."""
    channel = slack.workspace.channels[message.channel]
    return {
        **_common(slack, "message_action", user),
        "callback_id": callback_id,
        "trigger_id": slack.triggers.issue(user),
        "action_ts": slack.ids.ts(),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": api_message(slack.workspace, message, slack.base),
        "response_url": response_url(slack, user, channel, message),
    }
