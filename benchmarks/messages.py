"""How long does a message of a guided build take, and opening a map with 200 versions? `python benchmarks/messages.py`.

The map has 100 touchpoints. A message is the whole work without a surface: read the stores, advance the build, store
the outcome. Beside it, in the same run and file: Python's own sqlite3 reading the same JSON rows and writing one
version, without a model, a check or a merge. Bars: a message 100 ms (95th percentile), a map of 200 versions 50 ms.
"""

import argparse
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot import desk
from bot.conversation.turn import Said
from bot.exchange import Incoming
from storage.maps import Reader
from storage.open import Stores, open_stores

AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
MESSAGE_BAR_MS, MAP_BAR_MS = 100.0, 50.0
STAGES = ("Search", "Compare", "Buy", "Unpack", "Use")
ITEMS = ("reads reviews on other sites", "asks in the store", "opens the product page", "compares two models")
WORKSPACE, CHANNEL, THREAD = "T1", "C0SHOP", "1.1"
READER = Reader("U0ANA", frozenset((CHANNEL,)))
ASKED = (
    "rename Compare to Weigh up", "rename Weigh up to Compare", "the feeling at Buy is -1", "why",
    "pain at Use: too loud", "the channel of asks in the store 3 is phone", "undo",
    "Compare -2 cannot tell the two apart", "show map",
)  # fmt: skip


def says(stores: Stores, text: str) -> None:
    """One message, from the stores and back into them."""
    incoming = Incoming(
        workspace_id=WORKSPACE, channel_id=CHANNEL, thread=THREAD, addressed=True, reader=READER,
        said=Said(by="U0ANA", name="Ana", at=AT, text=text), names={"U0ANA": "Ana"},
    )  # fmt: skip
    outcome = desk.take(incoming, stores)
    with stores.transaction() as tx:
        outcome.store(tx, incoming)


def built(stores: Stores) -> str:
    """A map of 100 touchpoints, and its id."""
    for text in ("new map", "Fewer people drop off", "Ben, 41", "I want flour before five", " > ".join(STAGES)):
        says(stores, text)
    for n in range(5):
        for stage in STAGES:
            for item in ITEMS:
                says(stores, f"add {item} {stage.lower()} {n} to {stage}")
    (line,) = stores.maps.lines(WORKSPACE, READER)
    journey = stores.maps.get(WORKSPACE, line.map_id, READER)
    assert sum(1 for _ in journey.touchpoints()) == 100, sum(1 for _ in journey.touchpoints())
    return line.map_id


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def by_hand(file: Path, map_id: str) -> float:
    """Milliseconds of a hand-written reading and writing of the same rows."""
    with sqlite3.connect(file) as connection:
        connection.execute("create table if not exists by_hand (journey text)")

        def read_and_write() -> None:
            newest = "select journey from map_versions where map_id = ? order by version desc limit 50"
            rows = connection.execute(newest, (map_id,)).fetchall()
            journey = json.loads(rows[0][0])
            connection.execute("insert into by_hand values (?)", (json.dumps(journey),))
            connection.commit()

        return statistics.median(timed(read_and_write) for _ in range(20))


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def measure(rounds: int) -> bool:
    """Prints the figures; whether both bars hold."""
    with tempfile.TemporaryDirectory() as folder:
        stores = open_stores(Path(folder))
        map_id = built(stores)
        took = [timed(lambda text=text: says(stores, text)) for _ in range(rounds) for text in ASKED]  # type: ignore[misc]
        while len(stores.maps.history(WORKSPACE, map_id, READER)) < 200:
            says(stores, "rename Compare to Weigh up")
            says(stores, "rename Weigh up to Compare")
        opened = [timed(lambda: stores.maps.get(WORKSPACE, map_id, READER)) for _ in range(20)]
        history = [timed(lambda: stores.maps.history(WORKSPACE, map_id, READER)) for _ in range(5)]
        stores.close()
        (file,) = Path(folder).glob("*.db")
        hand = by_hand(file, map_id)
    middle, slow = statistics.median(took), percentile(took, 0.95)
    newest, whole = statistics.median(opened), statistics.median(history)
    print(
        f"a message, 100 touchpoints: median {middle:.1f} ms, 95th percentile {slow:.1f} ms (bar {MESSAGE_BAR_MS:.0f})"
    )
    print(f"  sqlite3 by hand, the same rows: {hand:.1f} ms; ratio {middle / hand:.1f}")
    print(f"opening the map, 200 versions: newest {newest:.1f} ms (bar {MAP_BAR_MS:.0f}); all 200 read {whole:.1f} ms")
    return slow <= MESSAGE_BAR_MS and newest <= MAP_BAR_MS


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    sys.exit(0 if measure(parser.parse_args().rounds) else 1)
