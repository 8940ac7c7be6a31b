"""What was sent to a model and what came back? A file a day in the data folder, for an admin; days pass and it goes.

`waymark model-log` lists it. It holds what the model got, no more: names of members and workspaces' ids are not in the
messages, e-mail addresses and phone numbers are taken out before.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from storage.errors import WaymarkError

DAYS = 14
LONGEST = 4_000
"""Characters of one text that are kept."""


class RecordDamaged(WaymarkError):
    """A line of the record is no JSON, as after a full disk."""

    def __init__(self, path: Path, line: int) -> None:
        self.key = "model_log_damaged"
        super().__init__(f"{path}:{line} is no record", path=str(path), line=line)


class Message(Protocol):
    """Of a conversation with a model."""

    @property
    def type(self) -> str: ...

    @property
    def content(self) -> Any: ...


class Record:
    """The records of one turn; without a folder nothing is kept."""

    def __init__(self, folder: Path | None, workspace_id: str, model: str) -> None:
        self._folder, self._common = folder, {"workspace": workspace_id, "model": model}

    def asked(self, messages: Sequence[Message], tools: Sequence[str]) -> None:
        """What is sent; the texts of the tools are those of the program."""
        said = [
            {"role": message.type, "text": _cut(str(message.content))}
            for message in messages
            if message.type != "system"
        ]
        self._keep({"what": "sent", "messages": said, "tools": len(tools)})

    def answered(self, text: str, calls: Sequence[tuple[str, Any]]) -> None:
        """What came back."""
        called = [{"tool": _cut(tool), "arguments": _cut(json.dumps(args, ensure_ascii=False))} for tool, args in calls]
        self._keep({"what": "received", "text": _cut(text), "calls": called})

    def broken(self, kind: str, why: str) -> None:
        """Something came back that is no answer, or nothing."""
        self._keep({"what": "broken", "why": why or kind})

    def dropped(self, why: str) -> None:
        """Prose that the guard took away."""
        self._keep({"what": "dropped", "why": why})

    def _keep(self, record: dict[str, Any]) -> None:
        if self._folder is None:
            return
        now = datetime.now(UTC)
        self._folder.mkdir(parents=True, exist_ok=True)
        drop_old(self._folder, now.date())
        line = json.dumps({"at": now.isoformat(timespec="seconds")} | self._common | record, ensure_ascii=False)
        with (self._folder / f"{now.date().isoformat()}.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def records(folder: Path, workspace_id: str) -> Iterator[dict[str, Any]]:
    """What is kept of a workspace, oldest first. Raises RecordDamaged."""
    drop_old(folder, datetime.now(UTC).date())
    for file in sorted(folder.glob("????-??-??.jsonl")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            try:
                record = json.loads(line)
            except ValueError as error:
                raise RecordDamaged(file, number) from error
            if record["workspace"] == workspace_id:
                yield record


def drop_old(folder: Path, today: date) -> None:
    """Delete the days that are over."""
    oldest = (today - timedelta(days=DAYS)).isoformat()
    for file in folder.glob("????-??-??.jsonl"):
        if file.stem < oldest:
            file.unlink(missing_ok=True)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
