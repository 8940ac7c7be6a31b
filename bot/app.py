"""The bot on Slack: opens the stores, builds the AsyncApp, registers the listeners, starts and stops cleanly.

It starts in this order: stores and pools, session and clients, who we are, workers with what was left undone, the
outbox, the connection and its watch.
"""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.asking import warm_up
from bot.intake.at_the_desk import KeyDesk
from bot.intake.keeping import write_keys
from bot.open_doors import keep_open
from bot.settings import Settings
from bot.slack.calls import LOST, code
from bot.slack.delivery import Delivery
from bot.slack.downloads import Downloads
from bot.slack.evidence.opening import EvidenceForms
from bot.slack.evidence.proposing import Proposals
from bot.slack.evidence.reading import Messages
from bot.slack.files_out import FilesOut
from bot.slack.files_taken import FilesTaken
from bot.slack.forms.asking import Askers
from bot.slack.forms.opening import Opener
from bot.slack.forms.submitting import Submissions
from bot.slack.homes import Homes
from bot.slack.intake import Intake
from bot.slack.listeners import actions, commands, evidence, forms, home, imports, messages, stopping, the_rest
from bot.slack.listeners.forms import Forms
from bot.slack.listeners.messages import Bot
from bot.slack.outbox import Sender
from bot.slack.people import People
from bot.slack.pools import Pools
from bot.slack.reminding import keep_reminding
from bot.slack.runs import Runs
from bot.slack.speech import Speech
from bot.slack.tidy import keep_tidy
from bot.slack.workers import Workers
from prompts.loader import words
from storage.errors import WaymarkError
from storage.open import Stores, open_stores

CALL_SECONDS = 30.0
PING_SECONDS = 3
WATCH_SECONDS = 5
WARM_AFTER_SECONDS = 1.0
GONE_SECONDS = 15
FINISH_SECONDS = 20.0
FLUSH_SECONDS = 5.0
LONGEST_STOP_SECONDS = 29.0
TURN_SECONDS = 0.0005
YOUNG, MIDDLE, NEVER = 700, 10, 100_000
TOKEN_REFUSED = ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type")
READ_BY_BOLT = ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")

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
    (bot_token, app_token), model = settings.need_slack(), settings.endpoint()
    _forget_environment(settings.slack_api_url)
    _hold_the_loop_briefly()
    stop = _stop_signal()
    async with _stores_of(settings) as (stores, pools), _session() as session:
        client = reading_client(bot_token, settings.slack_api_url, session)
        bot = await _who_we_are(client, settings.slack_api_url)
        arrived, sent = asyncio.Event(), asyncio.Event()
        people, speech = People(client, stores, pools, clock), Speech(stores, pools, settings.lang)
        posting = AsyncWebClient(token=bot_token, base_url=settings.slack_api_url, session=session, retry_handlers=[])
        downloads = Downloads(session, bot_token, settings.slack_api_url)
        found = Messages(client, bot)
        proposals = Proposals(client, found, stores, pools)
        homes = Homes(client, people, found, speech, stores, pools, clock)
        runs = Runs(posting, people, speech)
        workers = Workers(
            stores,
            pools,
            people,
            speech,
            proposals,
            homes,
            FilesTaken(stores, pools, homes, downloads, settings.data),
            runs,
            posting,
            KeyDesk(write_keys(settings.data), settings.intake_url, stores),
            clock,
            arrived,
            sent,
            model,
        )
        files = FilesOut(stores, pools, posting, session, settings.font)
        sender = Sender(stores, pools, Delivery(posting, session, files), clock, sent, arrived, settings.lang)
        askers = Askers(people, stores, pools, clock)
        opener = Opener(client, askers, speech, stores, pools, sent)
        modals = Forms(opener, Submissions(askers, speech, opener, stores, pools, clock, arrived), speech)
        kept = EvidenceForms(client, found, people, speech, stores, pools, clock)
        app = build_app(client, bot, Intake(stores, pools, bot, runs, clock, arrived), speech, modals, kept, homes)
        working, sending = asyncio.create_task(workers.run()), asyncio.create_task(sender.run())
        warming = asyncio.create_task(_warm(pools, bot.team_id, stores))
        reminding = asyncio.create_task(keep_reminding(bot.team_id, stores, pools, clock, sent))
        tidy = asyncio.create_task(keep_tidy(stores, pools, bot.team_id, settings.data, clock))
        doors = asyncio.create_task(keep_open(settings, stores, pools, bot.team_id))
        socket = asyncio.create_task(_keep_connected(app, app_token, settings.slack_api_url, ready))
        ended = asyncio.create_task(stop.wait())
        running = [working, sending, tidy, reminding, doors, socket]
        await asyncio.wait([*running, ended], return_when=asyncio.FIRST_COMPLETED)
        asyncio.get_running_loop().call_later(LONGEST_STOP_SECONDS, os._exit, 1)
        await _cancelled(socket, working, tidy, reminding, doors, warming)
        await workers.finish(FINISH_SECONDS)
        await sender.finish(FLUSH_SECONDS)
        await _cancelled(sending, ended)
        for task in running:
            if not task.cancelled() and (error := task.exception()):
                raise error


def build_app(
    client: AsyncWebClient,
    bot: Bot,
    intake: Intake,
    speech: Speech,
    modals: Forms,
    kept: EvidenceForms,
    homes: Homes,
) -> AsyncApp:
    """Listeners in order of matching: the catch-alls come last.

    Who we are is known before the first request, so that nothing between Slack and the inbox can fail but the inbox.
    """

    async def known() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=bot.team_id,
            bot_token=client.token,
            bot_user_id=bot.user_id,
            bot_id=bot.bot_id,
        )

    without_token = AsyncWebClient(
        base_url=client.base_url, session=client.session, retry_handlers=client.retry_handlers
    )
    app = AsyncApp(client=without_token, authorize=known, before_authorize=intake, request_verification_enabled=False)
    messages.register(app)
    forms.register(app, modals)
    evidence.register(app, kept)
    commands.register(app, speech)
    home.register(app, speech, homes)
    actions.register(app)
    stopping.register(app)
    imports.register(app)
    the_rest.register(app)
    return app


def reading_client(token: str, api_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """For calls that may be repeated: lost connections, rate limits and trouble at Slack's are tried again."""
    again = [
        AsyncConnectionErrorRetryHandler(max_retry_count=2),
        AsyncRateLimitErrorRetryHandler(max_retry_count=3),
        AsyncServerErrorRetryHandler(max_retry_count=2),
    ]
    return AsyncWebClient(token=token, base_url=api_url, session=session, retry_handlers=again)


async def _who_we_are(client: AsyncWebClient, url: str) -> Bot:
    try:
        told = await client.auth_test()
    except SlackApiError as error:
        raise SlackUnreachable(url, code(error)) from error
    except LOST as error:
        raise SlackUnreachable(url, type(error).__name__) from error
    return Bot(
        user_id=told["user_id"],
        bot_id=told.get("bot_id") or "",
        team=told.get("team") or "",
        team_id=told["team_id"],
        url=told.get("url") or "",
    )


async def who_answers(settings: Settings) -> str:
    """Who we are in which workspace, in words. Raises SettingMissing, SlackUnreachable."""
    token, _ = settings.need_slack()
    _forget_environment(settings.slack_api_url)
    async with _session() as session:
        bot = await _who_we_are(reading_client(token, settings.slack_api_url, session), settings.slack_api_url)
    return words(settings.lang)("cli.doctor_slack", bot=bot.user_id, team=bot.team)


async def _keep_connected(app: AsyncApp, app_token: str, url: str, ready: Callable[[], None] | None) -> None:
    """Connect, watch, and connect anew with a fresh client when the old one is stuck. Raises SlackUnreachable.

    The address is asked for here: left alone, the SDK asks for ever, also with a token that Slack refuses.
    """
    while True:
        handler = AsyncSocketModeHandler(app, app_token, ping_interval=PING_SECONDS)
        try:
            told = await app.client.apps_connections_open(app_token=app_token)
            handler.client.wss_uri = told["url"]
            await handler.connect_async()  # type: ignore[no-untyped-call]
            log.info("connected")
            if ready is not None:
                ready()
            await _watch(handler)
        except SlackApiError as error:
            if code(error) in TOKEN_REFUSED:
                raise SlackUnreachable(url, code(error)) from error
            log.warning("not connected", error=code(error))
            await asyncio.sleep(1)
        except LOST as error:
            log.warning("not connected", error=type(error).__name__)
            await asyncio.sleep(1)
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]


async def _warm(pools: Pools, workspace_id: str, stores: Stores) -> None:
    """What the first question needs is loaded once the bot is there, so that nobody waits for it."""
    await asyncio.sleep(WARM_AFTER_SECONDS)
    await pools.work(warm_up, workspace_id, stores)


async def _watch(handler: AsyncSocketModeHandler) -> None:
    """Returns when the connection has been gone for too long."""
    gone = 0.0
    while gone < GONE_SECONDS:
        await asyncio.sleep(WATCH_SECONDS)
        gone = 0.0 if await handler.client.is_connected() else gone + WATCH_SECONDS


@asynccontextmanager
async def _stores_of(settings: Settings) -> AsyncIterator[tuple[Stores, Pools]]:
    """The stores and the pools that read them, closed in that order whatever happens."""
    stores = await asyncio.to_thread(
        open_stores, settings.data, events=settings.events_at(), search=settings.search_by()
    )
    pools = Pools()
    try:
        yield stores, pools
    finally:
        pools.close()
        stores.close()


def _session() -> aiohttp.ClientSession:
    """One for all: calls, files and private answers."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS))


def _hold_the_loop_briefly() -> None:
    """Threads at work hand the interpreter over after half a millisecond instead of five; full collections, which hold
    it for 200 ms once the analytics are loaded, wait for the hourly tidying."""
    sys.setswitchinterval(TURN_SECONDS)
    gc.set_threshold(YOUNG, MIDDLE, NEVER)


def _stop_signal() -> asyncio.Event:
    """Set by the first signal; the second one ends the process at once, and what is undone stays in the mailboxes."""
    stop = asyncio.Event()

    def signalled() -> None:
        if stop.is_set():
            os._exit(1)
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, signalled)
    return stop


async def _cancelled(*tasks: asyncio.Task[None] | asyncio.Task[bool]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _forget_environment(api_url: str) -> None:
    """The settings were read. Bolt would read its own variables and, with a client id, switch to another way in;
    the SDK would send even loopback calls through a proxy, whatever NO_PROXY says."""
    local = urlsplit(api_url).hostname in ("127.0.0.1", "localhost", "::1")
    for name in (*READ_BY_BOLT, *(PROXIES if local else ())):
        os.environ.pop(name, None)
