"""The same figures as the tools', in DuckDB SQL that a person would write for this one question and this one layout."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from benchmarks.logs import FUNNEL
from tools import (
    channel_preference,
    churn_reasons,
    conversion_rate,
    critical_touchpoints,
    cross_sell_timing,
    drop_off,
    engagement,
    journey_length,
    retention,
    revenue,
)
from tools.channel_preference import ChannelPreferenceArgs
from tools.churn_reasons import ChurnReasonsArgs
from tools.conversion_rate import ConversionRateArgs
from tools.critical_touchpoints import CriticalTouchpointsArgs
from tools.cross_sell_timing import CrossSellTimingArgs
from tools.drop_off import DropOffArgs
from tools.engagement import EngagementArgs
from tools.journey_length import JourneyLengthArgs
from tools.kit import Sources
from tools.retention import RetentionArgs
from tools.revenue import RevenueArgs

SQL = Path(__file__).parent / "by_hand"
Facts = dict[str, Any]


class Pair(NamedTuple):
    """One question, asked of a tool and of DuckDB by hand; both give the same figures as lists."""

    tool: Callable[[Sources], object]
    hand: Callable[[duckdb.DuckDBPyConnection, Facts], object]


def rows(cursor: duckdb.DuckDBPyConnection, name: str, facts: Facts) -> list[list[Any]]:
    """What the file `by_hand/<name>.sql` finds; its parameters are among the facts of the log."""
    sql = (SQL / f"{name}.sql").read_text("utf-8")
    given = {key: value for key, value in facts["values"].items() if f"${key}" in sql}
    return [list(row) for row in cursor.execute(sql, given).fetchall()]


def whole(number: float | None) -> int | None:
    """Microseconds that went through seconds as a float."""
    return None if number is None else round(number)


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


def credit_figures(sources: Sources) -> object:
    """Channels by the models of the first, the last and any touch, and by Markov."""
    args = CriticalTouchpointsArgs(goal=FUNNEL[-1], by="channel", models=("first", "last", "linear", "markov"))
    return critical_touchpoints.run(args, sources).conversions


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


def by_file(name: str) -> Callable[[duckdb.DuckDBPyConnection, Facts], object]:
    """The rows of the file as they are."""
    return lambda cursor, facts: rows(cursor, name, facts)


BY_HAND = {
    "drop_off": Pair(drop_off_figures, drop_off_by_hand),
    "conversion_rate": Pair(conversion_figures, by_file("conversion_rate")),
    "journey_length": Pair(length_figures, by_file("journey_length")),
    "retention": Pair(retention_figures, retention_by_hand),
    "revenue": Pair(revenue_figures, by_file("revenue")),
    "channel_preference": Pair(channel_figures, by_file("channel_preference")),
}

# Tools that are asked as a whole where they are held against themselves, and for their memory.
WHOLE: dict[str, Callable[[Sources], object]] = {
    **{name: pair.tool for name, pair in BY_HAND.items()},
    "critical_touchpoints": credit_figures,
    "churn_reasons": lambda sources: churn_reasons.run(ChurnReasonsArgs(), sources).left.hits,
    "cross_sell_timing": lambda sources: cross_sell_timing.run(CrossSellTimingArgs(), sources).first,
    "engagement": lambda sources: len(str(engagement.run(EngagementArgs(), sources))),
}
