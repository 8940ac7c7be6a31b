"""`waymark events copy` and the doctor, as somebody types them: DuckDB's file, then PostgreSQL."""

from pathlib import Path

import pytest

from tests.bot.command_line import Shell
from tests.bot.test_cli import EVENTS

pytestmark = pytest.mark.slow


def test_a_copy_is_made_and_the_doctor_names_the_engine_that_answers(tmp_path: Path, postgres_server: str) -> None:
    waymark = Shell(tmp_path)
    waymark("import", waymark.file("events.csv", EVENTS))
    shown = postgres_server.replace("owner:secret@", "")
    copied = waymark("events", "copy", postgres_server).out
    assert f"3 events are at {shown} now" in copied
    said = waymark("doctor", WAYMARK_EVENTS_URL=postgres_server).out
    assert f"ok  events: {shown} answers: 3 events" in said
    assert "secret" not in copied + said
