"""The foot of a full map: the marks that occur in it, and which version of which map it is."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from bot.pictures.cells import Card, Lane, Pill
from bot.pictures.colours import BORDER, CURVE, MUTED, TO_BE, WHITE
from bot.pictures.figures import day
from bot.pictures.grid import MARGIN, Page
from bot.pictures.marks import clock, diamond, disagreement_bar, double_tick, evidence_mark, fail_corner, pin
from bot.pictures.svg import label, line, rect
from bot.pictures.two_curves import DASH
from storage.model.journey import JourneyMap
from storage.model.mood import CurvePoint
from storage.model.types import Confidence

_SIZE, _LINE = 12.0, 22.0
_WIDTHS = {"truth": 24.0, "disagreement": 18.0, "without_us": 38.0, "today": 36.0, "to_be": 36.0, "fail": 20.0,
           "wait": 20.0, "hand_over": 20.0, "fits": 20.0, "fits_not": 20.0, "fit_unknown": 20.0}  # fmt: skip
_GRADES: tuple[Confidence, ...] = ("researched", "partial", "assumption")


def marks_used(cards: Sequence[Card], pills: Sequence[Pill], points: Sequence[CurvePoint]) -> list[str]:
    """Keys of the marks in a picture, in legend order."""
    used = grades_used(card.confidence for card in cards)
    used += ["truth"] if any(card.truth for card in cards) else []
    used += ["disagreement"] if any(point.disagreement for point in points) else []
    used += ["without_us"] if any(not pill.ours for pill in pills) else []
    return used


def grades_used(grades: Iterable[str | None]) -> list[str]:
    """Keys of the evidence marks in a picture, in legend order."""
    there = set(grades)
    return [grade for grade in _GRADES if grade in there]


def footer(page: Page, top: float, marks: Collection[str], journey: JourneyMap, on: date | None) -> Lane:
    """Legend at the left, map, version and date at the right; below each other where they do not fit side by side."""
    fonts, words = page.fonts, page.words
    elements: list[str] = []
    x, y = MARGIN, top + 20
    for mark in marks:
        text = words(f"pictures.legend.{mark}")
        width = _mark_width(mark) + fonts.width(text, _SIZE) + 22
        if x + width > page.width - MARGIN and x > MARGIN:
            x, y = MARGIN, y + _LINE
        elements += [_mark(mark, x, y), label(fonts, x + _mark_width(mark), y, text, _SIZE, fill=MUTED)]
        x += width
    source = _source(page, journey, on)
    if x + fonts.width(source, _SIZE) > page.width - MARGIN:
        y += _LINE
    elements.append(label(fonts, page.width - MARGIN, y, source, _SIZE, fill=MUTED, anchor="end"))
    return Lane(elements, y - top + 8)


def _source(page: Page, journey: JourneyMap, on: date | None) -> str:
    facts = {"map_id": journey.map_id, "version": journey.version}
    shown = journey.described_on or on
    if shown is None:
        return page.words("pictures.footer.map", **facts)
    return page.words("pictures.footer.dated", date=day(shown, page.words.lang), **facts)


def _mark_width(mark: str) -> float:
    return _WIDTHS.get(mark, 16.0)


def _mark(mark: str, x: float, y: float) -> str:
    match mark:
        case "truth":
            return diamond(x + 9, y - 4, 8)
        case "disagreement":
            return disagreement_bar(x + 6, y - 11, y + 3)
        case "without_us":
            return rect(x + 1, y - 12, 30, 16, WHITE, 8, stroke=BORDER, stroke_dasharray="4 3")
        case "today":
            return line(x, y - 4, x + 28, y - 4, CURVE, 3)
        case "to_be":
            return line(x, y - 4, x + 28, y - 4, TO_BE, 3, DASH)
        case "fail":
            return fail_corner(x + 14, y - 12)
        case "wait":
            return clock(x + 7, y - 4)
        case "hand_over":
            return double_tick(x + 7, y - 4)
        case "fits" | "fits_not" | "fit_unknown":
            return pin(x + 8, y - 4, {"fits": True, "fits_not": False}.get(mark))
        case _:
            return evidence_mark(x + 5, y - 4, next(grade for grade in _GRADES if grade == mark))
