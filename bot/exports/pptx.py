"""A map as slides: the full picture, then its tables, which can be edited; what backs them stands in the notes."""

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from bot.exports.columns import lines, widths
from bot.exports.lanes import Lane, lanes
from bot.exports.pdf import filled, footer, shown
from bot.exports.whole import Whole
from bot.pictures.raster import png, size, zoom_for

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide
    from pptx.util import Length

INCH = 914_400
WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.4
LINE_HEIGHT, CELL_MARGIN, ROOM, LETTERS = 0.17, 0.05, 5.7, 150
"""Inches of a line of 10 points, of the space above and below it, for the rows of a table; letters across a slide."""
_NOT_SHOWN = ("personas", "evidence", "versions")


def pptx(whole: Whole) -> bytes:
    """One slide for each picture, then the lanes."""
    import pptx as slides

    deck = slides.Presentation()
    deck.slide_width, deck.slide_height = _emu(WIDTH), _emu(HEIGHT)
    deck.core_properties.title, deck.core_properties.author = whole.journey.title, "Waymark"
    tables = [filled(lane) for lane in lanes(whole) if lane.key not in _NOT_SHOWN]
    for number, svg in enumerate(whole.pictures, 1):
        title = _part(whole, whole.journey.title, number, len(whole.pictures))
        _picture(_slide(deck, title, _notes(whole)), svg, whole)
    for lane in tables:
        texts = [[shown(value, whole.words.lang) for value in row] for row in lane.rows]
        given = widths([lane.columns, *texts], LETTERS)
        pages = list(_pages(texts, given))
        for number, rows in enumerate(pages, 1):
            _table(_slide(deck, _part(whole, lane.title, number, len(pages)), _notes(whole)), lane, rows, given)
    written = BytesIO()
    deck.save(written)
    return written.getvalue()


def _slide(deck: "Presentation", title: str, notes: str) -> "Slide":
    """A slide of the layout "title only": its title is the deck's own title shape."""
    from pptx.util import Pt

    slide: Slide = deck.slides.add_slide(deck.slide_layouts[5])
    shape = slide.shapes.title
    if shape is not None:
        shape.left, shape.top, shape.width, shape.height = (_emu(n) for n in (MARGIN, 0.2, WIDTH - 2 * MARGIN, 0.7))
        shape.text_frame.text = title
        shape.text_frame.paragraphs[0].runs[0].font.size = Pt(24)
    notes_frame = slide.notes_slide.notes_text_frame
    if notes_frame is not None:
        notes_frame.text = notes
    return slide


def _picture(slide: "Slide", svg: str, whole: Whole) -> None:
    """As large as the slide allows, in its own proportions, with the words that describe it."""
    width, height = size(svg)
    room_x, room_y = WIDTH - 2 * MARGIN, HEIGHT - 1.3
    scale = min(room_x / width, room_y / height)
    left = (WIDTH - width * scale) / 2
    image = BytesIO((whole.raster or png)(svg, zoom_for(svg, "download")))
    drawn = slide.shapes.add_picture(image, _emu(left), _emu(1.0), _emu(width * scale), _emu(height * scale))
    element: Any = drawn._element  # the library has no name for the words that describe a picture
    element.nvPicPr.cNvPr.set("descr", whole.alt or whole.journey.title)


def _table(slide: "Slide", lane: Lane, rows: list[list[str]], given: list[float]) -> None:
    from pptx.util import Pt

    place = _emu(MARGIN), _emu(1.05), _emu(WIDTH - 2 * MARGIN), _emu(LINE_HEIGHT * (len(rows) + 1))
    table = slide.shapes.add_table(len(rows) + 1, len(lane.columns), *place).table
    for column, width in enumerate(given):
        table.columns[column].width = _emu((WIDTH - 2 * MARGIN) * width / sum(given))
    for number, row in enumerate([list(lane.columns), *rows]):
        for column, text in enumerate(row):
            cell = table.cell(number, column)
            cell.margin_top = cell.margin_bottom = _emu(CELL_MARGIN)
            cell.text_frame.text = text
            for paragraph in cell.text_frame.paragraphs:
                paragraph.font.size = Pt(10)


def _pages(rows: list[list[str]], given: list[float]) -> Iterator[list[list[str]]]:
    """The rows in portions that fit a slide."""
    page: list[list[str]] = []
    room = ROOM
    for row in rows:
        height = lines(row, given) * LINE_HEIGHT + 2 * CELL_MARGIN
        if page and height > room:
            yield page
            page, room = [], ROOM
        page.append(row)
        room -= height
    yield page


def _notes(whole: Whole) -> str:
    """For who speaks: where it comes from, the picture in words, and the evidence that the reader may see."""
    lines = [footer(whole), whole.alt]
    for piece in whole.evidence:
        text = piece.text or whole.words("exports.values.refused")
        lines.append(f"{piece.evidence_id}: {text}{f' ({piece.who})' if piece.who else ''}")
    return "\n".join(line for line in lines if line)


def _part(whole: Whole, title: str, part: int, parts: int) -> str:
    return title if parts == 1 else whole.words("exports.continued", title=title, part=part, parts=parts)


def _emu(inches: float) -> "Length":
    from pptx.util import Emu

    return Emu(round(inches * INCH))
