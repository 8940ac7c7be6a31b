"""From the journal into the event store: twice a second at most, and at once for somebody who asks."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote, unquote

import structlog

from bot.intake.journal import Journal
from bot.intake.refused import Refused, keep_refused
from storage.errors import WaymarkError
from storage.events import Refusal
from storage.ingest.segment import Received

FLUSH_SECONDS = 0.4
AGAIN_SECONDS = 2.0

Store = Callable[[Path, str], Received]
"""Stores the messages of a file, which came with the key of this name. Raises StoreUnavailable."""

log = structlog.get_logger("waymark.intake")


class Journals:
    """The journals under a folder, one for each write key that was ever used."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        found = (unquote(one.name) for one in folder.iterdir() if one.is_dir())
        self._open = {name: Journal(folder / quote(name, safe="")) for name in sorted(found)}

    def of(self, name: str) -> Journal:
        if name not in self._open:
            self._open[name] = Journal(self._folder / quote(name, safe=""))
        return self._open[name]

    def all(self) -> tuple[tuple[str, Journal], ...]:
        """(name of the key, its journal)"""
        return tuple(self._open.items())

    @property
    def bytes(self) -> int:
        """What is acknowledged and not stored yet."""
        return sum(journal.bytes for journal in self._open.values())

    async def close(self) -> None:
        for journal in self._open.values():
            await journal.close()


class Flusher:
    """Moves what is in the journals into the store. A file is deleted when its messages are stored; a crash in between
    stores them again, and their ids make them duplicates."""

    def __init__(self, journals: Journals, store: Store, refused_folder: Path) -> None:
        self._journals, self._store, self._refused_folder = journals, store, refused_folder
        self._one_at_a_time = asyncio.Lock()
        self.arrived = asyncio.Event()
        self.stored_any = False
        if journals.bytes:
            self.arrived.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.arrived.wait()
            await asyncio.sleep(FLUSH_SECONDS)
            try:
                await asyncio.shield(self.flush())  # who stops us waits for what is being stored
            except (WaymarkError, OSError) as error:
                log.warning("events wait in the journal", bytes=self._journals.bytes, error=str(error))
                await asyncio.sleep(AGAIN_SECONDS)
                self.arrived.set()

    async def flush(self) -> None:
        """Everything that was acknowledged until now is in the store afterwards. Raises StoreUnavailable, OSError."""
        async with self._one_at_a_time:
            self.arrived.clear()
            for name, journal in self._journals.all():
                if journal.bytes == 0:
                    continue
                for file in await journal.closed():
                    await asyncio.to_thread(self._take_in, file, name)
                    await journal.stored(file)
                    self.stored_any = True

    def _take_in(self, file: Path, name: str) -> None:
        if file.stat().st_size == 0:
            return
        received = self._store(file, name)
        if wrong := [refusal for refusal in received.refusals if refusal.reason != "erased"]:
            kept = keep_refused(self._refused_folder, name, _with_messages(file, wrong))
            log.warning("messages refused", key=name, n=len(wrong), file=kept.name)
        if erased := len(received.refusals) - len(wrong):
            log.info("messages of erased customers were left out", key=name, n=erased)


def _with_messages(file: Path, refusals: Sequence[Refusal]) -> Iterator[Refused]:
    """Each with the line it is about; they come in the order of the file."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        at = 0
        for refusal in refusals:
            while at < refusal.line:
                line, at = next(lines), at + 1
            yield Refused(refusal.column, refusal.value, refusal.reason, line.rstrip("\n"))
