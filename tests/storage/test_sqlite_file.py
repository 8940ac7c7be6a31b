"""The SQLite file: opening, migrating, crashing."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from colleen import ANA, new_map

from storage.backends import sql_work
from storage.backends.sql_tables import REVISION, metadata, microseconds, time_of
from storage.errors import StoreTooNew, StoreUnavailable
from storage.maps import Reader
from storage.model.evidence import Evidence
from storage.open import open_stores

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2024, 11, 4, tzinfo=UTC)
ALL = Reader("", everything=True)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "new" / "data"


def test_a_folder_is_made_and_filled_at_the_first_opening(folder):
    stores = open_stores(folder)
    stores.maps.create(new_map(), ANA, AT)
    stores.close()
    again = open_stores(folder)
    assert [line.map_id for line in again.maps.lines("T1", ALL)] == ["vacuum-break-again"]
    again.close()


def test_the_migrations_make_the_tables_that_the_code_uses(folder):
    engine = sql_work.open_database(folder)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == REVISION
    engine.dispose()


def test_the_newest_migration_is_the_one_the_code_expects():
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


def test_the_file_is_set_up_for_many_readers_and_real_deletion(folder):
    engine = sql_work.open_database(folder)
    with engine.connect() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        assert [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked] == ["wal", 2, 1, 1]
    engine.dispose()


def test_a_refused_text_is_nowhere_in_the_file_any_more(folder):
    stores = open_stores(folder)
    quote = {"workspace_id": "T1", "evidence_id": "e1", "kind": "quote", "text": "xylophone", "channel_id": "C0VACUUM"}
    stores.evidence.add(Evidence(**quote, added_by=ANA, added_at=AT))
    stores.evidence.refuse("T1", "e1")
    stores.close()
    assert not any(b"xylophone" in file.read_bytes() for file in folder.glob("waymark.db*"))


def test_opening_an_existing_folder_is_quick_and_does_not_load_alembic(folder):
    open_stores(folder).close()
    code = (
        "import sys, time, pathlib; import storage.backends.sql_stores; from storage.open import open_stores\n"
        "begun = time.perf_counter(); stores = open_stores(pathlib.Path(sys.argv[1]))\n"
        "took = time.perf_counter() - begun\n"
        "print(took); print('alembic' in sys.modules); stores.close()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    took, alembic = done.stdout.split()
    assert float(took) < 0.15
    assert alembic == "False"


def test_two_processes_may_open_a_new_folder_at_once(folder):
    code = "import sys, pathlib; from storage.open import open_stores; open_stores(pathlib.Path(sys.argv[1])).close()"
    both = [subprocess.Popen([sys.executable, "-c", code, str(folder)], cwd=ROOT) for _ in range(3)]
    assert [process.wait(30) for process in both] == [0, 0, 0]


def test_a_new_file_that_another_process_is_writing_is_waited_for(folder):
    folder.mkdir(parents=True)
    with sqlite3.connect(folder / "waymark.db", isolation_level=None, check_same_thread=False) as other:
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.3, other.execute, ("ROLLBACK",)).start()
        open_stores(folder).close()
    other.close()


def test_what_was_remembered_before_it_had_a_time_counts_as_remembered_now(folder):
    stores = open_stores(folder)
    stores.workspaces.remember("T1", "asked", "#1", "kept")
    stores.close()
    with sqlite3.connect(folder / "waymark.db") as raw:
        raw.execute("ALTER TABLE memories DROP COLUMN at_us")
        raw.execute("UPDATE alembic_version SET version_num = '0004'")
    raw.close()
    stores = open_stores(folder)
    stores.workspaces.forget("T1", "asked", datetime.now(UTC) - timedelta(days=1))
    assert stores.workspaces.recall("T1", "asked", "#1") == "kept"
    stores.workspaces.forget("T1", "asked", datetime.now(UTC))
    assert stores.workspaces.recall("T1", "asked", "#1") is None
    stores.close()


def test_tables_of_a_newer_version_are_left_alone(folder):
    open_stores(folder).close()
    with sqlite3.connect(folder / "waymark.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(StoreTooNew) as caught:
        open_stores(folder)
    assert caught.value.facts == {"stored": "9999"}


def test_a_file_that_is_no_database_says_so(folder):
    folder.mkdir(parents=True)
    (folder / "waymark.db").write_bytes(b"no database at all, only text" * 100)
    with pytest.raises(StoreUnavailable):
        open_stores(folder)


def test_a_folder_that_cannot_be_made_says_so(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreUnavailable):
        open_stores(tmp_path / "file" / "data")


def test_a_writer_waits_for_another_and_gives_up_in_the_end(folder, monkeypatch):
    monkeypatch.setattr(sql_work, "WAIT_SECONDS", 1)
    stores = open_stores(folder)
    with sqlite3.connect(folder / "waymark.db", isolation_level=None, check_same_thread=False) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable):
            stores.maps.create(new_map(), ANA, AT)
        assert stores.maps.lines("T1", ALL) == ()
        threading.Timer(0.3, other.execute, ("ROLLBACK",)).start()
        assert stores.maps.create(new_map(), ANA, AT).version == 1
    other.close()
    stores.close()


def test_times_come_back_to_the_microsecond():
    for at in (AT, datetime(2024, 11, 4, 9, 0, 0, 123457, tzinfo=UTC), datetime(1969, 1, 1, tzinfo=UTC)):
        assert time_of(microseconds(at)) == at


@pytest.mark.parametrize("seed", range(4))
def test_a_writer_killed_at_any_moment_leaves_whole_transactions(folder, seed):
    stores = open_stores(folder)
    stores.maps.create(new_map(), ANA, AT)
    stores.close()
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    program = [sys.executable, str(Path(__file__).with_name("endless_writer.py")), str(folder)]
    writer = subprocess.Popen(program, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    told = [int(writer.stdout.readline())]
    time.sleep(random.Random(seed).uniform(0.02, 0.3))
    writer.send_signal(signal.SIGKILL)
    told += [int(line) for line in writer.stdout.read().split("\n")[:-1]]
    writer.wait()
    writer.stdout.close()

    stores = open_stores(folder)
    journey = stores.maps.get("T1", "vacuum-break-again", ALL)
    history = stores.maps.history("T1", "vacuum-break-again", ALL, newest=100_000)
    assert journey.version >= told[-1]
    assert [saved.map.version for saved in history] == list(range(journey.version, 0, -1))
    assert stores.sessions.get("T1", "C0:1").seen_version == journey.version
    assert stores.outbox.waiting() == journey.version - 1
    left = stores.inbox.take(AT + timedelta(days=1), timedelta(seconds=60), frozenset())
    assert left is None or left.key == f"k{journey.version}"
    stores.close()
