"""How is SQL written by hand run, and how do its figures stand beside a tool's?"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from tools.kit import Sources

SQL = Path(__file__).parent / "by_hand"
Facts = dict[str, Any]


class Pair(NamedTuple):
    """One question, asked of a tool and of DuckDB by hand; both give the same figures as lists."""

    tool: Callable[[Sources], object]
    hand: Callable[[duckdb.DuckDBPyConnection, Facts], object]


def rows(cursor: duckdb.DuckDBPyConnection, name: str, facts: Facts, **more: object) -> list[list[Any]]:
    """What the file `by_hand/<name>.sql` finds; its parameters are among the facts of the log, or given besides."""
    sql = (SQL / f"{name}.sql").read_text("utf-8")
    given = {key: value for key, value in (facts["values"] | more).items() if f"${key}" in sql}
    return [list(row) for row in cursor.execute(sql, given).fetchall()]


def whole(number: float | None) -> int | None:
    """Microseconds that went through seconds as a float."""
    return None if number is None else round(number)


def milliseconds(seconds: float | None) -> int | None:
    """Whole ones."""
    return whole(None if seconds is None else 1e3 * seconds)


def by_file(name: str) -> Callable[[duckdb.DuckDBPyConnection, Facts], object]:
    """The rows of the file as they are."""
    return lambda cursor, facts: rows(cursor, name, facts)
