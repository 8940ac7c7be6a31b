"""Logs of a shop that never was: seeded, of any size, made once and kept in a folder. What do the benchmarks run on?

Customers come for sessions of a few events and return for months; how many events one has is heavy-tailed; the next
event depends on the last one, and many go round in loops. Some 4 % of the events are orders. Times are whole seconds,
so a customer's events can share one, and rows stand in the order of time.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from storage.backends.duckdb_events import DuckDBEvents

SEED = 4
FIRST_SECOND = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
DAYS = 180
CROWD = 80_000
"""Events of the one customer who is a program."""

# After each event the weights of the next, in this order; the first row is also how a session begins.
NAMES = (
    "Products Searched", "Product List Viewed", "Product Viewed", "Product Added", "Cart Viewed", "Checkout Started",
    "Payment Info Entered", "Order Completed", "Product Reviewed", "Order Refunded", "Email Opened",
    "Support Contacted",
)  # fmt: skip
NEXT = (
    (12, 25, 40, 2, 3, 1, 0, 0, 0, 0, 15, 2),
    (10, 20, 55, 3, 2, 0, 0, 0, 0, 0, 8, 2),
    (10, 18, 34, 22, 4, 1, 0, 0, 1, 0, 8, 2),
    (5, 5, 20, 10, 35, 20, 0, 0, 0, 0, 4, 1),
    (6, 6, 18, 5, 10, 45, 0, 0, 0, 0, 8, 2),
    (2, 2, 6, 2, 15, 3, 62, 0, 0, 0, 5, 3),
    (1, 1, 2, 0, 4, 8, 6, 75, 0, 0, 1, 2),
    (15, 10, 20, 0, 0, 0, 0, 1, 12, 4, 28, 10),
    (20, 20, 30, 0, 0, 0, 0, 0, 5, 1, 22, 2),
    (20, 15, 20, 0, 0, 0, 0, 0, 5, 0, 10, 30),
    (20, 20, 35, 3, 4, 2, 0, 0, 1, 0, 14, 1),
    (15, 15, 25, 0, 3, 3, 0, 1, 2, 6, 10, 20),
)
CHANNELS = ("website", "mobile_app", "email", "paid_search", "social", "store", "affiliate", "chat")
DEVICES = ("mobile", "desktop", "tablet")
PERSONAS = ("curious-colleen", "busy-ben", "careful-cara", "bargain-bo")
FUNNEL = ("Product Viewed", "Product Added", "Checkout Started", "Order Completed")


def log_file(cache: Path, rows: int, crowd: bool = False) -> Path:
    """The Parquet file of `rows` events; with `crowd`, besides them one customer with 80,000."""
    file = cache / f"log-{rows}{'-crowd' if crowd else ''}.parquet"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        _write(file, rows, crowd)
    return file


def log_store(cache: Path, rows: int, crowd: bool = False) -> Path:
    """The same events imported into Waymark's own store: the file of it."""
    file = cache / f"store-{rows}{'-crowd' if crowd else ''}.duckdb"
    if not file.exists():
        source = log_file(cache, rows, crowd)
        unfinished = file.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        store = DuckDBEvents(unfinished)
        report = store.import_file(source)
        store.close()
        assert report.rows_stored == rows + CROWD * crowd, report
        unfinished.rename(file)
    return file


def _write(file: Path, rows: int, crowd: bool) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    chance = np.random.default_rng(SEED)
    lengths = np.ceil(chance.lognormal(1.9, 1.0, rows // 8)).astype(np.int64)
    lengths = lengths[: int(np.searchsorted(np.cumsum(lengths), rows))]
    lengths = np.append(lengths, rows - lengths.sum())
    if crowd:
        lengths = np.append(lengths, CROWD)
    customer = np.repeat(np.arange(len(lengths)), lengths)
    name, second = _walks(chance, lengths), _seconds(chance, lengths)
    order = np.argsort(second, kind="stable")
    customer, name, second = customer[order], name[order], second[order]
    n = len(customer)
    bought = name == NAMES.index("Order Completed")
    channel = np.where(name == NAMES.index("Email Opened"), 2, _skewed(chance, n, len(CHANNELS)))

    def text(codes: NDArray[np.int64], values: tuple[str, ...], mask: NDArray[np.bool_] | None = None) -> pa.Array:
        return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32), mask=mask), list(values))

    products = tuple(f"product {i}" for i in range(200))
    columns = {
        "event_id": pa.array(np.arange(n)),
        "customer_id": text(customer, tuple(f"c{i}" for i in range(len(lengths)))),
        "occurred_at": pa.array(second * 1_000_000, pa.timestamp("us", "UTC")),
        "event": text(name, NAMES),
        "channel": text(channel, CHANNELS),
        "device": text(_skewed(chance, n, len(DEVICES)), DEVICES),
        "campaign": text(customer % 5, ("spring", "summer", "loyalty", "brand", "none")),
        "variant": text(customer % 2, ("button:old", "button:new")),
        "product": text(_skewed(chance, n, 200), products, ~bought),
        "revenue": pa.array(np.round(chance.gamma(2.0, 40.0, n), 2), mask=~bought),
        "currency": text(np.zeros(n, np.int64), ("EUR",), ~bought),
        "persona": text(customer % 4, PERSONAS, customer % 7 == 0),
    }
    unfinished = file.with_suffix(".unfinished")
    pq.write_table(pa.table(columns), unfinished)
    unfinished.rename(file)


def _walks(chance: np.random.Generator, lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """The names of each customer's events, customer after customer; all customers walk at the same time."""
    limits = np.cumsum(np.array(NEXT, float), axis=1)
    limits /= limits[:, -1:]
    longest_first = np.argsort(-lengths, kind="stable")
    starts = (np.cumsum(lengths) - lengths)[longest_first]
    left = lengths[longest_first]
    names = np.empty(lengths.sum(), np.int64)
    state = np.zeros(len(lengths), np.int64)
    for step in range(int(left[0])):
        active = int(np.searchsorted(-left, -step, side="left"))
        state = state[:active]
        state = (chance.random(active)[:, None] > limits[state]).sum(axis=1)
        names[starts[:active] + step] = state
    return names


def _seconds(chance: np.random.Generator, lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Their times: minutes inside a session, days between, all of it inside half a year."""
    n, whole = int(lengths.sum()), DAYS * 86_400
    between = chance.random(n) < 0.25
    gap = np.where(between, chance.exponential(5 * 86_400, n), chance.exponential(90, n))
    firsts = np.cumsum(lengths) - lengths
    gap[firsts] = 0
    since = np.cumsum(gap)
    since -= np.repeat(since[firsts], lengths)
    lasted = np.repeat(np.maximum(since[firsts + lengths - 1], 1), lengths)
    start = np.repeat(chance.random(len(lengths)) * whole, lengths)
    squeezed = since * np.minimum(1, (whole - start) / lasted)
    return cast("NDArray[np.int64]", FIRST_SECOND + (start + squeezed).astype(np.int64))


def _skewed(chance: np.random.Generator, n: int, values: int) -> NDArray[np.int64]:
    """The first values far more often than the last."""
    return (chance.random(n) ** 2 * values).astype(np.int64)
