"""What a running bot does beside Slack: it takes in events, and answers the command line of this machine."""

import asyncio

from bot.door.keeper import answering
from bot.intake.keeping import receiving
from bot.settings import Settings
from bot.slack.pools import Pools
from storage.open import Stores


async def keep_open(settings: Settings, stores: Stores, pools: Pools, workspace_id: str) -> None:
    """Until cancelled. Raises IntakePortTaken."""
    async with receiving(settings, stores, workspace_id) as flusher, answering(settings, stores, pools, flusher):
        await asyncio.Event().wait()
