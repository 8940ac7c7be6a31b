"""A place where events come in over HTTP: real stores in a folder, a real server on a free port."""

import socket
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot.intake.flusher import Flusher
from bot.intake.keeping import receiving, write_keys
from bot.settings import Settings
from storage.events import Events
from storage.open import open_stores

WORKSPACE = "T0WAYMARK"


@dataclass
class Intake:
    """The running intake, and how to speak to it."""

    url: str
    key: str
    folder: Path
    flusher: Flusher
    events: Events
    session: aiohttp.ClientSession

    async def post(self, path: str, body: Any = None, key: str | None = "", **more: Any) -> tuple[int, dict[str, Any]]:
        """Status and answer; `key` empty: the right one; None: none at all."""
        headers = {**more.pop("headers", {}), **({} if key is None else basic(key or self.key))}
        body = {"json": body} if body is not None else {}
        async with self.session.post(self.url + path, headers=headers, **body, **more) as answer:
            return answer.status, await answer.json()

    async def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What stands in the event file once everything is stored."""
        await self.flusher.flush()
        return self.events._rows(sql)  # type: ignore[attr-defined]


def basic(key: str) -> dict[str, str]:
    """The header that gives a key as user name."""
    return {"Authorization": f"Basic {b64encode(f'{key}:'.encode()).decode()}"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def listening(folder: Path) -> AsyncIterator[Intake]:
    port, stores = free_port(), open_stores(folder)
    settings = Settings(WAYMARK_DATA=folder, WAYMARK_INTAKE_PORT=port)
    key = write_keys(folder).first().key
    try:
        async with receiving(settings, stores, WORKSPACE) as flusher, aiohttp.ClientSession() as session:
            yield Intake(f"http://127.0.0.1:{port}", key, folder, flusher, stores.events(WORKSPACE), session)
    finally:
        stores.close()
