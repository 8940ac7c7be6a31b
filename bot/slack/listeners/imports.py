"""The form of `/journey import`: a file field; what is sent with it is taken like a file dropped into the channel."""

from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack import limits
from bot.slack.escape import mrkdwn_object
from bot.slack.heard import Body, Heard, files_of
from prompts.loader import Words
from storage.mailboxes import Received

CALLBACK = "import_events"
FILE = "file"


def modal(channel: str, words: Words) -> dict[str, Any]:
    """The form; the channel it was opened in travels with it."""
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": channel,
        "title": {"type": "plain_text", "text": words("slack.import_title")},
        "submit": {"type": "plain_text", "text": words("slack.import_submit")},
        "close": {"type": "plain_text", "text": words("slack.import_close")},
        "blocks": [
            {"type": "section", "text": mrkdwn_object(words("slack.import_how"))},
            {
                "type": "input",
                "block_id": FILE,
                "label": {"type": "plain_text", "text": words("slack.import_file")},
                "element": {
                    "type": "file_input",
                    "action_id": FILE,
                    "filetypes": ["csv", "tsv", "jsonl", "ndjson", "parquet", "gz", "xlsx", "xlsm", "ods", "json"],
                    "max_files": 1,
                },
            },
        ],
    }


def read(body: Body) -> Heard | None:
    """What a sent import form says."""
    view = body.get("view") or {}
    if body.get("type") != "view_submission" or view.get("callback_id") != CALLBACK:
        return None
    given = view["state"]["values"].get(FILE, {}).get(FILE, {})
    user, channel = body["user"]["id"], view["private_metadata"]
    return Heard(
        team=body["team"]["id"],
        channel=channel,
        user=user,
        thread_ts="",
        addressed=True,
        direct=channel.startswith("D"),
        files=files_of(given)[: limits.FILE_INPUT_FILES],
    )


def row(heard: Heard, body: Body, received_at: datetime) -> Received:
    """The inbox row of a sent form."""
    view = body["view"]
    return Received(
        key=f"view:{heard.team}:{view['id']}:{view.get('hash', '')}:{heard.user}",
        workspace_id=heard.team,
        kind="view",
        thread=heard.thread,
        body=heard.model_dump(mode="json"),
        received_at=received_at,
    )


def register(app: AsyncApp) -> None:
    @app.view(CALLBACK)
    async def sent(ack: AsyncAck) -> None:
        await ack()
