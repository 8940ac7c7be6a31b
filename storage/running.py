"""May the work of this thread go on? A Stop from elsewhere reaches what it waits for: a query, a model.

Whoever begins a piece of work sets a `Run`; code far below asks `go_on()` between steps and puts what can be ended
from outside into `ended_by(…)`. Where no run is set, nothing can be stopped.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


class Stopped(Exception):
    """The work was stopped before its end. No mistake: only who began the work catches it."""


class Run:
    """One piece of work. `doing` names the step it is at; `stop` may come from any thread."""

    def __init__(self) -> None:
        self.doing = ""
        self.stopped = False
        self._ends: list[Callable[[], object]] = []
        self._lock = threading.Lock()

    def stop(self) -> None:
        """End what it waits for now. To be repeated until the work is over: an end that comes too early is lost."""
        with self._lock:
            self.stopped = True
            for end in self._ends:
                end()

    @contextmanager
    def ended_by(self, end: Callable[[], object]) -> Iterator[None]:
        """While the block runs, a Stop calls `end`. Raises Stopped, before or after the block."""
        with self._lock:
            if self.stopped:
                raise Stopped
            self._ends.append(end)
        try:
            yield
        finally:
            with self._lock:
                self._ends.remove(end)
            if self.stopped:
                raise Stopped


RUN: ContextVar[Run | None] = ContextVar("run", default=None)


def go_on() -> None:
    """Raises Stopped."""
    run = RUN.get()
    if run is not None and run.stopped:
        raise Stopped


def now_doing(step: str) -> None:
    """Which step the work is at: what a person is shown while it takes its time. Raises Stopped."""
    go_on()
    if (run := RUN.get()) is not None:
        run.doing = step


@contextmanager
def ended_by(end: Callable[[], object]) -> Iterator[None]:
    """While the block runs, a Stop calls `end`, from another thread. Raises Stopped, whatever `end` made it raise."""
    run = RUN.get()
    if run is None:
        yield
        return
    with run.ended_by(end):
        yield


def awaited(work: Coroutine[Any, Any, T]) -> T:
    """The result of asynchronous work on a loop of its own; a Stop cancels it. Raises Stopped."""

    async def ends() -> T:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None
        with ended_by(partial(loop.call_soon_threadsafe, task.cancel)):
            return await work

    return asyncio.run(ends())
