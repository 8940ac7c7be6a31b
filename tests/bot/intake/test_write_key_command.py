"""`waymark write-key` shows, makes and revokes the keys, and says where events go."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.intake.keeping import write_keys


def run(data: Path, *words: str, port: str = "", code: int = 0) -> str:
    done = CliRunner().invoke(
        app, ["write-key", *words], env={"WAYMARK_DATA": str(data), "WAYMARK_INTAKE_PORT": port, "WAYMARK_LANG": "en"}
    )
    assert done.exit_code == code, done.output
    return done.output


def test_the_first_key_is_shown_with_where_to_send_events(tmp_path: Path) -> None:
    shown = run(tmp_path, port="8456")
    assert f"default: {write_keys(tmp_path).first().key}" in shown
    assert "http://127.0.0.1:8456" in shown
    assert "WAYMARK_INTAKE_PORT" in run(tmp_path)


def test_keys_are_made_and_revoked_by_name(tmp_path: Path) -> None:
    run(tmp_path)
    (made,) = json.loads(run(tmp_path, "make", "shop", "--json"))
    assert made["name"] == "shop" and made["key"] == write_keys(tmp_path).all()[1].key
    assert [key["name"] for key in json.loads(run(tmp_path, "show", "--json"))] == ["default", "shop"]
    assert "shop is not accepted" in run(tmp_path, "revoke", "shop")
    assert [key.name for key in write_keys(tmp_path).all()] == ["default"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("delete",), "Say one of: show, make, revoke"),
        (("revoke",), "Say which key"),
        (("revoke", "shop"), "no write key shop"),
        (("make", "Shop!"), "small letters"),
        (("make", "default"), "already"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    write_keys(tmp_path).first()
    assert told in run(tmp_path, *words, code=2)
