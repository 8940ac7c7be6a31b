"""Which lines of a CSV file are rows, when quotation marks do not pair up? One bad line costs one line."""

import csv
from array import array
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from storage.events import Refusal

_LINES_OF_A_ROW = (
    1000  # a quoted text with more line breaks than this is taken for a quotation mark that was never closed
)
csv.field_size_limit(1 << 24)


def clean_copy(file: Path, delimiter: str, width: int, target: Path) -> tuple[Sequence[int], list[Refusal]]:
    """Write the rows of `file` (UTF-8, with a header) that have `width` columns to `target`, with the header.

    Gives the 1-based line on which each of them begins, and what was refused.
    """
    starts: array[int] = array("q")
    refusals: list[Refusal] = []
    with (
        file.open(encoding="utf-8-sig", errors="replace", newline="") as source,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        writer = csv.writer(copy, delimiter=delimiter, lineterminator="\n")
        for number, (start, row, text) in enumerate(_rows(source, delimiter, width)):
            if number == 0 and row is not None:
                writer.writerow(row)
            elif row is None or "\ufffd" in text:
                reason = "broken_quotes" if row is None else "not_utf8"
                refusals.append(Refusal(line=start, column="", value=text.rstrip("\r\n"), reason=reason))
            elif len(row) != width:
                reason = "too_few_columns" if len(row) < width else "too_many_columns"
                refusals.append(Refusal(line=start, column="", value=text.rstrip("\r\n"), reason=reason))
            else:
                starts.append(start)
                writer.writerow(row)
    return starts, refusals


def _rows(source: Iterator[str], delimiter: str, width: int) -> Iterator[tuple[int, list[str] | None, str]]:
    """First line, cells and text of every row; cells are None for a line whose quotation marks are wrong."""
    ahead: deque[str] = deque()  # lines looked at in search of a closing quotation mark
    number = 0
    while line := ahead.popleft() if ahead else next(source, ""):
        number += 1
        if not line.strip("\r\n"):
            continue
        text, row = line, _cells(line, delimiter)
        more = _lines_to_closing_mark(line, ahead, source) if row is None and line.count('"') % 2 else 0
        if more:
            text = line + "".join(islice(ahead, more))
            row = _cells(text, delimiter)
        if row is None or (more and len(row) != width):
            yield number, None, line
            continue
        yield number, row, text
        for _ in range(more):
            ahead.popleft()
        number += more


def _lines_to_closing_mark(line: str, ahead: deque[str], source: Iterator[str]) -> int:
    """How many more lines make the quotation marks even; 0: not within reach. They are left in `ahead`."""
    marks = line.count('"')
    for more in range(1, _LINES_OF_A_ROW):
        if more > len(ahead):
            following = next(source, "")
            if not following:
                return 0
            ahead.append(following)
        marks += ahead[more - 1].count('"')
        if marks % 2 == 0:
            return more
    return 0


def _cells(text: str, delimiter: str) -> list[str] | None:
    """None: the quotation marks are not those of one whole row."""
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None
