"""How long does a search over 10,000 pieces of evidence take? Peer: SQLite's FTS5 over the same texts, in the same run.

FTS5 looks for the words as they are written (any of them, ranked by its bm25); Waymark besides for other forms, scripts
and meanings, for what the reader may see. Prints medians and 95th percentiles in milliseconds, the ratio, how long the
index takes to be there, and memory. `python -m benchmarks.evidence [pieces]`.
"""

import random
import re
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from storage.maps import Reader
from storage.model.evidence import Evidence
from storage.open import Stores, open_stores
from tests.evals.evidence import snippets

MEMBER = Reader("U0ANA1", frozenset({"C0SHOP1", "C0SHOP3"}))
AT = datetime(2026, 11, 4, 9, tzinfo=UTC)
PRIVACIES = ("workspace", "channel", "private")


def texts(n: int) -> list[str]:
    """Two snippets cut and put together, each with a number of its own."""
    rng = random.Random(1)
    words = [snippet.text.split() for snippet in snippets(held_out=False)]
    made = []
    for number in range(n):
        one, other = rng.choice(words), rng.choice(words)
        made.append(" ".join((*one[: rng.randint(1, len(one))], *other[rng.randint(0, len(other) - 1) :], str(number))))
    return made


def keep(stores: Stores, said: Sequence[str]) -> None:
    with stores.transaction() as tx:
        for number, text in enumerate(said, 1):
            piece = {
                "workspace_id": "T1", "evidence_id": f"e{number}", "kind": "quote", "text": text,
                "added_by": f"U0ANA{number % 7}", "added_at": AT, "channel_id": f"C0SHOP{number % 11}",
                "privacy": PRIVACIES[number % 3],
            }  # fmt: skip
            tx.evidence.add(Evidence.model_validate(piece))


def timed(search: Callable[[str], object], asked: Sequence[str]) -> tuple[float, float]:
    """Median and 95th percentile, milliseconds."""
    took = []
    for words in asked:
        began = time.perf_counter()
        search(words)
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took), statistics.quantiles(took, n=20)[18]


def fts5(said: Sequence[str]) -> Callable[[str], object]:
    held = sqlite3.connect(":memory:")
    held.execute("CREATE VIRTUAL TABLE said USING fts5(text)")
    held.executemany("INSERT INTO said VALUES (?)", ((text,) for text in said))
    query = "SELECT rowid FROM said WHERE said MATCH ? ORDER BY bm25(said) LIMIT 5"
    return lambda words: held.execute(query, (" OR ".join(f'"{w}"' for w in re.findall(r"\w+", words)),)).fetchall()


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(n: int) -> None:
    said = texts(n)
    asked = [words for snippet in snippets(held_out=False) for words in (snippet.asked, snippet.otherwise)]
    with tempfile.TemporaryDirectory() as folder:
        stores = open_stores(Path(folder))
        keep(stores, said)
        before, began = memory_mb(), time.perf_counter()
        first = stores.search.search("T1", asked[0], MEMBER)
        print(f"{n:,} pieces; first search, with Chroma loaded and texts read: {time.perf_counter() - began:.1f} s")
        began = time.perf_counter()
        while first.trouble == "indexing":
            time.sleep(0.2)
            first = stores.search.search("T1", asked[0], MEMBER)
        print(f"until the index was there, beside other work: {time.perf_counter() - began:.0f} s")
        print(f"memory for it: {memory_mb() - before:.0f} MB")
        mine = timed(lambda words: stores.search.search("T1", words, MEMBER), asked)
        peer = timed(fts5(said), asked)
        mine_again = timed(lambda words: stores.search.search("T1", words, MEMBER), asked)
        stores.close()
    for name, (median, p95) in (("Waymark", mine), ("FTS5", peer), ("Waymark again", mine_again)):
        print(f"{name}: median {median:.1f} ms, p95 {p95:.1f} ms")
    print(f"ratio of medians: {mine[0] / peer[0]:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
