"""What any store of events must do. Every backend runs the whole suite."""

import gzip
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from ibis import _

from storage.backends.duckdb_events import DataSetNotFound, DuckDBEvents
from storage.errors import StoreUnavailable
from storage.event_tables import given
from storage.events import Events, EventsInUse

NOW_US = 1_780_000_000_000_000  # 2026-05-28
HEADER = "user_id,event,timestamp,channel,revenue,currency,persona,plan\n"
THREE = (
    HEADER
    + "ann,visit,2026-01-01 10:00:00,website,,,,free\n"
    + "bob,visit,2026-01-01 11:00:00,email,,,,pro\n"
    + "ann,buy,2026-01-02 10:00:00,website,19.90,eur,loyal,\n"
)


@pytest.fixture(params=[DuckDBEvents])
def open_events(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Events]]:
    """Opens the same workspace each time it is called."""
    opened: list[Events] = []

    def opening() -> Events:
        opened.append(request.param(tmp_path / "events" / "T1.duckdb", clock=lambda: NOW_US))
        return opened[-1]

    yield opening
    for store in opened:
        store.close()


@pytest.fixture
def events(open_events: Callable[[], Events]) -> Events:
    return open_events()


def written(folder: Path, text: str, name: str = "events.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_new_workspace_has_no_events_and_answers_every_call(events: Events) -> None:
    assert (events.count(), events.newest_us(), events.names(), events.data_sets()) == (0, None, {}, ())
    assert events.dimension_values("channel", 5) == []
    assert events.run(events.tables.events.count().as_table()) == [{"CountStar(events)": 0}]


def test_rows_of_a_file_are_stored_with_their_fields_and_properties(events: Events, tmp_path: Path) -> None:
    report = events.import_file(written(tmp_path, THREE))
    assert (report.rows_read, report.rows_stored, report.duplicates, report.refused) == (3, 3, 0, 0)
    tables = events.tables
    rows = events.run(
        tables.events.drop("name", "source_id")
        .join(tables.customers.drop("persona", "first_seen_us"), "customer")
        .drop("customer")
        .order_by("event_id")
    )
    assert [row["customer_id"] for row in rows] == ["ann", "bob", "ann"]
    bought = next(row for row in rows if row["revenue"] is not None)
    assert bought["revenue"] == Decimal("19.90")
    assert (bought["currency"], bought["channel"], bought["persona"]) == ("EUR", "website", "loyal")
    assert bought["at_us"] == 1_767_348_000_000_000  # 2026-01-02 10:00 UTC
    assert [row["properties"] for row in rows] == ['{"plan":"free"}', '{"plan":"pro"}', None]


def test_names_values_count_and_newest_describe_what_is_stored(events: Events, tmp_path: Path) -> None:
    events.import_file(written(tmp_path, THREE), title="January")
    assert set(events.names()) == {"visit", "buy"}
    assert events.dimension_values("channel", 1) == [("website", 2)]
    assert (events.count(), events.newest_us()) == (3, 1_767_348_000_000_000)
    (data_set,) = events.data_sets()
    assert (data_set.title, data_set.file_name, data_set.rows_stored) == ("January", "events.csv", 3)
    assert (data_set.imported_us, data_set.from_us, data_set.to_us) == (
        NOW_US,
        1_767_261_600_000_000,
        1_767_348_000_000_000,
    )


def test_an_expression_is_asked_again_with_other_values(events: Events, tmp_path: Path) -> None:
    events.import_file(written(tmp_path, THREE))
    since = events.tables.events.filter(_.at_us >= given("since", "int64")).agg(n=_.count())
    assert events.run(since, {"since": 0}) == [{"n": 3}]
    assert events.run(since, {"since": 1_767_300_000_000_000}) == [{"n": 1}]
    plan = events.tables.events.filter(_.properties["plan"].str == given("plan", "string")).agg(n=_.count())
    assert events.run(plan, {"plan": "pro"}) == [{"n": 1}]
    assert events.run(plan, {"plan": "' OR 1=1 --"}) == [{"n": 0}]


def test_values_that_are_missing_or_not_asked_for_are_named(events: Events) -> None:
    since = events.tables.events.filter(_.at_us >= given("since", "int64")).agg(n=_.count())
    with pytest.raises(ValueError, match=r"not given: \['since'\].*not asked for: \['until'\]"):
        events.run(since, {"until": 1})


def test_the_newest_persona_that_was_said_is_the_customers(events: Events, tmp_path: Path) -> None:
    head = "user_id,event,timestamp,persona\n"
    events.import_file(written(tmp_path, head + "ann,a,2026-01-03,late\nann,a,2026-01-04,\nbob,a,2026-01-01,\n"))
    events.import_file(written(tmp_path, head + "ann,b,2026-01-01,early\n", "older.csv"))
    customers = events.tables.customers.select("customer_id", "persona", "first_seen_us")
    people = events.run(customers.order_by("customer_id"))
    assert people == [
        {"customer_id": "ann", "persona": "late", "first_seen_us": 1_767_225_600_000_000},
        {"customer_id": "bob", "persona": None, "first_seen_us": 1_767_225_600_000_000},
    ]


def test_the_same_file_again_stores_nothing_and_says_so(events: Events, tmp_path: Path) -> None:
    events.import_file(written(tmp_path, THREE))
    again = events.import_file(written(tmp_path, THREE, "copy.csv"))
    assert (again.rows_read, again.rows_stored, again.duplicates) == (3, 0, 3)
    assert [notice.key for notice in again.notices] == ["file_known"]
    assert (events.count(), len(events.data_sets())) == (3, 1)


def test_rows_that_overlap_with_another_file_are_stored_once(events: Events, tmp_path: Path) -> None:
    events.import_file(written(tmp_path, THREE))
    more = events.import_file(written(tmp_path, THREE + "cy,visit,2026-01-03 09:00:00,,,,,\n", "more.csv"))
    assert (more.rows_read, more.rows_stored, more.duplicates) == (4, 1, 3)


def test_rows_that_were_another_files_come_back_when_that_one_is_forgotten(events: Events, tmp_path: Path) -> None:
    first = events.import_file(written(tmp_path, THREE))
    more = written(tmp_path, THREE + "cy,visit,2026-01-03 09:00:00,,,,,\n", "more.csv")
    events.import_file(more)
    assert first.data_set is not None
    events.forget(first.data_set.source_id)
    assert events.count() == 1
    again = events.import_file(more)
    assert (again.rows_stored, again.duplicates, events.count()) == (3, 1, 4)


def test_an_event_id_tells_duplicates_whatever_else_the_row_says(events: Events, tmp_path: Path) -> None:
    head = "event_id,user_id,event,timestamp\n"
    report = events.import_file(
        written(tmp_path, head + "1,ann,a,2026-01-01\n1,ann,a,2026-01-02\n2,ann,a,2026-01-01\n")
    )
    assert (report.rows_stored, report.duplicates) == (2, 1)
    assert events.newest_us() == 1_767_225_600_000_000


def test_equal_times_keep_the_order_of_the_file(events: Events, tmp_path: Path) -> None:
    rows = "".join(f"ann,{name},2026-01-01\n" for name in ["zebra", "apple", "mango", "kiwi"])
    events.import_file(written(tmp_path, "user_id,event,timestamp\n" + rows))
    tables = events.tables
    titles = events.run(tables.events.join(tables.names, "name").order_by("at_us", "event_id").select("title"))
    assert [row["title"] for row in titles] == ["zebra", "apple", "mango", "kiwi"]


def test_an_import_is_undone_as_a_whole(events: Events, tmp_path: Path) -> None:
    events.import_file(written(tmp_path, THREE))
    second = events.import_file(written(tmp_path, HEADER + "dan,leave,2026-02-01,,,,,\n", "second.csv"))
    assert second.data_set is not None
    assert events.forget(second.data_set.source_id) == 1
    assert set(events.names()) == {"visit", "buy"}
    assert [row["customer_id"] for row in events.run(events.tables.customers.order_by("customer_id"))] == ["ann", "bob"]
    assert [data_set.file_name for data_set in events.data_sets()] == ["events.csv"]
    assert events.import_file(tmp_path / "second.csv").rows_stored == 1
    with pytest.raises(DataSetNotFound, match="number 99"):
        events.forget(99)


def test_what_was_stored_is_there_after_closing_and_opening(open_events: Callable[[], Events], tmp_path: Path) -> None:
    first = open_events()
    first.import_file(written(tmp_path, THREE))
    first.close()
    assert open_events().count() == 3


def test_many_threads_ask_while_another_imports(events: Events, tmp_path: Path) -> None:
    events.import_file(written(tmp_path, THREE))
    counting = events.tables.events.agg(n=_.count())
    seen: list[object] = []

    def ask() -> None:
        seen.extend(events.run(counting)[0]["n"] for _ in range(50))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    rows = "".join(f"u{i},visit,2026-01-05 10:00:00,,,,,\n" for i in range(2000))
    events.import_file(written(tmp_path, HEADER + rows, "many.csv"))
    for thread in threads:
        thread.join()
    assert len(seen) == 200
    assert set(seen) <= {3, 2003}


def test_two_imports_at_once_are_both_stored(events: Events, tmp_path: Path) -> None:
    files = [
        written(tmp_path, HEADER + "".join(f"u{n}-{i},visit,2026-01-05,,,,,\n" for i in range(500)), f"{n}.csv")
        for n in range(4)
    ]
    threads = [threading.Thread(target=events.import_file, args=(file,)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert events.count() == 2000
    assert sorted(data_set.rows_stored for data_set in events.data_sets()) == [500] * 4


def test_progress_rises_to_one(events: Events, tmp_path: Path) -> None:
    told: list[tuple[float, int]] = []
    events.import_file(written(tmp_path, THREE), progress=lambda share, rows: told.append((share, rows)))
    shares = [share for share, _rows in told]
    assert shares == sorted(shares)
    assert told[-1] == (1.0, 3)


def test_a_packed_file_is_read_like_a_plain_one(events: Events, tmp_path: Path) -> None:
    packed = tmp_path / "events.csv.gz"
    packed.write_bytes(gzip.compress(THREE.encode()))
    assert events.import_file(packed).rows_stored == 3


def test_how_a_file_would_be_read_is_shown_without_storing_it(events: Events, tmp_path: Path) -> None:
    look = events.look_into(written(tmp_path, THREE))
    assert {use.column: use.field for use in look.columns}["user_id"] == "customer_id"
    assert (look.samples["timestamp"], look.rows, events.count()) == ("2026-01-01 10:00:00", 3, 0)


SECOND_PROCESS = """
import sys
from pathlib import Path
from storage.backends.duckdb_events import DuckDBEvents
from storage.events import EventsInUse
try:
    DuckDBEvents(Path(sys.argv[1]))
except EventsInUse as error:
    print(error.advice, error)
"""


def test_a_second_process_is_told_that_the_data_folder_is_in_use(tmp_path: Path) -> None:
    file = tmp_path / "T1.duckdb"
    store = DuckDBEvents(file)
    second = subprocess.run(
        [sys.executable, "-c", SECOND_PROCESS, str(file)], capture_output=True, text=True, check=True
    )
    assert second.stdout.startswith("try later Another Waymark uses this data folder")
    assert issubclass(EventsInUse, StoreUnavailable)
    store.close()
    third = subprocess.run(
        [sys.executable, "-c", SECOND_PROCESS, str(file)], capture_output=True, text=True, check=True
    )
    assert third.stdout == ""


IMPORT = """
import sys
from pathlib import Path
from storage.backends.duckdb_events import DuckDBEvents
store = DuckDBEvents(Path(sys.argv[1]))
print("ready", flush=True)
store.import_file(Path(sys.argv[2]))
print("done", flush=True)
"""


@pytest.mark.slow
def test_an_import_killed_at_any_moment_leaves_nothing_or_everything(tmp_path: Path) -> None:
    chance = random.Random(11)
    rows = "".join(f"u{i % 5000},visit {i % 9},2026-01-05 10:{i % 60:02}:00,,,,,p{i}\n" for i in range(60_000))
    source = written(tmp_path, HEADER + rows)
    file = tmp_path / "T1.duckdb"
    DuckDBEvents(file).close()
    command = [sys.executable, "-c", IMPORT, str(tmp_path / "whole.duckdb"), str(source)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as whole:
        assert whole.stdout is not None and whole.stdout.readline() == "ready\n"
        started = time.monotonic()
        assert whole.stdout.readline() == "done\n"
        took = time.monotonic() - started
    found = []
    for _round in range(10):
        process = subprocess.Popen(
            [sys.executable, "-c", IMPORT, str(file), str(source)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.random() * took)
        process.send_signal(signal.SIGKILL)
        acknowledged = process.stdout.read() == "done\n"
        process.wait()
        process.stdout.close()
        store = DuckDBEvents(file)
        found.append(
            (store.count(), len(store.data_sets()), store.run(store.tables.customers.agg(n=_.count()))[0]["n"])
        )
        assert found[-1] in {(0, 0, 0), (60_000, 1, 5000)}
        assert not acknowledged or found[-1][0] == 60_000
        for data_set in store.data_sets():
            store.forget(data_set.source_id)
        store.close()
    assert (0, 0, 0) in found, "no round was killed in the middle"
