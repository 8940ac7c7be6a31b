"""Did an earlier attempt reach Slack? A post is known by the random id in its metadata, a file by its name's mark."""

from typing import Any, NoReturn

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.calls import LOST, code, limited, troubled
from storage.mailboxes import ToSend

HISTORY = 100
PAGE = 200

log = structlog.get_logger("waymark.attempts")


def mark(token: str) -> str:
    """The end of a file's name by which an upload of unclear fate is found again."""
    return f"-{token[:6]}"


class Later(Exception):
    """Slack did not take a call now. `seconds` are Slack's own wish, None where it named none."""

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds


def later_or_raise(error: SlackApiError) -> NoReturn:
    """Raises Later for what passes in a moment, else the error itself."""
    if limited(error):
        raise Later(float(error.response.headers.get("Retry-After", 1))) from error
    if troubled(error):
        raise Later from error
    raise error


async def posted(client: AsyncWebClient, row: ToSend) -> str | None:
    """The timestamp of the message with the row's token, if it is there. Raises Later."""
    for message in await _recent(client, row):
        held = (message.get("metadata") or {}).get("event_payload") or {}
        if held.get("token") == row.token:
            return str(message["ts"])
    return None


async def shared(client: AsyncWebClient, row: ToSend) -> frozenset[str]:
    """The names of the row's files that are there already. Raises Later."""
    messages = await _recent(client, row)
    names = [file.get("name") or "" for message in messages for file in message.get("files") or ()]
    return frozenset(name for name in names if mark(row.token) in name)


async def _recent(client: AsyncWebClient, row: ToSend) -> list[dict[str, Any]]:
    """The messages among which the row's own would be.

    None where Slack does not let us look: a direct message that is known by its person only, or a missing scope.
    """
    channel, thread = row.payload["channel"], row.payload["thread_ts"]
    if channel.startswith(("U", "W")):
        return []
    try:
        return await (_replies(client, channel, thread) if thread else _history(client, channel))
    except SlackApiError as error:
        if limited(error) or troubled(error):
            later_or_raise(error)
        log.info("not looked up", row=row.number, error=code(error))
        return []
    except LOST as error:
        raise Later from error


async def _history(client: AsyncWebClient, channel: str) -> list[dict[str, Any]]:
    told = await client.conversations_history(channel=channel, limit=HISTORY, include_all_metadata=True)
    return list(told["messages"])


async def _replies(client: AsyncWebClient, channel: str, thread: str) -> list[dict[str, Any]]:
    """The whole thread: Slack gives the oldest first."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        told = await client.conversations_replies(
            channel=channel, ts=thread, limit=PAGE, include_all_metadata=True, cursor=cursor
        )
        found += told["messages"]
        cursor = (told.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return found
