"""What tests of the map and of the stores share."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from colleen import Thread, colleen_thread

from storage.evidence_search import SearchBy
from storage.model.confidence import Backing
from storage.model.journey import JourneyMap
from storage.open import Stores, open_stores


@pytest.fixture
def thread() -> Thread:
    return colleen_thread()


@pytest.fixture
def versions(thread: Thread) -> dict[int, JourneyMap]:
    return {past.map.version: past.map for past in thread.history}


@pytest.fixture
def backings() -> dict[str, Backing]:
    """The quote that Boris brought."""
    return {"e1": Backing("quote", "unknown", date(2024, 11, 2))}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def opened(folder: Path) -> Iterator[Callable[..., Stores]]:
    """Opens the folder; what is left open is closed at the end."""
    made: list[Stores] = []

    def again(search: SearchBy | None = None) -> Stores:
        made.append(open_stores(folder, search=search))
        return made[-1]

    yield again
    for stores in made:
        stores.close()


@pytest.fixture
def stores(opened: Callable[..., Stores]) -> Stores:
    return opened()
