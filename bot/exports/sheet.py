"""A table of an answer as CSV for spreadsheets."""

import csv
import re
from io import StringIO

from bot.exports.guard import guarded
from bot.reply import Table

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")
"""What a spreadsheet may take for a number, a sign before it or not."""


def sheet_csv(table: Table) -> bytes:
    """UTF-8 with a mark of it; a row of column names, then the rows. Texts that look like formulas are guarded."""
    written = StringIO()
    writer = csv.writer(written)
    for row in (table.columns, *table.rows):
        writer.writerow(cell if _NUMBER.fullmatch(cell) else guarded(cell) for cell in row)
    return written.getvalue().encode("utf-8-sig")
