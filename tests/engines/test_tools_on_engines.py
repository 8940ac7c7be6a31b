"""Every tool gives on every engine what it gives on DuckDB. One test an engine, so that it starts once."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from storage.open import open_stores
from tests.engines.asked import Asked, all_asked, beside, standings
from tests.engines.mirrored import answered_at
from tests.engines.questions import WIDE, shop, shop_log
from tests.engines.standing import Found
from tests.tools.conftest import ANA, NOW, sources
from tools.catalogue import CATALOGUE
from tools.kit import Sources

pytestmark = [pytest.mark.slow, pytest.mark.timeout(500)]
AsOnPage = Callable[[str, Found], None]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sources]:
    """The shop on DuckDB."""
    folder = Path(tmp_path_factory.mktemp("shop"))
    stores = open_stores(folder)
    stores.maps.create(shop(), ANA, NOW)
    yield sources(stores, shop_log(folder, "shop"))
    stores.close()


@pytest.fixture(scope="module")
def asked(here: Sources) -> list[Asked]:
    return all_asked(here)


@pytest.fixture
def there(here: Sources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Sources]:
    """The same shop at an address."""

    def made(url: str) -> Sources:
        monkeypatch.setattr("tests.tools.logs.DuckDBEvents", answered_at(url))
        return replace(here, events=shop_log(tmp_path, "shop"))

    return made


def test_every_tool_that_reads_events_is_asked_a_wide_question() -> None:
    assert {name for name, tool in CATALOGUE.items() if tool.needs_events} <= WIDE.keys() <= CATALOGUE.keys()


def test_duckdb(asked: list[Asked], as_on_page: AsOnPage) -> None:
    as_on_page("duckdb", standings(asked))


def test_postgres(
    asked: list[Asked], there: Callable[[str], Sources], postgres_server: str, as_on_page: AsOnPage
) -> None:
    as_on_page("postgres", beside(there(postgres_server), asked))


def test_clickhouse(asked: list[Asked], there: Callable[[str], Sources], as_on_page: AsOnPage) -> None:
    as_on_page("clickhouse", beside(there("chdb://"), asked))


@pytest.mark.spark
@pytest.mark.timeout(1500)
def test_spark(asked: list[Asked], there: Callable[[str], Sources], spark_url: str, as_on_page: AsOnPage) -> None:
    as_on_page("spark", beside(there(spark_url), asked))
