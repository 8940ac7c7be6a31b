"""Who is looking, and what do they see happen? The open event streams of pages and drivers."""

import asyncio
from collections.abc import Iterable

from bot.playground.wire import Json


class Pages:
    """Each open page has a queue; two windows may be two people."""

    def __init__(self) -> None:
        self._open: list[tuple[str, asyncio.Queue[Json | None]]] = []

    def open(self, user: str) -> asyncio.Queue[Json | None]:
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self._open.append((user, queue))
        queue.put_nowait({"type": "hello"})
        return queue

    def close(self, queue: asyncio.Queue[Json | None]) -> None:
        self._open = [(user, held) for user, held in self._open if held is not queue]

    def end(self) -> None:
        """No more events: each stream closes."""
        for _, queue in self._open:
            queue.put_nowait(None)

    def tell(self, event: Json, users: Iterable[str] | None = None) -> None:
        """Everybody, or only these people."""
        wanted = None if users is None else set(users)
        for user, queue in self._open:
            if wanted is None or user in wanted:
                queue.put_nowait(event)
