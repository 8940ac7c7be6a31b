"""Windows read off the neighbouring rows give what the same windows by partitions give, and never trust the order."""

from operator import itemgetter
from pathlib import Path

import duckdb
import ibis
import pytest

from storage.backends.duckdb_events import DuckDBEvents
from storage.backends.duckdb_order import OUT_OF_ORDER
from storage.backends.duckdb_sql import compile_query
from storage.event_tables import event_tables

EVENTS = 400_000  # several of the row groups that threads share


def windows() -> ibis.Table:
    """Every kind of window that is read off, over events that are narrowed."""
    events = event_tables().events
    events = events.filter(events.name != 3).select("customer", "at_us", "event_id", node=events.name)
    order = ibis.window(group_by="customer", order_by=["at_us", "event_id"])
    return events.mutate(
        place=ibis.row_number().over(order),
        next=events.node.lead().over(order),
        second=events.node.lead(2).over(order),
        before_us=events.at_us.lag().over(order),
    )


@pytest.fixture
def filled(tmp_path: Path) -> DuckDBEvents:
    """A store of made events in their order: many customers, equal times, one customer with a fifth of them."""
    store = DuckDBEvents(tmp_path / "events.duckdb")
    database = duckdb.connect(str(store.file))
    database.execute(
        "INSERT INTO events (customer, name, at_us, event_id, source_id, key) "
        "SELECT CASE WHEN i % 5 = 0 THEN 7 ELSE i // 9 END AS customer, hash(i) % 6 + 1, hash(i) % 1000 AS at_us, i, "
        f"1, i FROM range({EVENTS}) AS t(i) ORDER BY customer, at_us, i"
    )
    database.close()
    return store


def found(store: DuckDBEvents) -> list[tuple[object, ...]]:
    return sorted((tuple(row.values()) for row in store.run(windows())), key=itemgetter(0, 1, 2))


def by_partitions(store: DuckDBEvents) -> list[tuple[object, ...]]:
    with duckdb.connect(str(store.file)) as database:
        return sorted(database.execute(compile_query(windows()).sql).fetchall(), key=itemgetter(0, 1, 2))


def test_the_figures_are_those_of_windows_by_partitions(filled: DuckDBEvents) -> None:
    assert "PARTITION BY" not in compile_query(windows()).in_order
    figures = found(filled)
    assert len(figures) > EVENTS / 2
    assert figures == by_partitions(filled)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET customer = customer + 1000000 WHERE customer = 7",
        "UPDATE events SET at_us = at_us + 5000 WHERE customer = 20000 AND event_id % 9 = 1",
        "INSERT INTO events BY NAME SELECT * REPLACE (event_id + 1000000 AS event_id) FROM events LIMIT 3",
        "UPDATE events SET event_id = -event_id WHERE at_us < 2",
    ],
)  # fmt: skip
def test_events_that_lie_out_of_order_are_told_and_counted_all_the_same(filled: DuckDBEvents, change: str) -> None:
    with duckdb.connect(str(filled.file)) as database:
        database.execute(change)
        with pytest.raises(duckdb.Error, match=OUT_OF_ORDER):
            database.execute(compile_query(windows()).in_order).fetchall()
    for _ in range(2):
        assert found(filled) == by_partitions(filled)


def test_windows_over_joined_otherwise_ordered_or_some_events_stay_as_they_are() -> None:
    events, names = event_tables().events, event_tables().names
    joined = events.inner_join(names, "name").select("customer", "at_us", "event_id", "title")
    backwards = ibis.window(group_by="customer", order_by=[ibis.desc("at_us"), ibis.desc("event_id")])
    by_name_first = ibis.window(group_by="customer", order_by=[ibis.desc("name"), "at_us", "event_id"])
    moved = events.mutate(at_us=events.at_us + events.name)
    order = ibis.window(group_by="customer", order_by=["at_us", "event_id"])
    for left in (
        joined.mutate(next=joined.title.lead().over(order)),
        events.mutate(place=ibis.row_number().over(backwards)),
        events.mutate(place=ibis.row_number().over(by_name_first)),
        events.mutate(next=events.name.lead().over(order)).limit(20),
        events.mutate(place=ibis.row_number().over(ibis.window(group_by=["customer", "at_us"], order_by="event_id"))),
        moved.mutate(place=ibis.row_number().over(order)),
        events.mutate(first=events.at_us.min().over(order)),
    ):
        query = compile_query(left)
        assert query.in_order == query.sql
