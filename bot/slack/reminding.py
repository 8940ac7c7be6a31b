"""Posts what threads are to be reminded of: looked for every few minutes, each reminder stored with its message."""

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime

from bot.reminders import Due, due
from bot.slack.pools import Pools
from bot.slack.rows import POST
from bot.slack.views.reply import Post, messages
from prompts.loader import words
from storage.mailboxes import ToSend
from storage.open import Stores

EVERY_SECONDS = 600
LOCAL = "local"


async def keep_reminding(
    workspace_id: str, stores: Stores, pools: Pools, clock: Callable[[], datetime], sent: asyncio.Event
) -> None:
    """Until cancelled."""
    while True:
        for one in await pools.db(due, workspace_id, clock(), stores):
            if one.channel_id != LOCAL:
                await pools.db(remind, one, stores)
                sent.set()
        await asyncio.sleep(EVERY_SECONDS)


def remind(one: Due, stores: Stores) -> None:
    """The message and the note that it was said, in one transaction; a build that went on meanwhile is left alone."""
    session = one.reminder.session
    with stores.transaction() as tx:
        now = tx.sessions.get(session.workspace_id, session.session_id)
        if now is None or now.model_copy(update={"notes": session.notes}) != session:
            return
        tx.sessions.save(session)
        tx.outbox.add(rows(one))


def rows(one: Due) -> list[ToSend]:
    """The reminder as calls in its thread."""
    session = one.reminder.session
    said = messages(one.reminder.reply, words(one.lang))
    return [
        ToSend(
            workspace_id=session.workspace_id,
            thread=session.session_id,
            method=POST,
            payload={
                "channel": one.channel_id,
                "thread_ts": one.thread,
                "text": message.text,
                "blocks": list(message.blocks),
                "charts": [],
            },
            token=secrets.token_hex(8),
        )
        for message in said
        if isinstance(message, Post)
    ]
