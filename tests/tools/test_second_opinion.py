"""The sample's funnel in SQL written by hand another way: first visits per entry by window functions, no ASOF join."""

import duckdb
import pytest

from tests.tools.conftest import EXAMPLES
from tools import drop_off
from tools.drop_off import DropOffArgs

STAGES = {
    "Awareness": ("Ad Clicked",),
    "Interest": ("Guide Read", "Products Searched"),
    "Compare": ("Product Viewed", "Comparison Opened", "Reviews Opened"),
    "Purchase": ("Product Added", "Order Completed"),
    "First weeks": ("Vacuum Delivered", "Survey Answered"),
}
NEXT = """
    min(occurred_at) FILTER (stage = {k}) OVER (
        PARTITION BY customer_id ORDER BY occurred_at RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS next_{k}
"""
QUERY = """
WITH log AS (SELECT customer_id, occurred_at::TIMESTAMPTZ AS occurred_at, {column} AS part, CASE {cases} END AS stage
             FROM read_csv('{file}', all_varchar = true)),
near AS (SELECT *, {nexts} FROM log WHERE stage IS NOT NULL),
two AS (SELECT e.*, b.next_3 AS after_2 FROM near e LEFT JOIN near b
        ON b.customer_id = e.customer_id AND b.occurred_at = e.next_2 AND b.stage = 2 WHERE e.stage = 1),
three AS (SELECT e.*, b.next_4 AS after_3 FROM two e LEFT JOIN near b
          ON b.customer_id = e.customer_id AND b.occurred_at = e.after_2 AND b.stage = 3),
four AS (SELECT e.*, b.next_5 AS after_4 FROM three e LEFT JOIN near b
         ON b.customer_id = e.customer_id AND b.occurred_at = e.after_3 AND b.stage = 4),
levels AS (SELECT customer_id, part, CASE WHEN after_4 <= ends THEN 5 WHEN after_3 <= ends THEN 4
                  WHEN after_2 <= ends THEN 3 WHEN next_2 <= ends THEN 2 ELSE 1 END AS level
           FROM (SELECT *, occurred_at + INTERVAL 14 DAY AS ends FROM four)
           WHERE occurred_at <= (SELECT max(occurred_at) FROM log) - INTERVAL 14 DAY),
furthest AS (SELECT customer_id, max(level) AS level, any_value(part) AS part FROM levels GROUP BY customer_id)
SELECT part, count(*), count(*) FILTER (level >= 2), count(*) FILTER (level >= 3), count(*) FILTER (level >= 4),
       count(*) FILTER (level >= 5) FROM furthest GROUP BY part
"""


@pytest.mark.parametrize("column", ["'all'", "device"])
def test_the_sample_by_hand_written_sql(column, sample):
    cases = " ".join(
        f"WHEN event IN ({', '.join(repr(name) for name in names)}) THEN {k}"
        for k, names in enumerate(STAGES.values(), 1)
    )
    nexts = ", ".join(NEXT.format(k=k) for k in range(1, 6))
    sql = QUERY.format(column=column, cases=cases, nexts=nexts, file=EXAMPLES / "events.csv")
    by_hand = {part: list(counts) for part, *counts in duckdb.sql(sql).fetchall()}
    result = drop_off.run(DropOffArgs(breakdown="device"), sample)
    if column == "device":
        assert {group.value: [step.reached for step in group.steps] for group in result.groups} == by_hand
    else:
        assert [step.reached for step in result.steps] == by_hand["all"]
