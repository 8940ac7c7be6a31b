"""Other people's published logs are read whole. They lie outside the project, in WAYMARK_REAL_DATA."""

import json
import os
from pathlib import Path

import pytest
from ibis import _

from storage.errors import ImportRefused
from storage.events import Events

REAL = Path(os.environ.get("WAYMARK_REAL_DATA") or Path(__file__).parents[4] / "shared" / "data" / "real")
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason=f"real data not found in {REAL}")


@pytest.mark.parametrize(
    ("name", "rows", "customers", "duplicates"),
    [("simple-onlineshop.csv", 32_283, 3_751, 0), ("receipt.csv", 8_577, 1_434, 0), ("ecom.csv.gz", 31_106, None, 30)],
)
def test_a_published_log_is_read_whole(
    events: Events, name: str, rows: int, customers: int | None, duplicates: int
) -> None:
    report = events.import_file(REAL / name)
    assert (report.rows_read, report.rows_stored, report.duplicates) == (rows, rows - duplicates, duplicates)
    if customers is not None:
        assert events.run(events.tables.customers.agg(n=_.count())) == [{"n": customers}]


def test_steps_follow_each_other_as_pm4py_counted(events: Events) -> None:
    events.import_file(REAL / "simple-onlineshop.csv")
    tables = events.tables
    named = tables.events.join(tables.names, "name").select("customer", "at_us", "event_id", "title")
    following = named.mutate(after=_.title.lead().over(group_by="customer", order_by=["at_us", "event_id"]))
    pairs = following.filter(_.after.notnull()).group_by("title", "after").agg(n=_.count())
    counted = {f"{row['title']}|{row['after']}": row["n"] for row in events.run(pairs)}
    expected = json.loads((REAL / "expected.json").read_text())["simple-onlineshop.csv"]["dfg_pm4py"]
    assert {pair: counted[pair] for pair in expected} == expected


def test_times_with_zones_are_those_instants(events: Events) -> None:
    report = events.import_file(REAL / "receipt.csv")
    assert [notice.key for notice in report.notices] == []
    assert report.data_set is not None
    assert report.data_set.from_us == 1_286_004_039_266_000  # 2010-10-02T09:20:39.266+02:00
    assert dict(events.dimension_values("channel", 10))["Internet"] == 7_478


def test_a_table_of_paths_is_no_table_of_events(events: Events) -> None:
    with pytest.raises(ImportRefused, match="column_missing"):
        events.import_file(REAL / "attribution_paths.csv")
