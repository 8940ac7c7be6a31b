"""Where does the workspace last? One JSON file, always whole: written beside the old one, then put in its place."""

import json
import os
from pathlib import Path

from bot.playground.wire import Json
from storage.errors import WaymarkError

VERSION = 1


class WorkspaceUnreadable(WaymarkError):
    """The saved workspace is damaged or of another version."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file}: {why}", file=file, why=why)


class WorkspaceFile:
    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Json | None:
        """What was saved; None when nothing was. Raises WorkspaceUnreadable."""
        if not self._path.exists():
            return None
        try:
            saved = json.loads(self._path.read_text(encoding="utf-8"))
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise WorkspaceUnreadable(self._path, str(error)) from error
        if not isinstance(saved, dict) or saved.get("version") != VERSION:
            raise WorkspaceUnreadable(self._path, f"not version {VERSION}")
        return saved

    def save(self, state: Json) -> None:
        beside = self._path.with_suffix(".new")
        beside.write_text(json.dumps({"version": VERSION, **state}, ensure_ascii=False), encoding="utf-8")
        os.replace(beside, self._path)
