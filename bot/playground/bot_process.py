"""Is the bot's process running? Start, stop, kill and restart it, always by its own process id."""

import asyncio
import ctypes
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import Callable, Sequence

STOP_SECONDS = 30.0
PR_SET_PDEATHSIG = 1  # Linux: <sys/prctl.h>


def end_with_parent() -> None:
    """Runs in the new process: the kernel sends it SIGTERM when the stand-in is gone, however that went."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class BotProcess:
    """`environment` is added to ours. The process ends with this one, even when this one is killed."""

    def __init__(self, command: Sequence[str], on_change: Callable[[], None]) -> None:
        self._command, self._on_change = list(command), on_change
        self.environment: dict[str, str] = {}
        self._process: Process | None = None
        self._watch: asyncio.Task[None] | None = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process and self.running else None

    async def start(self) -> None:
        """Does nothing when it runs already."""
        if self.running:
            return
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            env={**os.environ, **self.environment},
            preexec_fn=end_with_parent if sys.platform == "linux" else None,
        )
        self._watch = asyncio.create_task(self._tell_when_ended(self._process))
        self._on_change()

    async def _tell_when_ended(self, process: Process) -> None:
        await process.wait()
        self._on_change()

    async def stop(self) -> None:
        """SIGTERM, then wait for the end; SIGKILL after 30 seconds."""
        await self._end(signal.SIGTERM)

    async def kill(self) -> None:
        """SIGKILL: no goodbye."""
        await self._end(signal.SIGKILL)

    async def _end(self, sign: signal.Signals) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.send_signal(sign)
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()

    async def restart(self) -> None:
        await self.stop()
        await self.start()
