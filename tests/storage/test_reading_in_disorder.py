"""However events lie, and whatever a question asks of windows read off in order, it gets what plain windows give."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import ibis
import pytest

from storage.backends.duckdb_events import DuckDBEvents
from storage.backends.duckdb_sql import compile_query
from storage.event_tables import event_tables

ORDER = "customer, at_us, event_id"
KEPT = ("customer", "event_id", "found")
MADE = (
    "CREATE TABLE kept AS SELECT customer::INTEGER AS customer, name::INTEGER AS name, at_us, i AS event_id "
    "FROM (SELECT i // {each} AS customer, hash(i * {seed}) % 6 + 1 AS name, hash(i + {seed}) % 50 AS at_us, i "
    "FROM range({events}) AS t(i))"
)
LAID = "INSERT INTO events (customer, name, at_us, event_id, source_id, key) SELECT *, 1, event_id FROM kept {}"


def order() -> ibis.Value:
    return ibis.window(group_by="customer", order_by=["at_us", "event_id"])


def asked() -> dict[str, ibis.Table]:
    """Windows under filters, joins, limits and groups, each used in one way alone."""
    events = event_tables().events
    onward = events.mutate(found=events.name.lead().over(order()), next_us=events.at_us.lead().over(order()))
    before = events.mutate(found=events.name.lag().over(order()))
    second = events.mutate(found=events.name.lead(2).over(order()))
    third = events.mutate(found=events.at_us.lag(3).over(order()))
    placed = events.mutate(found=ibis.row_number().over(order()))
    one = events.filter(events.event_id == 5).select(named="name", then="at_us")
    firsts = placed.filter(placed.found == 0).select(of="customer", begun="at_us")
    others = onward.filter(onward.name != 2)
    twice = others.mutate(again=others.found.lag().over(order()), place=ibis.row_number().over(order()))
    some = events.mutate(odd=(events.name % 2 == 1).ifelse(events.name, None))
    found = {
        "name": onward.filter(onward.name == 3),
        "customer": onward.filter(onward.customer == 77),
        "customers": onward.filter(onward.customer < 40),
        "time": before.filter(before.at_us < 9),
        "next": onward.filter(onward.found == 3),
        "name and next": onward.filter(onward.name == 1, onward.found == 2),
        "before": before.filter(before.name == 2),
        "none before": before.filter(before.found.isnull()),
        "second": second,
        "second of a name": second.filter(second.name == 4),
        "third before": third.filter(third.name != 1),
        "first": placed.filter(placed.found == 0),
        "place of a name": placed.filter(placed.name == 2),
        "joined": onward.inner_join(one, onward.name == one.named),
        "joined by time": onward.inner_join(one, onward.at_us == one.then),
        "half joined": onward.semi_join(one, onward.name == one.named),
        "beside the first": onward.inner_join(firsts, onward.customer == firsts.of),
        "top": onward.order_by("at_us", "event_id").limit(20),
        "values that are missing": some.mutate(found=some.odd.lead().over(order())),
        "both": ibis.union(onward.select(*KEPT), before.select(*KEPT)),
    }
    shown = {name: query.select(*KEPT) for name, query in found.items()}
    shown["twice"] = twice.select(*KEPT, "again", "place")
    shown["times"] = onward.filter(onward.name == 3).group_by("found").agg(
        n=ibis._.count(), took=(ibis._.next_us - ibis._.at_us).sum()
    )  # fmt: skip
    return shown


def laid(folder: Path, *parts: str, events: int = 4_000, each: int = 7, seed: int = 1) -> DuckDBEvents:
    """A store whose events were stored part after part: conditions and orders of SQL."""
    store = DuckDBEvents(folder / "events.duckdb")
    with store._own_cursor() as cursor:
        cursor.execute(MADE.format(events=events, each=each, seed=seed))
        for part in parts:
            cursor.execute(LAID.format(part))
    return store


def differing(store: DuckDBEvents) -> list[str]:
    """The questions that are answered otherwise than by windows as they are written."""
    wrong = []
    for name, query in asked().items():
        with store._own_cursor() as cursor:
            plain = cursor.execute(compile_query(query).sql).fetchall()
        for _ in range(2):
            if sorted(map(repr, plain)) != sorted(repr(tuple(row.values())) for row in store.run(query)):
                wrong.append(name)
    return wrong


def refusing(store: DuckDBEvents) -> list[str]:
    """The questions that find out that events do not lie in order."""
    for query in asked().values():
        store.run(query)
    return [name for name, query in asked().items() if compile_query(query).in_order in store._out_of_order]


DISORDER = {
    "one event came late": (f"WHERE event_id <> 2000 ORDER BY {ORDER}", "WHERE event_id = 2000"),
    "all but one name of a customer came late": (
        f"WHERE customer <> 77 OR name = 3 ORDER BY {ORDER}", f"WHERE customer = 77 AND name <> 3 ORDER BY {ORDER}",
    ),
    "an event of every customer came late": (
        f"WHERE event_id % 7 <> 4 ORDER BY {ORDER}", f"WHERE event_id % 7 = 4 ORDER BY {ORDER}",
    ),
    "two halves": (f"WHERE event_id % 2 = 0 ORDER BY {ORDER}", f"WHERE event_id % 2 = 1 ORDER BY {ORDER}"),
    "by time": ("ORDER BY at_us, event_id",),
    "backwards": ("ORDER BY customer DESC, at_us, event_id",),
    "two customers by turns": (
        "ORDER BY customer // 2, row_number() OVER (PARTITION BY customer ORDER BY at_us, event_id), customer",
    ),
    "neighbours changed places": (
        "ORDER BY customer, (row_number() OVER (PARTITION BY customer ORDER BY at_us, event_id) - 1) // 2, "
        "at_us DESC, event_id DESC",
    ),
    "ties the wrong way round": ("ORDER BY customer, at_us, event_id DESC",),
}  # fmt: skip


def test_events_in_order_are_read_off() -> None:
    assert all(query.sql != query.in_order for query in map(compile_query, asked().values()))


def test_every_question_is_answered_right_over_events_in_order(tmp_path: Path) -> None:
    store = laid(tmp_path, f"ORDER BY {ORDER}")
    assert refusing(store) == []
    assert differing(store) == []
    store.close()


@pytest.mark.parametrize("disorder", DISORDER)
def test_every_question_finds_out_by_itself_and_is_answered_right(disorder: str, tmp_path: Path) -> None:
    store = laid(tmp_path, *DISORDER[disorder])
    assert refusing(store) == list(asked())
    assert differing(store) == []
    store.close()


@pytest.mark.parametrize(
    ("change", "in_order"),
    [
        ("DELETE FROM events WHERE event_id % 1000 = 7", True),
        ("UPDATE events SET at_us = -at_us WHERE customer = 20000", False),
    ],
)
def test_many_row_groups_that_threads_share(change: str, in_order: bool, tmp_path: Path) -> None:
    store = laid(tmp_path, f"ORDER BY {ORDER}", events=300_000)
    query = asked()["name"]
    with store._own_cursor() as cursor:
        cursor.execute("SET threads = 4")
        cursor.execute(change)
        plain = cursor.execute(compile_query(query).sql).fetchall()
    assert sorted(map(repr, plain)) == sorted(repr(tuple(row.values())) for row in store.run(query))
    assert (compile_query(query).in_order not in store._out_of_order) == in_order
    store.close()


@pytest.mark.parametrize("seed", range(8))
def test_random_logs_in_random_order(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    orders = (ORDER, "at_us, event_id", "hash(event_id)")
    by = chance.choices(orders, weights=(6, 1, 1), k=2)
    cut = chance.choice((0, 5, 300, 600))
    parts = (f"WHERE event_id < {600 - cut} ORDER BY {by[0]}", f"WHERE event_id >= {600 - cut} ORDER BY {by[1]}")
    store = laid(tmp_path, *parts, events=600, each=chance.choice((1, 3, 40, 600)), seed=seed + 1)
    assert differing(store) == []
    store.close()


def _appended(store: DuckDBEvents, folder: Path) -> None:
    lines = folder / "late.jsonl"
    late = [
        {"type": "track", "event": "C", "userId": f"u{n % 30}", "messageId": f"m{n}",
         "timestamp": f"2026-03-01T{n % 24:02}:30:00Z"}
        for n in range(90)
    ]  # fmt: skip
    received = "2026-03-09T00:00:00Z"
    lines.write_text("".join(json.dumps({"receivedAt": received, **one}) + "\n" for one in late))
    assert store.append_messages(lines, "web").rows_stored == 90


CHANGES: dict[str, Callable[[DuckDBEvents, Path], object]] = {
    "a second import": lambda store, folder: None,
    "an import undone": lambda store, folder: store.forget(1),
    "the later import undone": lambda store, folder: store.forget(2),
    "a customer erased": lambda store, folder: store.erase("u7"),
    "events sent one by one": _appended,
    "sent, then erased": lambda store, folder: (_appended(store, folder), store.erase("u3")),
    "sent, then tidied": lambda store, folder: (_appended(store, folder), store.tidy()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_happens_to_a_store_changes_no_answer(change: str, tmp_path: Path) -> None:
    store = DuckDBEvents(tmp_path / "events.duckdb")
    for number, names in enumerate(("AB", "BAC")):
        rows = [
            f"u{n % 40},{names[n % len(names)]},2026-03-0{1 + (n * 7 + number) % 5}T{n % 24:02}:00:00Z,{number}-{n}"
            for n in range(300)
        ]
        file = tmp_path / f"{number}.csv"
        file.write_text("\n".join(["customer_id,event,occurred_at,event_id", *rows]))
        assert store.import_file(file).rows_stored == 300
    CHANGES[change](store, tmp_path)
    assert differing(store) == []
    store.close()
