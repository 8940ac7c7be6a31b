"""Write keys are made, shown to their owner alone, and revoked while the bot runs."""

import stat
from pathlib import Path

import pytest

from bot.intake.write_keys import KeyNameWrong, KeyNotFound, KeyTaken, WriteKeys


def test_the_first_key_is_made_once(tmp_path: Path) -> None:
    keys = WriteKeys(tmp_path / "intake")
    assert keys.all() == ()
    first = keys.first()
    assert first.name == "default" and len(first.key) >= 32
    assert keys.first() == first and WriteKeys(tmp_path / "intake").first() == first


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    WriteKeys(tmp_path).make("web")
    assert stat.S_IMODE((tmp_path / "write_keys.json").stat().st_mode) == 0o600


def test_a_key_is_known_by_all_of_its_letters(tmp_path: Path) -> None:
    keys = WriteKeys(tmp_path)
    web, shop = keys.make("web"), keys.make("shop")
    assert keys.name_of(web.key) == "web" and keys.name_of(shop.key) == "shop"
    for given in (web.key[:-1], web.key + "a", web.key.swapcase(), "", "клуч", "\udcff"):
        assert keys.name_of(given) is None


def test_what_another_process_makes_or_revokes_counts_at_once(tmp_path: Path) -> None:
    running, command_line = WriteKeys(tmp_path), WriteKeys(tmp_path)
    assert running.all() == ()
    web = command_line.make("web")
    assert running.name_of(web.key) == "web"
    command_line.revoke("web")
    assert running.name_of(web.key) is None


def test_names_are_checked(tmp_path: Path) -> None:
    keys = WriteKeys(tmp_path)
    keys.make("web")
    with pytest.raises(KeyTaken):
        keys.make("web")
    for name in ("", "Web", "../web", "a b", "x" * 41, "клуч"):
        with pytest.raises(KeyNameWrong):
            keys.make(name)
    with pytest.raises(KeyNotFound) as error:
        keys.revoke("shop")
    assert error.value.facts == {"name": "shop", "known": "web"}
