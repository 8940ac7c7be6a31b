"""A reminder is stored with its message, once, and not for a build that went on meanwhile."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import desk
from bot.conversation.turn import Said
from bot.exchange import Incoming
from bot.reminders import due
from bot.slack.reminding import remind
from storage.maps import Reader
from storage.open import Stores, open_stores

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def stores(tmp_path: Path):
    stores = open_stores(tmp_path)
    yield stores
    stores.close()


def says(stores: Stores, text: str, at: datetime = MONDAY) -> None:
    incoming = Incoming(
        workspace_id="T1", channel_id="C0SHOP", thread="1.1", addressed=True, names={"U0ANA": "Ana"},
        said=Said(by="U0ANA", name="Ana", at=at, text=text), reader=Reader("U0ANA", frozenset(("C0SHOP",))),
    )  # fmt: skip
    outcome = desk.take(incoming, stores)
    with stores.transaction() as tx:
        outcome.store(tx, incoming)


def test_a_waiting_build_is_reminded_once_in_its_thread(stores):
    says(stores, "new map")
    assert due("T1", MONDAY + timedelta(days=2), stores) == ()
    (one,) = due("T1", MONDAY + timedelta(days=3), stores)
    remind(one, stores)
    row = stores.outbox.take(MONDAY + timedelta(days=3), frozenset())
    assert row is not None and stores.outbox.waiting() == 1
    assert (row.payload["channel"], row.payload["thread_ts"]) == ("C0SHOP", "1.1")
    assert due("T1", MONDAY + timedelta(days=4), stores) == ()
    assert due("T2", MONDAY + timedelta(days=4), stores) == ()


def test_a_build_that_went_on_meanwhile_is_not_reminded(stores):
    says(stores, "new map")
    (one,) = due("T1", MONDAY + timedelta(days=3), stores)
    says(stores, "Fewer people drop off", MONDAY + timedelta(days=3))
    remind(one, stores)
    assert "reminded" not in stores.sessions.get("T1", "C0SHOP:1.1").notes
