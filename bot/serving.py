"""Starts what keeps running: the playground with its bot, or the bot on real Slack."""

import asyncio
import json
import logging
import sys
from pathlib import Path

import structlog
import typer

from bot.settings import Settings
from bot.terminal import settings_for
from storage.errors import WaymarkError


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
    """The stand-in and the bot, until interrupted. Raises PortTaken, StoreUnavailable."""
    settings = settings_for(data)
    if not empty:
        from bot.samples import load_samples

        load_samples(settings)
    try:
        asyncio.run(_playground(settings, settings.playground_port if port is None else port))
    except KeyboardInterrupt:
        return


async def _playground(settings: Settings, port: int) -> None:
    from bot.playground.server import serve

    command = [sys.executable, "-m", "bot.cli", "run"]
    try:
        running = await serve(
            port=port, data=settings.data / "playground", bot_command=command, bot_data=settings.data.resolve()
        )
    except OSError as error:
        raise PortTaken(port) from error
    typer.echo(f"The playground: {running.page_url}")
    try:
        await running.wait()
    finally:
        await running.close()


def log_to_stderr(level: str) -> None:
    """Our log lines carry ids, durations and codes, never text; Slack's SDK logs only what goes wrong."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("slack_bolt.AsyncRequestVerification").setLevel(logging.ERROR)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping().get(level.upper(), 20)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def manifest_text() -> str:
    """The manifest of the Slack app, as JSON to paste into Slack's form."""
    from bot.slack.manifest import MANIFEST

    return json.dumps(MANIFEST, indent=2)
