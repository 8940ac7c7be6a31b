"""Starting and stopping: what goes wrong at the start ends it with a reason, and everything opened is closed."""

import asyncio
import threading
from pathlib import Path

import pytest

from bot.app import SlackUnreachable, serve
from bot.playground.driver import Playground
from bot.settings import SettingMissing, Settings
from storage.open import open_stores


def settings(tmp_path: Path, api: str, bot: str | None = "xoxb-1", app: str | None = "xapp-1") -> Settings:
    return Settings(WAYMARK_DATA=tmp_path, SLACK_API_URL=api, SLACK_BOT_TOKEN=bot, SLACK_APP_TOKEN=app)


def threads_of_pools() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith(("db", "work", "render", "parse"))]


async def test_a_missing_token_is_named(tmp_path: Path):
    with pytest.raises(SettingMissing, match="SLACK_APP_TOKEN"):
        await serve(settings(tmp_path, "https://slack.com/api/", app=None))


@pytest.mark.parametrize("wrong", ["bot", "app"])
async def test_a_refused_token_ends_the_start_and_closes_what_was_opened(
    standin: Playground, tmp_path: Path, wrong: str
):
    tokens = {"bot": standin.bot_token, "app": standin.app_token} | {wrong: "xoxb-wrong"}
    with pytest.raises(SlackUnreachable, match="invalid_auth"):
        await asyncio.wait_for(serve(settings(tmp_path, standin.api_url, **tokens)), 20)
    assert threads_of_pools() == []
    open_stores(tmp_path).close()


async def test_where_nobody_answers_the_start_ends_with_the_address(tmp_path: Path):
    with pytest.raises(SlackUnreachable, match=r"127\.0\.0\.1:9"):
        await asyncio.wait_for(serve(settings(tmp_path, "http://127.0.0.1:9/api/")), 20)
    assert threads_of_pools() == []
