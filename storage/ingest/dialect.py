"""How is a CSV file separated, and what are its columns called?"""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from storage.errors import ImportRefused
from storage.ingest.money import is_money
from storage.ingest.times import is_time

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 1000


@dataclass(frozen=True)
class Dialect:
    """Columns as the header names them (made unique), with some filled values of each, in file order."""

    delimiter: str
    columns: tuple[str, ...]
    samples: dict[str, tuple[str, ...]]


def read_dialect(file: Path, delimiter: str | None, name: str) -> Dialect:
    """`file` is UTF-8. Raises ImportRefused: no header, only a header, or one column only."""
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        lines = list(islice(text, _SAMPLE_LINES))
    delimiter = delimiter or _delimiter(lines)
    rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
    header, rows = rows[0], rows[1:]
    if len(header) == 1:
        raise ImportRefused("one_column", file=name, header=header[0][:80])
    if any(map(is_time, header)) or all(map(is_money, header)):
        raise ImportRefused("no_header", file=name, line=delimiter.join(header)[:80])
    if not rows:
        raise ImportRefused("header_only", file=name)
    columns = _unique(header)
    samples = {
        column: tuple(row[place].strip() for row in rows if len(row) == len(columns) and row[place].strip())
        for place, column in enumerate(columns)
    }
    return Dialect(delimiter, columns, samples)


def _delimiter(lines: Sequence[str]) -> str:
    """The one that cuts most lines into the same number of parts, and into more than one."""

    def agreement(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        width, count = widths.most_common(1)[0] if widths else (0, 0)
        return count, width

    return max(_DELIMITERS, key=agreement)


def _unique(header: Sequence[str]) -> tuple[str, ...]:
    columns: list[str] = []
    for place, cell in enumerate(header, 1):
        column = name = cell.strip() or f"column_{place}"
        copy = 2
        while column in columns:
            column, copy = f"{name}_{copy}", copy + 1
        columns.append(column)
    return tuple(columns)
