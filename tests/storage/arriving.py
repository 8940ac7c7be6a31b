"""Rows handed to the store as a reader hands them over, each call one intake of the data set `title`."""

import json
from collections.abc import Iterable, Mapping

from storage.backends.duckdb_events import DuckDBEvents
from storage.backends.duckdb_intake import store_intake
from storage.backends.duckdb_staged import staging_tables
from storage.events import Appended

NOW_US = 1_780_000_000_000_000  # 2026-05-28
DAY_US = 86_400_000_000
Row = Mapping[str, object]


def arrive(
    store: DuckDBEvents,
    title: str = "shop",
    *,
    events: Iterable[Row] = (),
    people: Iterable[Row] = (),
    feedback: Iterable[Row] = (),
    points: Iterable[Row] = (),
) -> Appended:
    """Columns as in `duckdb_staged.py`; `key` is the row's own unless given, `traits` and `properties` are objects."""
    rows = 0
    with store._writing, store._own_cursor() as cursor:
        staging_tables(cursor)
        for table, found in (
            ("staged", events), ("staged_people", people), ("staged_feedback", feedback), ("staged_points", points),
        ):  # fmt: skip
            for row in found:
                rows += 1
                values = {k: json.dumps(v) if k in ("traits", "properties") else v for k, v in row.items()}
                if table != "staged_people":
                    values = {"key": abs(hash(json.dumps(values, sort_keys=True))), **values}
                columns, places = ", ".join(values), ", ".join(f"${name}" for name in values)
                cursor.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", values)
        return store_intake(cursor, title, rows, 0, NOW_US)


def event(customer_id: str, name: str = "visit", at_us: int = 0, **columns: object) -> Row:
    return {"customer_id": customer_id, "name": name, "at_us": at_us, **columns}


def claim(alias: str, customer_id: str, at_us: int | None = 0) -> Row:
    return {"customer_id": customer_id, "alias": alias, "at_us": at_us}


def customers(store: DuckDBEvents, *columns: str) -> list[dict[str, object]]:
    """`customer_id` and these columns, by customer."""
    table = store.tables.customers.select("customer_id", *columns).order_by("customer_id")
    return [
        {k: json.loads(str(v)) if k == "traits" and v is not None else v for k, v in row.items()}
        for row in store.run(table)
    ]
