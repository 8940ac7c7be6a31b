"""What names a person is gone after redaction, in every script; everything else stays as it was written."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.redact import MARKS, redacted
from storage.model.evidence import Evidence
from tests.bot.conversation.evidence_rows import piece

DIGITS = "0123456789٠١٢٣٤٥٦٧٨٩०१२३४५६७८９０１２３"
LETTERS = st.text(st.characters(categories=("Lu", "Ll", "Lo"), exclude_characters="İıſK"), min_size=1, max_size=12)
PLAIN = st.text(st.characters(categories=("Lu", "Ll", "Lo", "Zs", "Po"), exclude_characters="@＠﹫"), max_size=60)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("write to colleen@example.com today", "write to [e-mail] today"),
        ("пишете на колин.п@пример.мк утре", "пишете на [e-mail] утре"),
        ("请写信给 科琳@例子.公司 谢谢", "请写信给 [e-mail] 谢谢"),
        ("全角 colleen＠example.com", "全角 [e-mail]"),
        ("o'neill+shop@mail.example.co.uk", "[e-mail]"),
        ("call +389 70 123 456 now", "call [phone] now"),
        ("call 070/123-456", "call [phone]"),
        ("call (415) 555-0134", "call [phone]"),
        ("手机 13812345678", "手机 [number]"),
        ("٠١٢٣٤٥٦٧٨٩ رقم", "[number] رقم"),
        ("card 4111 1111 1111 1111 expired", "card [number] expired"),
        ("ЕМБГ 0101990450012", "ЕМБГ [number]"),
        ("hidden 12345\u200c67890", "hidden [number]"),
        ("hidden 12345\u200b67890", "hidden [number]"),
    ],
)
def test_addresses_phones_and_long_numbers_are_replaced_in_every_script(text: str, clean: str):
    assert redacted(text) == (clean, True)


@pytest.mark.parametrize(
    "text",
    [
        "It cost 1,299.00 in 2024 and 30% less on 2024-11-02.",
        "I waited from 12:30 to 14:45, twice.",
        "order 12345678 has eight digits",
        "以前价格是12345678元",
        "me @ home, not an address",
        "Rated -2, then 4 of 5.",
    ],
)
def test_prices_dates_times_and_short_numbers_stay(text: str):
    assert redacted(text) == (text, False)


@given(PLAIN, LETTERS, LETTERS, st.sampled_from(["com", "мк", "公司", "example.org"]), PLAIN)
def test_no_address_is_left_wherever_it_stands(before: str, name: str, host: str, end: str, after: str):
    clean = redacted(f"{before} {name}@{host}.{end} {after}").text
    assert "@" not in clean and "[e-mail]" in clean


@given(st.text(st.sampled_from(DIGITS + " -a.\u200b\u200c\u2066"), max_size=60))
def test_no_run_of_nine_digits_is_left_not_even_once_it_is_stored(text: str):
    clean = redacted(text).text
    assert not re.search(r"\d{9,}", clean)
    if clean.strip():
        stored = Evidence.model_validate(piece("e1").model_dump() | {"text": f"x {clean}"}).text or ""
        assert not re.search(r"\d{9,}", stored)


@given(st.text(max_size=120))
def test_a_second_time_changes_nothing(text: str):
    once = redacted(text).text
    assert redacted(once) == (once, False)


@given(PLAIN)
def test_words_without_an_at_or_a_digit_stay_as_they_are(text: str):
    kept = "".join(c for c in text if unicodedata.category(c) != "Cf")
    assert redacted(kept) == (kept, False)
    assert not any(mark in kept for mark in MARKS)
