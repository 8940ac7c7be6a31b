"""Which days a question names, asked on Saturday 21 November 2026."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions import periods

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("today", "2026-11-21", "2026-11-22"),
        ("yesterday", "2026-11-20", "2026-11-21"),
        ("drop off this week", "2026-11-16", "2026-11-23"),
        ("drop off last week please", "2026-11-09", "2026-11-16"),
        ("this month", "2026-11-01", "2026-12-01"),
        ("last month", "2026-10-01", "2026-11-01"),
        ("previous month", "2026-10-01", "2026-11-01"),
        ("this quarter", "2026-10-01", "2027-01-01"),
        ("last quarter", "2026-07-01", "2026-10-01"),
        ("this year", "2026-01-01", "2027-01-01"),
        ("last year", "2025-01-01", "2026-01-01"),
        ("in the last 30 days", "2026-10-22", "2026-11-21"),
        ("last 2 weeks", "2026-11-07", "2026-11-21"),
        ("over the past three months", "2026-08-21", "2026-11-21"),
        ("last 6 months", "2026-05-21", "2026-11-21"),
        ("past week", "2026-11-14", "2026-11-21"),
        ("last 90d", "2026-08-23", "2026-11-21"),
        ("in may", "2026-05-01", "2026-06-01"),
        ("for the january signups", "2026-01-01", "2026-02-01"),
        ("in december", "2025-12-01", "2026-01-01"),
        ("in november", "2025-11-01", "2025-12-01"),
        ("october 2024", "2024-10-01", "2024-11-01"),
        ("q3", "2026-07-01", "2026-10-01"),
        ("q4", "2025-10-01", "2026-01-01"),
        ("q1 2025", "2025-01-01", "2025-04-01"),
        ("the second quarter", "2026-04-01", "2026-07-01"),
        ("2026-q2", "2026-04-01", "2026-07-01"),
        ("h1", "2026-01-01", "2026-07-01"),
        ("income in 2025", "2025-01-01", "2026-01-01"),
        ("since may", "2026-05-01", None),
        ("since november", "2026-11-01", None),
        ("since 2026-09-15", "2026-09-15", None),
        ("since last month", "2026-10-01", None),
        ("since 3 weeks", "2026-10-31", "2026-11-21"),
        ("from october on", "2026-10-01", None),
        ("after 2025", "2026-01-01", None),
        ("before may", None, "2026-05-01"),
        ("until may", None, "2026-06-01"),
        ("until 2026-05-31", None, "2026-06-01"),
        ("from may to july", "2026-05-01", "2026-08-01"),
        ("between may and july", "2026-05-01", "2026-08-01"),
        ("from september to november", "2026-09-01", "2026-12-01"),
        ("from november to february", "2025-11-01", "2026-03-01"),
        ("from 2026-05-01 to 2026-05-31", "2026-05-01", "2026-06-01"),
        ("2026-05-01 .. 2026-05-31", "2026-05-01", "2026-06-01"),
        ("between last quarter and this quarter", "2026-07-01", "2027-01-01"),
        ("on 2026-05-01", "2026-05-01", "2026-05-02"),
        ("on may 5", "2026-05-05", "2026-05-06"),
        ("on the 5th of may 2025", "2025-05-05", "2025-05-06"),
        ("5.5.2026", "2026-05-05", "2026-05-06"),
        ("year to date", "2026-01-01", "2026-11-22"),
    ],
)
def test_a_named_period_is_read_as_half_open_days(said: str, start: str | None, end: str | None) -> None:
    found = periods.find(said, TODAY)
    assert found is not None
    assert (found.period.start and str(found.period.start), found.period.end and str(found.period.end)) == (start, end)


@pytest.mark.parametrize(
    "said",
    [
        "where do customers drop off",
        "people may leave",
        "we march on",
        "retention after 90 days",
        "within 14 days",
        "2026 customers",
        "on 2026-02-31",
        "top 5 pain points",
        "from view to cart to pay",
    ],
)
def test_words_that_are_no_period_are_left_alone(said: str) -> None:
    assert periods.find(said, TODAY) is None


def test_a_month_that_has_only_begun_is_not_over() -> None:
    assert periods.find("in may", date(2026, 5, 31)).period.start == date(2025, 5, 1)  # type: ignore[union-attr]
    assert periods.find("in may", date(2026, 6, 1)).period.start == date(2026, 5, 1)  # type: ignore[union-attr]


def test_months_end_where_they_end() -> None:
    assert periods.find("last month", date(2024, 3, 31)).period.end == date(2024, 3, 1)  # type: ignore[union-attr]
    assert periods.find("last 1 months", date(2024, 3, 31)).period.start == date(2024, 2, 29)  # type: ignore[union-attr]


_WORDS = st.sampled_from(
    [
        "last",
        "this",
        "since",
        "from",
        "to",
        "between",
        "and",
        "until",
        "before",
        "2",
        "30",
        "0",
        "9999",
        "days",
        "weeks",
        "months",
        "may",
        "q3",
        "2026",
        "2026-02-30",
        "99.99.2026",
        "quarter",
        "year",
        "h1",
        "on",
    ]
)


@given(st.lists(_WORDS, max_size=8), st.dates())
def test_whatever_is_said_a_period_starts_before_it_ends(words: list[str], today: date) -> None:
    found = periods.find(" ".join(words), today)
    if found and found.period.start and found.period.end:
        assert found.period.start < found.period.end
