"""Named, bounded pools of threads: nothing that blocks runs on the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Pools:
    """`db` for the stores, `work` for questions and builds, `render` for pictures, `parse` for files.

    `db` is one thread: the database takes one writer at a time; a second would sleep longer than the first one writes.
    """

    def __init__(self) -> None:
        self._db = ThreadPoolExecutor(1, "db")
        self._work = ThreadPoolExecutor(3, "work")
        self._render = ThreadPoolExecutor(2, "render")
        self._parse = ThreadPoolExecutor(2, "parse")

    async def db(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Short reads and writes."""
        return await _run(self._db, partial(call, *args, **kwargs))

    async def work(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A whole answer."""
        return await _run(self._work, partial(call, *args, **kwargs))

    async def render(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A picture."""
        return await _run(self._render, partial(call, *args, **kwargs))

    async def parse(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A file."""
        return await _run(self._parse, partial(call, *args, **kwargs))

    def close(self) -> None:
        """Let running calls end; start no more."""
        for pool in (self._db, self._work, self._render, self._parse):
            pool.shutdown(wait=True, cancel_futures=True)


async def _run(pool: ThreadPoolExecutor, call: Callable[[], T]) -> T:
    """The call sees what the caller has set for itself (`storage.running.RUN`)."""
    return await asyncio.get_running_loop().run_in_executor(pool, copy_context().run, call)
