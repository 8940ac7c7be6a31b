"""Every tool gives on every engine what it gives on DuckDB."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.open import open_stores
from tests.engines.mirrored import answered_at
from tests.engines.questions import all_tools, answered, questions, shop, shop_log
from tests.tools.conftest import ANA, NOW, sources
from tools.kit import Sources, Tool

Pair = tuple[Sources, Sources]


@pytest.fixture(scope="module")
def both(any_engine: tuple[str, int], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """The same shop on DuckDB and on the engine."""
    folder = Path(tmp_path_factory.mktemp("shop"))
    stores = open_stores(folder)
    stores.maps.create(shop(), ANA, NOW)
    here = shop_log(folder, "shop")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.tools.logs.DuckDBEvents", answered_at(any_engine[0]))
        there = shop_log(folder, "shop")
    yield sources(stores, here), sources(stores, there)
    stores.close()


@pytest.mark.parametrize("tool", all_tools(), ids=lambda tool: tool.name)
def test_the_same_answer_as_on_duckdb(tool: Tool[Any, Any], both: Pair, any_engine: tuple[str, int]) -> None:
    here, there = both
    asked = questions(tool, here, any_engine[1])
    assert asked
    for args in asked:
        assert answered(tool, args, there) == answered(tool, args, here), args
