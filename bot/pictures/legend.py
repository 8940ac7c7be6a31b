"""The foot of a full map: the marks that occur in it, and which version of which map it is."""

from collections.abc import Collection, Sequence
from datetime import date

from bot.pictures.cells import Card, Lane, Pill
from bot.pictures.colours import BORDER, MUTED, WHITE
from bot.pictures.figures import day
from bot.pictures.grid import MARGIN, Grid
from bot.pictures.marks import diamond, disagreement_bar, evidence_mark
from bot.pictures.svg import label, rect
from storage.model.journey import JourneyMap
from storage.model.mood import CurvePoint
from storage.model.types import Confidence

_SIZE, _LINE = 12.0, 22.0
_GRADES: tuple[Confidence, ...] = ("researched", "partial", "assumption")


def marks_used(cards: Sequence[Card], pills: Sequence[Pill], points: Sequence[CurvePoint]) -> list[str]:
    """Keys of the marks in a picture, in legend order."""
    used: list[str] = [grade for grade in _GRADES if any(card.confidence == grade for card in cards)]
    used += ["truth"] if any(card.truth for card in cards) else []
    used += ["disagreement"] if any(point.disagreement for point in points) else []
    used += ["without_us"] if any(not pill.ours for pill in pills) else []
    return used


def footer(grid: Grid, top: float, marks: Collection[str], journey: JourneyMap, on: date | None) -> Lane:
    """Legend at the left, map, version and date at the right; below each other where they do not fit side by side."""
    fonts, words = grid.fonts, grid.words
    elements: list[str] = []
    x, y = MARGIN, top + 20
    for mark in marks:
        text = words(f"pictures.legend.{mark}")
        width = _mark_width(mark) + fonts.width(text, _SIZE) + 22
        if x + width > grid.width - MARGIN and x > MARGIN:
            x, y = MARGIN, y + _LINE
        elements += [_mark(mark, x, y), label(fonts, x + _mark_width(mark), y, text, _SIZE, fill=MUTED)]
        x += width
    source = _source(grid, journey, on)
    if x + fonts.width(source, _SIZE) > grid.width - MARGIN:
        y += _LINE
    elements.append(label(fonts, grid.width - MARGIN, y, source, _SIZE, fill=MUTED, anchor="end"))
    return Lane(elements, y - top + 8)


def _source(grid: Grid, journey: JourneyMap, on: date | None) -> str:
    facts = {"map_id": journey.map_id, "version": journey.version}
    shown = journey.described_on or on
    if shown is None:
        return grid.words("pictures.footer.map", **facts)
    return grid.words("pictures.footer.dated", date=day(shown, grid.words.lang), **facts)


def _mark_width(mark: str) -> float:
    return {"truth": 24.0, "disagreement": 18.0, "without_us": 38.0}.get(mark, 16.0)


def _mark(mark: str, x: float, y: float) -> str:
    if mark == "truth":
        return diamond(x + 9, y - 4, 8)
    if mark == "disagreement":
        return disagreement_bar(x + 6, y - 11, y + 3)
    if mark == "without_us":
        return rect(x + 1, y - 12, 30, 16, WHITE, 8, stroke=BORDER, stroke_dasharray="4 3")
    return evidence_mark(x + 5, y - 4, next(grade for grade in _GRADES if grade == mark))
