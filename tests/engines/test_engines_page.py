"""docs/engines.md says what the tests found."""

from storage.backends.engines.opening import DRIVERS
from tests.engines.report import PAGE, page
from tests.engines.standing import COMPILED, RUN


def test_the_page_is_the_one_that_the_tests_write() -> None:
    assert PAGE.read_text("utf-8") == page(), "write it anew: python -m tests.engines.report"


def test_every_engine_of_an_address_is_on_the_page() -> None:
    assert {file for file, _ in DRIVERS.values()} == {*RUN, *COMPILED} - {"duckdb"}
