"""What can go wrong with an engine is said in a sentence: what is wrong, where, what to do."""

import socket
from pathlib import Path

import pytest

from bot.errors import error_words
from bot.settings import SettingMissing, Settings
from prompts.loader import words
from storage.backends.engines import opening
from storage.backends.engines.compile import Query
from storage.backends.engines.copying import copy_events
from storage.backends.engines.driver import Address, EngineFailed, schema_of
from storage.backends.engines.opening import open_driver, open_engine
from storage.events import EventsAt
from storage.open import open_stores
from tests.tools.logs import late, log, store


def failure(url: str, *more: str) -> EngineFailed:
    with pytest.raises(EngineFailed) as failed:
        open_engine(url, "T1", *more).count()
    return failed.value


def closed_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_nobody_answers() -> None:
    for scheme in ("postgresql", "clickhouse"):
        failed = failure(f"{scheme}://me:secret@127.0.0.1:{closed_port()}/shop")
        assert failed.key == "engine_unreachable"
        assert "secret" not in str(failed) and "secret" not in error_words(failed, words("en"))


def test_a_wrong_password_a_missing_database_and_missing_tables(postgres_server: str) -> None:
    assert failure(postgres_server.replace("secret", "guess")).key == "engine_refused"
    assert failure(postgres_server.replace("/postgres", "/nowhere")).key == "engine_database"
    missing = failure(postgres_server)
    assert missing.key == "engine_table"
    assert "waymark events copy" in error_words(missing, words("en"))


def test_missing_tables_of_clickhouse() -> None:
    assert failure("chdb://").key == "engine_table"


@pytest.mark.parametrize(("scheme", "schema", "table"), [("postgres", "public", "pg_class"), ("chdb", "system", "one")])
def test_a_missing_column_is_told_in_words(scheme: str, schema: str, table: str, postgres_server: str) -> None:
    driver = open_driver(postgres_server if scheme == "postgres" else "chdb://", schema)
    with pytest.raises(EngineFailed) as failed:
        list(driver.rows(Query(f"SELECT no_such_column FROM {table}", frozenset(), ()), {}))
    driver.close()
    assert "A column is missing" in error_words(failed.value, words("en"))


@pytest.mark.parametrize("scheme", ["bigquery", "snowflake", "databricks", "trino"])
def test_a_driver_that_is_not_installed_is_named_with_its_extra(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr("storage.backends.engines.driver.import_module", absent)
    failed = failure(f"{scheme}://me:secret@host/place")
    assert failed.key == "engine_driver"
    assert f"waymark[{scheme}]" in error_words(failed, words("en"))


@pytest.mark.parametrize(
    ("url", "key"), [("oracle://host/db", "engine_unknown"), ("postgresql://host:port/db", "engine_url")]
)
def test_an_address_that_cannot_be_read(url: str, key: str) -> None:
    assert failure(url).key == key


def test_every_failure_has_words_that_can_be_filled() -> None:
    keys = [key.removeprefix("errors.") for key in words("en").keys() if key.startswith("errors.engine_")]  # noqa: SIM118
    assert len(keys) > 15
    facts = dict.fromkeys(
        ("engine", "user", "table", "column", "known", "kind", "n", "extra", "scheme", "pair", "missing", "url"), "x"
    )
    for key in keys:
        for lang in ("en", "zh", "mk"):
            assert "{" not in error_words(EngineFailed(key, **facts), words(lang))


def test_an_engine_that_takes_no_copies_says_which_do(tmp_path: Path) -> None:
    with pytest.raises(EngineFailed, match="engine_no_copy"):
        copy_events(store(tmp_path, [late()]), "trino://host/catalog", "T1")  # type: ignore[arg-type]


def test_a_copy_may_be_run_again_and_is_the_last_state(tmp_path: Path, engine_url: str) -> None:
    events = store(tmp_path, [*log("a", "A0 B1"), late()])
    for _ in range(2):
        assert copy_events(events, engine_url, "again!") == 3  # type: ignore[arg-type]
        there = open_engine(engine_url, "again!")
        assert (there.count(), there.names(), there.data_sets()) == (3, events.names(), events.data_sets())
        there.close()
    assert schema_of("again!") == "waymark_again_"


def test_questions_go_to_the_engine_that_is_set(tmp_path: Path, postgres_server: str) -> None:
    events = store(tmp_path, log("a", "A0 B1"))
    copy_events(events, postgres_server, "T9")  # type: ignore[arg-type]
    stores = open_stores(tmp_path / "data", events=EventsAt(url=postgres_server))
    assert stores.events("T9").count() == 2
    with pytest.raises(EngineFailed, match="engine_reads_only"):
        stores.events("T9").import_file(tmp_path / "more.csv")
    stores.close()


def test_settings_that_lack_their_half_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_EVENTS_TABLE", "shop.log")
    with pytest.raises(SettingMissing, match="WAYMARK_EVENTS_URL"):
        Settings(_env_file=None).events_at()  # type: ignore[call-arg]
    monkeypatch.setenv("WAYMARK_EVENTS_URL", "postgresql://me:secret@host/db")
    with pytest.raises(SettingMissing, match="WAYMARK_EVENTS_COLUMNS"):
        Settings(_env_file=None).events_at()  # type: ignore[call-arg]
    assert "secret" not in repr(Settings(_env_file=None))  # type: ignore[call-arg]


def test_an_address_is_shown_without_its_password() -> None:
    address = Address.read("clickhouse://me:p%40ss@ch.example:8123/shop?x=1")
    assert (address.password, address.shown) == ("p@ss", "clickhouse://ch.example:8123/shop")


def test_each_scheme_has_a_file_of_its_own() -> None:
    folder = Path(opening.__file__).parent
    assert all((folder / f"{file}.py").is_file() for file, _ in opening.DRIVERS.values())
