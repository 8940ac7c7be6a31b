"""The SQL for engines that are not here: every expression of every tool compiles, parses, and holds no value."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ibis
import pytest
import sqlglot

from storage.backends.engines.compile import compile_query
from storage.open import open_stores
from tests.engines.questions import all_tools, answered, questions, shop, shop_log
from tests.engines.standing import COMPILED
from tests.tools.conftest import ANA, NOW, sources
from tools.kit import Tool

Asked = dict[str, dict[ibis.Table, None]]


@pytest.fixture(scope="module")
def expressions(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """Tool → the expressions that the first of its questions runs, as an engine without ASOF joins is given them."""
    folder, asked = Path(tmp_path_factory.mktemp("compiled")), {}
    stores = open_stores(folder)
    stores.maps.create(shop(), ANA, NOW)
    events = shop_log(folder, "compiled", customers=15)
    run, here = events.run, sources(stores, events)
    seen: dict[Any, None] = {}

    def noted(expression: ibis.Table, values: Mapping[str, Any] = {}) -> list[dict[str, object]]:
        seen[expression.op()] = None
        return run(expression, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(events), "joins_asof", False)
        patch.setattr(events, "run", noted)
        for tool in all_tools():
            seen.clear()
            for args in questions(tool, here, 1):
                answered(tool, args, here)
            asked[tool.name] = {node.to_expr(): None for node in seen}
    stores.close()
    return asked


@pytest.mark.parametrize("dialect", COMPILED)
@pytest.mark.parametrize("tool", all_tools(), ids=lambda tool: tool.name)
def test_it_compiles(tool: Tool[Any, Any], dialect: str, expressions: Asked) -> None:
    assert expressions[tool.name] or not tool.needs_events
    for expression in expressions[tool.name]:
        query = compile_query(expression, dialect)
        assert query.given == set(query.order)
        (parsed,) = sqlglot.parse(query.sql, read=dialect)
        assert isinstance(parsed, sqlglot.exp.Select | sqlglot.exp.Union)
        written = [literal for literal in parsed.find_all(sqlglot.exp.Literal) if literal.is_string]
        assert all("Order Completed" not in literal.name for literal in written)
