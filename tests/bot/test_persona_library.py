"""The persona library: listed, opened, built on, given a map, deleted only while nobody needs it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import desk
from bot.conversation.turn import Said
from bot.exchange import Incoming, Outcome
from bot.reply import Buttons, Press, plain
from storage.errors import PersonaNotFound
from storage.maps import Reader
from storage.open import Stores, open_stores

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
CHANNEL = "C0SHOP"


@pytest.fixture
def stores(tmp_path: Path):
    stores = open_stores(tmp_path)
    yield stores
    stores.close()


def takes(stores: Stores, said: dict[str, object], by: str = "U0ANA", thread: str = "1.1", **more: object) -> Outcome:
    incoming = Incoming(
        workspace_id="T1",
        channel_id=CHANNEL,
        thread=thread,
        said=Said(by=by, name=by[2:].title(), at=AT, **said),
        addressed=True,
        reader=Reader(by, frozenset((CHANNEL,))),
        names={"U0ANA": "Ana", "U0BORIS": "Boris"},
    ).model_copy(update=more)
    outcome = desk.take(incoming, stores)
    with stores.transaction() as tx:
        outcome.store(tx, incoming)
    if outcome.opens is not None:
        return takes(stores, {"text": ""}, by, f"{thread}-opened", opening=outcome.opens)
    return outcome


def says(stores: Stores, text: str, **more: object) -> str:
    return "\n".join(plain(reply) for reply in takes(stores, {"text": text}, **more).replies)


def asks(stores: Stores, command: str, **more: object) -> Outcome:
    return takes(stores, {"text": command}, kind="command", **more)


def text_of(outcome: Outcome) -> str:
    return "\n".join(plain(reply) for reply in outcome.replies)


def presses(stores: Stores, outcome: Outcome, label: str, **more: object) -> Outcome:
    rows = [part for reply in outcome.replies for part in reply.parts if isinstance(part, Buttons)]
    button = next(button for row in rows for button in row.buttons if button.text == label)
    press = Press(action=button.action, value=button.value, text=button.text)
    return takes(stores, {"press": press}, **more)


def build(stores: Stores, thread: str, who: str) -> None:
    for text in ("new map", "Fewer people drop off", who, "I want flour before five"):
        says(stores, text, thread=thread)


def test_the_library_says_what_is_known_of_each_and_on_how_many_maps_they_are(stores: Stores):
    assert "There are no personas yet" in text_of(asks(stores, "personas"))
    build(stores, "1.1", "Ben, 41, runs a bakery")
    build(stores, "2.2", "Ben")
    asks(stores, "persona new Dana, 33, florist")
    listed = text_of(asks(stores, "personas"))
    assert "Ben, 41: runs a bakery\nour assumption · on 2 maps" in listed
    assert "Dana, 33: florist\nour assumption · on no map" in listed


def test_a_persona_is_opened_by_name_by_id_or_by_the_beginning_of_the_name(stores: Stores):
    asks(stores, "persona new Curious Colleen, 32, short of time")
    for named in ("Curious Colleen", "curious-colleen", "curi"):
        assert "Curious Colleen, 32: short of time" in text_of(asks(stores, f"persona {named}"))
    with pytest.raises(PersonaNotFound):
        asks(stores, "persona Boris")


def test_only_a_persona_on_no_map_is_deleted_and_after_a_second_press(stores: Stores):
    asks(stores, "persona new Dana, 33, florist")
    opened = asks(stores, "persona Dana")
    sure = presses(stores, opened, "Delete")
    assert [p.name for p in stores.personas.list("T1")] == ["Dana"]
    build(stores, "2.2", "Dana")
    assert '"Dana" is still on a map, so I keep it' in text_of(presses(stores, sure, "Delete for good"))
    assert "[Delete]" not in text_of(asks(stores, "persona Dana"))
    asks(stores, "persona new Mira, 20, founder")
    gone = presses(stores, presses(stores, asks(stores, "persona Mira"), "Delete"), "Delete for good")
    assert text_of(gone) == "Deleted: Mira."
    assert [p.name for p in stores.personas.list("T1")] == ["Dana"]


def test_a_map_about_a_saved_persona_does_not_ask_who_it_is_about(stores: Stores):
    asks(stores, "persona new Dana, 33, florist")
    first = presses(stores, asks(stores, "persona Dana"), "Map about Dana", thread="3.3")
    assert "What should get better" in text_of(first)
    assert "What does Dana want" in says(stores, "Happier customers", thread="3.3-opened")


def test_a_private_persona_is_known_to_its_owner_alone(stores: Stores):
    asks(stores, "persona new Dana, 33, florist", private=True)
    hidden = stores.personas.get("T1", "dana").model_copy(update={"privacy": "private"})
    stores.personas.save(hidden)
    assert "Dana" in text_of(asks(stores, "personas"))
    assert "Dana" not in text_of(asks(stores, "personas", by="U0BORIS"))
    with pytest.raises(PersonaNotFound):
        asks(stores, "persona Dana", by="U0BORIS")


def test_a_persona_renamed_meanwhile_is_called_by_the_new_name_in_the_build(stores: Stores):
    build(stores, "1.1", "Ben, 41, runs a bakery")
    build(stores, "2.2", "Ben")
    assert '"Ben" is now "Ben Baker", on every map' in says(stores, "rename persona Ben to Ben Baker", thread="2.2")
    assert "What does Ben Baker do" in says(stores, "Search > Order > Receive", thread="1.1")


def test_a_name_that_is_taken_is_refused(stores: Stores):
    build(stores, "1.1", "Ben, 41")
    build(stores, "2.2", "Dana, 33")
    assert 'There is already a persona "Ben"' in says(stores, "rename persona Dana to Ben", thread="2.2")
    assert stores.personas.get("T1", "dana").name == "Dana"
