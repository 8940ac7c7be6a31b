"""Stores with the sample map, and people at the desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.open import open_stores
from tests.bot.evidence.desk_of_evidence import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    stores = open_stores(tmp_path)
    yield Desk(stores)
    stores.close()
