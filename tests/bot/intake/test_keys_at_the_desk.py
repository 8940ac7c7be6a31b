"""`/journey data key`: admins are told address and key, where nobody else reads."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversation.turn import Said
from bot.exchange import Incoming
from bot.intake.at_the_desk import KeyDesk
from bot.intake.write_keys import WriteKeys
from bot.reply import Buttons, Press, Reply, plain
from prompts.loader import words
from storage.maps import Reader
from storage.model.session import Member
from storage.open import open_stores

ANA, BORIS, URL = "U0ANA", "U0BORIS", "http://127.0.0.1:8456"


class Room:
    """The key desk of a workspace in a folder."""

    def __init__(self, folder: Path) -> None:
        self.stores, self.keys = open_stores(folder), WriteKeys(folder / "intake")
        self.desk = KeyDesk(self.keys, URL, self.stores)

    def hears(self, text: str, by: str = ANA, press: Press | None = None, guest: bool = False) -> Incoming:
        return Incoming(
            workspace_id="T1", channel_id="C0SHOP", thread="1.1", kind="command", private=True, names={},
            said=Said(by=by, name=by, at=datetime(2026, 11, 4, tzinfo=UTC), text=text, press=press),
            reader=Reader(by, frozenset(("C0SHOP",)), guest=guest),
        )  # fmt: skip

    def told(self, incoming: Incoming, lang: str = "en", alone: bool = True) -> Reply:
        assert self.desk.is_asked(incoming, words(lang))
        return self.desk.answer(incoming, alone, words(lang))

    def presses(self, button: str, reply: Reply, by: str = ANA) -> Reply:
        buttons = [each for part in reply.parts if isinstance(part, Buttons) for each in part.buttons]
        (found,) = (each for each in buttons if each.text == button)
        return self.told(self.hears("", by, Press(action=found.action, value=found.value)))


@pytest.fixture
def room(tmp_path: Path):
    opened = Room(tmp_path)
    yield opened
    opened.stores.close()


@pytest.mark.parametrize(("lang", "text"), [("en", "data key"), ("zh", "data 密钥"), ("mk", "data клуч")])
def test_address_and_key_are_told_to_one_person_alone(room: Room, lang: str, text: str) -> None:
    reply = room.told(room.hears(text), lang)
    assert URL in plain(reply) and room.keys.first().key in plain(reply)
    assert reply.whisper and not reply.public


@pytest.mark.parametrize("text", ["data", "data keys to success", "what is the key moment?", "show key"])
def test_other_words_are_not_about_keys(room: Room, text: str) -> None:
    assert not room.desk.is_asked(room.hears(text), words("en"))


def test_where_others_read_the_key_is_not_told(room: Room) -> None:
    told = plain(room.told(room.hears("data key"), alone=False))
    assert "/journey data key" in told and room.keys.first().key not in told


def test_once_an_admin_is_known_nobody_else_sees_or_changes_a_key(room: Room) -> None:
    room.stores.workspaces.save_member(Member(workspace_id="T1", member_id=ANA, name="Ana", role="admin"))
    shown = room.told(room.hears("data key"))
    key = room.keys.first().key
    assert key in plain(shown)
    assert key not in plain(room.told(room.hears("data key", BORIS)))
    sure = room.presses("Revoke default", shown)
    assert "Only admins" in plain(room.presses("Revoke", sure, by=BORIS))
    assert [each.name for each in room.keys.all()] == ["default"]


def test_a_guest_sees_no_key(room: Room) -> None:
    assert "Only admins" in plain(room.told(room.hears("data key", guest=True)))


def test_keys_are_made_and_revoked_after_a_second_look(room: Room) -> None:
    shown = room.presses("New key", room.told(room.hears("data key")))
    assert [each.name for each in room.keys.all()] == ["default", "key-2"]
    assert all(each.key in plain(shown) for each in room.keys.all())
    sure = room.presses("Revoke default", shown)
    assert "stays" in plain(room.presses("Keep it", sure)) and len(room.keys.all()) == 2
    room.presses("Revoke", sure)
    assert [each.name for each in room.keys.all()] == ["key-2"]


def test_without_a_port_it_is_said_that_nothing_listens(room: Room) -> None:
    room.desk = KeyDesk(room.keys, "", room.stores)
    assert "WAYMARK_INTAKE_PORT" in plain(room.told(room.hears("data key")))
