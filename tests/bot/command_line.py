"""A person who types `waymark …`: in this process, or in one of its own where the process is what is looked at."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import structlog
from typer.testing import CliRunner

from bot.cli import app

ROOT = Path(__file__).parents[2]
SAMPLE_MAP = ROOT / "examples" / "curious_colleen.json"


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """stdout as the one JSON document that it must be."""
        return json.loads(self.out)


class Shell:
    """A data folder, and a person who types commands beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.sample = folder / "journey.json"
        self.sample.write_bytes(SAMPLE_MAP.read_bytes())

    def __call__(self, *words: str, data: Path | None = None, code: int = 0, **settings: str) -> Ran:
        """Run `waymark …` here. What no command expects to go wrong is raised as it is."""
        with _as_before(), chdir(self.folder), patch.dict(os.environ, self._environment(data, settings), clear=True):
            done = CliRunner().invoke(app, words, prog_name="waymark", catch_exceptions=False)
        return _looked_at(Ran(done.exit_code, done.stdout, done.stderr), words, code)

    def apart(self, *words: str, data: Path | None = None, code: int = 0, **settings: str) -> Ran:
        """Run `waymark …` as a process. No traceback may reach the person, whatever was typed."""
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli", *words],
            cwd=self.folder,
            env=self._environment(data, settings) | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert "Traceback" not in done.stderr + done.stdout, done.stderr
        return _looked_at(Ran(done.returncode, done.stdout, done.stderr), words, code)

    def file(self, name: str, content: str | bytes) -> str:
        (self.folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return name

    def _environment(self, data: Path | None, settings: dict[str, str]) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("WAYMARK_", "SLACK_"))}
        return clean | {"WAYMARK_DATA": str(data or self.data)} | settings


@contextmanager
def _as_before() -> Iterator[None]:
    """The log goes again where it went: a command sends it to the stderr that it sees."""
    configured, handlers = structlog.get_config(), logging.root.handlers[:]
    try:
        yield
    finally:
        structlog.configure(**configured)
        logging.root.handlers[:] = handlers


def _looked_at(ran: Ran, words: tuple[str, ...], code: int) -> Ran:
    assert ran.code == code, ran
    assert code == 0 or ran.err.strip() or words[0] == "doctor", "an exit code comes with a sentence"
    return ran
