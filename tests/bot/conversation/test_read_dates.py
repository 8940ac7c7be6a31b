"""Days as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.read_dates import find_date, read_date, say_date
from prompts.loader import words

EN = words("en")
WEDNESDAY = date(2024, 11, 6)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30 Nov", date(2024, 11, 30)),
        ("30.11.", date(2024, 11, 30)),
        ("30.11", date(2024, 11, 30)),
        ("30.11.2025", date(2025, 11, 30)),
        ("2024-11-30", date(2024, 11, 30)),
        ("Nov 30th", date(2024, 11, 30)),
        ("30 November 2025", date(2025, 11, 30)),
        ("Friday", date(2024, 11, 8)),
        ("next Friday", date(2024, 11, 8)),
        ("Wednesday", date(2024, 11, 13)),
        ("in two weeks", date(2024, 11, 20)),
        ("in 3 days", date(2024, 11, 9)),
        ("today", WEDNESDAY),
        ("tomorrow", date(2024, 11, 7)),
        ("2 Jan", date(2025, 1, 2)),
        ("29 Feb", date(2028, 2, 29)),
        ("31 Feb", None),
        ("soon", None),
        ("12:30", None),
        ("99.99.", None),
        ("30 Nov maybe", None),
        ("", None),
    ],
)
def test_a_due_day_lies_ahead(text: str, day: date | None) -> None:
    assert read_date(text, WEDNESDAY, EN) == day


def test_a_day_of_the_past_is_the_last_one_of_its_name() -> None:
    assert read_date("2 Nov", WEDNESDAY, EN, "past") == date(2024, 11, 2)
    assert read_date("30 Nov", WEDNESDAY, EN, "past") == date(2023, 11, 30)
    assert read_date("Friday", WEDNESDAY, EN, "past") == date(2024, 11, 1)
    assert read_date("two weeks ago", WEDNESDAY, EN, "past") == date(2024, 10, 23)


def test_a_day_is_found_inside_a_sentence() -> None:
    found = find_date("customer in the store, 2 Nov", WEDNESDAY, EN, "past")
    assert found is not None
    assert (found.on, found.start, found.end) == (date(2024, 11, 2), 23, 28)


def test_a_day_is_said_with_its_year_only_if_that_is_another() -> None:
    assert say_date(date(2024, 11, 30), WEDNESDAY, EN) == "30 Nov"
    assert say_date(date(2025, 1, 5), WEDNESDAY, EN) == "5 Jan 2025"


@given(st.dates(date(2000, 1, 1), date(2098, 12, 31)), st.integers(-300, 300))
def test_what_is_said_is_read_back_as_the_same_day(today: date, distance: int) -> None:
    day = today + timedelta(days=distance)
    toward = "future" if distance >= 0 else "past"
    if say_date(day, today, EN).count(" ") == 2 or (toward == "future") == (day >= today):
        assert read_date(say_date(day, today, EN), today, EN, toward) == day


@given(st.text(max_size=60), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_any_text_is_a_day_or_none(text: str, today: date) -> None:
    found = find_date(text, today, EN)
    assert found is None or isinstance(found.on, date)
