"""Which opportunities first? Impact against effort as the votes say it, with a numbered list."""

from math import hypot

from bot.pictures.card_head import INNER, MARGIN, SMALL, WIDTH
from bot.pictures.colours import ACTION, BAND, BORDER, MUTED, OPPORTUNITY, TEXT, TRUTH_FILL, WHITE
from bot.pictures.glyphs import Fonts
from bot.pictures.subject import Subject
from bot.pictures.svg import circle, document, group, label, line, rect
from bot.pictures.text import wrap
from prompts.loader import Words
from storage.model.quadrant import GROUPS, Rated, rated

MOST_LISTED = 12
_PLOT, _RADIUS, _STEP, _TITLE = 440.0, 17.0, 26.0, 40.0
_GROUNDS = {"do_first": OPPORTUNITY.ground, "plan": ACTION.ground, "if_time": TRUTH_FILL, "leave": BAND}
_BORDER_IMPACT, _BORDER_EFFORT, _MOST = 3.75, 2.25, 5.5
_LEAST_IMPACT, _LEAST_EFFORT = 0.0, 0.5


def quadrant_svg(subject: Subject) -> str:
    """1000 wide: the chart at the left, the list at the right."""
    fonts, words, journey = subject.fonts, subject.words, subject.journey
    title = words("pictures.quadrant.title", title=journey.title)
    lines = wrap(title, fonts, 28, INNER, bold=True, most=2)
    elements = [label(fonts, MARGIN, 52 + 36 * i, text, 28, bold=True) for i, text in enumerate(lines)]
    top = 80.0 + 36 * (len(lines) - 1)
    found = rated(journey)
    if not found:
        elements.append(label(fonts, MARGIN, top + 20, words("pictures.quadrant.empty"), SMALL, fill=MUTED))
        return document(WIDTH, round(top + 50), elements, title=title, lang=journey.lang, fonts=fonts)
    top += 26
    elements += _plot(fonts, words, MARGIN + 40, top)
    elements += _points(fonts, found, MARGIN + 40, top)
    entries, below = _listed(fonts, words, found, MARGIN + 40 + _PLOT + 24, top)
    height = max(top + _PLOT + 70, below + 16)
    return document(WIDTH, round(height), [*elements, *entries], title=title, lang=journey.lang, fonts=fonts)


def _plot(fonts: Fonts, words: Words, x: float, y: float) -> list[str]:
    half = _PLOT / 2
    corners = {"do_first": (0, 0), "plan": (1, 0), "if_time": (0, 1), "leave": (1, 1)}
    elements: list[str] = []
    for name, (column, row) in corners.items():
        left, top = x + half * column, y + half * row
        ground = rect(left + 1, top + 1, half - 2, half - 2, _GROUNDS[name], 6)
        lines = wrap(words(f"pictures.quadrant.{name}"), fonts, SMALL, half - 24, bold=True, most=2)
        first = top + (28 if row == 0 else half - 12 - 24 * (len(lines) - 1))
        written = (label(fonts, left + 12, first + 24 * i, text, SMALL, bold=True) for i, text in enumerate(lines))
        elements.append(group(ground, *written))
    for value in range(1, 6):
        across, up = x + _across(value), y + _PLOT - _up(value)
        elements.append(line(across, y + _PLOT, across, y + _PLOT + 6, BORDER, 1.5))
        elements.append(line(x - 6, up, x, up, BORDER, 1.5))
        elements.append(label(fonts, across, y + _PLOT + 26, str(value), SMALL, fill=MUTED, anchor="middle"))
        elements.append(label(fonts, x - 10, up + 7, str(value), SMALL, fill=MUTED, anchor="end"))
    effort, impact = words("pictures.quadrant.effort"), words("pictures.quadrant.impact")
    elements.append(label(fonts, x + _PLOT, y + _PLOT + 52, effort, SMALL, bold=True, anchor="end"))
    elements.append(label(fonts, MARGIN, y - 8, impact, SMALL, bold=True))
    return elements


def _across(effort: float) -> float:
    """Both halves of the chart are equally wide: what comes first lies left of the middle."""
    return _scaled(effort, _LEAST_EFFORT, _BORDER_EFFORT)


def _up(impact: float) -> float:
    return _scaled(impact, _LEAST_IMPACT, _BORDER_IMPACT)


def _scaled(value: float, least: float, border: float) -> float:
    half = _PLOT / 2
    if value <= border:
        return half * (value - least) / (border - least)
    return half + half * (value - border) / (_MOST - border)


def _points(fonts: Fonts, found: list[Rated], x: float, y: float) -> list[str]:
    """Numbered as in the list; points of the same votes stand side by side."""
    placed: list[tuple[float, float]] = []
    elements: list[str] = []
    for i, one in enumerate(found[:MOST_LISTED], 1):
        if one.impact is None or one.effort is None:
            continue
        at = (x + _across(one.effort), y + _PLOT - _up(one.impact))
        spot = _free(at, placed, (x, y))
        placed.append(spot)
        ring = circle(*spot, _RADIUS, WHITE, stroke=TEXT, stroke_width=2)
        elements.append(group(ring, label(fonts, spot[0], spot[1] + 7.2, str(i), SMALL, bold=True, anchor="middle")))
    return elements


def _free(
    at: tuple[float, float], placed: list[tuple[float, float]], corner: tuple[float, float]
) -> tuple[float, float]:
    """The nearest free place around a point in the same quarter, off its title; `corner`: of the whole chart."""
    apart, half = 2 * _RADIUS + 4, _PLOT / 2
    left, top = (corner[i] + half * ((at[i] - corner[i]) // half) for i in (0, 1))
    above, below = (_TITLE, 0.0) if top == corner[1] else (0.0, _TITLE)
    steps = [(dx * apart, dy * apart) for dx in range(-5, 6) for dy in range(-5, 6)]
    for dx, dy in sorted(steps, key=lambda step: (hypot(*step), -step[0], step[1])):
        x, y = at[0] + dx, at[1] + dy
        inside = left + _RADIUS <= x <= left + half - _RADIUS
        inside &= top + above + _RADIUS <= y <= top + half - below - _RADIUS
        if inside and all(hypot(x - a, y - b) >= apart - 1 for a, b in placed):
            return x, y
    return at


def _listed(fonts: Fonts, words: Words, found: list[Rated], x: float, top: float) -> tuple[list[str], float]:
    elements: list[str] = []
    room, y = WIDTH - MARGIN - x, top
    for name in GROUPS:
        own = [(i, one) for i, one in enumerate(found[:MOST_LISTED], 1) if one.group == name]
        if own:
            elements.append(label(fonts, x, y + 18, words(f"pictures.quadrant.{name}"), SMALL, bold=True))
            y += 30
        for i, one in own:
            elements.append(label(fonts, x, y + 18, f"{i}", SMALL, bold=True, fill=MUTED))
            for text in wrap(one.opportunity.title, fonts, SMALL, room - 34, most=2):
                elements.append(label(fonts, x + 34, y + 18, text, SMALL))
                y += _STEP
            y += 6
        y += 8 if own else 0
    if len(found) > MOST_LISTED:
        more = words("pictures.more", n=len(found) - MOST_LISTED)
        elements.append(label(fonts, x, y + 18, more, SMALL, fill=MUTED))
        y += 30
    return elements, y
