"""A map as a workbook: the map as the picture shows it with its overview, then a sheet for each lane."""

from io import BytesIO
from typing import TYPE_CHECKING

from bot.exports.columns import letters
from bot.exports.guard import guarded
from bot.exports.lanes import Lane, Value, lanes
from bot.exports.matrix import lane_name, matrix
from bot.exports.whole import Whole

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HEAD, WIDEST, NARROWEST = "EDF2F7", 60, 9
LETTERS_OF_SHEET = 31
_FORBIDDEN = str.maketrans(dict.fromkeys(r"[]:*?/\\", " "))


def xlsx(whole: Whole) -> bytes:
    """Numbers and days are cells that can be calculated with; a text never is."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    book.properties.title, book.properties.creator = whole.journey.title, "Waymark"
    tables = lanes(whole)
    overview, *others = tables
    _sheet(book.create_sheet(_name(overview.title)), overview)
    if whole.journey.stages:
        _matrix(book.create_sheet(_name(whole.words("exports.matrix"))), whole)
    for lane in others:
        _sheet(book.create_sheet(_name(lane.title)), lane)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _sheet(sheet: "Worksheet", lane: Lane) -> None:
    for row, values in enumerate((lane.columns, *lane.rows), 1):
        for column, shown in enumerate(values, 1):
            _put(sheet, row, column, shown)
    _look(sheet, len(lane.columns))


def _matrix(sheet: "Worksheet", whole: Whole) -> None:
    for column, stage in enumerate(whole.journey.stages, 2):
        _put(sheet, 1, column, stage.title)
    for row, (lane, cells) in enumerate(matrix(whole), 2):
        _put(sheet, row, 1, lane_name(whole, lane))
        for column, texts in enumerate(cells, 2):
            _put(sheet, row, column, "\n".join(guarded(text) for text in texts))
    _look(sheet, len(whole.journey.stages) + 1)
    sheet.freeze_panes = "B2"


def _put(sheet: "Worksheet", row: int, column: int, shown: Value) -> None:
    if shown in (None, ""):
        return
    cell = sheet.cell(row, column)
    if isinstance(shown, str):
        cell.value = guarded(shown)
        cell.data_type = "s"
    else:
        cell.value = shown


def _look(sheet: "Worksheet", columns: int) -> None:
    """A head that stays in sight, columns as wide as their texts, long texts in several lines."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for column in range(1, columns + 1):
        head = sheet.cell(1, column)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor=HEAD)
        longest = max(
            (letters(line) for row in range(1, sheet.max_row + 1) for line in _lines(sheet, row, column)), default=0
        )
        sheet.column_dimensions[get_column_letter(column)].width = min(WIDEST, max(NARROWEST, longest + 2))
        for row in range(1, sheet.max_row + 1):
            sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"


def _lines(sheet: "Worksheet", row: int, column: int) -> list[str]:
    shown = sheet.cell(row, column).value
    return [] if shown is None else str(shown).split("\n")


def _name(title: str) -> str:
    return title.translate(_FORBIDDEN)[:LETTERS_OF_SHEET]
