"""One customer's way in words: at the command line, in three languages, and beside a running bot."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot import customer_path
from bot.door.commands import CustomerPath, HeldOfCustomer, Order, PartIds
from bot.reply import Table, plain
from bot.settings import Settings
from bot.terminal import Terminal
from prompts.loader import words
from storage.errors import WaymarkError
from storage.events import CustomerNotFound, PathStep
from storage.open import open_stores

ROWS = """customer_id,occurred_at,event,channel
k-17,2026-10-01T10:00:00Z,Ad Clicked,display_ad
k-17,2026-10-01T10:30:00Z,Guide Read,website
k-17,2026-10-01T11:00:01Z,Order Completed,store
k-17,2026-10-01T11:00:02Z,Called,
ann@example.com,2026-10-01T12:00:00Z,Ad Clicked,email
"""


@pytest.fixture
def terminal(tmp_path, monkeypatch):
    monkeypatch.setenv("WAYMARK_DATA", str(tmp_path / "data"))
    (tmp_path / "rows.csv").write_text(ROWS)
    settings, said = Settings(), []
    stores = open_stores(settings.data)
    stores.events(settings.workspace).import_file(tmp_path / "rows.csv")
    yield Terminal(settings, stores, said.append), said
    stores.close()


def test_all_channels_stand_in_order_and_a_pause_of_over_half_an_hour_begins_a_visit(terminal):
    shown, said = terminal
    shown.path("k-17", as_json=False)
    title, _, *lines = "".join(said).strip().splitlines()
    assert title == "One customer's path: 4 events · visits: 2 · channels: 3"
    assert lines == [
        "1 | 1 Oct 2026, 10:00:00 | Ad Clicked | Display ad",
        "1 | 1 Oct 2026, 10:30:00 | Guide Read | Website",
        "2 | 1 Oct 2026, 11:00:01 | Order Completed | Store",
        "2 | 1 Oct 2026, 11:00:02 | Called | –",
    ]


def test_a_customer_is_found_by_mail_and_the_mail_is_not_told(terminal):
    shown, said = terminal
    shown.path("Ann@Example.com", as_json=False)
    assert "1 event" in "".join(said) and "example" not in "".join(said).casefold()
    with pytest.raises(CustomerNotFound) as refused:
        shown.path("k-18", as_json=False)
    assert isinstance(refused.value, WaymarkError) and refused.value.advice == "change the input"


def test_the_order_to_a_running_bot_is_the_same_command(terminal):
    shown, said = terminal
    order = Order(command=CustomerPath(customer="k-17", as_json=True), workspace="W", lang="en", tz="UTC")
    again = Order.model_validate_json(order.model_dump_json())
    again.command.carry_out(shown)
    assert '"name": "Guide Read"' in "".join(said)


@pytest.mark.parametrize(
    ("lang", "title", "line"),
    [
        ("zh", "一位客户的路径：1 个事件 · 访问次数：1 · 渠道数：1", "1 | 2026年10月2日 00:30:00 | visit | 门店"),
        (
            "mk",
            "Патот на еден клиент: 1 настан · посети: 1 · канали: 1",
            "1 | 2 окт. 2026, 00:30:00 | visit | Продавница",
        ),
    ],
)
def test_it_is_told_in_each_language_and_in_the_workspaces_time(lang, title, line):
    at = int(datetime(2026, 10, 1, 22, 30, tzinfo=UTC).timestamp() * 1_000_000)
    steps = (PathStep(at_us=at, name="visit", channel="store", new_visit=True),)
    reply = customer_path.told(steps, ZoneInfo("Europe/Skopje"), words(lang))
    first, _, last = plain(reply).splitlines()
    assert (first, last) == (title, line)
    assert isinstance(reply.parts[1], Table) and len(reply.parts[1].columns) == 4


def test_everything_of_a_customer_is_handed_over_by_command(terminal):
    shown, said = terminal
    Order(command=HeldOfCustomer(customer="k-17"), workspace="T1", lang="en", tz="UTC").command.carry_out(shown)
    held = json.loads("".join(said))
    assert held["ids"] == ["k-17"] and len(held["events"]) == 4
    with pytest.raises(CustomerNotFound):
        shown.held("nobody")


def test_a_wrong_join_is_undone_by_command(terminal, tmp_path):
    shown, said = terminal
    joined = {"type": "identify", "messageId": "m1", "userId": "k-17", "anonymousId": "anon-9",
              "timestamp": "2026-10-01T09:00:00Z"}  # fmt: skip
    seen = {"type": "track", "messageId": "m2", "anonymousId": "anon-9", "event": "Ad Seen",
            "timestamp": "2026-10-01T09:00:01Z"}  # fmt: skip
    (tmp_path / "segment.jsonl").write_text(json.dumps(joined) + "\n" + json.dumps(seen) + "\n")
    settings = Settings()
    events = shown._stores.events(settings.workspace)
    events.import_file(tmp_path / "segment.jsonl")
    assert len(events.path("k-17")) == 5
    PartIds(alias="anon-9").carry_out(shown)
    assert "customer of its own" in "".join(said)
    assert (len(events.path("k-17")), len(events.path("anon-9"))) == (4, 1)
