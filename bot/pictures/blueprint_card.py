"""The card of a service blueprint: its touchpoints with marks where it can fail or wait, readable in a message."""

from typing import NamedTuple

from bot.pictures.blueprint_boxes import hand_over_text, waiting
from bot.pictures.card_head import INNER, LINE, MARGIN, SMALL, WIDTH, card_head
from bot.pictures.colours import BORDER, LOSS, MUTED, TEXT, WHITE, stage_colour
from bot.pictures.empty_card import empty_card
from bot.pictures.marks import clock, double_tick, fail_corner
from bot.pictures.subject import Subject
from bot.pictures.svg import document, group, label, rect
from bot.pictures.text import longest_atom, one_line, wrap
from storage.model.blueprint import LANES, Cell
from storage.model.journey import JourneyMap, Touchpoint

MOST_COLUMNS, MOST_NOTES = 6, 5
_GAP, _MOST_LINES, _CORNER = 8.0, 4, 26.0


class Trouble(NamedTuple):
    """Where a touchpoint fails or waits: its title, the text, the minutes."""

    touchpoint: str
    text: str
    minutes: int | None


def blueprint_card(subject: Subject) -> str:
    """1000 wide: up to six touchpoints, then what goes wrong at them."""
    fonts, words, journey = subject.fonts, subject.words, subject.journey
    elements, top = card_head(subject)
    touchpoints = list(journey.touchpoints())
    if not touchpoints:
        return empty_card(subject, "blueprint")
    shown = touchpoints[:MOST_COLUMNS]
    height = _columns(subject, shown, top, elements)
    top += height + 12
    for sign, ink, text in _notes(subject)[:MOST_NOTES]:
        elements.append(_sign(sign, top + 17))
        elements.append(label(fonts, MARGIN + 38, top + 24, one_line(text, fonts, SMALL, INNER - 40), SMALL, fill=ink))
        top += LINE + 8
    found = troubles(journey)
    fails, longest = sum(1 for t in found if t.minutes is None), max((t.minutes for t in found if t.minutes), default=0)
    parts = [words("pictures.blueprint.fails", n=fails)] if fails else []
    parts += [words("pictures.blueprint.longest", wait=waiting(longest, words))] if longest else []
    parts += [words("pictures.more", n=len(touchpoints) - len(shown))] if len(touchpoints) > len(shown) else []
    parts.append(words("pictures.header.coverage", backed=subject.covered.backed, items=subject.covered.items))
    foot = one_line(" · ".join(parts), fonts, SMALL, INNER)
    elements.append(label(fonts, MARGIN, top + 24, foot, SMALL, fill=MUTED))
    return document(WIDTH, round(top + 46), elements, title=journey.title, lang=journey.lang, fonts=fonts)


def troubles(journey: JourneyMap) -> list[Trouble]:
    """Fail points in map order, then waits, the longest first."""
    cells = [(t, cell) for t in journey.touchpoints() for cell in cells_of(t)]
    fails = [Trouble(t.title, cell.fail_point, None) for t, cell in cells if cell.fail_point]
    waits = [Trouble(t.title, cell.text, cell.wait_minutes) for t, cell in cells if cell.wait_minutes]
    return fails + sorted(waits, key=lambda wait: -(wait.minutes or 0))


def cells_of(touchpoint: Touchpoint) -> list[Cell]:
    """Its filled cells, from top to bottom."""
    return [cell for lane in LANES if (cell := getattr(touchpoint, lane)) is not None]


def _columns(subject: Subject, shown: list[Touchpoint], top: float, elements: list[str]) -> float:
    """A box a touchpoint, with the marks of its cells below its title; gives the height."""
    fonts, journey = subject.fonts, subject.journey
    column = INNER / len(shown)
    room = column - _GAP - 24
    size = next((s for s in (20.0, 18.0, 16.0) if all(longest_atom(t.title, fonts, s) <= room for t in shown)), 16.0)
    fails = [any(cell.fail_point for cell in cells_of(t)) for t in shown]
    titles = [
        wrap(t.title, fonts, size, room - (_CORNER if fail else 0), most=_MOST_LINES)
        for t, fail in zip(shown, fails, strict=True)
    ]
    height = 78 + size * 1.35 * max(len(lines) for lines in titles)
    for i, (touchpoint, lines, fail) in enumerate(zip(shown, titles, fails, strict=True)):
        x = MARGIN + column * i + _GAP / 2
        wide, cells = column - _GAP, cells_of(touchpoint)
        stage = journey.stage_of(touchpoint.slug)
        parts = [rect(x, top, wide, height, WHITE, 6, stroke=BORDER, stroke_width=1.5)]
        parts.append(rect(x, top, wide, 8, stage_colour(journey.stages.index(stage) if stage else 0), 3))
        parts += [label(fonts, x + 12, top + 38 + size * 1.35 * k, text, size) for k, text in enumerate(lines)]
        marks_y = top + height - 26
        parts += [fail_corner(x + wide - 1, top + 9, _CORNER)] if fail else []
        longest = max((cell.wait_minutes or 0 for cell in cells), default=0)
        left = x + 12
        if longest:
            text = one_line(waiting(longest, subject.words), fonts, SMALL, wide - 80, bold=True)
            parts += [clock(left + 11, marks_y, 11), label(fonts, left + 30, marks_y + 7, text, SMALL, bold=True)]
            left += 44 + fonts.width(text, SMALL, bold=True)
        if touchpoint.hand_over:
            parts.append(double_tick(left + 8, marks_y))
        elements.append(group(*parts))
    return height


def _notes(subject: Subject) -> list[tuple[str, str, str]]:
    """(sign, colour, text): where it fails, how long it waits, where it passes to another team."""
    words, journey = subject.words, subject.journey
    notes: list[tuple[str, str, str]] = []
    for touchpoint, text, minutes in troubles(journey):
        said = words("pictures.pair", first=touchpoint, second=text)
        notes.append(("fail", LOSS, said) if minutes is None else ("wait", TEXT, f"{waiting(minutes, words)} · {said}"))
    for t in journey.touchpoints():
        if t.hand_over:
            said = words("pictures.pair", first=t.title, second=hand_over_text(t.hand_over, words))
            notes.append(("hand_over", TEXT, said))
    return notes


def _sign(sign: str, y: float) -> str:
    if sign == "fail":
        return fail_corner(MARGIN + 24, y - 12, 22)
    return clock(MARGIN + 13, y, 11) if sign == "wait" else double_tick(MARGIN + 13, y)
