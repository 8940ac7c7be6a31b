"""What a person reads about a file that came in."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import files_in
from bot.conversation.turn import Said
from bot.errors import error_words
from bot.exchange import Incoming
from prompts.loader import words
from storage.errors import ImportRefused
from storage.maps import Reader
from storage.open import open_stores

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
HERE = Incoming(
    workspace_id="T1", channel_id="C1", thread="1.1", said=Said(by="U0ANA", name="Ana", at=AT, text=""),
    addressed=True, reader=Reader("U0ANA", frozenset(("C1",))), names={},
)  # fmt: skip


@pytest.fixture
def stores(tmp_path: Path):
    stores = open_stores(tmp_path / "data")
    yield stores
    stores.close()


BAD = (b"", b"a,b\n", b"\x89PNG\r\n\x1a\n\x00", b"hello\nyou\n", b'{"waymark-map": \xff}')


@pytest.mark.parametrize("content", BAD)
def test_a_refused_file_is_called_as_it_was_sent_and_not_as_it_is_kept(stores, tmp_path: Path, content: bytes):
    kept = tmp_path / "F0123-sent.csv"
    kept.write_bytes(content)
    with pytest.raises(ImportRefused) as refused:
        files_in.look_into(kept, "sent.csv", HERE, stores, words("en"))
    said = error_words(refused.value, words("en"))
    assert "sent.csv" in said
    assert "F0123" not in said


def test_the_report_says_which_column_was_taken_for_what_and_why_a_row_was_refused(stores, tmp_path: Path):
    file = tmp_path / "events.csv"
    file.write_text("who;user_id;time;event\nx;,2026;2026-10-01;buy\nx;u1;2026-10-01;buy\nx;;2026-10-01;buy\n")
    said = files_in.report_words(files_in.import_events(file, "T1", None, "UTC", stores), words("en")).splitlines()
    assert "Read as: customer = user_id, time = time, event = event." in said
    assert "Line 4, column user_id: no customer" in said
