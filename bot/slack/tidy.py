"""What is kept only for a while, and unused memory: what people sent, what buttons stand for, what a model was told.

What was erased of the evidence leaves the search index here, where no search came first.
"""

import asyncio
import gc
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bot.asking import ASKED
from bot.llm import record
from bot.settings import MODEL
from bot.slack.files_taken import INCOMING
from bot.slack.pools import Pools
from storage.open import Stores

KEPT = timedelta(days=1)
QUESTIONS_KEPT = timedelta(days=90)
"""Since a question was last asked; a button under an older answer says that it is gone."""
EVERY_SECONDS = 3_600


async def keep_tidy(stores: Stores, pools: Pools, workspace_id: str, data: Path, clock: Callable[[], datetime]) -> None:
    """Once an hour, until cancelled."""
    while True:
        await pools.db(stores.inbox.blank, clock() - KEPT)
        await pools.db(stores.workspaces.forget, workspace_id, ASKED, clock() - QUESTIONS_KEPT)
        await pools.parse(drop_old, data / INCOMING, clock() - KEPT)
        await pools.parse(record.drop_old, data / MODEL, clock().date())
        await pools.work(stores.search.sweep, workspace_id)
        gc.collect()
        gc.freeze()  # what lives now is not looked through again: the next collection is short
        await asyncio.sleep(EVERY_SECONDS)


def drop_old(folder: Path, before: datetime) -> int:
    """Delete the files under the folder that were written before this time; gives how many."""
    old = [file for file in folder.rglob("*") if file.is_file() and file.stat().st_mtime < before.timestamp()]
    for file in old:
        file.unlink()
    return len(old)
