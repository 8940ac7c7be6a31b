"""What takes in events beside a running bot: the journal that a process before left, and what comes over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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
from storage.ingest.segment import Received
from storage.open import Stores

FOLDER, JOURNAL, REFUSED = "intake", "journal", "refused"

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
    """Moves the journal into the store; listens where a port is set. Raises IntakePortTaken."""

    def store(file: Path, key_name: str) -> Received:
        return stores.events(workspace_id).append_messages(file, key_name)

    folder = settings.data / FOLDER
    journals = await asyncio.to_thread(Journals, folder / JOURNAL / quote(workspace_id, safe=""))
    flusher = Flusher(journals, store, folder / REFUSED)
    server = IntakeServer(write_keys(settings.data), journals, flusher, folder / REFUSED, words(settings.lang))
    working = asyncio.create_task(flusher.run())
    runner = None
    try:
        if settings.intake_port:
            runner = await _listening(server.app(), settings.intake_host, settings.intake_port)
        yield flusher
    finally:
        if runner is not None:
            await runner.cleanup()
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        try:
            await flusher.flush()
        except (WaymarkError, OSError) as error:
            log.warning("events wait in the journal for the next start", bytes=journals.bytes, error=str(error))
        await journals.close()


async def _listening(app: web.Application, host: str, port: int) -> web.AppRunner:
    try:
        runner = await listen(app, host, port)
    except OSError as error:
        raise IntakePortTaken(host, port) from error
    log.info("events are taken in", host=host, port=port)
    return runner
