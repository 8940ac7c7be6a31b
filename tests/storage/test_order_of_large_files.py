"""Rows of a file keep its order, also when it is so large that several threads read it at once."""

import json
from pathlib import Path

import pytest

from storage.backends.duckdb_events import DuckDBEvents

ROWS, BAD = 300_000, 200_000
NOON = "2026-03-01T12:00:00Z"


def csv_file(file: Path) -> None:
    rows = (f"c{n % 900},{NOON},{'' if n == BAD else 'e'},{n},{'email' if n % 2 else 'web'}" for n in range(ROWS))
    file.write_text("customer_id,occurred_at,event,number,channel\n" + "\n".join(rows) + "\n")


def jsonl_file(file: Path) -> None:
    with file.open("w") as out:
        for n in range(ROWS):
            row = {"user_id": f"c{n % 900}", "time": NOON, "event": "" if n == BAD else "e", "number": n}
            out.write(json.dumps(row) + "\n")


def segment_file(file: Path) -> None:
    with file.open("w") as out:
        for n in range(ROWS):
            said = {"type": "track", "messageId": f"m{n}", "userId": f"c{n % 900}", "timestamp": NOON}
            out.write(json.dumps({**said, "event": "" if n == BAD else "e", "properties": {"number": n}}) + "\n")


@pytest.mark.parametrize(("write", "line"), [(csv_file, BAD + 2), (jsonl_file, BAD + 1), (segment_file, BAD + 1)])
def test_the_order_of_the_file_is_the_order_of_the_events(tmp_path: Path, write: object, line: int) -> None:
    file = tmp_path / "file"
    write(file)  # type: ignore[operator]
    events = DuckDBEvents(tmp_path / "events.duckdb")
    try:
        report = events.import_file(file)
        moved = events._rows(
            "SELECT count(*) FROM (SELECT (properties ->> 'number')::BIGINT AS number, event_id, "
            "lag(event_id) OVER (ORDER BY (properties ->> 'number')::BIGINT) AS before FROM events) "
            "WHERE event_id <= before"
        )
    finally:
        events.close()
    assert (report.rows_stored, [refusal.line for refusal in report.refusals]) == (ROWS - 1, [line])
    assert moved == [(0,)]
