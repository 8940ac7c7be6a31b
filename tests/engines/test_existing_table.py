"""A table that is not ours, read by a mapping of its columns: the same answers, and nothing is written."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.backends.engines.clickhouse import ChdbDriver
from storage.backends.engines.driver import Address, EngineFailed
from storage.backends.engines.existing import Columns, ExistingTable
from storage.backends.engines.opening import open_engine
from storage.events import Events
from storage.open import open_stores
from tests.engines.questions import answered
from tests.tools.conftest import ANA, NOW, make_map, sources
from tests.tools.logs import START, Row, late, log, store
from tools.catalogue import CATALOGUE

COLUMNS = "customer_id=user_id,occurred_at=ts,event=event_name,channel=utm_source,persona=kind,properties=props"
ROWS: list[Row] = [
    *log("ann", "A0 B1 C2", channel="email", persona="loyal", plan="5"),
    *log("bob", "A0 B0 A5", channel="website", plan="pro"),
    *log("it's", "A3 C4", channel="email", persona="new"),
    late(),
]
QUESTIONS = (
    ("drop_off", {"steps": ("A", "B", "C"), "breakdown": "channel", "min_n": 1}),
    ("drop_off", {"steps": ("A", "B"), "filters": {"plan": "5"}}),
    ("drop_off", {"steps": ("A", "B", "A"), "breakdown": "persona", "window": "1h"}),
    ("conversion_rate", {"start": "A", "goal": "C", "per": "week"}),
    ("journey_length", {"start": "A", "goal": "C"}),
    ("path_forward", {"journey": "shop"}),
)


def _values(row: Row) -> tuple[str, datetime, str, str | None, str | None, str]:
    props = json.dumps({"plan": row["plan"]} if row.get("plan") else {})
    at = row["occurred_at"]
    assert isinstance(at, datetime)
    return (str(row["customer_id"]), at, str(row["event"]), row.get("channel"), row.get("persona"), props)  # type: ignore[return-value]


@pytest.fixture(scope="module")
def theirs_on_postgres(postgres_server: str) -> Iterator[str]:
    """A table in a schema of its own, and somebody who may only read it: that one's URL."""
    import psycopg

    with psycopg.connect(postgres_server) as connection:
        connection.execute("CREATE SCHEMA shop")
        connection.execute(
            'CREATE TABLE shop."Log" '
            "(user_id text, ts timestamptz, event_name text, utm_source text, kind text, props json)"
        )
        with connection.cursor() as cursor:
            cursor.executemany('INSERT INTO shop."Log" VALUES (%s, %s, %s, %s, %s, %s)', [_values(row) for row in ROWS])
        connection.execute("CREATE ROLE reader LOGIN PASSWORD 'r@d'")
        connection.execute("GRANT USAGE ON SCHEMA shop TO reader")
        connection.execute('GRANT SELECT ON shop."Log" TO reader')
    yield postgres_server.replace("owner:secret", "reader:r%40d")
    with psycopg.connect(postgres_server) as connection:
        connection.execute("DROP SCHEMA shop CASCADE")
        connection.execute("DROP ROLE reader")


@pytest.fixture(scope="module")
def theirs_on_clickhouse() -> Iterator[str]:
    driver = ChdbDriver(Address.read("chdb://"), "default")
    driver.said("CREATE DATABASE shop")
    driver.said(
        'CREATE TABLE shop."Log" (user_id String, ts DateTime64(6), event_name LowCardinality(String), '
        "utm_source Nullable(String), kind Nullable(String), props String) ENGINE = MergeTree ORDER BY ts"
    )
    for row in ROWS:
        user, at, *texts = _values(row)
        written = ", ".join("NULL" if text is None else "'" + text.replace("'", "''") + "'" for text in (user, *texts))
        user_, *rest = written.split(", ", 1)
        stamp = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        driver.said(f"INSERT INTO shop.\"Log\" SELECT {user_}, toDateTime64('{stamp}', 6, 'UTC'), {rest[0]}")
    yield "chdb://"
    driver.said("DROP DATABASE shop")


@pytest.fixture(scope="module", params=["postgres", "clickhouse"])
def theirs(request: pytest.FixtureRequest) -> Iterator[Events]:
    url = request.getfixturevalue(f"theirs_on_{request.param}")
    events = open_engine(url, "T1", "shop.Log", COLUMNS)
    yield events
    events.close()


def test_every_question_is_answered_as_if_the_rows_were_imported(theirs: Events, tmp_path: Path) -> None:
    stores = open_stores(tmp_path)
    stages = tuple(
        {"slug": name, "title": name, "event_names": (event,)} for name, event in (("look", "A"), ("buy", "C"))
    )
    stores.maps.create(make_map(stages), ANA, NOW)
    here, there = sources(stores, store(tmp_path, ROWS)), sources(stores, theirs)
    for tool, args in QUESTIONS:
        ours, other = (answered(CATALOGUE[tool], args, side) for side in (here, there))
        assert isinstance(ours, dict) and isinstance(other, dict)
        for result in (ours, other):
            result.get("basis", {}).pop("data_sets", None)
        assert other == ours, (tool, args)
    stores.close()


def test_what_is_known_of_the_table(theirs: Events) -> None:
    assert (theirs.count(), set(theirs.names())) == (len(ROWS), {"A", "B", "C", "the end"})
    assert theirs.newest_us() == int((START + timedelta(days=400)).timestamp() * 1_000_000)
    assert theirs.dimension_values("channel", 5) == [("email", 5), ("website", 3)]
    (data_set,) = theirs.data_sets()
    assert (data_set.title, data_set.rows_stored) == ("shop.Log", len(ROWS))
    with pytest.raises(EngineFailed, match="engine_reads_only"):
        theirs.forget(1)


def test_postgres_sessions_can_write_nothing(theirs_on_postgres: str, postgres_server: str) -> None:
    from storage.backends.engines.compile import Query

    for url in (theirs_on_postgres, postgres_server):  # who owns the table can write no more than who reads it
        events = open_engine(url, "T1", "shop.Log", COLUMNS)
        with pytest.raises(EngineFailed):
            events._driver.rows(Query('DELETE FROM shop."Log"', frozenset(), ()), {})
        assert events.count() == len(ROWS)
        events.close()


def test_a_new_name_is_seen_after_a_minute_and_codes_stay(theirs_on_postgres: str, postgres_server: str) -> None:
    import psycopg

    from storage.backends.engines.opening import open_driver

    now = [0.0]
    driver = open_driver(theirs_on_postgres, "shop")
    table = ExistingTable(Columns.read("shop.Log", COLUMNS), driver, "there", clock=lambda: now[0])
    before = table.codes()
    with psycopg.connect(postgres_server) as connection:
        connection.execute("INSERT INTO shop.\"Log\" VALUES ('eve', now(), 'AAA', null, null, null)")
    try:
        assert table.codes() == before
        now[0] = 61
        assert table.codes() == {**before, "AAA": len(before) + 1}
    finally:
        driver.close()
        with psycopg.connect(postgres_server) as connection:
            connection.execute("DELETE FROM shop.\"Log\" WHERE event_name = 'AAA'")


@pytest.mark.parametrize(
    ("table", "columns", "key"),
    [
        ("shop.Log", "customer_id=user_id,occurred_at=ts", "engine_mapping_needs"),
        ("shop.Log", "who=user_id", "engine_mapping"),
        ("shop.Log", "customer_id=nobody,occurred_at=ts,event=event_name", "engine_column"),
        ("shop.log", COLUMNS, "engine_table"),
        ("Log", COLUMNS, "engine_table_name"),
        ("nowhere.Log", COLUMNS, "engine_table"),
    ],
)
def test_a_wrong_mapping_is_refused_when_it_is_opened(
    theirs_on_postgres: str, table: str, columns: str, key: str
) -> None:
    with pytest.raises(EngineFailed) as failed:
        open_engine(theirs_on_postgres, "T1", table, columns)
    assert failed.value.key == key


def test_a_column_that_holds_no_time_is_refused(theirs_on_postgres: str) -> None:
    events = open_engine(theirs_on_postgres, "T1", "shop.Log", "customer_id=user_id,occurred_at=kind,event=event_name")
    with pytest.raises(EngineFailed, match="engine_time"):
        events.count()
    events.close()
