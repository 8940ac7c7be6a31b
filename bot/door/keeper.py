"""The running bot's side of the door: it carries out commands of this machine on the events that it has open."""

import hmac
import json
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from aiohttp import web
from pydantic import ValidationError

from bot.door.commands import Done, ImportFile, Order
from bot.door.knock import FILE, HEADER, Door
from bot.errors import error_words
from bot.intake.flusher import Flusher
from bot.settings import Settings
from bot.slack.pools import Pools
from bot.terminal import Terminal, exit_code
from prompts.loader import words
from storage.errors import WaymarkError
from storage.open import Stores

HOST = "127.0.0.1"

log = structlog.get_logger("waymark.door")


class Keeper:
    """Carries out one order after the other, in the pools of the bot."""

    def __init__(self, settings: Settings, stores: Stores, pools: Pools, flusher: Flusher, token: str) -> None:
        self._settings, self._stores, self._pools = settings, stores, pools
        self._flusher, self._token = flusher, token

    def app(self) -> web.Application:
        app = web.Application(client_max_size=1024 * 1024)
        app.router.add_post("/", self.answer)
        return app

    async def answer(self, request: web.Request) -> web.Response:
        """Events that were acknowledged before the question are in its answer."""
        if not hmac.compare_digest(request.headers.get(HEADER, "").encode(), self._token.encode()):
            raise web.HTTPForbidden(text="This door opens with the token of its data folder.")
        try:
            order = Order.model_validate_json(await request.read())
        except ValidationError as error:
            raise web.HTTPBadRequest(text="This is no command that is carried out here.") from error
        pool = self._pools.parse if isinstance(order.command, ImportFile) else self._pools.work
        try:
            await self._flusher.flush()
            done = await pool(self._carried_out, order)
        except WaymarkError as error:
            done = _wrong(error, order.lang)
        return web.json_response(done.model_dump())

    def _carried_out(self, order: Order) -> Done:
        said: list[str] = []
        own = {"workspace": order.workspace, "lang": order.lang, "tz": order.tz}
        terminal = Terminal(self._settings.model_copy(update=own), self._stores, said.append)
        order.command.carry_out(terminal)
        return Done(said="".join(said))


def _wrong(error: WaymarkError, lang: str) -> Done:
    return Done(said="", wrong=error_words(error, words(lang)), exit_code=exit_code(error))


@asynccontextmanager
async def answering(settings: Settings, stores: Stores, pools: Pools, flusher: Flusher) -> AsyncIterator[None]:
    """The door is open while this is."""
    token = secrets.token_urlsafe(32)
    runner = web.AppRunner(Keeper(settings, stores, pools, flusher, token).app(), access_log=None, shutdown_timeout=5.0)
    await runner.setup()
    file = settings.data / FILE
    try:
        await web.TCPSite(runner, HOST, 0).start()
        _write(file, Door(url=f"http://{HOST}:{runner.addresses[0][1]}/", token=token))
        yield
    finally:
        file.unlink(missing_ok=True)
        await runner.cleanup()


def _write(file: Path, door: Door) -> None:
    """For the owner alone, whole or not at all."""
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(door.model_dump(), out)
    new.replace(file)
