"""Starts what keeps running: the playground with its bot, or the bot on real Slack."""

import asyncio
import fcntl
import json
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from bot.settings import Settings, settings_for
from bot.terminal import log_to_stderr
from prompts.loader import words
from storage.errors import StoresNotOpened, WaymarkError

HIGHEST_PORT = 65535


class FolderInUse(WaymarkError):
    """Another playground serves this data folder."""

    advice = "stop"

    def __init__(self, folder: Path) -> None:
        super().__init__(f"Another playground serves {folder}.", folder=folder)


class PortTaken(WaymarkError):
    """Something else listens on the playground's port."""

    def __init__(self, port: int) -> None:
        super().__init__(f"Port {port} is taken.", port=port)


def serve_bot() -> None:
    """The bot, until SIGTERM or SIGINT. Raises SettingMissing, SlackUnreachable, StoreUnavailable."""
    settings = settings_for(None)
    settings.need_slack()
    log_to_stderr(settings.log_level)
    from bot.app import serve

    asyncio.run(serve(settings))


def serve_playground(port: int | None, data: Path | None, empty: bool) -> None:
    """The stand-in and the bot, until interrupted. Raises PortTaken, FolderInUse, StoreUnavailable."""
    settings = settings_for(data)
    with _alone(settings.data):
        if not empty:
            _load_samples_apart(settings)
        try:
            asyncio.run(_playground(settings, settings.playground_port if port is None else port))
        except KeyboardInterrupt:
            return


def _load_samples_apart(settings: Settings) -> None:
    """In a process of its own, which gives back what an import needs in memory before the playground waits."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from bot.samples import load_samples, wanted

    if wanted(settings):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
            apart.submit(load_samples, settings).result()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds the folder's lock, which ends with the process. Raises FolderInUse, StoresNotOpened."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "playground.lock").open("w")
    except OSError as error:
        raise StoresNotOpened(str(folder)) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolderInUse(folder) from error
        yield


async def _playground(settings: Settings, port: int) -> None:
    from bot.intake.keeping import write_keys
    from bot.playground.server import serve

    command = [sys.executable, "-m", "bot.cli", "run"]
    intake_port = settings.intake_port or _free_port(settings.intake_host, port + 1 if 0 < port < HIGHEST_PORT else 0)
    try:
        running = await serve(
            port=port,
            data=settings.data / "playground",
            bot_command=command,
            bot_data=settings.data.resolve(),
            bot_settings={"WAYMARK_INTAKE_PORT": str(intake_port)},
        )
    except OSError as error:
        raise PortTaken(port) from error
    typer.echo(f"The playground: {running.page_url}")
    intake = {"url": f"http://{settings.intake_host}:{intake_port}", "key": write_keys(settings.data).first().key}
    typer.echo(words(settings.lang)("intake.playground", **intake))
    try:
        await running.wait()
    finally:
        await running.close()


def _free_port(host: str, wanted: int) -> int:
    """The port that is wanted, where it is free, else another."""
    for port in (wanted, 0):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    return 0


def manifest_text() -> str:
    """The manifest of the Slack app, as JSON to paste into Slack's form."""
    from bot.slack.manifest import MANIFEST

    return json.dumps(MANIFEST, indent=2)
