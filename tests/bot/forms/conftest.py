"""Stores in a fresh folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.open import Stores, open_stores


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path)
    yield opened
    opened.close()
