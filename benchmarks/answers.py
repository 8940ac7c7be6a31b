"""How long does an answer without a model take? `python -m benchmarks.answers <folder for the logs> [--rows 1000000]`.

Questions of three languages over the benchmark's shop and a map of it, each asked after one round that warms up.
Prints medians: milliseconds of understanding and of the whole answer, beside the tool called straight with the same
arguments (the peer: what the answer costs besides is understanding and words), and the most memory held.
"""

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.logs import log_store
from bot.asking import Thread, answer_from, names_of
from bot.questions import Ask, Asking, arguments, understand
from prompts.loader import words
from storage.backends.duckdb_events import DuckDBEvents
from storage.maps import Reader
from storage.model.journey import Home, JourneyMap
from storage.model.types import Owner
from storage.open import open_stores
from tools.catalogue import CATALOGUE
from tools.kit import Sources

ROUNDS = 5
BAR_MS, UNDERSTANDING_BAR_MS, MEMORY_BAR_MB = 300, 20, 1_000
STAGES = {
    "Browse": ("Products Searched", "Product List Viewed", "Product Viewed"),
    "Cart": ("Product Added", "Cart Viewed"),
    "Checkout": ("Checkout Started", "Payment Info Entered"),
    "Purchase": ("Order Completed",),
    "After": ("Product Reviewed", "Order Refunded", "Email Opened", "Support Contacted"),
}
QUESTIONS = {
    "en": (
        "where do customers drop off?", "and by device?", "what is the conversion rate?", "how long does it take?",
        "which channel do people prefer?", "what do people do after Cart?", "does the map match reality?",
        "revenue by channel", "weekly retention", "how engaged are customers", "which touchpoints matter?",
        "why do customers churn?", "what content is missing?", "who owns Checkout?", "list all maps",
    ),
    "zh": ("客户在哪一步流失？", "按设备呢？", "转化率是多少", "需要多长时间", "大家更喜欢哪个渠道", "留存率"),
    "mk": (
        "каде се откажуваат купувачите?", "а по уред?", "колкава е стапката на конверзија", "колку време трае?",
        "приход по канал",
    ),
}  # fmt: skip


def shop() -> JourneyMap:
    """A map of the shop that every event is on."""
    stages = [
        {"slug": title.lower(), "title": title, "event_names": events, "role": "buy" if title == "Purchase" else None}
        for title, events in STAGES.items()
    ]
    return JourneyMap.model_validate(
        {
            "workspace_id": "T", "map_id": "shop", "title": "Shop", "persona_ids": ("curious-colleen",),
            "owner": Owner(label="Ana", member_id="U0ANA"), "home": Home(channel_id="C0SHOP"), "stages": stages,
        }
    )  # fmt: skip


def milliseconds(work: Callable[[], object]) -> float:
    """Median of the rounds, after one that is not counted."""
    work()
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        took.append(1e3 * (time.perf_counter() - began))
    return statistics.median(took)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("cache", type=Path)
    options.add_argument("--rows", type=int, default=1_000_000)
    asked = options.parse_args()
    stores = open_stores(Path(tempfile.mkdtemp(prefix="waymark-")))
    now = datetime(2026, 7, 1, tzinfo=UTC)
    stores.maps.create(shop(), "U0ANA", now)
    events = DuckDBEvents(log_store(asked.cache, asked.rows))
    reader = Reader("U0ANA", everything=True)
    sources = Sources("T", reader, stores.maps, stores.personas, stores.evidence, events, now)
    print("| language | question | tool | understood ms | answer ms | tool alone ms | tool / answer |")
    print("|---|---|---|--:|--:|--:|--:|")
    understood, answered = [], []
    for lang, questions in QUESTIONS.items():
        frame: Ask | None = None
        for question in questions:
            thread = Thread("T", reader, now, frame=frame)
            asking = Asking(names=names_of(sources), today=now.date(), thread_frame=frame, default_journey="Shop")
            reading = milliseconds(lambda: understand(question, asking))  # noqa: B023
            whole = milliseconds(lambda: answer_from(question, thread, sources, words(lang)))  # noqa: B023
            found = answer_from(question, thread, sources, words(lang))
            frame = found.frame
            if frame is None or found.result is None:
                print(f"| {lang} | {question} | – | {reading:.1f} | {whole:.0f} | | |")
                continue
            args = arguments(frame).args
            alone = milliseconds(lambda: CATALOGUE[frame.tool].run(args, sources))  # noqa: B023
            understood.append(reading)
            answered.append(whole)
            figures = f"{reading:.1f} | {whole:.0f} | {alone:.0f} | {alone / whole:.2f}"
            print(f"| {lang} | {question} | {frame.tool} | {figures} |")
    p95 = sorted(answered)[len(answered) * 95 // 100]
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nunderstanding, at most {max(understood):.1f} ms; bar {UNDERSTANDING_BAR_MS} ms")
    print(f"answer, median {statistics.median(answered):.0f} ms, p95 {p95:.0f} ms; bar {BAR_MS} ms")
    print(f"memory, {megabytes:.0f} MB")


if __name__ == "__main__":
    main()
