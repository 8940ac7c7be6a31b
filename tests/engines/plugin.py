"""`pytest -p tests.engines.plugin --engine chdb:// tests/tools`: all tests of the tools, answered by another engine."""

from collections.abc import Iterator

import pytest

from tests.engines.mirrored import answered_at, give_back


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", required=True, help="URL of an engine that may be written to")


@pytest.fixture(autouse=True)
def _other_engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("tests.tools.logs.DuckDBEvents", answered_at(request.config.getoption("--engine")))
    yield
    give_back()
