"""The service blueprint: a column a touchpoint, five lanes, three lines between them; up to eight columns a picture."""

from math import ceil
from typing import NamedTuple

from bot.pictures.blueprint_boxes import BOX_PADDING, Box, boxes, drawn_box
from bot.pictures.cells import Lane
from bot.pictures.colours import BLUEPRINT, CURVE, MUTED, TEXT, WHITE, stage_colour
from bot.pictures.empty_page import empty_page
from bot.pictures.grid import MARGIN, PADDING, Sheet
from bot.pictures.header import Part, header
from bot.pictures.legend import footer
from bot.pictures.marks import arrow, double_tick
from bot.pictures.subject import Subject
from bot.pictures.svg import document, group, label, line, rect
from bot.pictures.text import wrap
from storage.model.blueprint import Lane as LaneName
from storage.model.journey import JourneyMap, Stage, Touchpoint

MOST_COLUMNS = 8
LABELS, NARROWEST, _HEAD = 170.0, 230.0, 44.0
_BETWEEN, _LINE_ROOM, _INSET = 6.0, 26.0, 10.0
_LEAST_WIDTH = 846.0
ROWS: tuple[LaneName | None, ...] = ("physical_evidence", None, "front_stage", "back_stage", "support")
"""None: the customer's own lane, the touchpoint itself."""
_LINES = {1: ("interaction", None), 2: ("visibility", "10 6"), 3: ("internal", "3 5")}
"""The line below a lane, and its dashes."""


class Column(NamedTuple):
    """A touchpoint with the boxes of its lanes; None: nothing there."""

    stage: Stage
    touchpoint: Touchpoint
    boxes: tuple[Box | None, ...]


class Table(NamedTuple):
    """The columns of one picture, each `wide` pixels."""

    page: Sheet
    columns: list[Column]
    wide: float

    def at(self, position: int) -> float:
        """Left edge of a column."""
        return MARGIN + LABELS + self.wide * position

    @property
    def right(self) -> float:
        """Where the last column ends."""
        return self.at(len(self.columns))


def blueprint_pages(subject: Subject) -> tuple[str, ...]:
    """One SVG for up to eight touchpoints, more in equal parts above that."""
    journey = subject.journey
    found = [(stage, touchpoint) for stage in journey.stages for touchpoint in stage.touchpoints]
    if not found:
        return (empty_page(subject, "blueprint", about(subject)),)
    count = ceil(len(found) / MOST_COLUMNS)
    size = ceil(len(found) / count)
    parts = [found[i : i + size] for i in range(0, len(found), size)]
    return tuple(_drawn(subject, part, Part(i + 1, len(parts))) for i, part in enumerate(parts))


def about(subject: Subject) -> list[str]:
    """The map that the blueprint is laid over."""
    return [subject.words("pictures.header.over", title=subject.base_name)] if subject.base else []


def _drawn(subject: Subject, found: list[tuple[Stage, Touchpoint]], part: Part) -> str:
    journey = subject.journey
    wide = max(NARROWEST, (_LEAST_WIDTH - 2 * MARGIN - LABELS) / len(found))
    page = Sheet(subject.fonts, subject.words, 2 * MARGIN + LABELS + wide * len(found))
    table = Table(page, [Column(s, t, boxes(t, subject, wide - 2 * _INSET)) for s, t in found], wide)
    top_part = header(page, journey, subject.personas, subject.covered, part, about(subject))
    elements, top = [*top_part.elements, *_heads(table, journey, top_part.height)], top_part.height + _HEAD + 10
    tops: list[float] = []
    over: list[str] = []
    for row, ground in enumerate(BLUEPRINT):
        lane = _lane(table, row, ground, top)
        tops.append(top)
        elements += lane.elements
        top += lane.height
        if row in _LINES:
            over += _line(table, row, top)
        top += _LINE_ROOM if row in _LINES else _BETWEEN
    over += [mark for i in range(len(table.columns)) for mark in _arrows(table, i, tops)]
    foot = footer(page, top, _marks(table.columns), journey, subject.on)
    elements += [*over, *foot.elements]
    height = round(top + foot.height + MARGIN / 2)
    return document(page.width, height, elements, title=journey.title, lang=journey.lang, fonts=page.fonts)


def _heads(table: Table, journey: JourneyMap, top: float) -> list[str]:
    """A head for each stage, over all its touchpoints of this picture."""
    heads: list[str] = []
    columns, fonts = table.columns, table.page.fonts
    i = 0
    while i < len(columns):
        stage = columns[i].stage
        count = sum(1 for column in columns if column.stage is stage)
        x, wide = table.at(i) + 2, table.wide * count - 4
        lines = wrap(stage.title, fonts, 16, wide - 20, bold=True, most=2)
        colour = stage_colour(journey.stages.index(stage))
        written = (
            label(fonts, x + wide / 2, y, text, 16, bold=True, fill=WHITE, anchor="middle")
            for text, y in zip(lines, (top + 18, top + 37) if len(lines) > 1 else (top + 28,), strict=False)
        )
        heads.append(group(rect(x, top, wide, _HEAD, colour, 6), *written))
        i += count
    return heads


def _lane(table: Table, row: int, ground: str, top: float) -> Lane:
    page, columns = table.page, table.columns
    height = 2 * _INSET + max((box.height for c in columns if (box := c.boxes[row])), default=24.0)
    name = page.words(f"pictures.lane.{ROWS[row] or 'customer'}")
    lines = wrap(name, page.fonts, 15, LABELS - 2 * PADDING, bold=True, most=2)
    height = max(height, 22 + 19 * len(lines))
    written = (
        label(page.fonts, MARGIN + PADDING + 2, top + 25 + 19 * i, text, 15, bold=True) for i, text in enumerate(lines)
    )
    elements = [group(rect(MARGIN, top, table.right - MARGIN, height, ground, 6), *written)]
    for i, column in enumerate(columns):
        x, box = table.at(i) + _INSET, column.boxes[row]
        if box:
            elements.append(drawn_box(page, x, top + _INSET, table.wide - 2 * _INSET, box))
        else:
            dash = page.words("pictures.empty_cell")
            elements.append(label(page.fonts, x + BOX_PADDING, top + _INSET + 19, dash, 14, fill=MUTED))
    return Lane(elements, height)


def _line(table: Table, row: int, top: float) -> list[str]:
    """The line with its name on a white gap at the left."""
    key, dash = _LINES[row]
    y, name = top + _LINE_ROOM / 2, table.page.words(f"pictures.blueprint.{key}")
    begin = MARGIN + PADDING + 2
    after = begin + table.page.fonts.width(name, 12, bold=True) + 8
    return [
        line(MARGIN, y, begin - 6, y, TEXT, 2, dash),
        label(table.page.fonts, begin, y + 4.5, name, 12, bold=True),
        line(after, y, table.right, y, TEXT, 2, dash),
    ]


def _arrows(table: Table, position: int, tops: list[float]) -> list[str]:
    """Down the column between neighbouring filled lanes, from the customer's on."""
    column, x = table.columns[position], table.at(position) + table.wide / 2
    drawn: list[str] = []
    for row in range(1, len(ROWS) - 1):
        box = column.boxes[row]
        if box and column.boxes[row + 1]:
            start, end = tops[row] + _INSET + box.height, tops[row + 1] + _INSET
            drawn.append(arrow(x, start, x, end - 1, CURVE))
            if box.hands_over:
                drawn.append(double_tick(x, (max(start, tops[row + 1] - _LINE_ROOM) + end) / 2 + 3))
    return drawn


def _marks(columns: list[Column]) -> list[str]:
    """Keys of the marks in the picture, in legend order."""
    filled = [box for column in columns for box in column.boxes if box]
    found = {"fail": any(b.fail for b in filled), "wait": any(b.wait for b in filled)}
    found["hand_over"] = any(b.hands_over for b in filled)
    return [mark for mark, there in found.items() if there]
