"""Rows that replace earlier ones, imports that are undone, customers who are shown, handed over and erased."""

import json
from pathlib import Path

import pytest
from arriving import arrive, claim, customers, event

from storage.backends.duckdb_events import DuckDBEvents
from storage.events import CustomerNotFound

MINUTE_US = 60_000_000
HEAD = "event_id,user_id,event,timestamp,revenue,currency\n"


@pytest.fixture
def store(tmp_path: Path):
    opened = DuckDBEvents(tmp_path / "T1.duckdb")
    yield opened
    opened.close()


def written(folder: Path, name: str, rows: str) -> Path:
    (folder / name).write_text(HEAD + rows)
    return folder / name


def revenues(store: DuckDBEvents) -> list[str]:
    return [str(row["revenue"]) for row in store.run(store.tables.events.order_by("at_us").select("revenue"))]


FIRST = "1,ana,buy,2026-01-01,10,EUR\n2,ana,buy,2026-01-02,20,EUR\n3,boris,buy,2026-01-03,30,EUR\n"
SECOND = "2,ana,buy,2026-01-02,21,EUR\n3,cy,buy,2026-01-03,31,EUR\n4,ana,buy,2026-01-04,41,EUR\n"
THIRD = "2,ana,buy,2026-01-02,22,EUR\n2,ana,buy,2026-01-02,23,EUR\n"


def test_late_rows_replace_earlier_ones_and_are_counted(store: DuckDBEvents, tmp_path: Path) -> None:
    store.import_file(written(tmp_path, "1.csv", FIRST))
    report = store.import_file(written(tmp_path, "2.csv", SECOND), replace=True)
    assert (report.rows_stored, report.duplicates, report.replaced) == (3, 0, 2)
    assert store.data_sets()[1].replaced == 2
    assert revenues(store) == ["10.00", "21.00", "31.00", "41.00"]
    assert [row["customer_id"] for row in customers(store)] == ["ana", "cy"]
    report = store.import_file(written(tmp_path, "3.csv", THIRD), replace=True)
    assert (report.rows_stored, report.duplicates, report.replaced) == (1, 1, 1)
    assert revenues(store)[1] == "23.00"


def test_without_replace_the_stored_row_stays(store: DuckDBEvents, tmp_path: Path) -> None:
    store.import_file(written(tmp_path, "1.csv", FIRST))
    report = store.import_file(written(tmp_path, "2.csv", SECOND))
    assert (report.rows_stored, report.duplicates, report.replaced) == (1, 2, 0)
    assert revenues(store) == ["10.00", "20.00", "30.00", "41.00"]


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        ((3,), ["10.00", "21.00", "31.00", "41.00"]),
        ((2,), ["10.00", "23.00", "30.00"]),
        ((1,), ["23.00", "31.00", "41.00"]),
        ((2, 3), ["10.00", "20.00", "30.00"]),
        ((3, 2), ["10.00", "20.00", "30.00"]),
        ((1, 2), ["23.00"]),
        ((1, 2, 3), []),
    ],
)
def test_undoing_an_import_brings_back_what_it_replaced(
    store: DuckDBEvents, tmp_path: Path, gone: tuple[int, ...], left: list[str]
) -> None:
    for number, rows in enumerate((FIRST, SECOND, THIRD), start=1):
        store.import_file(written(tmp_path, f"{number}.csv", rows), replace=True)
    for source_id in gone:
        store.forget(source_id)
    assert revenues(store) == left


def test_an_import_is_undone_with_its_feedback_and_points(store: DuckDBEvents) -> None:
    kept = arrive(
        store,
        "a",
        events=[event("ana", key=1)],
        feedback=[{"kind": "nps", "score": 9.0, "customer_id": "ana", "key": 1}],
    )
    gone = arrive(
        store, "b",
        events=[event("boris", key=2)],
        feedback=[
            {"kind": "nps", "score": 9.0, "customer_id": "ana", "key": 1},
            {"kind": "csat", "score": 2.0, "at_us": 7, "customer_id": "dora", "key": 2},
        ],
        points=[{"metric": "clicks", "value": 3.0, "from_us": 1, "until_us": 99, "key": 1}],
    )  # fmt: skip
    assert (kept.rows_stored, gone.rows_stored, gone.duplicates) == (2, 3, 1)
    assert [row["customer_id"] for row in customers(store)] == ["ana", "boris", "dora"]
    assert (store.data_sets()[1].from_us, store.data_sets()[1].to_us) == (0, 99)
    assert store.forget(gone.source_id) == 1
    assert [row["customer_id"] for row in customers(store)] == ["ana"]
    assert [len(store.run(table)) for table in (store.tables.feedback, store.tables.points)] == [1, 0]


def test_a_path_lists_all_channels_in_order_and_marks_new_visits(store: DuckDBEvents) -> None:
    times = {"ad": (0, "email"), "visit": (30, "website"), "buy": (61, "store"), "call": (62, None)}
    arrive(
        store,
        events=[
            event("k-17", name, at * MINUTE_US, channel=channel) for name, (at, channel) in reversed(times.items())
        ],
    )
    arrive(store, events=[event("anon", "early", -10 * MINUTE_US)], people=[claim("anon", "k-17")])
    path = store.path("anon")
    assert [(step.name, step.channel, step.new_visit) for step in path] == [
        ("early", None, True), ("ad", "email", False),
        ("visit", "website", False), ("buy", "store", True), ("call", None, False),
    ]  # fmt: skip
    with pytest.raises(CustomerNotFound):
        store.path("nobody")


def everything_of_ana(store: DuckDBEvents) -> None:
    arrive(
        store,
        "crm",
        events=[
            event("anon", "visit", 1),
            event("ana@example.com", "buy", 2, revenue="9.90", properties={"item": "lamp"}),
            event("boris", "visit", 3),
        ],
        people=[
            claim("anon", "ana@example.com"),
            {"customer_id": "ana@example.com", "at_us": 4, "traits": {"plan": "pro"}, "consent": "granted"},
        ],
        feedback=[{"customer_id": "anon", "kind": "comment", "text": "xylophone", "at_us": 5, "times": 1}],
    )  # fmt: skip


def test_everything_that_is_held_of_a_customer_is_handed_over(store: DuckDBEvents) -> None:
    everything_of_ana(store)
    held = store.export("ana@example.com")
    assert held == store.export("anon") == store.export(held.customer_id)
    assert (set(held.ids), held.consent, held.traits) == ({"anon", held.customer_id}, "granted", {"plan": "pro"})
    assert [(row["name"], row["customer_id"], row["revenue"]) for row in held.events] == [
        ("visit", "anon", None), ("buy", held.customer_id, "9.90"),
    ]  # fmt: skip
    assert held.events[1]["properties"] == {"item": "lamp"}
    assert [row["text"] for row in held.feedback] == ["xylophone"]
    assert {(row["trait"], row["value"]) for row in held.said} == {("plan", "pro"), (None, "granted")}
    json.dumps(held.model_dump())


def test_an_erased_customer_is_gone_under_every_id(store: DuckDBEvents, tmp_path: Path) -> None:
    everything_of_ana(store)
    assert store.erase("anon") == 2
    assert customers(store) == [{"customer_id": "boris"}]
    assert store.names().keys() == {"visit"}
    assert store.run(store.tables.feedback) == []
    for asked in ("anon", "ana@example.com"):
        with pytest.raises(CustomerNotFound):
            store.export(asked)
    store.close()
    store = DuckDBEvents(tmp_path / "T1.duckdb")
    assert [step.name for step in store.path("boris")] == ["visit"]
    store.close()
    assert b"xylophone" not in (tmp_path / "T1.duckdb").read_bytes()
    store = DuckDBEvents(tmp_path / "T1.duckdb")
    everything_of_ana(store)
    assert len(store.path("anon")) == 2
    store.close()
