"""The same figures as the tools', in DuckDB SQL that a person would write for this one question and this one layout."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from benchmarks.logs import FUNNEL
from tools import conversion_rate, drop_off, journey_length, retention
from tools.conversion_rate import ConversionRateArgs
from tools.drop_off import DropOffArgs
from tools.journey_length import JourneyLengthArgs
from tools.kit import Sources
from tools.retention import RetentionArgs

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
    return [[length.n, length.open, *(whole(1e3 * (value or 0)) for value in quartiles), length.median_visits]]


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
}
