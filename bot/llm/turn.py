"""What is given to a model's turn, what comes back from it, and who may watch it. Knows no model."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from bot.llm.facts import Facts
from bot.questions.commands import Ask
from bot.questions.understand import Asking
from bot.reply import Reply
from bot.settings import Endpoint
from storage.errors import WaymarkError

SECONDS = 30.0
"""For everything that one question asks of a model."""

A = TypeVar("A")


class NoHelp(WaymarkError):
    """A model did not help: `key` names the sentence under `errors`, the facts fill it."""

    advice = "try later"

    def __init__(self, key: str, endpoint: Endpoint, status: int | None = None, seconds: float = SECONDS) -> None:
        self.key = key
        facts = {"url": endpoint.url, "name": endpoint.name, "status": status, "seconds": round(seconds)}
        super().__init__(f"{key}: {facts}", **facts)


class Watcher(Protocol):
    """Sees a turn as it goes on, in the thread that answers: a surface hands each call to its own loop.

    Beside it the step is told by `storage.running.now_doing`, and a Stop comes from there.
    """

    def counting(self, tool: str) -> None:
        """A tool of the catalogue begins to count."""

    def sentence(self, text: str) -> None:
        """The next sentence of the answer, which passed the guard; its figures are filled in."""

    def withdrawn(self) -> None:
        """The sentences so far do not stand: the answer comes without them."""


class Unwatched:
    """Nobody looks on."""

    def counting(self, tool: str) -> None: ...

    def sentence(self, text: str) -> None: ...

    def withdrawn(self) -> None: ...


NOBODY = Unwatched()
_watcher: ContextVar[Watcher] = ContextVar("watcher", default=NOBODY)


@contextmanager
def watched_by(watcher: Watcher) -> Iterator[None]:
    """Turns of this thread are seen by `watcher`: it belongs to the surface, which the desk knows nothing of."""
    token = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(token)


def watching() -> Watcher:
    """Who sees the turns of this thread."""
    return _watcher.get()


@dataclass(frozen=True)
class Counted(Generic[A]):
    """One call of a tool, carried out. `advice`: why there are no figures and what would work, for the model."""

    ask: Ask
    answer: A
    replies: Sequence[Reply]
    advice: str = ""


@dataclass(frozen=True)
class Turn(Generic[A]):
    """A question as a model gets it. `count` carries out a checked call; who asks, and where, is in there alone."""

    question: str
    asking: Asking
    lang: str
    workspace_id: str
    count: Callable[[Ask], Counted[A]]
    watcher: Watcher = NOBODY


@dataclass
class Run(Generic[A]):
    """The context of a run: what tools and the boundary know, and the model never sees nor chooses."""

    turn: Turn[A]
    said: str
    counted: list[Counted[A]] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    outside: bool = False

    def answers(self) -> tuple[Counted[A], ...]:
        """Those that stand: a call without figures only where no later one of the same tool has them."""
        had = [call.ask.tool for call in self.counted if not call.advice]
        return tuple(call for call in self.counted if not call.advice or call.ask.tool not in had)


@dataclass(frozen=True)
class Heard(Generic[A]):
    """What a model's turn came to. `prose` passed the guard, or is empty; no answers: no tool fits the question."""

    answers: tuple[Counted[A], ...]
    prose: str = ""
