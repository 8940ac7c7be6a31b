"""When may the next message go to a channel? A few at once, then one a second."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.slack.limits import POSTS_BURST, POSTS_PER_CHANNEL_SECOND


@dataclass
class Bucket:
    """What a channel may still take: `held` messages, as of the monotonic time `at`."""

    held: float = POSTS_BURST
    at: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Turns:
    """One bucket a channel. It fills from the end of a call: Slack counts from the arrival, which we do not see."""

    def __init__(self) -> None:
        self._buckets: dict[str, Bucket] = {}

    @asynccontextmanager
    async def turn(self, channel: str) -> AsyncIterator[None]:
        """Waits for a place; the call is made inside."""
        bucket = self._buckets.setdefault(channel, Bucket())
        async with bucket.lock:
            held = min(POSTS_BURST, bucket.held + (time.monotonic() - bucket.at) * POSTS_PER_CHANNEL_SECOND)
            if held < 1:
                await asyncio.sleep((1 - held) / POSTS_PER_CHANNEL_SECOND)
                held = 1.0
            try:
                yield
            finally:
                bucket.held, bucket.at = held - 1, time.monotonic()
