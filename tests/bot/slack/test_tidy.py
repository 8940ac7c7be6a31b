"""What is kept only for a while goes by itself."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.asking import ASKED, FRAME
from bot.slack.pools import Pools
from bot.slack.tidy import keep_tidy
from storage.open import Stores


async def tidied(stores: Stores, pools: Pools, folder: Path, days: int) -> None:
    """One round, as if so many days had passed."""
    with suppress(TimeoutError):
        at = datetime.now(UTC) + timedelta(days=days)
        await asyncio.wait_for(keep_tidy(stores, pools, "T1", folder, lambda: at), 2)


async def test_what_a_model_was_told_goes_though_no_model_is_asked_any_more(stores, pools, tmp_path):
    (tmp_path / "model").mkdir()
    kept = tmp_path / "model" / f"{datetime.now(UTC).date()}.jsonl"
    kept.write_text("{}\n")
    await tidied(stores, pools, tmp_path, 14)
    assert kept.exists()
    await tidied(stores, pools, tmp_path, 15)
    assert not kept.exists()


async def test_what_a_button_stands_for_is_kept_for_ninety_days_and_threads_stay(stores, pools, tmp_path):
    stores.workspaces.remember("T1", ASKED, "#abc", "{}")
    stores.workspaces.remember("T1", "C1:1.1", FRAME, "{}")
    stores.workspaces.remember("T2", ASKED, "#abc", "{}")
    await tidied(stores, pools, tmp_path, 89)
    assert stores.workspaces.recall("T1", ASKED, "#abc") == "{}"
    await tidied(stores, pools, tmp_path, 91)
    assert stores.workspaces.recall("T1", ASKED, "#abc") is None
    assert stores.workspaces.recall("T1", "C1:1.1", FRAME) == "{}"
    assert stores.workspaces.recall("T2", ASKED, "#abc") == "{}"
