"""The bot on Slack: opens the stores, builds the AsyncApp, registers the listeners, starts and stops cleanly."""

import asyncio
import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings
from bot.slack.downloads import Downloads
from bot.slack.files_out import FilesOut
from bot.slack.intake import Intake
from bot.slack.listeners import actions, commands, home, imports, messages, the_rest
from bot.slack.listeners.messages import Bot
from bot.slack.outbox import Sender
from bot.slack.people import People
from bot.slack.pools import Pools
from bot.slack.workers import Workers
from prompts.loader import words
from storage.errors import WaymarkError
from storage.open import open_stores

PING_SECONDS = 3
WATCH_SECONDS = 5
GONE_SECONDS = 15
FINISH_SECONDS = 20.0
FLUSH_SECONDS = 5.0

log = structlog.get_logger("waymark.app")


class SlackUnreachable(WaymarkError):
    """Slack did not answer, or refused the token."""

    advice = "try later"

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"{url} does not answer: {why}", url=url, why=why)


def _now() -> datetime:
    return datetime.now(UTC)


async def serve(
    settings: Settings, clock: Callable[[], datetime] = _now, ready: Callable[[], None] | None = None
) -> None:
    """Run until SIGTERM or SIGINT. Raises SettingMissing, SlackUnreachable, StoreUnavailable."""
    bot_token, app_token = settings.need_slack()
    _forget_proxies(settings.slack_api_url)
    stores, pools = await asyncio.to_thread(open_stores, settings.data), Pools()
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=bot_token, base_url=settings.slack_api_url, session=session)
        client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
        bot = await _who_we_are(client, settings.slack_api_url)
        arrived, sent = asyncio.Event(), asyncio.Event()
        people = People(client, stores, pools, clock)
        workers = Workers(
            stores,
            pools,
            people,
            Downloads(session, bot_token, settings.slack_api_url),
            settings.data,
            clock,
            arrived,
            sent,
        )
        posting = AsyncWebClient(token=bot_token, base_url=settings.slack_api_url, session=session)
        posting.retry_handlers.clear()
        sender = Sender(
            stores,
            pools,
            posting,
            session,
            FilesOut(stores, pools, posting, session, settings.font),
            clock,
            sent,
            arrived,
        )
        app = build_app(client, Intake(stores, pools, bot, clock, arrived), settings)
        stop = _stop_signal()
        running = [asyncio.create_task(task) for task in (workers.run(), sender.run())]
        socket = asyncio.create_task(_keep_connected(app, app_token, ready))
        ended = asyncio.create_task(stop.wait())
        await asyncio.wait([*running, socket, ended], return_when=asyncio.FIRST_COMPLETED)
        socket.cancel()
        running[0].cancel()
        await workers.finish(FINISH_SECONDS)
        await sender.finish(FLUSH_SECONDS)
        running[1].cancel()
        results = await asyncio.gather(*running, socket, return_exceptions=True)
        ended.cancel()
    pools.close()
    stores.close()
    for result in results:
        if isinstance(result, Exception):
            raise result


def build_app(client: AsyncWebClient, intake: Intake, settings: Settings) -> AsyncApp:
    """Listeners in order of matching: the catch-alls come last."""
    app = AsyncApp(client=client, request_verification_enabled=False, ignoring_self_events_enabled=True)
    app.use(intake)
    messages.register(app)
    commands.register(app, settings.lang)
    actions.register(app)
    imports.register(app)
    home.register(app, settings.lang)
    the_rest.register(app)
    return app


async def _who_we_are(client: AsyncWebClient, url: str) -> Bot:
    try:
        told = await client.auth_test()
    except SlackApiError as error:
        raise SlackUnreachable(url, str(error.response.get("error", error.response.status_code))) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise SlackUnreachable(url, type(error).__name__) from error
    return Bot(user_id=told["user_id"], bot_id=told.get("bot_id") or "", team=told.get("team") or "")


async def who_answers(settings: Settings) -> str:
    """Who we are in which workspace, in words. Raises SettingMissing, SlackUnreachable."""
    token, _ = settings.need_slack()
    _forget_proxies(settings.slack_api_url)
    async with aiohttp.ClientSession() as session:
        bot = await _who_we_are(
            AsyncWebClient(token=token, base_url=settings.slack_api_url, session=session), settings.slack_api_url
        )
    return words("en")("cli.doctor_slack", bot=bot.user_id, team=bot.team)


async def _keep_connected(app: AsyncApp, app_token: str, ready: Callable[[], None] | None) -> None:
    """Connect, watch, and connect anew with a fresh client when the old one is stuck."""
    while True:
        handler = AsyncSocketModeHandler(app, app_token, ping_interval=PING_SECONDS)
        try:
            await handler.connect_async()
            log.info("connected")
            if ready is not None:
                ready()
            await _watch(handler)
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.warning("not connected", error=type(error).__name__)
            await asyncio.sleep(1)
        finally:
            await handler.close_async()


async def _watch(handler: AsyncSocketModeHandler) -> None:
    """Returns when the connection has been gone for too long."""
    gone = 0.0
    while gone < GONE_SECONDS:
        await asyncio.sleep(WATCH_SECONDS)
        gone = 0.0 if await handler.client.is_connected() else gone + WATCH_SECONDS


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop


def _forget_proxies(api_url: str) -> None:
    """The SDK sends even loopback calls through a proxy of the environment, whatever NO_PROXY says."""
    if urlsplit(api_url).hostname in ("127.0.0.1", "localhost", "::1"):
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
            os.environ.pop(name, None)
