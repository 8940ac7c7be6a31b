"""How periods and windows are written."""

import pytest
from pydantic import TypeAdapter, ValidationError

from tools.drop_off import DropOffArgs
from tools.kit import Period, Window


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026", "2026-01-01..2027-01-01"),
        ("2026-Q4", "2026-10-01..2027-01-01"),
        ("2026-12", "2026-12-01..2027-01-01"),
        ("2026-02-28", "2026-02-28..2026-03-01"),
        ("2026-05-01..2026-06-01", "2026-05-01..2026-06-01"),
        ("2026-05-01..", "2026-05-01.."),
        ("..2026-06-01", "..2026-06-01"),
    ],
)
def test_a_period_is_half_open(text, written):
    assert Period.read(text).model_dump() == written


@pytest.mark.parametrize(
    "text", ["", "May", "2026-13", "2026-Q5", "9999-12-31", "9999", "2026-06-01..2026-05-01", "x.."]
)
def test_what_is_no_period_says_what_would_be(text):
    with pytest.raises(ValueError, match=r"period|year"):
        Period.read(text)


@pytest.mark.parametrize(
    ("text", "seconds"), [("30d", 2_592_000), ("24h", 86_400), ("2w", 1_209_600), (7, 604_800), ("45s", 45)]
)
def test_a_window_counts_seconds_and_a_bare_number_days(text, seconds):
    assert TypeAdapter(Window).validate_python(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "9" * 400, -1, 0, True, float("inf"), "30 parsecs"])
def test_what_is_no_window_is_refused(text):
    with pytest.raises(ValidationError):
        TypeAdapter(Window).validate_python(text)


def test_arguments_come_back_from_their_json():
    args = DropOffArgs(steps=("a", "b"), window="24h", period="2026-Q3", breakdown=("persona", "device"))
    assert DropOffArgs.model_validate_json(args.model_dump_json()) == args
