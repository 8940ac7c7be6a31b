"""What all tests share: files that hold the expected output, rewritten by `pytest --golden`."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

GOLDEN = Path(__file__).parent / "golden"
WHOLE = {"e2e", "page"}

settings.register_profile("busy machine", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden files anew; read what changed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole processes and browsers take their time: `make check` leaves them out."""
    for item in items:
        if WHOLE & set(item.path.parts):
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: no collection of garbage need look at it again."""
    gc.freeze()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden("pictures/card-en.svg", text)` compares the text with the file, or writes it."""

    def same(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        assert file.is_file(), f"{name} is not there: make it with pytest --golden"
        assert text == file.read_text("utf-8"), f"{name} differs: look at it, then pytest --golden"

    return same
