"""A person opens the direct message with Waymark: up to four prompts to begin with."""

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calls import LOST
from bot.slack.speech import Speech

PROMPTS = ("slack.prompt_new", "examples.prompt", "examples.prompt_import", "slack.prompt_list")


def register(app: AsyncApp, speech: Speech) -> None:
    """Prompts are a kindness: a workspace without agents refuses them, and nothing is lost."""

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        if event.get("tab") != "messages":
            return
        words = await speech.to(body.get("team_id") or "", event["user"])
        said = [words(key) for key in PROMPTS]
        try:
            await client.assistant_threads_setSuggestedPrompts(
                channel_id=event["channel"], prompts=[{"title": text, "message": text} for text in said]
            )
        except (SlackApiError, *LOST):
            return
