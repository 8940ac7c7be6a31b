"""Who answers what, and what the desk brings along."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import desk
from bot.conversation.turn import Said
from bot.exchange import Incoming
from bot.reply import plain
from storage.maps import Reader
from storage.open import open_stores

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)


@pytest.fixture
def stores(tmp_path: Path):
    stores = open_stores(tmp_path)
    yield stores
    stores.close()


def says(stores, text: str, thread: str = "1.1", channel: str = "C0SHOP", **more):
    incoming = Incoming(
        workspace_id="T1",
        channel_id=channel,
        thread=thread,
        said=Said(by="U0ANA", name="Ana", at=AT, text=text),
        addressed=True,
        reader=Reader("U0ANA", frozenset((channel,))),
        names={"U0ANA": "Ana"},
    ).model_copy(update=more)
    outcome = desk.take(incoming, stores)
    with stores.transaction() as tx:
        outcome.store(tx, incoming)
    return outcome, "\n".join(plain(reply) for reply in outcome.replies)


def builds(stores, thread: str, channel: str = "C0SHOP") -> str:
    said = ""
    for text in ("new map", "Fewer people drop off", "Ben, 41", "I want flour before five", "Search > Order > Receive"):
        _, said = says(stores, text, thread, channel)
    return said


def test_a_second_map_shows_the_workspaces_own_answers_as_examples(stores):
    builds(stores, "1.1")
    says(stores, "looks at the mill's website", "1.1")
    said = builds(stores, "2.2")
    assert "looks at the mill's website" in said


def test_answers_of_another_channel_are_no_examples(stores):
    builds(stores, "1.1", channel="C0SECRET")
    says(stores, "reads our secret price list", "1.1", channel="C0SECRET")
    assert "secret" not in builds(stores, "2.2")


def test_a_message_in_a_thread_where_nothing_was_asked_is_not_for_us(stores):
    outcome, said = says(stores, "lunch?", "9.9", addressed=False)
    assert (outcome.for_us, said) == (False, "")


def test_a_question_in_a_thread_is_remembered_for_its_follow_up(stores):
    says(stores, "where do customers drop off?", "3.3")
    outcome, _ = says(stores, "and by persona?", "3.3", addressed=False)
    assert outcome.for_us
