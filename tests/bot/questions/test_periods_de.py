"""Which days a German question names, asked on Saturday 21 November 2026."""

from datetime import date

import pytest

from bot.questions.periods import german

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("heute", "2026-11-21", "2026-11-22"),
        ("gestern", "2026-11-20", "2026-11-21"),
        ("vorgestern", "2026-11-19", "2026-11-20"),
        ("diese woche", "2026-11-16", "2026-11-23"),
        ("letzte woche", "2026-11-09", "2026-11-16"),
        ("abbrüche im letzten monat", "2026-10-01", "2026-11-01"),
        ("letzter monat", "2026-10-01", "2026-11-01"),
        ("letzten monat", "2026-10-01", "2026-11-01"),
        ("diesen monat", "2026-11-01", "2026-12-01"),
        ("dieses quartal", "2026-10-01", "2027-01-01"),
        ("im letzten quartal", "2026-07-01", "2026-10-01"),
        ("dieses jahr", "2026-01-01", "2027-01-01"),
        ("letztes jahr", "2025-01-01", "2026-01-01"),
        ("in den letzten 30 tagen", "2026-10-22", "2026-11-21"),
        ("die letzten drei monate", "2026-08-21", "2026-11-21"),
        ("letzte 2 wochen", "2026-11-07", "2026-11-21"),
        ("seit 3 wochen", "2026-10-31", "2026-11-21"),
        ("im mai", "2026-05-01", "2026-06-01"),
        ("im märz 2025", "2025-03-01", "2025-04-01"),
        ("im november", "2025-11-01", "2025-12-01"),
        ("am 5. mai", "2026-05-05", "2026-05-06"),
        ("am 5 mai", "2026-05-05", "2026-05-06"),
        ("5.5.2026", "2026-05-05", "2026-05-06"),
        ("q3", "2026-07-01", "2026-10-01"),
        ("3. quartal", "2026-07-01", "2026-10-01"),
        ("im dritten quartal 2025", "2025-07-01", "2025-10-01"),
        ("erstes halbjahr", "2026-01-01", "2026-07-01"),
        ("umsatz 2025", "2025-01-01", "2026-01-01"),
        ("seit mai", "2026-05-01", None),
        ("ab november", "2026-11-01", None),
        ("seit anfang des jahres", "2026-01-01", "2026-11-22"),
        ("nach mai", "2026-06-01", None),
        ("vor mai", None, "2026-05-01"),
        ("bis ende mai", None, "2026-06-01"),
        ("von mai bis juli", "2026-05-01", "2026-08-01"),
        ("zwischen mai und juli", "2026-05-01", "2026-08-01"),
        ("von november bis februar", "2025-11-01", "2026-03-01"),
    ],
)
def test_a_german_period_is_half_open_days(said: str, start: str | None, end: str | None) -> None:
    found = german.find(said, TODAY)
    assert found
    assert (found.period.start, found.period.end) == tuple(day and date.fromisoformat(day) for day in (start, end))


@pytest.mark.parametrize(
    "said",
    [
        "wo springen kunden ab",
        "innerhalb von 7 tagen",
        "pro monat",
        "vor der anmeldung",
        "die letzten zitate",
        "frag jan",
        "2025 kunden",
        "31 februar",
    ],
)
def test_other_german_words_are_no_period(said: str) -> None:
    assert german.find(said, TODAY) is None
