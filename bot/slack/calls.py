"""What does Slack's answer to a call mean? Its code, whether to try again, and when."""

from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from storage.errors import WaymarkError

TROUBLE = ("internal_error", "fatal_error", "service_unavailable", "request_timeout")
LIMITED = ("ratelimited", "rate_limited")
LOST = (aiohttp.ClientError, TimeoutError, ConnectionError)


class SlackBusy(WaymarkError):
    """Slack did not answer, or had trouble of its own: the same call may pass in a moment."""

    advice = "try later"

    def __init__(self, method: str) -> None:
        super().__init__(f"Slack did not answer {method}.", method=method)


async def look_up(client: AsyncWebClient, method: str, arguments: Mapping[str, str | int]) -> Mapping[str, Any]:
    """What Slack tells. Raises SlackApiError for a refusal, SlackBusy for everything that may pass later."""
    try:
        told: Mapping[str, Any] = (await client.api_call(method, params=dict(arguments))).data  # type: ignore[assignment]
    except SlackApiError as error:
        if limited(error) or troubled(error):
            raise SlackBusy(method) from error
        raise
    except LOST as error:
        raise SlackBusy(method) from error
    return told


def code(error: SlackApiError) -> str:
    """Slack's error code. After a 5xx of a server in between the answer is a plain string."""
    data = error.response.data
    return str(data.get("error", "unknown")) if isinstance(data, dict) else "server_error"


def limited(error: SlackApiError) -> bool:
    """Whether Slack asks for fewer calls."""
    return error.response.status_code == 429 or code(error) in LIMITED


def troubled(error: SlackApiError) -> bool:
    """Whether Slack itself had trouble; the call may have been carried out all the same."""
    return error.response.status_code >= 500 or code(error) in TROUBLE


def pointers(error: SlackApiError) -> list[str]:
    """Where in the blocks the fault lies, as Slack tells it."""
    data = error.response.data
    return list((data.get("response_metadata") or {}).get("messages") or ()) if isinstance(data, dict) else []
