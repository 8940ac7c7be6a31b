"""docs/engines.md has every engine and every tool; what it says of them is held to by the tests that run them."""

from storage.backends.engines.opening import DRIVERS
from tests.engines.standing import COMPILED, RUN, read
from tools.catalogue import CATALOGUE


def test_every_engine_of_an_address_is_on_the_page() -> None:
    assert {file for file, _ in DRIVERS.values()} == {*RUN, *COMPILED} - {"duckdb"}
    assert read().keys() == {*RUN, *COMPILED}


def test_every_tool_is_on_the_page() -> None:
    assert all(column.keys() == CATALOGUE.keys() for column in read().values())
