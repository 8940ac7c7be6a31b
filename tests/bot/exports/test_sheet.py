"""An answer's table as CSV: what a spreadsheet would calculate with is guarded, numbers stay numbers."""

import csv
import io

import pytest

from bot import answers
from bot.exports.sheet import sheet_csv
from bot.reply import Sheet, Table
from prompts.loader import words
from tests.bot.answers.test_answer import CASES


def rows_of(table: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sheet_csv(table).decode("utf-8-sig"))))


@pytest.mark.parametrize(
    "evil", ["=1+1", "+1-2;cmd", "-2+3", "@SUM(A1)", "\t=1", "=HYPERLINK(\"http://x\")", " =1", "＝1", "-"]
)  # fmt: skip
def test_text_that_looks_like_a_formula_is_guarded(evil: str) -> None:
    ((column,), (cell,)) = rows_of(Table(title="t", columns=(evil,), rows=((evil,),)))
    assert cell == column == f"'{evil}"


@pytest.mark.parametrize("number", ["12", "-4.5", "+12.3", "34.2%", "-0.5%"])
def test_numbers_stay_numbers(number: str) -> None:
    assert rows_of(Table(title="t", columns=("n",), rows=((number,),)))[1] == [number]


def test_commas_quotes_and_lines_stay_in_their_cell() -> None:
    said = 'a, "b"\nc'
    assert rows_of(Table(title="t", columns=("x", "y"), rows=((said, "1"),)))[1] == [said, "1"]


@pytest.mark.parametrize("lang", ["en", "zh", "mk"])
def test_numbers_are_written_as_programs_read_them_in_every_language(lang: str) -> None:
    ask, result = CASES["conversion by device"]
    (sheet,) = answers.sheet(ask, result, words(lang)).parts
    assert isinstance(sheet, Sheet)
    everyone, *groups = rows_of(sheet.table)[1:]
    assert everyone[1:4] == ["1203", "412", "34.2%"]
    assert groups[0][3] == "50.0%"
    assert sheet.file_name == "conversion_rate-checkout-2026-10-01.csv"
