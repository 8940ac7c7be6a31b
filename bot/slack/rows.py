"""A reply as rows of the outbox: which call, to which place, in which order, and what follows once it is made.

What follows stands in the payload: `then` (the build that starts in the posted message's thread), `then_file` (a file
for the direct message that was opened by posting), `then_delete` (the private original of an answer that was shared).
`in_place_of` is the message that a post is written over. `user` and `response_url` say whom to tell when Slack refuses.
"""

import secrets
from collections.abc import Sequence
from typing import Any

from bot.exchange import Opening
from bot.reply import Buttons, Reply
from bot.slack.escape import mrkdwn, mrkdwn_object
from bot.slack.heard import Heard
from bot.slack.views.reply import Block, File, Post, messages
from prompts.loader import Words
from storage.mailboxes import ToSend

POST, RESPONSE, FILE = "chat.postMessage", "response_url", "file"
DELETE = "ask.delete"
IN_PLACE_OF = "in_place_of"


def reply_rows(reply: Reply, heard: Heard, words: Words) -> list[ToSend]:
    """A private answer goes by its response_url, its files to the direct message; all else into the thread.

    What one person alone is told goes to the direct message where there is no such address.
    """
    private = (heard.private or reply.whisper) and not reply.public and bool(heard.response_url)
    place = _private_place(heard) if private else _thread_place(heard)
    alone = heard.private or (reply.whisper and heard.form is not None)
    if alone and not private and not reply.public:
        place = {"channel": heard.user, "thread_ts": ""}
    said = place
    if _is_answer(reply) and not private:
        said = place | {"answer": {"user": heard.user, "id": secrets.token_hex(8)}}
    rows = []
    for message in messages(reply, words):
        match message:
            case Post() if private:
                rows.append(_row(heard, RESPONSE, place | _said(message)))
            case Post():
                rows.append(_row(heard, POST, said | _said(message)))
            case File() if private:
                payload = {"text": words("slack.your_file"), "then_file": message.part.model_dump(mode="json")}
                rows.append(_row(heard, POST, {"channel": heard.user, "thread_ts": ""} | payload))
            case File():
                rows.append(_row(heard, FILE, said | {"part": message.part.model_dump(mode="json")}))
    if reply.public and heard.private and rows:
        rows[0] = rows[0].model_copy(update={"payload": rows[0].payload | {"then_delete": heard.response_url}})
    if reply.replaces and private and heard.ts and rows:
        rows.append(after(rows[-1], RESPONSE, {"url": heard.response_url, "delete_original": True, "text": ""}))
    return rows


def in_place_of(ts: str, sends: Sequence[ToSend]) -> list[ToSend]:
    """The first message of these takes the place of one that is there already; with an empty `ts` nothing changes."""
    rows = list(sends)
    for number, row in enumerate(rows):
        if ts and row.method == POST:
            rows[number] = row.model_copy(update={"payload": row.payload | {IN_PLACE_OF: ts}})
            break
    return rows


def _is_answer(reply: Reply) -> bool:
    """Whether who asked may take it away again."""
    rows = (part for part in reply.parts if isinstance(part, Buttons))
    return any(button.action == DELETE for row in rows for button in row.more)


def _kind(opening: Opening, words: Words) -> str:
    """Which kind of map is begun, where it is not the usual one."""
    if opening.kind == "current_state":
        return ""
    return words("slack.starts_kind", kind=words.data("lists.map_types")[opening.kind])


def opening_row(opening: Opening, heard: Heard, name: str, words: Words) -> ToSend:
    """The public message whose thread becomes a map's thread; once it is posted, the build starts there."""
    text = (
        words("persona.starts", name=mrkdwn(name))
        if opening.builds == "persona"
        else words("examples.starts", name=mrkdwn(name), title=mrkdwn(opening.title))
        if opening.example
        else words("slack.starts_titled", name=mrkdwn(name), kind=_kind(opening, words), title=mrkdwn(opening.title))
        if opening.title
        else words("slack.starts", name=mrkdwn(name), kind=_kind(opening, words))
    )
    block = {"type": "section", "text": mrkdwn_object(text)}
    start = Heard(
        team=heard.team,
        channel=heard.channel,
        user=heard.user,
        opening=opening,
        addressed=True,
        direct=heard.direct,
    )
    own = {"thread_ts": "", "text": text, "blocks": [block], "then": start.model_dump(mode="json")}
    payload = _thread_place(heard) | own
    return _row(heard, POST, payload)


def direct_row(heard: Heard, text: str) -> ToSend:
    """A line in the person's direct message."""
    return _row(heard, POST, {"channel": heard.user, "thread_ts": "", "text": mrkdwn(text)})


def told_row(row: ToSend, text: str) -> ToSend | None:
    """What the person reads when Slack refused a row: by the response_url, else in the direct message."""
    url, user = row.payload.get("response_url"), row.payload.get("user")
    if url:
        return after(row, RESPONSE, {"url": url, "response_type": "ephemeral", "text": mrkdwn(text)})
    return after(row, POST, {"channel": user, "thread_ts": "", "text": mrkdwn(text)}) if user else None


def file_row(row: ToSend, part: Block, channel: str, thread_ts: str) -> ToSend:
    """A file that follows a posted row."""
    return after(row, FILE, {"channel": channel, "thread_ts": thread_ts, "part": part})


def reply_after(row: ToSend, reply: Reply, channel: str, thread_ts: str, words: Words) -> tuple[ToSend, ...]:
    """What is said once a row is done, in its place."""
    place = {"channel": channel, "thread_ts": thread_ts, "user": row.payload.get("user", ""), "response_url": ""}
    posts = (message for message in messages(reply, words) if isinstance(message, Post))
    return tuple(after(row, POST, place | _said(post)) for post in posts)


def after(row: ToSend, method: str, payload: dict[str, Any]) -> ToSend:
    """A row that another one leads to: of the same thread, with a token of its own."""
    return ToSend(
        workspace_id=row.workspace_id, thread=row.thread, method=method, payload=payload, token=secrets.token_hex(8)
    )


def _private_place(heard: Heard) -> dict[str, Any]:
    """Where a private answer goes."""
    return {"url": heard.response_url, "response_type": "ephemeral", "replace_original": False, "user": heard.user}


def _thread_place(heard: Heard) -> dict[str, Any]:
    thread = "" if heard.thread_ts.startswith("command-") else heard.thread_ts
    return {
        "channel": heard.channel,
        "thread_ts": thread,
        "user": heard.user,
        "response_url": heard.response_url if heard.private else "",
    }


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
