"""The shop that demands about numbers and data are tried in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.open import open_stores
from tests.demands.shop import Shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    opened = open_stores(tmp_path / "shop")
    yield Shop(opened, tmp_path)
    opened.close()
