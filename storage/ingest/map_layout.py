"""How is a map drawn in a sheet: as a list, as lanes by stages, or as a wall of notes; and which cell is what?"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from storage.ingest.sheets import Sheet
from storage.ingest.vocabulary import THINGS, Field, Vocabulary
from storage.model.types import Model

Shape = Literal["list", "lanes", "wall"]
HEAD_ROWS = 10
_BULLET = re.compile(r"^\s*(?:[•·▪◦‣–—*-]|\d{1,2}[.)])\s+")

_OF_LANES: tuple[Field, ...] = ("lane", "text", "refers")
_SERVES: Mapping[Field, Field] = {"opportunity": "pain_point", "action": "opportunity"}


class Layout(Model):
    """`header`: the row of names. `list`: `fields` by column; `lanes`: by row, stages across; `wall`: stages across."""

    shape: Shape
    header: int
    fields: Mapping[int, Field] = {}
    note: Field = "touchpoint"
    title: str | None = None


class Cell(Model):
    """A text and where it stands ("B4")."""

    text: str
    at: str


Record = dict[Field, tuple[Cell, ...]]
"""What belongs together: the fields of one row, or one cell with its stage."""


def layout_of(sheet: Sheet, words: Vocabulary, note: Field = "touchpoint") -> Layout | None:
    """The likeliest drawing; None for a sheet without two filled columns. `note`: what a note without a mark is."""
    header = _header(sheet, words)
    if header is None:
        return None
    title = next((text for row in sheet.rows[:header] for text in row if text), None)
    columns = {column: field for column in range(sheet.width) if (field := words.field(sheet.spread(header, column)))}
    below = range(header + 1, len(sheet.rows))
    labels = {row: sheet.spread(row, 0) for row in below if sheet.spread(row, 0)}
    lanes = {row: field for row, label in labels.items() if (field := words.field(label)) in THINGS}
    if lanes and not set(columns) - {0} and (len(lanes) >= 2 or len(lanes) * 2 >= len(labels)):
        every = {row: lanes.get(row, "nothing") for row in labels}
        return Layout(shape="lanes", header=header, fields=every, note=note, title=title)
    if len(columns) >= 2 or set(columns.values()) & {"stage", "lane"}:
        return Layout(shape="list", header=header, fields=columns, note=note, title=title)
    return Layout(shape="wall", header=header, note=note, title=title)


def records(sheet: Sheet, layout: Layout, words: Vocabulary) -> Iterator[Record]:
    """What stands in the sheet, piece by piece, in reading order."""
    match layout.shape:
        case "list":
            return _rows(sheet, layout, words)
        case "lanes":
            return _lanes(sheet, layout)
        case "wall":
            return _notes(sheet, layout, words)


def parts(text: str, every_line: bool = True) -> list[str]:
    """The entries of a cell: its lines without bullets; lines without bullets stay together unless `every_line`."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not every_line and not any(_BULLET.match(line) for line in lines[1:]):
        return [" ".join(line.strip() for line in lines)] if lines else []
    return [_BULLET.sub("", line).strip() for line in lines]


def name_of(row: int, column: int) -> str:
    """`B4` for row 3, column 1."""
    letters, number = "", column + 1
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return f"{letters}{row + 1}"


def _header(sheet: Sheet, words: Vocabulary) -> int | None:
    """The first row with the most known names; without any, the first with two different texts."""
    found = {
        row: len({sheet.at(row, column) for column in range(sheet.width) if words.field(sheet.at(row, column))})
        for row in range(min(HEAD_ROWS, len(sheet.rows)))
    }
    best = max(found, key=lambda row: (found[row], -row), default=None)
    if best is not None and found[best] >= 2 and _is_head(sheet, best, words):
        return best
    return next((row for row in found if len({text for text in sheet.rows[row] if text}) >= 2), None)


def _is_head(sheet: Sheet, row: int, words: Vocabulary) -> bool:
    """A row of names is not a row of a lane that begins with its own name."""
    filled = [text for text in sheet.rows[row] if text]
    return sum(words.field(text) is not None for text in filled) * 2 >= len(filled)


def _rows(sheet: Sheet, layout: Layout, words: Vocabulary) -> Iterator[Record]:
    """One record a row; an empty stage is that of the row above."""
    stage: tuple[Cell, ...] = ()
    for row in range(layout.header + 1, len(sheet.rows)):
        record: Record = {}
        for column, field in layout.fields.items():
            spread = field in ("stage", "touchpoint", "lane")
            text = sheet.spread(row, column) if spread else sheet.at(row, column)
            if text:
                record[field] = (*record.get(field, ()), Cell(text=text, at=name_of(row, column)))
        if not record:
            continue
        stage = record.get("stage", stage)
        yield _with_lane({"stage": stage, **record} if stage else record, words)


def _with_lane(record: Record, words: Vocabulary) -> Record:
    """A row that names its lane has its text as that."""
    lane, text, refers = (record.pop(name, None) for name in _OF_LANES)
    field = words.field(lane[0].text) if lane else None
    if text and field in THINGS:
        if field == "touchpoint":
            record.pop("touchpoint", None)
        if field == "mood" and "mood" in record:
            return {**record, "why": record.get("why", text)}
        about = {_SERVES[field]: refers} if refers and field in _SERVES else {}
        return {**record, **about, field: (*record.get(field, ()), *text)}
    return {**record, "touchpoint": text} if text and not lane else record


def _lanes(sheet: Sheet, layout: Layout) -> Iterator[Record]:
    """Each cell with its column's stage; below a stage over several columns also with its column's touchpoint."""
    own: dict[int, Cell] = {}
    field: Field = "nothing"
    stages = {column: sheet.spread(layout.header, column) for column in range(1, sheet.width)}
    for row in range(layout.header + 1, len(sheet.rows)):
        field = layout.fields.get(row, field)
        for column, stage in stages.items():
            text = sheet.at(row, column)
            if not text or not stage or field == "nothing":
                continue
            cell = Cell(text=text, at=name_of(row, column))
            record: Record = {"stage": (Cell(text=stage, at=name_of(layout.header, column)),), field: (cell,)}
            if field == "touchpoint":
                own.setdefault(column, cell)
            elif column in own and list(stages.values()).count(stage) > 1:
                record["touchpoint"] = (own[column],)
            yield record
    for column, stage in stages.items():
        if stage:
            yield {"stage": (Cell(text=stage, at=name_of(layout.header, column)),)}


def _notes(sheet: Sheet, layout: Layout, words: Vocabulary) -> Iterator[Record]:
    """Column by column, as people read a wall; a note may say what it is: "Pain: too slow"."""
    for column in range(sheet.width):
        stage = sheet.spread(layout.header, column)
        head = Cell(text=stage, at=name_of(layout.header, column))
        if stage:
            yield {"stage": (head,)}
        for row in range(layout.header + 1, len(sheet.rows)):
            for note in parts(sheet.at(row, column), every_line=False):
                field, text = words.marked(note)
                cell = Cell(text=text, at=name_of(row, column))
                yield {"stage": (head,), field or layout.note: (cell,)} if stage else {"text": (cell,)}
