"""Where is what was acknowledged and not stored yet? One line of JSON a message, on disk before the sender is told.

Several senders share one write to disk. Files are numbered; the newest takes what comes, the others wait to be stored.
"""

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import FileIO
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
ENDING = ".jsonl"


class Journal:
    """The journal of one write key in a folder. One process and one event loop use it."""

    def __init__(self, folder: Path) -> None:
        """Take up what a process before left: what it had not finished writing was never acknowledged."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._waiting: list[tuple[bytes, asyncio.Future[None]]] = []
        self._thread = ThreadPoolExecutor(1, "journal")
        self._open: FileIO | None = None
        self._writing: asyncio.Task[None] | None = None
        left = sorted(folder.glob(f"*{ENDING}"), key=_number)
        for file in left:
            _cut_torn_end(file)
        self._next = _number(left[-1]) + 1 if left else 1
        self.bytes = sum(file.stat().st_size for file in left)

    async def append(self, lines: Sequence[bytes]) -> None:
        """Returns when the lines are on disk. Raises OSError, and none of them is kept."""
        block = b"".join(line + b"\n" for line in lines)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((block, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await asyncio.shield(done)

    async def _write(self) -> None:
        """Everything that waits, in one go, until nothing waits."""
        while self._waiting:
            group, self._waiting = self._waiting, []
            block = b"".join(one for one, _ in group)
            try:
                await self._run(self._write_out, block)
            except OSError as error:
                for _, done in group:
                    done.set_exception(error)
            else:
                self.bytes += len(block)
                for _, done in group:
                    done.set_result(None)

    async def closed(self) -> tuple[Path, ...]:
        """The files that nothing is added to any more, oldest first; the one that was open is among them."""
        return await self._run(self._close_and_list)

    async def stored(self, file: Path) -> None:
        """Its messages are in the store."""
        self.bytes -= file.stat().st_size
        await self._run(file.unlink)

    async def close(self) -> None:
        """Nothing may be appended afterwards."""
        if self._writing is not None:
            await self._writing
        await self._run(self._close_file)
        self._thread.shutdown()

    async def _run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(call, *args, **kwargs))

    def _write_out(self, block: bytes) -> None:
        """All of it on disk, or nothing of it in the file."""
        if self._open is None:
            path = self.folder / f"{self._next:012}{ENDING}"
            self._open = FileIO(path, "ab")
            self._next += 1
            _sync_folder(self.folder)
        before = self._open.tell()
        try:
            rest = memoryview(block)
            while rest:
                rest = rest[self._open.write(rest) :]
            os.fsync(self._open.fileno())
        except OSError:
            self._open.truncate(before)
            raise

    def _close_and_list(self) -> tuple[Path, ...]:
        """In one go: the next write opens a file that must not be listed."""
        self._close_file()
        return tuple(sorted(self.folder.glob(f"*{ENDING}"), key=_number))

    def _close_file(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def _number(file: Path) -> int:
    return int(file.stem)


def _cut_torn_end(file: Path) -> None:
    with file.open("rb+") as left:
        whole = left.read().rfind(b"\n") + 1
        left.truncate(whole)


def _sync_folder(folder: Path) -> None:
    """So that the file's name, too, survives a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
