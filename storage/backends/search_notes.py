"""How far did each index follow its rows? Remembered in a file, so that no index need be opened to see."""

import json
import threading
from pathlib import Path

import structlog

log = structlog.get_logger("waymark.search")


class SearchNotes:
    """Only notes: one that is missing or behind costs a look into the index."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()

    def newest(self, workspace_id: str) -> int | None:
        """The change up to which the index of a workspace followed; None: nobody knows of an index."""
        return self._read().get(workspace_id)

    def note(self, workspace_id: str, change: int) -> None:
        """Remember it; where the file cannot be written, what stood there stays."""
        new = self._file.with_suffix(".new")
        with self._lock:
            try:
                new.write_text(json.dumps(self._read() | {workspace_id: change}), "utf-8")
                new.replace(self._file)
            except OSError as error:
                log.warning("index not noted", why=type(error).__name__)

    def _read(self) -> dict[str, int]:
        try:
            noted: dict[str, int] = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return noted
