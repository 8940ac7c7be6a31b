"""An empty workspace and a way to import a text as a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from taking import Take

from storage.backends.duckdb_events import DuckDBEvents
from storage.events import Events, ImportReport
from storage.ingest.mapping import ColumnMapping

NOW_US = 1_780_000_000_000_000  # 2026-05-28


@pytest.fixture
def events(tmp_path: Path) -> Iterator[Events]:
    store = DuckDBEvents(tmp_path / "T1.duckdb", clock=lambda: NOW_US)
    yield store
    store.close()


@pytest.fixture
def take(events: Events, tmp_path: Path) -> Take:
    """Import bytes or text as a file called `name`; keywords make the mapping."""

    def taking(content: str | bytes, name: str = "events.csv", **mapping: object) -> ImportReport:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return events.import_file(path, ColumnMapping.model_validate(mapping))

    return taking
