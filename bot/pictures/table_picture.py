"""An answer's table as a picture: a title, the columns as wide as their texts need, a rule under each row, a note."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.pictures.chart_frame import INNER, MARGIN, SIZE, WIDTH
from bot.pictures.colours import HAIRLINE, MUTED, TEXT, ZERO_LINE
from bot.pictures.glyphs import Fonts
from bot.pictures.glyphs import fonts as shipped_fonts
from bot.pictures.svg import document, label, line
from bot.pictures.text import wrap
from bot.reply import Table
from prompts.loader import Words

MOST_ROWS = 30
_GAP, _LINE, _MOST_LINES, _NARROWEST = 24.0, 26.0, 4, 60.0


class _Sheet(NamedTuple):
    """What is drawn so far, and how far down it goes."""

    elements: list[str]
    fonts: Fonts
    widths: list[float]


def table_svg(table: Table, note: str, words: Words, *, fonts: Fonts | None = None) -> str:
    """1000 wide, height by content; text of 20 px and more."""
    fonts = fonts or shipped_fonts()
    shown = table.rows[:MOST_ROWS]
    sheet = _Sheet([], fonts, _widths((table.columns, *shown), fonts))
    y = 20.0
    for text in wrap(table.title, fonts, 28, INNER, bold=True, most=3):
        y += 36
        sheet.elements.append(label(fonts, MARGIN, y - 4, text, 28, bold=True))
    y = _row(sheet, table.columns, y + 14, head=True)
    for row in shown:
        y = _row(sheet, row, y)
    left_out = len(table.rows) - len(shown)
    below = (words("charts.more_rows", n=left_out), note) if left_out else (note,)
    for text in (part for said in below for part in wrap(said, fonts, SIZE, INNER, most=4)):
        y += 28
        sheet.elements.append(label(fonts, MARGIN, y, text, SIZE, fill=MUTED))
    return document(WIDTH, round(y + 26), sheet.elements, title=table.title, lang=words.lang, fonts=fonts)


def _widths(rows: Sequence[Sequence[str]], fonts: Fonts) -> list[float]:
    """As wide as the longest text; where the page is too narrow, wide columns give way first."""
    columns = range(len(rows[0]))
    wanted = [max([_NARROWEST, *(fonts.width(row[at], SIZE, bold=True) + 4 for row in rows)]) for at in columns]
    room = INNER - _GAP * (len(wanted) - 1)
    most = max(wanted)
    while sum(wanted) > room and most > _NARROWEST:
        most = max(_NARROWEST, most * 0.95)
        wanted = [min(width, most) for width in wanted]
    return wanted


def _row(sheet: _Sheet, cells: Sequence[str], top: float, head: bool = False) -> float:
    """One row from `top` down with its rule; gives where it ends."""
    x, deepest = MARGIN, 1
    for text, width in zip(cells, sheet.widths, strict=True):
        lines = wrap(text, sheet.fonts, SIZE, width, bold=head, most=_MOST_LINES)
        for number, part in enumerate(lines):
            y = top + 26 + _LINE * number
            colour = MUTED if head else TEXT
            sheet.elements.append(label(sheet.fonts, x, y, part, SIZE, bold=head, fill=colour))
        x += width + _GAP
        deepest = max(deepest, len(lines))
    bottom = top + _LINE * deepest + 16
    sheet.elements.append(line(MARGIN, bottom, WIDTH - MARGIN, bottom, ZERO_LINE if head else HAIRLINE, 1.5))
    return bottom
