"""Forms: buttons and `/journey edit` that open them, what is sent with them, the channels offered while typing.

A trigger lives three seconds, too short for the inbox: openings are answered at once and leave no row.
"""

import re
from typing import NamedTuple

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.commands import read_command
from bot.forms.channels import channels
from bot.slack import limits
from bot.slack.forms.opening import Opener, Wanted
from bot.slack.forms.submitting import Submissions
from bot.slack.heard import Body, typed
from bot.slack.listeners.commands import COMMAND
from bot.slack.speech import Speech
from bot.slack.views.form import CHANNEL, CHOOSER, FORM, option

OPENS = re.compile(r"form\.(choose|open|again|edit)(?:#.*)?")


def opens(body: Body) -> bool:
    """Whether a press opens a form."""
    actions: list[Body] = body.get("actions") or []
    return bool(actions) and OPENS.fullmatch(actions[0].get("action_id") or "") is not None


def edits(text: str) -> bool:
    """Whether a command opens a form."""
    command = read_command(typed(text))
    return command.name == "edit" and not command.unknown


def pressed(body: Body) -> Wanted:
    """The opening that a press asks for."""
    action = body["actions"][0]
    found = OPENS.fullmatch(action["action_id"])
    return Wanted(
        team=body["team"]["id"],
        user=body["user"]["id"],
        channel=(body.get("channel") or {}).get("id", ""),
        trigger_id=body["trigger_id"],
        response_url=body.get("response_url") or "",
        what=found[1] if found else "open",
        value=action.get("value") or "",
    )


def asked(command: Body) -> Wanted:
    """The opening that `/journey edit …` asks for."""
    read = read_command(typed(command.get("text") or ""))
    return Wanted(
        team=command["team_id"],
        user=command["user_id"],
        channel=command["channel_id"],
        trigger_id=command["trigger_id"],
        response_url=command.get("response_url") or "",
        what="edit",
        value=read.rest,
        text=command.get("text") or "",
    )


class Forms(NamedTuple):
    """Who opens forms, who takes what was sent, and in which words."""

    opener: Opener
    submissions: Submissions
    speech: Speech


def register(app: AsyncApp, parts: Forms) -> None:
    """Before the listeners that take every press and command."""

    async def is_edit(command: Body) -> bool:
        return edits(command.get("text") or "")

    @app.command(COMMAND, matchers=[is_edit])
    async def edit(ack: AsyncAck, command: Body) -> None:
        await ack()
        await parts.opener.open(asked(command))

    @app.action(OPENS)
    async def opened(ack: AsyncAck, body: Body) -> None:
        await ack()
        await parts.opener.open(pressed(body))

    @app.view(FORM)
    async def sent(ack: AsyncAck, body: Body) -> None:
        await ack(**await parts.submissions.sent(body["view"], body["team"]["id"], body["user"]["id"]))

    @app.view(CHOOSER)
    async def chose(ack: AsyncAck, body: Body) -> None:
        await ack(**await parts.submissions.chose(body["view"], body["team"]["id"], body["user"]["id"]))

    @app.options(CHANNEL)
    async def offered(ack: AsyncAck, body: Body) -> None:
        spoken = await parts.speech.to(body["team"]["id"], body["user"]["id"])
        found = channels(body.get("value") or "", spoken)[: limits.OPTIONS["select"]]
        await ack(options=[option(choice.text, choice.value) for choice in found])
