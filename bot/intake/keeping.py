"""What takes in events beside a running bot: the journal that a process before left, and what comes over HTTP."""

import asyncio
import fcntl
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import quote

import structlog
from aiohttp import web

from bot.intake.flusher import Flusher, Journals
from bot.intake.server import IntakeServer, listen
from bot.intake.write_keys import WriteKeys
from bot.settings import Settings
from prompts.loader import words
from storage.errors import WaymarkError
from storage.events import EventsInUse
from storage.ingest.segment import Received
from storage.open import Stores

FOLDER, JOURNAL, REFUSED = "intake", "journal", "refused"
SORTING_SECONDS = 60.0

log = structlog.get_logger("waymark.intake")


class IntakePortTaken(WaymarkError):
    """Something else listens where events should come in."""

    advice = "stop"

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"{host}:{port} is taken.", host=host, port=port)


def write_keys(data: Path) -> WriteKeys:
    """The write keys of a data folder."""
    return WriteKeys(data / FOLDER)


@asynccontextmanager
async def receiving(settings: Settings, stores: Stores, workspace_id: str) -> AsyncIterator[Flusher]:
    """Moves the journal into the store; listens where a port is set. Raises IntakePortTaken, EventsInUse."""

    def store(file: Path, key_name: str) -> Received:
        return stores.events(workspace_id).append_messages(file, key_name)

    folder = settings.data / FOLDER
    own = folder / JOURNAL / quote(workspace_id, safe="")
    with _alone(own):
        journals = await asyncio.to_thread(Journals, own)
        flusher = Flusher(journals, store, folder / REFUSED)
        server = IntakeServer(write_keys(settings.data), journals, flusher, folder / REFUSED, words(settings.lang))
        working = asyncio.create_task(flusher.run())
        sorting = asyncio.create_task(_keep_sorted(flusher, lambda: stores.events(workspace_id).tidy()))
        runner = None
        try:
            if settings.intake_port:
                runner = await _listening(server.app(), settings.intake_host, settings.intake_port)
            yield flusher
        finally:
            if runner is not None:
                await runner.cleanup()
            for task in (working, sorting):
                task.cancel()
            await asyncio.gather(working, sorting, return_exceptions=True)
            await _store_the_rest(flusher, journals)


async def _store_the_rest(flusher: Flusher, journals: Journals) -> None:
    try:
        await flusher.flush()
    except (WaymarkError, OSError) as error:
        log.warning("events wait in the journal for the next start", bytes=journals.bytes, error=str(error))
    await journals.close()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process writes a journal; the lock ends with it. Raises EventsInUse."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise EventsInUse(str(folder)) from error
        yield


async def _keep_sorted(flusher: Flusher, tidy: Callable[[], bool]) -> None:
    """Events that came in pieces are sorted anew where questions would be slower; until cancelled."""
    while True:
        await asyncio.sleep(SORTING_SECONDS)
        if not flusher.stored_any:
            continue
        flusher.stored_any = False
        try:
            await asyncio.shield(asyncio.to_thread(tidy))
        except WaymarkError as error:
            log.warning("events were not sorted anew", error=str(error))


async def _listening(app: web.Application, host: str, port: int) -> web.AppRunner:
    try:
        runner = await listen(app, host, port)
    except OSError as error:
        raise IntakePortTaken(host, port) from error
    log.info("events are taken in", host=host, port=port)
    return runner
