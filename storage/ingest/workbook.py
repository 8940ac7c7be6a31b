"""How does a sheet of a workbook become CSV? The first visible one that is a table; rows keep their numbers."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from storage.errors import ImportRefused
from storage.ingest.unpacking import unpacks_within

MAX_UNPACKED = 1024**3
Cell = str | float | bool | date | time | datetime | timedelta


@dataclass(frozen=True)
class WrittenSheet:
    """`lines` with the header; `skipped`: rows above it; `names`: the sheet read, then the others with content."""

    file: Path
    lines: int
    skipped: int
    names: tuple[str, ...]


def write_sheet(path: Path, target: Path) -> WrittenSheet:
    """Raises ImportRefused: damaged, locked, too large, or without a table."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    if not unpacks_within(path, path.name, MAX_UNPACKED):
        raise ImportRefused("unpacks_too_large", file=path.name, limit=MAX_UNPACKED // 1024**2)
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            shown = [
                about.name
                for about in book.sheets_metadata
                if about.visible == SheetVisibleEnum.Visible and about.typ == SheetTypeEnum.WorkSheet
            ]
            tables = [(name, rows) for name in shown if (rows := _rows(book.get_sheet_by_name(name).to_python(
                skip_empty_area=False)))]  # fmt: skip
    except PasswordError as error:
        raise ImportRefused("sheet_locked", file=path.name) from error
    except (CalamineError, OSError) as error:
        raise ImportRefused("sheet_broken", file=path.name) from error
    if not tables:
        raise ImportRefused("file_empty", file=path.name)
    rows = tables[0][1]
    skipped = next((place for place, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows[skipped:])
    return WrittenSheet(target, len(rows) - skipped, skipped, tuple(name for name, _ in tables))


def _rows(cells: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """Texts without the empty rows below and the empty columns beside them."""
    rows = [[_text(cell) for cell in row] for row in cells]
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((place + 1 for row in rows for place, cell in enumerate(row) if cell), default=0)
    return [row[:width] for row in rows]


def _text(cell: Cell) -> str:
    """A cell on one line: whole numbers without a point, times as ISO 8601."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return " ".join(str(cell).split("\n")).replace("\r", "").strip()
