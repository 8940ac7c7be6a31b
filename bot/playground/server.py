"""The stand-in as a server: routes, safety, start and stop.

    running = await serve(port=8765, data=Path("data/playground"), bot_command=[sys.executable, "-m", "bot.cli", "run"])
    print(running.page_url)
    await running.wait()        # until it is closed
    await running.close()

`port` 0 takes a free one. `data` None keeps the workspace in memory. Without `bot_command` no bot is started; one can
connect with `api_url`, `bot_token` and `app_token`. A `seed` makes ids and timestamps repeat.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.playground.api_door import ApiDoor
from bot.playground.bot_process import BotProcess
from bot.playground.control import Control
from bot.playground.guard import Handler, guard, harden
from bot.playground.stand_in import StandIn
from bot.playground.wire import Json, NotPossible
from bot.slack.manifest import MANIFEST

PAGE = Path(__file__).parent / "page"
PLACEHOLDER = "__PLAYGROUND_TOKEN__"
PAGE_TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
LARGEST_BODY = 256 * 1024 * 1024
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass
class Running:
    """A served playground."""

    slack: StandIn
    bot: BotProcess | None
    runner: web.AppRunner
    saver: "asyncio.Task[None]"

    @property
    def page_url(self) -> str:
        return f"{self.slack.base}/"

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL must be."""
        return f"{self.slack.base}/api/"

    @property
    def bot_token(self) -> str:
        return self.slack.bot_token

    @property
    def app_token(self) -> str:
        return self.slack.app_token

    @property
    def token(self) -> str:
        """For control calls."""
        return self.slack.page_token

    async def wait(self) -> None:
        """Until the server is closed."""
        try:
            await self.saver
        except asyncio.CancelledError:
            if not self.saver.cancelled():
                raise

    async def close(self) -> None:
        """Stop the bot, save, close every connection."""
        if self.bot:
            await self.bot.stop()
        self.saver.cancel()
        await self.slack.close()
        await self.runner.cleanup()


async def serve(
    host: str = "127.0.0.1",
    port: int = 0,
    data: Path | None = None,
    bot_command: Sequence[str] | None = None,
    seed: int | None = None,
    bot_data: Path | None = None,
    manifest: Json = MANIFEST,
    bot_settings: Mapping[str, str] = {},
) -> Running:
    """Start it all and give it back. `bot_data` becomes WAYMARK_DATA of the bot, `bot_settings` are further ones;
    `manifest` says what the app may do and hear.

    Raises ValueError for a host that is not this machine, OSError when the port is taken.
    """
    if host not in LOOPBACK:
        raise ValueError(f"The playground listens on this machine only ({', '.join(LOOPBACK)}), not on {host!r}.")
    slack = StandIn(data=data, seed=seed, manifest=manifest)
    bot = BotProcess(bot_command, slack.bot_changed) if bot_command else None
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[guard(slack.page_token), words_for_refusals])
    app.on_response_prepare.append(harden)
    app.add_routes([*ApiDoor(slack).routes(), *Control(slack, bot).routes(), *page_routes(slack)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    slack.base = f"http://{'[::1]' if host == '::1' else host}:{runner.addresses[0][1]}"
    running = Running(slack, bot, runner, asyncio.create_task(slack.keep_saving()))
    if bot:
        slack.bot_running = lambda: bot.running
        bot.environment = {**environment(running, bot_data), **bot_settings}
        await bot.start()
    return running


def environment(running: Running, bot_data: Path | None) -> dict[str, str]:
    """What the bot must know to connect here, and nothing else differs from Slack."""
    return {
        "SLACK_API_URL": running.api_url,
        "SLACK_BOT_TOKEN": running.bot_token,
        "SLACK_APP_TOKEN": running.app_token,
        **({"WAYMARK_DATA": str(bot_data)} if bot_data else {}),
    }


@web.middleware
async def words_for_refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A person's impossible act is an answer with words, not an error page."""
    try:
        return await handler(request)
    except NotPossible as refused:
        answer = {"ok": False, "error": refused.code, "message": refused.message, **refused.facts}
        return web.json_response(answer, status=400)


def page_routes(slack: StandIn) -> list[web.RouteDef]:
    async def index(request: web.Request) -> web.Response:
        html = (PAGE / "index.html").read_text(encoding="utf-8").replace(PLACEHOLDER, slack.page_token)
        return web.Response(text=html, content_type="text/html")

    async def canvas(request: web.Request) -> web.Response:
        html = (PAGE / "canvas.html").read_text(encoding="utf-8").replace(PLACEHOLDER, slack.page_token)
        return web.Response(text=html, content_type="text/html")

    async def asset(request: web.Request) -> web.StreamResponse:
        path = (PAGE / request.match_info["file"]).resolve()
        if not path.is_relative_to(PAGE) or not path.is_file() or path.suffix not in PAGE_TYPES:
            raise web.HTTPNotFound(text="There is no such file of the page.")
        return web.FileResponse(path, headers={"Content-Type": PAGE_TYPES[path.suffix]})

    return [web.get("/", index), web.get("/docs/{team}/{canvas}", canvas), web.get("/page/{file:.+}", asset)]
