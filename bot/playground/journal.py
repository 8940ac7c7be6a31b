"""What has happened here, in order? An append-only journal, kept in memory and optionally in a file."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bot.playground.clock import Clock
from bot.playground.wire import Json

KEPT, REFUSALS_KEPT = 2_000, 200


class Journal:
    """Entries are `{seq, at, kind, actor, method, channel, thread_ts, payload, answer, ms, verdicts}`.

    `kind` is one of call, event, ack, interaction, response_url, ws, file, fault, refusal, act, bot. A refusal's
    `verdicts` are findings; its `answer` is Slack's error code, or "near" when it went through within 10 % of a limit.
    """

    def __init__(self, clock: Clock, file: Path | None, on_entry: Callable[[Json], None]) -> None:
        self._clock, self._file, self._on_entry = clock, file, on_entry
        self._entries: deque[Json] = deque(maxlen=KEPT)
        self._refusals: deque[Json] = deque(maxlen=REFUSALS_KEPT)
        self._seq = 0
        self._grown = asyncio.Event()

    def add(
        self,
        kind: str,
        method: str,
        *,
        actor: str = "",
        channel: str = "",
        thread_ts: str = "",
        payload: Any = None,
        answer: Any = None,
        ms: float | None = None,
        verdicts: Iterable[Json] = (),
    ) -> Json:
        self._seq += 1
        entry = {
            "seq": self._seq,
            "at": round(self._clock.now(), 3),
            "kind": kind,
            "actor": actor,
            "method": method,
            "channel": channel,
            "thread_ts": thread_ts,
            "payload": payload,
            "answer": answer,
            "ms": ms,
            "verdicts": list(verdicts),
        }
        self._entries.append(entry)
        if kind == "refusal":
            self._refusals.append(entry)
        if self._file:
            with self._file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self._on_entry(entry)
        grown, self._grown = self._grown, asyncio.Event()
        grown.set()
        return entry

    def since(self, seq: int) -> list[Json]:
        return [entry for entry in self._entries if entry["seq"] > seq]

    async def wait_since(self, seq: int, seconds: float) -> list[Json]:
        """Like `since`, but waits up to `seconds` of real time for the first one."""
        if self._seq <= seq and seconds > 0:
            try:
                await asyncio.wait_for(self._grown.wait(), seconds)
            except TimeoutError:
                return []
        return self.since(seq)

    def refusals(self) -> list[Json]:
        """Newest first."""
        return list(reversed(self._refusals))
