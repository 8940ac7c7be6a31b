"""An event store whose questions are answered by another engine: every test on a store of events can run over it."""

import itertools
from collections.abc import Mapping
from typing import ClassVar

import ibis

from storage.backends.duckdb_events import DuckDBEvents
from storage.backends.engines.copying import copy_events
from storage.backends.engines.events import EngineEvents
from storage.backends.engines.opening import open_engine
from storage.events import DataSet, Dimension

_numbers = itertools.count()
_WRITTEN = """
SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM feedback), (SELECT count(*) FROM points),
       (SELECT count(*) FROM data_sets), (SELECT sum(hash(customers)) FROM customers)
"""


class MirroredEvents(DuckDBEvents):
    """Writes go to DuckDB; before something is read, what was written is copied to `url`."""

    url = ""
    opened: ClassVar[list[EngineEvents]] = []

    @property
    def _engine(self) -> EngineEvents:
        now = self._database.cursor().execute(_WRITTEN).fetchone()
        if now != getattr(self, "_copied", None):
            self._copied, workspace = now, f"test {next(_numbers)}"
            copy_events(self, self.url, workspace)
            self._answers = open_engine(self.url, workspace)
            self.opened.append(self._answers)
        return self._answers

    @property
    def joins_asof(self) -> bool:
        return False

    def run(self, expression: ibis.Table, values: Mapping[str, int | str | float] = {}) -> list[dict[str, object]]:
        return self._engine.run(expression, values)

    def names(self) -> dict[str, int]:
        return self._engine.names()

    def data_sets(self) -> tuple[DataSet, ...]:
        return self._engine.data_sets()

    def newest_us(self) -> int | None:
        return self._engine.newest_us()

    def dimension_values(self, column: Dimension, limit: int) -> list[tuple[str, int]]:
        return self._engine.dimension_values(column, limit)


def answered_at(url: str) -> type[MirroredEvents]:
    """The class of stores that are answered at `url`."""
    return type("MirroredThere", (MirroredEvents,), {"url": url})


def give_back() -> None:
    """Close what the stores opened; tests leave their stores to the end of the process."""
    while MirroredEvents.opened:
        MirroredEvents.opened.pop().close()
