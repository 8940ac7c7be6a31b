"""Where do the figures of a result come from? Journey, time, data sets, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from tools.asked import Asked
from tools.kit import Basis, DataSetLine, Excluded, JourneyArgs, Period, Rate, Sources
from tools.marks import MarkShapes, marked_tables
from tools.narrowing import NarrowingShape, conditions
from tools.query import Query, code_values, has_code
from tools.statistics import wilson

if TYPE_CHECKING:
    from storage.model.journey import JourneyMap

SAID_ABOVE = 0.05
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def rate(hits: int, n: int) -> Rate:
    """A share with its interval; of nobody there is none."""
    if not n:
        return Rate()
    low, high = wilson(hits, n)
    return Rate(value=hits / n, low=low, high=high, hits=hits, n=n)


def seconds(microseconds: float | None) -> float | None:
    """From the microseconds of the store."""
    return None if microseconds is None else microseconds / 1_000_000


def moment(at_us: int | None) -> datetime | None:
    """An aware UTC time from epoch microseconds."""
    return None if at_us is None else _EPOCH + timedelta(microseconds=at_us)


def map_basis(args: JourneyArgs, journey: JourneyMap | None, excluded: Iterable[Excluded] = ()) -> Basis:
    """What a result that counts no events stands on."""
    named = {"journey": journey.title, "map_id": journey.map_id, "version": journey.version} if journey else {}
    return Basis.model_validate(
        {**named, "period": args.period or Period(), "excluded": tuple(e for e in excluded if e.n)}
    )


def events_basis(
    args: JourneyArgs, asked: Asked, sources: Sources, *, customers: int, rule: str,
    window_seconds: int | None = None, excluded: Iterable[Excluded] = (),
) -> Basis:  # fmt: skip
    """What a result that counts events stands on."""
    lines = tuple(
        DataSetLine(title=data.title, rows=data.rows_stored, newest=moment(data.to_us), kind=data.kind)
        for data in sources.events.data_sets()
        if data.rows_stored and data.kind in ("events", "http")
    )
    return map_basis(args, asked.journey, excluded).model_copy(
        update={
            "as_of": moment(asked.as_of_us),
            "data_sets": lines,
            "customers": customers,
            "window_seconds": window_seconds,
            "rule": rule,
            "filters": asked.filters,
            "off_the_map": _off_the_map(asked, sources),
        }
    )


def _off_the_map(asked: Asked, sources: Sources) -> float | None:
    """Share of the period's events that match no place; None without a map or when too small to be said."""
    if asked.mapped is None:
        return None
    values = {**asked.entry.values(), **code_values("mapped", asked.mapped), **asked.marks.values()}
    (row,) = _mapped_query(len(asked.mapped), asked.marks.shape).run(sources.events, values)
    events, mapped = cast("int", row["events"]), cast("int", row["mapped"])
    share = (events - mapped) / events if events else 0.0
    return share if share > SAID_ABOVE else None


@lru_cache(maxsize=64)
def _mapped_query(n: int, marks: MarkShapes) -> Query:
    """events, mapped: how many there are in the period, and on the map."""
    tables = marked_tables(marks)
    here = tables.events.filter(*conditions(tables.events, tables, NarrowingShape()))
    return Query(here.agg(events=here.count(), mapped=here.count(where=has_code(here.name, "mapped", n))))
