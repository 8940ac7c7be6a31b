"""Which time of the day somebody wrote, in three languages, and what is no time."""

from datetime import time

import pytest

from bot.conversation.read_times import TimesRead, read_times, starts_with_time
from prompts.loader import words

EN, ZH, MK = words("en"), words("zh"), words("mk")


def read(text: str) -> tuple[str | None, str | None, str]:
    found = read_times(text, EN)
    return *(f"{at:%H:%M}" if at else None for at in (found.starts, found.ends)), found.rest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5:30, weather app", ("05:30", None, "weather app")),
        ("12:30 lunch, phone in hand", ("12:30", None, "lunch, phone in hand")),
        ("12.30 – 13.00 lunch", ("12:30", "13:00", "lunch")),
        ("12-13 lunch", ("12:00", "13:00", "lunch")),
        ("from 12 to 13 lunch", ("12:00", "13:00", "lunch")),
        ("5 pm tea", ("17:00", None, "tea")),
        ("12 am sleeps", ("00:00", None, "sleeps")),
        ("24:00 sleeps", ("00:00", None, "sleeps")),
        ("reminder mail arrives at 6:00", ("06:00", None, "reminder mail arrives")),
        ("at lunch", ("12:30", None, "lunch")),
        ("lunch break, looking at Instagram", ("12:30", None, "lunch break, looking at Instagram")),
        ("calls 5 customers", (None, None, "calls 5 customers")),
        ("30 minutes walk", (None, None, "30 minutes walk")),
        ("下午3点半 喝茶", ("15:30", None, "喝茶")),
        ("12点30分到13点 午饭", ("12:30", "13:00", "午饭")),
        ("１２：３０ 午饭", ("12:30", None, "午饭")),
        ("од 12:30 до 13:00 ручек", ("12:30", "13:00", "ручек")),
        ("18 часот старата пак запира", ("18:00", None, "старата пак запира")),
    ],
)
def test_a_time_is_read_and_cut_out(text: str, expected: tuple[str | None, str | None, str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(("text", "odd"), [("25:00 party", "25:00"), ("12:75", "12:75"), ("24:30 late", "24:30")])
def test_a_number_that_is_no_time_of_the_day_is_told(text: str, odd: str) -> None:
    assert read_times(text, EN) == TimesRead(rest=text, odd=odd)


@pytest.mark.parametrize(
    ("text", "side", "at"),
    [
        ("after 21:00", "after", time(21)),
        ("before 7:00", "before", time(7)),
        ("21:00以后", "after", time(21)),
        ("по 21:00", "after", time(21)),
        ("пред 7:00", "before", time(7)),
        ("at 21:00", None, time(21)),
    ],
)
def test_before_and_after_a_time(text: str, side: str | None, at: time) -> None:
    found = read_times(text, EN)
    assert (found.side, found.starts) == (side, at)


def test_a_line_that_begins_with_a_time_is_told_from_one_that_mentions_one() -> None:
    assert starts_with_time("7:00 opens the shop", EN)
    assert not starts_with_time("opens the shop at 7:00", EN)
