"""The SQL for engines that are not here: every expression of every tool compiles, parses, and holds no value."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlglot

from storage.backends.engines.compile import compile_query
from storage.open import open_stores
from tests.engines.asked import all_asked
from tests.engines.questions import Refused, shop, shop_log
from tests.engines.standing import COMPILED, COMPILES, MAPS_ALONE, Found
from tests.tools.conftest import ANA, NOW, sources

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def test_every_expression_compiles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, as_on_page: Callable[[str, Found], None]
) -> None:
    """Of the plainest questions, as an engine without ASOF joins is given them."""
    stores = open_stores(tmp_path)
    stores.maps.create(shop(), ANA, NOW)
    events = shop_log(tmp_path, "compiled", customers=15)
    monkeypatch.setattr(type(events), "joins_asof", False)
    asked = all_asked(sources(stores, events), plainest=True)
    stores.close()
    assert not [one.args for one in asked if isinstance(one.answer, Refused)]
    for expression in {expression.op(): expression for one in asked for expression in one.expressions}.values():
        for dialect in COMPILED:
            query = compile_query(expression, dialect)
            assert query.given == set(query.order)
            (parsed,) = sqlglot.parse(query.sql, read=dialect)
            assert isinstance(parsed, sqlglot.exp.Select | sqlglot.exp.Union)
            written = [literal for literal in parsed.find_all(sqlglot.exp.Literal) if literal.is_string]
            assert all("Order Completed" not in literal.name for literal in written)
    for dialect in COMPILED:
        as_on_page(dialect, {one.tool.name: COMPILES if one.expressions else MAPS_ALONE for one in asked})
