"""What arrived and could not be used: every message with its reason, in a table that a person can open and mend."""

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from storage.ingest.report import plain

LARGEST_BYTES = 50 * 1024 * 1024


class Refused(NamedTuple):
    """`reason` is a key of the words under `ingest.reason`; `column` the field of the message it is about."""

    column: str
    value: str
    reason: str
    message: str


def keep_refused(folder: Path, key_name: str, refused: Iterable[Refused]) -> Path:
    """Add them to `<folder>/<key>.refused.csv`; a full table becomes `<key>.older.refused.csv` first."""
    folder.mkdir(parents=True, exist_ok=True)
    table = folder / f"{key_name}.refused.csv"
    if table.exists() and table.stat().st_size > LARGEST_BYTES:
        table.replace(folder / f"{key_name}.older.refused.csv")
    begun = table.exists()
    at = datetime.now(UTC).isoformat(timespec="seconds")
    with table.open("a", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        if not begun:
            writer.writerow(("kept_at", "column", "value", "reason", "message"))
        writer.writerows((at, plain(r.column), plain(r.value), r.reason, plain(r.message)) for r in refused)
    return table
