"""Who may take an answer away? Who asked for it: by the menu under it, or a wastebasket as a reaction."""

import json
import secrets
from typing import Any

from bot.reply import Reply, Text
from bot.slack.delivery import Sent
from bot.slack.evidence.proposing import REACTED
from bot.slack.heard import Heard
from bot.slack.rows import DELETE, RESPONSE, reply_rows
from prompts.loader import Words
from storage.mailboxes import ToSend
from storage.open import Stores

WASTEBASKET = "wastebasket"
MESSAGE_GONE, FILE_GONE = "chat.delete", "files.delete"
ANSWER, SAID = "answer", "said"


def is_asked(heard: Heard, stores: Stores) -> bool:
    """Whether this is about taking an answer away."""
    if heard.press is None or heard.press.action != REACTED:
        return heard.press is not None and heard.press.action == DELETE
    return heard.press.value == WASTEBASKET and is_answer(stores, heard)


def is_answer(stores: Stores, heard: Heard) -> bool:
    """Whether the message is an answer of ours, and not something else with a wastebasket."""
    return _answer(stores, heard) is not None


def posted(tx: Stores, row: ToSend, sent: Sent) -> None:
    """A message or file of an answer is in Slack: remembered, so that it can be taken away again."""
    team, channel, answer = row.workspace_id, row.payload["channel"], row.payload["answer"]
    calls = [[FILE_GONE, {"file": file}] for file in sent.files]
    if sent.ts:
        calls.append([MESSAGE_GONE, {"channel": channel, "ts": sent.ts}])
        tx.workspaces.remember(team, f"{channel}:{sent.ts}", ANSWER, json.dumps(answer))
    said = json.loads(tx.workspaces.recall(team, _place(answer["id"]), SAID) or "[]")
    tx.workspaces.remember(team, _place(answer["id"]), SAID, json.dumps([*said, *calls]))


def rows(tx: Stores, heard: Heard, words: Words) -> list[ToSend]:
    """The calls that take away all messages and files of an answer; for others than who asked, why not."""
    if heard.private and heard.response_url:
        own = {"url": heard.response_url, "delete_original": True, "text": "", "user": heard.user}
        return [_call(heard, RESPONSE, own)]
    answer = _answer(tx, heard)
    if answer is None:
        return []
    if answer["user"] != heard.user:
        if heard.press is None or heard.press.action != DELETE:
            return []
        member = tx.workspaces.member(heard.team, answer["user"])
        why = words("threads.deletes_theirs", name=member.name if member else answer["user"])
        return reply_rows(Reply(parts=(Text(text=why),), whisper=True), heard, words)
    said = json.loads(tx.workspaces.recall(heard.team, _place(answer["id"]), SAID) or "[]")
    place = {"channel": heard.channel, "user": heard.user}
    return [_call(heard, method, place | {"of": of}) for method, of in said]


def _call(heard: Heard, method: str, payload: dict[str, Any]) -> ToSend:
    token = secrets.token_hex(8)
    return ToSend(workspace_id=heard.team, thread=heard.thread, method=method, payload=payload, token=token)


def _answer(stores: Stores, heard: Heard) -> dict[str, Any] | None:
    known = stores.workspaces.recall(heard.team, f"{heard.channel}:{heard.ts}", ANSWER)
    return json.loads(known) if known else None


def _place(answer: str) -> str:
    return f"answer:{answer}"
