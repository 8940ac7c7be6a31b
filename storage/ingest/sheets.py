"""Which cells does a spreadsheet have? XLSX, XLSM, ODS, XLS and CSV as texts, with caps; nothing in a file is run."""

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.errors import ImportRefused
from storage.ingest.prepared import prepare
from storage.ingest.unpacking import unpacks_within

MAX_BYTES, MAX_UNPACKED = 20_000_000, 40_000_000
MAX_SHEETS, MAX_ROWS, MAX_COLUMNS, MAX_TEXT = 50, 5_000, 200, 4_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_DELIMITERS = ",;\t|"
_SIGNS = frozenset(range(0xA1, 0xBC)) - {0xA3}  # no letters in Windows-1251 and 1252

Merged = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Sheet:
    """Texts by row and column, both from 0. `merged`: (first row, column), (last row, column); text at the first."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[Merged, ...] = ()

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((len(row) for row in self.rows), default=0)

    def at(self, row: int, column: int) -> str:
        """The text of a cell; empty outside."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else ""

    def spread(self, row: int, column: int) -> str:
        """The text of a cell, that of the merged cell around it included."""
        for (top, left), (bottom, right) in self.merged:
            if top <= row <= bottom and left <= column <= right:
                return self.at(top, left)
        return self.at(row, column)


def read_sheets(path: Path, name: str) -> tuple[Sheet, ...]:
    """The visible sheets that hold something. Raises ImportRefused: too large, damaged, locked, empty."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ImportRefused("sheet_too_large", file=name, limit=MAX_BYTES // 1_000_000)
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise ImportRefused("file_unreadable", file=name) from error
    if head == b"PK\x03\x04" or head == _OLD_OFFICE:
        if head == b"PK\x03\x04" and not unpacks_within(path, name, MAX_UNPACKED):
            raise ImportRefused("sheet_too_large", file=name, limit=MAX_UNPACKED // 1_000_000)
        sheets = tuple(_workbook(path, name))
    else:
        sheets = (_text_table(path, name),)
    filled = tuple(sheet for sheet in sheets if any(any(row) for row in sheet.rows))
    if not filled:
        raise ImportRefused("file_empty", file=name)
    return filled


def zipped_parts(path: Path) -> set[str]:
    """Names of the parts of a packed file; none of one that is damaged."""
    try:
        with zipfile.ZipFile(path) as packed:
            return set(packed.namelist())
    except (zipfile.BadZipFile, OSError):
        return set()


def _workbook(path: Path, name: str) -> Iterator[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            shown = [
                about.name
                for about in book.sheets_metadata
                if about.visible == SheetVisibleEnum.Visible and about.typ == SheetTypeEnum.WorkSheet
            ]
            if len(shown) > MAX_SHEETS:
                raise ImportRefused("too_many_sheets", file=name, n=len(shown), limit=MAX_SHEETS)
            for title in shown:
                sheet = book.get_sheet_by_name(title)
                last_row, last_column = sheet.end or (-1, -1)
                _check_size(last_row + 1, last_column + 1, name, title)
                rows = tuple(tuple(_text(value) for value in row) for row in sheet.to_python(skip_empty_area=False))
                merged = tuple((first, last) for first, last in sheet.merged_cell_ranges or ())
                yield Sheet(title, rows, merged)
    except PasswordError as error:
        raise ImportRefused("sheet_locked", file=name) from error
    except (CalamineError, OSError) as error:
        raise ImportRefused("sheet_broken", file=name) from error


def _text_table(path: Path, name: str) -> Sheet:
    """CSV of any encoding and separator."""
    with TemporaryDirectory() as work:
        try:
            prepared = prepare(path, None, Path(work), lambda _: None)
        except ImportRefused as error:
            raise ImportRefused(
                "not_a_sheet" if error.key == "not_a_table" else error.key, **error.facts | {"file": name}
            ) from error
        if prepared.kind != "csv":
            raise ImportRefused("not_a_sheet", file=name)
        _check_size(prepared.lines, 0, name, name)
        text = _chinese(path.read_bytes()) if prepared.guessed else None
        text = text or prepared.file.read_text("utf-8-sig", errors="replace")
    delimiter = _delimiter(text)
    try:
        rows = tuple(
            tuple(_text(cell) for cell in row) for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        )
    except csv.Error as error:
        raise ImportRefused("sheet_broken", file=name) from error
    _check_size(len(rows), max((len(row) for row in rows), default=0), name, name)
    return Sheet(Path(name).stem, rows)


def _chinese(content: bytes) -> str | None:
    """The text, if it is Chinese in GB 18030: then many bytes are signs where Western and Cyrillic ones are letters."""
    high = [byte for byte in content if byte > 0x7F]
    signs = sum(byte in _SIGNS for byte in high)
    try:
        return content.decode("gb18030") if signs * 10 > len(high) else None
    except UnicodeDecodeError:
        return None


def _delimiter(text: str) -> str:
    """The one that makes the most cells of the first lines, rows of one width counting twice."""
    lines = text.splitlines()[:50]

    def cells(delimiter: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        return (min(widths, default=0) > 1, sum(widths))

    return max(_DELIMITERS, key=cells)


def _check_size(rows: int, columns: int, name: str, sheet: str) -> None:
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise ImportRefused(
            "sheet_too_long", file=name, sheet=sheet, rows=rows, columns=columns, max_rows=MAX_ROWS,
            max_columns=MAX_COLUMNS,
        )  # fmt: skip


def _text(value: str | float | bool | date | time | datetime | timedelta) -> str:
    """A cell as it is read: whole numbers without a point, days as 2024-11-30."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).strip()[:MAX_TEXT]
