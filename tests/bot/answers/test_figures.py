"""How figures are written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import figures
from prompts.loader import words
from tools.kit import Period

EN, ZH, MK = words("en"), words("zh"), words("mk")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "–"),
        (0, "0 s"),
        (45, "45 s"),
        (59.6, "1 min"),
        (60, "1 min"),
        (90, "1 min 30 s"),
        (3_599.9, "1 h"),
        (3_600, "1 h"),
        (12_000, "3 h 20 min"),
        (86_399, "1 day"),
        (86_400, "1 day"),
        (183_600, "2 days 3 h"),
        (20 * 86_400 + 7_200, "20 days"),
    ],
)
def test_a_duration_has_two_units_at_most(seconds: float | None, said: str) -> None:
    assert figures.duration(seconds, EN) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026", "2026"),
        ("2026-Q3", "Q3 2026"),
        ("2026-10", "October 2026"),
        ("2026-05-01", "1 May 2026"),
        ("2026-05-01..", "since 1 May 2026"),
        ("..2026-06-01", "until 31 May 2026"),
        ("2026-10-22..2026-11-21", "22 Oct 2026 to 20 Nov 2026"),
        ("..", "all days"),
    ],
)
def test_a_period_is_said_with_its_first_and_last_day(written: str, said: str) -> None:
    assert figures.period(Period.read(written), EN) == said


def test_numbers_are_parted_by_narrow_spaces() -> None:
    assert [figures.number(n, EN) for n in (0, 999, 1_203, 1_234_567, 6.5, 7.0)] == [
        "0",
        "999",
        "1\u202f203",
        "1\u202f234\u202f567",
        "6.5",
        "7",
    ]


def test_one_is_singular() -> None:
    assert figures.counted("customers", 1, EN) == "1 customer"
    assert figures.counted("customers", 2, EN) == "2 customers"


@pytest.mark.parametrize(
    ("n", "zh", "mk"),
    [(1, "1 位客户", "1 клиент"), (2, "2 位客户", "2 клиенти"), (11, "11 位客户", "11 клиенти"),
     (21, "21 位客户", "21 клиент"), (1_203, "1\u202f203 位客户", "1\u202f203 клиенти")],
)  # fmt: skip
def test_counts_follow_the_plural_of_their_language(n: int, zh: str, mk: str) -> None:
    assert figures.counted("customers", n, ZH) == zh
    assert figures.counted("customers", n, MK) == mk


def test_the_decimal_sign_is_that_of_the_language() -> None:
    assert [figures.percent(0.0815, words) for words in (EN, ZH, MK)] == ["8.2%", "8.2%", "8,2%"]
    assert [figures.number(1_234.5, words) for words in (EN, ZH, MK)] == [
        "1\u202f234.5",
        "1\u202f234.5",
        "1\u202f234,5",
    ]
    assert [figures.mood(-1.5, words) for words in (EN, ZH, MK)] == ["-1.5", "-1.5", "-1,5"]
    assert [figures.mood(score, MK) for score in (None, 0.0, 2.0)] == ["–", "0", "+2"]


@pytest.mark.parametrize(
    ("written", "zh", "mk"),
    [
        ("2026", "2026年", "2026"),
        ("2026-Q3", "2026年第3季度", "3. квартал 2026"),
        ("2026-10", "2026年10月", "октомври 2026"),
        ("2024-10-31", "2024年10月31日", "31 окт. 2024"),
        ("2026-05-01..", "自2026年5月1日起", "од 1 мај 2026"),
        ("2026-10-22..2026-11-21", "2026年10月22日至2026年11月20日", "22 окт. 2026 – 20 ное. 2026"),
    ],
)
def test_periods_are_said_as_their_language_writes_dates(written: str, zh: str, mk: str) -> None:
    assert figures.period(Period.read(written), ZH) == zh
    assert figures.period(Period.read(written), MK) == mk


def test_durations_are_said_in_the_language() -> None:
    assert figures.duration(183_600, ZH) == "2 天 3 小时"
    assert figures.duration(183_600, MK) == "2 дена 3 ч"
    assert figures.duration(86_400, MK) == "1 ден"


def test_lists_and_paragraphs_are_joined_as_the_language_does() -> None:
    assert [figures.listed(("a", "b"), words) for words in (EN, ZH, MK)] == ["a, b", "a、b", "a, b"]
    assert figures.told(("一。", "二。"), ZH) == "一。二。"


def test_labels_fit_a_chart_and_stay_different() -> None:
    made = figures.labels(["A very long name of a step, one", "A very long name of a step, two", "short"])
    assert len(set(made)) == 3
    assert all(len(label) <= 20 for label in made)


def test_of_a_pair_both_values_stay_to_be_seen() -> None:
    pairs = [
        f"{persona} · {device}" for persona in ("Curious Colleen", "Busy Boris") for device in ("mobile", "desktop")
    ]
    assert figures.labels(pairs) == (
        "Curious Co… · mobile",
        "Curious C… · desktop",
        "Busy Boris · mobile",
        "Busy Boris · desktop",
    )
    assert figures.label(" · ".join("abcdefghijklm")) == "a · b · c · d · e ·…"


@given(st.lists(st.text(st.sampled_from("ab ·"), max_size=30), max_size=8))
def test_labels_of_any_names_fit_and_stay_different(names: list[str]) -> None:
    made = figures.labels(names)
    assert len(set(made)) == len(names)
    assert all(len(label) <= 20 for label in made)


def test_a_day_is_written_out() -> None:
    assert figures.day(date(2026, 10, 3), EN) == "3 Oct 2026"


def test_spans_that_all_begin_a_month_are_called_by_it():
    assert figures.span_names([date(2026, 9, 1), date(2026, 10, 1)], EN) == ["September 2026", "October 2026"]
    assert figures.span_names([date(2026, 9, 1), date(2026, 10, 1)], ZH) == ["2026年9月", "2026年10月"]
    assert figures.span_names([date(2026, 9, 28), date(2026, 10, 5)], EN) == ["28 Sep 2026", "5 Oct 2026"]
    assert figures.span_names([date(2026, 9, 1)], EN) == ["1 Sep 2026"]


def test_an_estimate_of_money_has_no_cents():
    assert figures.about(1234.5678, "EUR", EN) == "1\u202f235 EUR"
    assert figures.about(None, "EUR", EN) == "–"


def test_a_long_name_keeps_both_its_ends() -> None:
    assert figures.middle_cut("short", 10) == "short"
    cut = figures.middle_cut("The way of a customer who buys a vacuum", 20)
    assert (cut, len(cut)) == ("The way of…a vacuum", 19)


def test_n_of_many_groups_says_that_there_are_more() -> None:
    named = figures.sizes(((f"g{n}", 1_000 + n) for n in range(12)), words("en"))
    assert named.startswith("g0 n = 1\u202f000, ") and named.endswith("g9 n = 1\u202f009 …")
    assert figures.sizes([("phone", 3), ("computer", 4)], words("zh")) == "phone n = 3、computer n = 4"


def test_a_day_of_a_source_is_written_as_other_days() -> None:
    assert figures.source("Ana", "2026-10-03", words("en")) == "Ana, 3 Oct 2026"
    assert figures.source(None, "2026-10-03", words("mk"), "Checkout") == "3 окт. 2026, Checkout"
    assert figures.source(None, None, words("en")) == ""


def test_a_name_with_a_row_of_its_own_is_whole() -> None:
    long = "opens the product page five times"
    assert figures.labels([long], figures.WHOLE) == (long,)
    assert len(figures.labels([long])[0]) == figures.SHORT
