"""Does the manifest, the listeners and the stand-in speak of the same app?"""

from pathlib import Path

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import build_app
from bot.playground.app_settings import EVENT_SCOPES, app_settings
from bot.slack.listeners import actions, commands, evidence, home, imports, messages, stopping
from bot.slack.listeners.messages import Bot
from bot.slack.manifest import EVENTS, MANIFEST, OPTIONAL_SCOPES, REQUIRED_SCOPES
from tests.bot.slack.registered import Registered

CALLS = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.delete": "chat:write",
    "agents.sessions.setStatus": "chat:write",
    "assistant.threads.setStatus": "chat:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "files.getUploadURLExternal": "files:write",
    "canvases.create": "canvases:write",
    "users.info": "users:read",
    "conversations.info": "channels:read",
    "conversations.members": "groups:read",
    "conversations.history": "channels:history",
    "conversations.replies": "groups:history",
}


@pytest.fixture
def registered() -> Registered:
    app = Registered()
    messages.register(app)  # type: ignore[arg-type]
    commands.register(app, None)  # type: ignore[arg-type]
    evidence.register(app, None)  # type: ignore[arg-type]
    stopping.register(app)  # type: ignore[arg-type]
    actions.register(app)  # type: ignore[arg-type]
    imports.register(app)  # type: ignore[arg-type]
    home.register(app, None, None)  # type: ignore[arg-type]
    return app


def test_every_event_has_a_listener_and_every_listener_an_event(registered: Registered):
    assert {event.partition(".")[0] for event in EVENTS} == registered.names["event"]


def test_every_command_and_shortcut_has_a_listener(registered: Registered):
    features = MANIFEST["features"]
    assert {command["command"] for command in features["slash_commands"]} == registered.names["command"]
    assert {shortcut["callback_id"] for shortcut in features.get("shortcuts", ())} == registered.names["shortcut"]


def test_the_stand_in_registers_what_the_manifest_says():
    app = app_settings(MANIFEST)
    assert app.scopes == {*REQUIRED_SCOPES, *OPTIONAL_SCOPES}
    assert app.events == set(EVENTS)
    assert [command["command"] for command in app.commands] == ["/journey"]
    assert [shortcut["callback_id"] for shortcut in app.shortcuts] == ["evidence_add"]


def test_every_event_comes_with_its_scope():
    assert {EVENT_SCOPES[event] for event in EVENTS if event in EVENT_SCOPES} <= {*REQUIRED_SCOPES, *OPTIONAL_SCOPES}


def test_every_call_the_bot_makes_has_its_scope():
    assert set(CALLS.values()) <= {*REQUIRED_SCOPES, *OPTIONAL_SCOPES}


def test_no_scope_stands_there_without_a_use():
    used = {*CALLS.values(), *EVENT_SCOPES.values(), "commands", "files:read"}
    assert {*REQUIRED_SCOPES, *OPTIONAL_SCOPES} <= used


async def test_the_app_is_built_without_a_warning_though_the_environment_holds_tokens(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
):
    from bot.app import _forget_environment

    for name in ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        monkeypatch.setenv(name, "xoxb-1")
    _forget_environment("https://slack.com/api/")

    async def intake(body: dict[str, object], next: object) -> None:  # noqa: A002 - Bolt's name
        raise AssertionError

    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token="xoxb-1", session=session)
        app = build_app(client, Bot(user_id="U1", team_id="T1"), intake, None, None, None, None)  # type: ignore[arg-type]
    assert app.oauth_flow is None
    assert "unused" not in capfd.readouterr().err
