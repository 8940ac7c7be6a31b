from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from http_intake import Intake, listening


@pytest.fixture
async def intake(tmp_path: Path) -> AsyncIterator[Intake]:
    async with listening(tmp_path) as running:
        yield running
