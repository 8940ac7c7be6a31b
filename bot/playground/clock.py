"""What time is it here? A clock that tests can move, so that expiry and redelivery take no real time."""

import asyncio
import time
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")

SEED_EPOCH = 1_767_600_000.0  # 2026-01-05 08:00 UTC, a Monday


class Clock:
    """Runs with real time from `start` (unix seconds; None: now) and can be moved forward."""

    def __init__(self, start: float | None = None) -> None:
        self._offset = 0.0 if start is None else start - time.time()
        self._moved = asyncio.Event()
        self.advanced = 0.0

    def now(self) -> float:
        """Unix seconds."""
        return time.time() + self._offset

    def advance(self, seconds: float) -> None:
        """Move forward; everybody who sleeps looks at the clock again."""
        self._offset += seconds
        self.advanced += seconds
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def sleep(self, seconds: float) -> None:
        """Until this clock, not the wall's, is `seconds` later."""
        due = self.now() + seconds
        while (left := due - self.now()) > 0:
            try:
                await asyncio.wait_for(self._moved.wait(), left)
            except TimeoutError:
                return

    async def wait_for(self, awaited: Awaitable[T], seconds: float) -> T:
        """Raises TimeoutError when `awaited` is not done within `seconds` of this clock."""
        task, alarm = asyncio.ensure_future(awaited), asyncio.ensure_future(self.sleep(seconds))
        try:
            await asyncio.wait({task, alarm}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            raise TimeoutError
        finally:
            alarm.cancel()
            if not task.done():
                task.cancel()
