"""The app's own place: its Home tab with its buttons, and prompts to begin with in the direct message."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calls import LOST
from bot.slack.heard import Body, Heard
from bot.slack.homes import Homes, Tab
from bot.slack.listeners import actions, imports
from bot.slack.speech import Speech

PROMPTS = ("slack.prompt_new", "examples.prompt", "examples.prompt_import", "slack.prompt_list")
HERE = re.compile(r"home\.(?P<what>page|reload|import|link)(?:#.*)?")
"""Buttons of the tab that leave no row: they show something, or open a form, at once."""


def read(body: Body) -> Heard | None:
    """A button of the Home tab, as if it were pressed in the person's direct message; `channel` is not known yet."""
    view = body.get("view") or {}
    if body.get("type") != "block_actions" or view.get("type") != "home" or not body.get("actions"):
        return None
    if HERE.fullmatch(body["actions"][0]["action_id"]):
        return None
    at_home = {"channel": {"id": ""}, "container": {}, "message": {}}
    heard = actions.read({**body, **at_home})
    return heard.model_copy(update={"direct": True, "thread_ts": ""}) if heard else None


def register(app: AsyncApp, speech: Speech, homes: Homes) -> None:
    """Before the listener that takes every press."""

    @app.event("app_home_opened")
    async def opened(event: Body, body: Body, client: AsyncWebClient) -> None:
        team = body.get("team_id") or ""
        if event.get("tab") == "home":
            shown = (event.get("view") or {}).get("hash")
            await homes.show(Tab(team, event["user"], event["channel"], hash=shown))
        elif event.get("tab") == "messages":
            await _prompt(team, event, client, speech)

    @app.action(HERE)
    async def pressed(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
        await ack()
        action, team, user = body["actions"][0], body["team"]["id"], body["user"]["id"]
        found = HERE.fullmatch(action["action_id"])
        what = found["what"] if found else ""
        if what == "import":
            await _import(team, user, body["trigger_id"], client, speech, homes)
        elif what in ("page", "reload"):
            await homes.page(team, user, int(action.get("value") or 0))


async def _prompt(team: str, event: Body, client: AsyncWebClient, speech: Speech) -> None:
    """Prompts are a kindness: a workspace without agents refuses them, and nothing is lost."""
    words = await speech.to(team, event["user"])
    said = [words(key) for key in PROMPTS]
    prompts: list[dict[str, Any]] = [{"title": text, "message": text} for text in said]
    try:
        await client.assistant_threads_setSuggestedPrompts(channel_id=event["channel"], prompts=prompts)
    except (SlackApiError, *LOST):
        return


async def _import(team: str, user: str, trigger_id: str, client: AsyncWebClient, speech: Speech, homes: Homes) -> None:
    """The form for a file; what comes of it is said in the direct message."""
    words = await speech.to(team, user)
    try:
        await client.views_open(trigger_id=trigger_id, view=imports.modal(await homes.direct(team, user), words))
    except (SlackApiError, *LOST):
        await client.chat_postMessage(channel=user, text=words("slack.import_how"))
