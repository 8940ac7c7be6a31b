"""What tests of the map and of the stores share."""

from datetime import date

import pytest
from colleen import Thread, colleen_thread

from storage.model.confidence import Backing
from storage.model.journey import JourneyMap


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
