"""What counts as an amount of money, and which mark stands before its cents."""

import pytest

from storage.ingest.money import decimal_mark, is_money


@pytest.mark.parametrize(
    "text", ["5", "-3.20", "1,234.50", "1.234,50", "€ 12", "12,50 EUR", "USD 7", "120 ден", "1 200,00"]
)
def test_amounts_are_money(text: str) -> None:
    assert is_money(text)


@pytest.mark.parametrize("text", ["", "Ann", "u1", "p12 blue shoes", "2026-01-01", "€"])
def test_other_texts_are_not(text: str) -> None:
    assert not is_money(text)


@pytest.mark.parametrize(
    ("values", "delimiter", "mark"),
    [
        ((), ",", "."),
        (("12", "13"), ",", "."),
        (("12.5",), ",", "."),
        (("12,5", "3,25"), ",", ","),
        (("1.234,50",), ",", ","),
        (("1,234.50",), ";", "."),
        (("1,234", "5,678"), ",", "."),
        (("1,234", "5,678"), ";", ","),
        (("1,234,567",), ";", "."),
    ],
)
def test_the_mark_before_the_cents_is_found(values: tuple[str, ...], delimiter: str, mark: str) -> None:
    assert decimal_mark(values, delimiter) == mark
