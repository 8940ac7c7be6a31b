"""The same figures as the tools', in DuckDB SQL that a person would write for this one question and this one layout."""

from collections.abc import Callable

import duckdb

from benchmarks.by_hand_customers import OF_CUSTOMERS
from benchmarks.by_hand_map import OF_MAPS
from benchmarks.hand_sql import Facts, Pair, by_file, rows, whole
from benchmarks.logs import FUNNEL
from tools import (
    channel_preference,
    conversion_rate,
    drop_off,
    journey_length,
    retention,
    revenue,
)
from tools.channel_preference import ChannelPreferenceArgs
from tools.conversion_rate import ConversionRateArgs
from tools.drop_off import DropOffArgs
from tools.journey_length import JourneyLengthArgs
from tools.kit import Sources
from tools.retention import RetentionArgs
from tools.revenue import RevenueArgs


def drop_off_figures(sources: Sources) -> object:
    steps = drop_off.run(DropOffArgs(steps=FUNNEL), sources).steps
    return [
        [s.reached for s in steps], [s.still_open for s in steps], [s.skipped for s in steps[:-1]],
        [whole(1e6 * (s.median_seconds or 0)) for s in steps[:-1]],
    ]  # fmt: skip


def drop_off_by_hand(cursor: duckdb.DuckDBPyConnection, facts: Facts) -> object:
    (row,), (skipped,) = rows(cursor, "drop_off", facts), rows(cursor, "drop_off_skipped", facts)
    return [row[:4], row[4:8], skipped, [whole(median) for median in row[8:]]]


def conversion_figures(sources: Sources) -> object:
    found = conversion_rate.run(ConversionRateArgs(start=FUNNEL[0], goal=FUNNEL[-1]), sources)
    return [[found.rate.n, found.rate.hits, found.still_open, whole(1e6 * (found.median_seconds or 0))]]


def length_figures(sources: Sources) -> object:
    length = journey_length.run(JourneyLengthArgs(start=FUNNEL[0], goal=FUNNEL[-1]), sources).overall
    quartiles = (length.p25_seconds, length.median_seconds, length.p75_seconds, length.p90_seconds, length.mean_seconds)
    of_all = None if length.median_all_seconds is None else whole(1e3 * length.median_all_seconds)
    return [[length.n, length.open, *(whole(1e3 * (value or 0)) for value in quartiles), length.median_visits, of_all]]


def revenue_figures(sources: Sources) -> object:
    found = revenue.run(RevenueArgs(), sources).totals
    return [[money.currency, money.orders, money.cents, money.customers] for money in found]


def channel_figures(sources: Sources) -> object:
    found = channel_preference.run(ChannelPreferenceArgs(), sources).channels
    return sorted(
        [
            line.channel,
            line.customers,
            line.customer_share.n,
            line.visits,
            whole(1e3 * (line.seconds_per_customer or 0)),
        ]
        for line in found
    )


def retention_figures(sources: Sources) -> object:
    found = retention.run(RetentionArgs(per="week"), sources)
    return [
        [row.customers, *(None if rate is None else rate.hits for rate in row.back)] for row in found.cohorts
    ]  # fmt: skip


def retention_by_hand(cursor: duckdb.DuckDBPyConnection, facts: Facts) -> object:
    """The triangle of weeks from its cells."""
    sizes: dict[int, int] = {}
    cells: dict[tuple[int, int], int] = {}
    for week, after, customers in rows(cursor, "retention", facts):
        if after:
            cells[week, after] = customers
        else:
            sizes[week] = customers
    over = facts["values"]["weeks_over"]
    return [
        [sizes[week], *(cells.get((week, k), 0) if week + k < over else None for k in range(1, 13))]
        for week in sorted(sizes)
    ]  # fmt: skip


BY_HAND = {
    "drop_off": Pair(drop_off_figures, drop_off_by_hand),
    "conversion_rate": Pair(conversion_figures, by_file("conversion_rate")),
    "journey_length": Pair(length_figures, by_file("journey_length")),
    "retention": Pair(retention_figures, retention_by_hand),
    "revenue": Pair(revenue_figures, by_file("revenue")),
    "channel_preference": Pair(channel_figures, by_file("channel_preference")),
    **OF_CUSTOMERS,
    **OF_MAPS,
}

# Tools that are asked as a whole where they are held against themselves, and for their memory.
WHOLE: dict[str, Callable[[Sources], object]] = {name: pair.tool for name, pair in BY_HAND.items()}
