"""The bot with analyses and mailboxes that go wrong on demand: `trouble.json` in its data folder says which, and how.

{"drop_off": ["query", "raise"]}: the first time somebody asks, a query without end; then an error; then all is well.
{"inbox_take": ["away"]}: the first look into the inbox fails.
"""

import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from storage.backends.sql_mailboxes import SqlInbox, SqlOutbox
from storage.errors import StoreUnavailable
from tools.catalogue import CATALOGUE
from tools.kit import Sources


def trouble(folder: Path, **wanted: list[str]) -> None:
    """What goes wrong from now on, by tool or call of a mailbox (`inbox_take`)."""
    written = folder / f"trouble.{os.getpid()}"
    written.write_text(json.dumps(wanted))
    written.replace(folder / "trouble.json")


def _next(folder: Path, name: str) -> str:
    file = folder / "trouble.json"
    wanted = json.loads(file.read_text()) if file.exists() else {}
    if not wanted.get(name):
        return ""
    kind = wanted[name].pop(0)
    trouble(folder, **wanted)
    return str(kind)


def _goes_wrong(kind: str, given: Sources | None = None) -> None:
    match kind.split(":"):
        case ["query"] if given is not None:
            _query_without_end(given)
        case ["wait", seconds]:
            time.sleep(float(seconds))
        case ["raise"]:
            raise RuntimeError("a fault of ours")
        case ["away"]:
            raise StoreUnavailable("the disk is full")
        case ["exit"]:
            os._exit(9)


def _query_without_end(given: Sources) -> None:
    import ibis

    times = given.events.tables.events.select("at_us")
    crossed = times
    for name in ("b", "c", "d"):
        crossed = crossed.cross_join(times.view().select(ibis._.at_us.name(name)))
    given.events.run(crossed.agg(n=(crossed.at_us + crossed.b + crossed.c * crossed.d).max()))


def troubled(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """The bot of this process goes wrong from now on as `trouble` says."""
    for name in CATALOGUE:
        _tool(name, folder, patch)
    for mailbox, call in ((SqlInbox, "take"), (SqlInbox, "done"), (SqlOutbox, "take"), (SqlOutbox, "sent")):
        _mailbox(mailbox, call, folder, patch)


def _tool(name: str, folder: Path, patch: pytest.MonkeyPatch) -> None:
    tool = CATALOGUE[name]

    def run(args: Any, given: Sources) -> Any:
        _goes_wrong(_next(folder, name), given)
        return tool.run(args, given)

    patch.setitem(CATALOGUE, name, replace(tool, run=run))


def _mailbox(of: type, call: str, folder: Path, patch: pytest.MonkeyPatch) -> None:
    made = getattr(of, call)
    name = f"{of.__name__.removeprefix('Sql').lower()}_{call}"

    def called(self: Any, *args: Any) -> Any:
        _goes_wrong(_next(folder, name))
        return made(self, *args)

    patch.setattr(of, call, called)


if __name__ == "__main__":
    troubled(Path(os.environ["WAYMARK_DATA"]), pytest.MonkeyPatch())
    if "WAYMARK_LONGEST" in os.environ:
        from bot.slack import runs

        runs.Runs.__init__.__defaults__ = (float(os.environ["WAYMARK_LONGEST"]),)
    sys.argv[0] = "waymark"
    main()
