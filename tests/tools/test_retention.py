"""retention: cohorts, spans in the workspace's zone, cells that are not over, the renewal rate."""

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.tools.conftest import make_map
from tests.tools.logs import START, late, log
from tools import retention
from tools.kit import ToolError
from tools.retention import RetentionArgs

DAY = 86_400


def run(sources, **args):
    return retention.run(RetentionArgs(**args), sources)


def days(customer, events):
    """`A0 B1`: event A on day 0, B on day 1, at noon."""
    return log(customer, " ".join(f"{word[0]}{int(word[1:]) * DAY + DAY // 2}" for word in events.split()))


def cells(result, place=0):
    return [None if cell is None else cell.hits for cell in result.cohorts[place].back]


def test_a_cohort_worked_out_by_hand(ask):
    rows = [*days("a", "A0 B1 B3"), *days("b", "A0 B3"), *days("c", "A0"), *days("d", "A1 B2"), *days("z", "Z5")]
    result = run(ask(rows), per="day", columns=4)
    assert [(row.starts_on.isoformat(), row.customers) for row in result.cohorts] == [
        ("2026-03-02", 3), ("2026-03-03", 1), ("2026-03-07", 1),
    ]  # fmt: skip
    assert cells(result) == [1, 0, 2, 0]  # day 4 is over: the data end at noon of day 5
    assert cells(result, 1) == [1, 0, 0, None]
    assert cells(result, 2) == [None] * 4
    assert [(rate.hits, rate.n) for rate in result.overall] == [(2, 4), (0, 4), (2, 4), (0, 3)]


def test_unbounded_counts_who_comes_in_that_span_or_later(ask):
    rows = [*days("a", "A0 B1 B3"), *days("b", "A0 B3"), *days("c", "A0"), *days("z", "Z5")]
    result = run(ask(rows), per="day", columns=4, kind="unbounded")
    assert cells(result) == [2, 2, 2, 0]
