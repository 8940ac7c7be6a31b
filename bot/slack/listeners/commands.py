"""The slash command `/journey`: recorded, acked empty, answered by its response_url."""

from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.commands import read_command
from bot.slack.calls import LOST
from bot.slack.escape import mrkdwn
from bot.slack.heard import Body, Heard, typed
from bot.slack.listeners import imports
from bot.slack.speech import Speech
from storage.mailboxes import Received

COMMAND = "/journey"


def read(body: Body) -> Heard | None:
    """What a slash command says; answers are private and its thread is the person's own in that channel."""
    if body.get("command") != COMMAND:
        return None
    return Heard(
        team=body["team_id"],
        channel=body["channel_id"],
        user=body["user_id"],
        thread_ts=f"command-{body['user_id']}",
        text=typed(body.get("text") or ""),
        addressed=True,
        direct=body.get("channel_name") == "directmessage",
        shared_outside=str(body.get("is_ext_shared_channel", "")).lower() == "true",
        private=True,
        response_url=body.get("response_url") or "",
    )


def row(heard: Heard, trigger_id: str, received_at: datetime) -> Received:
    """The inbox row of a command; a trigger id is given once."""
    return Received(
        key=f"command:{heard.team}:{trigger_id}",
        workspace_id=heard.team,
        kind="command",
        thread=heard.thread,
        body=heard.model_dump(mode="json"),
        received_at=received_at,
    )


def register(app: AsyncApp, speech: Speech) -> None:
    """`/journey import` alone opens a form: a trigger id lives three seconds, too short for the inbox."""

    @app.command(COMMAND)
    async def journey(ack: AsyncAck, command: Body, client: AsyncWebClient, respond: AsyncRespond) -> None:
        await ack()
        if not opens_form(command.get("text") or ""):
            return
        words = await speech.to(command["team_id"], command["user_id"], command.get("text") or "")
        form = imports.modal(command["channel_id"], words)
        try:
            await client.views_open(trigger_id=command["trigger_id"], view=form)
        except (SlackApiError, *LOST):
            await respond(mrkdwn(words("slack.import_how")))


def opens_form(text: str) -> bool:
    """Whether the command is answered by the import form alone."""
    command = read_command(text)
    return (command.name, command.rest, command.unknown) == ("import", "", "")
