"""The event file: of older and newer versions, its key, its order, and a process that is killed while it appends."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from arriving import arrive, claim, customers, event

from storage.backends import duckdb_tidy
from storage.backends.duckdb_events import DuckDBEvents
from storage.backends.duckdb_schema import KeyMissing
from storage.errors import StoreTooNew
from storage.model.rules import SegmentTest

# What version 0.2 of Waymark made, with one customer in two writings.
VERSION_1 = """
CREATE SEQUENCE source_ids;
CREATE TABLE events (
    customer INTEGER NOT NULL, name INTEGER NOT NULL, at_us BIGINT NOT NULL, event_id BIGINT NOT NULL,
    channel VARCHAR, device VARCHAR, campaign VARCHAR, variant VARCHAR, product VARCHAR,
    revenue DECIMAL(18, 2), currency VARCHAR, persona VARCHAR, properties JSON,
    source_id INTEGER NOT NULL, key UHUGEINT NOT NULL);
CREATE TABLE names (name INTEGER NOT NULL, title VARCHAR NOT NULL);
CREATE TABLE customers (customer INTEGER NOT NULL, customer_id VARCHAR NOT NULL, persona VARCHAR, first_seen_us BIGINT);
CREATE TABLE data_sets (
    source_id INTEGER NOT NULL, title VARCHAR, file_name VARCHAR, sha256 VARCHAR, imported_us BIGINT,
    rows_read BIGINT, rows_stored BIGINT, duplicates BIGINT, refused BIGINT, from_us BIGINT, to_us BIGINT);
INSERT INTO names VALUES (1, 'visit'), (2, 'buy');
INSERT INTO customers VALUES
    (1, 'ana@example.com', 'loyal', 10), (2, 'u-2', NULL, 20), (3, 'Ana@Example.com', NULL, 5);
INSERT INTO events
SELECT customer, name, at_us, event_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, persona, properties, 1,
       md5_number('id:' || event_id)
FROM (VALUES (1, 1, 10, 1, NULL, NULL), (1, 2, 30, 2, 'loyal', '{"email":"ana@example.com"}'),
             (2, 1, 20, 3, NULL, NULL), (3, 1, 5, 4, 'new', NULL))
     AS rows(customer, name, at_us, event_id, persona, properties);
SELECT nextval('source_ids');
INSERT INTO data_sets VALUES (1, 'January', 'january.csv', 'abc', 1, 4, 4, 0, 0, 5, 30);
"""


def old_file(folder: Path) -> Path:
    file = folder / "T1.duckdb"
    with duckdb.connect(str(file)) as old:
        old.execute(VERSION_1)
    return file


def test_a_file_of_the_version_before_opens_with_everything_in_it(tmp_path: Path) -> None:
    store = DuckDBEvents(old_file(tmp_path))
    assert (store.count(), store.names(), store.data_sets()[0].title) == (4, {"visit": 1, "buy": 2}, "January")
    assert (store.data_sets()[0].kind, store.data_sets()[0].replaced) == ("events", 0)
    ana, other = sorted(customers(store, "persona", "first_seen_us"), key=lambda row: str(row["customer_id"]))
    assert (ana["persona"], ana["first_seen_us"], other["customer_id"]) == ("loyal", 5, "u-2")
    assert [step.at_us for step in store.path("ana@example.com")] == [5, 10, 30]
    arrive(store, events=[event("ana@example.com", "return", 40)], people=[claim("u-2", "ana@example.com")])
    assert [step.at_us for step in store.path("u-2")] == [5, 10, 20, 30, 40]
    assert store.forget(1) == 4
    store.close()


def test_rows_of_the_version_before_are_known_as_duplicates(tmp_path: Path) -> None:
    store = DuckDBEvents(old_file(tmp_path))
    file = tmp_path / "again.csv"
    file.write_text(
        "event_id,user_id,event,timestamp\n2,ana@example.com,buy,2026-01-01\n9,ana@example.com,buy,2026-01-01\n"
    )
    report = store.import_file(file)
    assert (report.rows_stored, report.duplicates) == (1, 1)
    store.close()


def test_mails_that_the_version_before_kept_are_nowhere_in_the_file_any_more(tmp_path: Path) -> None:
    file = old_file(tmp_path)
    assert b"ana@example" in file.read_bytes()
    DuckDBEvents(file).close()
    assert not [found for found in tmp_path.glob("T1*") if b"na@example" in found.read_bytes().lower()]


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "T1.duckdb"
    DuckDBEvents(file).close()
    with duckdb.connect(str(file)) as newer:
        newer.execute("UPDATE meta SET value = '99' WHERE name = 'version'")
    with pytest.raises(StoreTooNew):
        DuckDBEvents(file)


@pytest.mark.parametrize("spoil", [Path.unlink, lambda key: key.write_text("0" * 64), lambda key: key.write_text("x")])
def test_without_its_key_a_file_does_not_open(tmp_path: Path, spoil) -> None:
    file = tmp_path / "T1.duckdb"
    DuckDBEvents(file).close()
    key = tmp_path / "T1.key"
    right = key.read_text()
    spoil(key)
    with pytest.raises(KeyMissing, match=r"T1\.key"):
        DuckDBEvents(file)
    key.write_text(right)
    DuckDBEvents(file).close()


def test_events_that_came_in_pieces_are_sorted_anew_when_they_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duckdb_tidy, "_PIECES", 3)
    store = DuckDBEvents(tmp_path / "T1.duckdb")
    arrive(store, events=[event("b", at_us=at) for at in range(4)])
    assert not store.tidy()
    arrive(store, events=[event("a", at_us=9), event("b", at_us=2, name="x")], people=[claim("a", "b")])
    assert not store.tidy()
    arrive(store, events=[event("c", at_us=1)])
    assert store.tidy()
    assert not store.tidy()
    lying = store._rows("SELECT customer, at_us FROM events ORDER BY rowid")
    assert lying == sorted(lying)
    assert [step.at_us for step in store.path("a")] == [0, 1, 2, 2, 3, 9]
    store.close()


APPEND = """
import sys
from pathlib import Path
from storage.backends.duckdb_events import DuckDBEvents
store = DuckDBEvents(Path(sys.argv[1]))
print("ready", flush=True)
for batch in sorted(Path(sys.argv[2]).iterdir(), key=lambda file: int(file.stem)):
    store.append_messages(batch, "web")
    print(batch.stem, flush=True)
"""


@pytest.mark.slow
def test_batches_that_were_acknowledged_survive_a_kill_and_those_sent_again_count_once(tmp_path: Path) -> None:
    chance = random.Random(3)
    batches = tmp_path / "batches"
    batches.mkdir()
    for number in range(20):
        lines = [
            {"type": "track", "event": "visit", "userId": f"u{chance.randrange(50)}", "messageId": f"{number}-{i}",
             "anonymousId": f"a{chance.randrange(80)}", "timestamp": f"2026-01-05T10:{i % 60:02}:00Z"}
            for i in range(100)
        ]  # fmt: skip
        (batches / f"{number}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    file = tmp_path / "T1.duckdb"
    store = DuckDBEvents(file)
    store.segment([("often", [SegmentTest(event="visit", days=2, op="at_least", value="20")])])
    store.close()
    for _round in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", APPEND, str(file), str(batches)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.2 + chance.random())
        process.send_signal(signal.SIGKILL)
        acknowledged = len(process.stdout.read().split())
        process.wait()
        process.stdout.close()
        store = DuckDBEvents(file)
        assert store.count() % 100 == 0
        assert store.count() >= acknowledged * 100
        tables = store.tables
        counted = store.run(tables.events.group_by("customer").agg(n=tables.events.count()))
        visits = {row["customer"]: row["n"] for row in counted}
        known = store.run(tables.customers.select("customer", "persona"))
        assert {row["customer"]: row["persona"] for row in known} == {
            customer: "often" if n >= 20 else None for customer, n in visits.items()
        }
        store.close()
    store = DuckDBEvents(file)
    for batch in batches.iterdir():
        store.append_messages(batch, "web")
    assert store.count() == 2000
    assert len(store.data_sets()) == 1
    store.close()
