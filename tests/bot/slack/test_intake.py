"""What reaches the inbox: each request once, nothing from threads that Waymark has no part in."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.slack.intake import Intake
from bot.slack.listeners.messages import Bot
from bot.slack.pools import Pools
from bot.slack.runs import Runs
from bot.slack.tidy import drop_old
from storage.errors import StoreUnavailable
from storage.mailboxes import Received
from storage.open import Stores
from tests.bot.slack.conftest import Clock

BOT = Bot(user_id="UBOT", bot_id="B1", team_id="T1")


class Gate:
    """The intake with its last inbox rows."""

    def __init__(self, stores: Stores, pools: Pools, clock: Clock) -> None:
        self.stores, self.clock = stores, clock
        self.runs = Runs(None, None, None)  # type: ignore[arg-type]
        self.intake = Intake(stores, pools, BOT, self.runs, clock, asyncio.Event())
        self.acked = 0

    async def gets(self, body: dict[str, object]) -> None:
        async def ack() -> None:
            self.acked += 1

        await self.intake(body, ack)  # type: ignore[arg-type]

    def rows(self) -> list[Received]:
        found = []
        while row := self.stores.inbox.take(self.clock(), timedelta(hours=1), frozenset()):
            found.append(row)
            self.stores.inbox.done(row.number)
        return found


@pytest.fixture
def gate(stores: Stores, pools: Pools, clock: Clock) -> Gate:
    return Gate(stores, pools, clock)


def message(text: str, ts: str = "1.0", thread: str | None = None, kind: str = "message", **more: object) -> dict:
    event = {"type": kind, "channel": "C1", "user": "U1", "text": text, "ts": ts, "channel_type": "channel", **more}
    return {"team_id": "T1", "event": event | ({"thread_ts": thread} if thread else {})}


def click(at: str, action: str = "answer#0", user: str = "U1", value: str = "1") -> dict:
    return {
        "type": "block_actions", "team": {"id": "T1"}, "user": {"id": user}, "channel": {"id": "C1"},
        "container": {"message_ts": "5.0", "thread_ts": "1.0"},
        "actions": [{"action_id": action, "block_id": "b", "value": value, "action_ts": at}],
    }  # fmt: skip


async def test_a_mention_that_comes_as_two_events_is_one_request(gate: Gate):
    await gate.gets(message("<@UBOT> hello", kind="app_mention"))
    await gate.gets(message("<@UBOT> hello"))
    rows = gate.rows()
    assert [row.body["text"] for row in rows] == ["hello"] and gate.acked == 2


async def test_files_that_only_one_of_the_two_events_names_are_kept(gate: Gate):
    await gate.gets(message("<@UBOT>", kind="app_mention"))
    await gate.gets(message("<@UBOT>", subtype="file_share", files=[{"id": "F1", "name": "a.csv"}]))
    assert [row.body["files"][0]["id"] for row in gate.rows()] == ["F1"]


async def test_messages_of_threads_without_waymark_leave_no_row_but_are_acked(gate: Gate):
    await gate.gets(message("lunch?"))
    await gate.gets(message("yes", "2.0", "1.0"))
    assert gate.rows() == [] and gate.acked == 2


async def test_from_the_mention_on_the_thread_is_followed(gate: Gate):
    await gate.gets(message("<@UBOT> hello", "1.0"))
    await gate.gets(message("and by persona?", "2.0", "1.0"))
    assert [row.body["text"] for row in gate.rows()] == ["hello", "and by persona?"]


async def test_our_own_messages_and_other_apps_are_not_listened_to(gate: Gate):
    await gate.gets(message("<@UBOT> hello", user="UBOT"))
    await gate.gets(message("<@UBOT> hello", bot_id="B2"))
    assert gate.rows() == []


async def test_a_double_click_is_one_press_and_a_later_click_another(gate: Gate):
    for at in ("10.1", "10.2"):
        await gate.gets(click(at))
    gate.clock.now += timedelta(seconds=3)
    await gate.gets(click("13.4"))
    assert len(gate.rows()) == 2


async def test_two_people_or_two_buttons_are_no_double_click(gate: Gate):
    for body in (click("1.1"), click("1.2", user="U2"), click("1.3", "answer#1", value="2")):
        await gate.gets(body)
    assert len(gate.rows()) == 3


async def test_the_same_command_delivered_twice_is_one_request(gate: Gate):
    body = {
        "command": "/journey",
        "team_id": "T1",
        "channel_id": "C1",
        "user_id": "U1",
        "text": "list",
        "trigger_id": "9.9",
    }
    await gate.gets(body)
    await gate.gets(body)
    assert len(gate.rows()) == 1


async def test_what_cannot_be_stored_is_not_acked(gate: Gate, monkeypatch: pytest.MonkeyPatch):
    def broken(received: Received) -> bool:
        raise StoreUnavailable("disk full")

    monkeypatch.setattr(gate.stores.inbox, "put", broken)
    with pytest.raises(StoreUnavailable):
        await gate.gets(click("1.1"))
    assert gate.acked == 0


def test_files_that_people_sent_are_dropped_after_a_day(tmp_path: Path, clock: Clock):
    import os

    (tmp_path / "T1").mkdir()
    for name, hours in (("old.csv", 30), ("new.csv", 1)):
        (tmp_path / "T1" / name).write_text("x")
        at = (clock() - timedelta(hours=hours)).timestamp()
        os.utime(tmp_path / "T1" / name, (at, at))
    assert drop_old(tmp_path, clock() - timedelta(days=1)) == 1
    assert [file.name for file in tmp_path.rglob("*.csv")] == ["new.csv"]
    assert drop_old(tmp_path / "nowhere", clock()) == 0
