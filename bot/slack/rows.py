"""A reply as rows of the outbox: which call, to which place, in which order."""

import secrets
from typing import Any

from bot.reply import Reply
from bot.slack.escape import mrkdwn
from bot.slack.heard import Heard
from bot.slack.views.reply import File, Post, messages
from prompts.loader import Words
from storage.mailboxes import ToSend

POST, RESPONSE, FILE, STATUS = "chat.postMessage", "response_url", "file", "assistant.threads.setStatus"


def reply_rows(reply: Reply, heard: Heard, words: Words) -> list[ToSend]:
    """A private answer goes by its response_url, its files to the direct message; all else into the thread."""
    private = heard.private and not reply.public and bool(heard.response_url)
    rows = []
    if reply.public and heard.response_url:
        rows.append(_row(heard, RESPONSE, {"url": heard.response_url, "delete_original": True}))
    for message in messages(reply, words):
        match message:
            case Post() if private:
                rows.append(
                    _row(heard, RESPONSE, {"url": heard.response_url, "response_type": "ephemeral"} | _said(message))
                )
            case Post():
                rows.append(_row(heard, POST, _place(heard) | _said(message)))
            case File():
                place = {"channel": heard.user, "thread_ts": ""} if private else _place(heard)
                rows.append(_row(heard, FILE, place | {"part": message.part.model_dump(mode="json")}))
    return rows


def opening_row(title: str, heard: Heard, name: str, words: Words) -> ToSend:
    """The public message whose thread becomes a map's thread; once it is posted, the build starts there."""
    text = (
        words("slack.starts_titled", name=mrkdwn(name), title=mrkdwn(title))
        if title
        else words("slack.starts", name=mrkdwn(name))
    )
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    start = Heard(
        team=heard.team,
        channel=heard.channel,
        user=heard.user,
        text=title,
        title=title or "-",
        addressed=True,
        direct=heard.direct,
    )
    payload = {"channel": heard.channel, "thread_ts": "", "text": text, "blocks": [block]}
    return _row(heard, POST, payload | {"then": start.model_dump(mode="json"), "response_url": heard.response_url})


def status_row(heard: Heard, words: Words) -> ToSend:
    """The line under the composer while an answer takes its time."""
    return _row(
        heard, STATUS, {"channel_id": heard.channel, "thread_ts": heard.thread_ts, "status": words("slack.thinking")}
    )


def _place(heard: Heard) -> dict[str, Any]:
    thread = "" if heard.thread_ts.startswith("command-") else heard.thread_ts
    return {"channel": heard.channel, "thread_ts": thread}


def _said(message: Post) -> dict[str, Any]:
    return {
        "text": message.text,
        "blocks": list(message.blocks),
        "charts": [chart.model_dump(mode="json") for chart in message.charts],
    }


def _row(heard: Heard, method: str, payload: dict[str, Any]) -> ToSend:
    return ToSend(
        workspace_id=heard.team, thread=heard.thread, method=method, payload=payload, token=secrets.token_hex(8)
    )
