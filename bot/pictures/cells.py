"""What stands in the cells of a lane: cards with a coloured bar and an evidence mark, or pills for channels."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.pictures.colours import BORDER, CURVE, HAIRLINE, MUTED, TEXT, WHITE, CardColours, Tinted
from bot.pictures.glyphs import Fonts
from bot.pictures.grid import PADDING, Grid
from bot.pictures.marks import diamond, evidence_mark, numbered
from bot.pictures.svg import group, label, line, rect
from bot.pictures.text import one_line, wrap
from storage.model.types import Confidence

MOST_CARDS, MOST_LINES = 5, 4
_SIZE, _LINE, _ABOVE, _GAP = 14.0, 19.0, 6.0, 6.0
_TAG_HEIGHT, _NUMBER = 22.0, 24.0
_PILL_SIZE, _PILL_HEIGHT, _PILL_PADDING, _PILL_GAP = 13.0, 26.0, 10.0, 6.0


class Tag(NamedTuple):
    """A word on a card, in its own colours; `struck`: what the card says is struck through."""

    text: str
    colours: Tinted
    struck: bool = False


class Card(NamedTuple):
    """One thing in a cell. `confidence` None: no mark; `truth`: a moment of truth; `faded`: not what this is about."""

    text: str
    colours: CardColours
    confidence: Confidence | None = None
    truth: bool = False
    tag: Tag | None = None
    number: int | None = None
    faded: bool = False


class Pill(NamedTuple):
    """A channel; a dashed border: it happens without us."""

    text: str
    ours: bool


class Lane(NamedTuple):
    """A drawn lane."""

    elements: list[str]
    height: float


def card_lane(grid: Grid, top: float, name: str, cells: Sequence[Sequence[Card]], note: str = "") -> Lane:
    """A lane of cards, as high as its highest cell; an empty cell shows a dash."""
    drawn = [_cards(grid, grid.at(i) + PADDING, top + PADDING, cards) for i, cards in enumerate(cells)]
    return _lane(grid, top, name, note, drawn)


def pill_lane(grid: Grid, top: float, name: str, cells: Sequence[Sequence[Pill]]) -> Lane:
    """A lane of pills that wrap inside their cell."""
    drawn = [_pills(grid, grid.at(i) + PADDING, top + PADDING, pills) for i, pills in enumerate(cells)]
    return _lane(grid, top, name, "", drawn)


def _lane(grid: Grid, top: float, name: str, note: str, drawn: list[Lane]) -> Lane:
    height = max(2 * PADDING + max(cell.height for cell in drawn), grid.note_height(name, note))
    return Lane([*grid.band(top, height, name, note), *(e for cell in drawn for e in cell.elements)], height)


def _cards(grid: Grid, x: float, top: float, cards: Sequence[Card]) -> Lane:
    if not cards:
        return _empty(grid, x, top)
    elements: list[str] = []
    y = top
    shown = cards[:MOST_CARDS]
    for card in shown:
        drawn = _card(grid, x, y, card)
        elements += drawn.elements
        y += drawn.height + _GAP
    left_out = len(cards) - len(shown)
    if left_out:
        elements.append(label(grid.fonts, x + 12, y + 14, grid.words("pictures.more", n=left_out), 13, fill=MUTED))
        y += 20 + _GAP
    return Lane(elements, y - _GAP - top)


def _card(grid: Grid, x: float, top: float, card: Card) -> Lane:
    width = grid.column - 2 * PADDING
    marks = (20 if card.confidence else 0) + (20 if card.truth else 0)
    left = x + 12 + (_NUMBER if card.number else 0)
    lines = wrap(card.text, grid.fonts, _SIZE, x + width - 8 - marks - left, most=MOST_LINES)
    height = 2 * _ABOVE + _LINE * max(1, len(lines)) + (_TAG_HEIGHT if card.tag else 0)
    ground, bar = card.colours
    ink = MUTED if card.faded else TEXT
    parts = [rect(x, top, width, height, ground, 5), rect(x, top, 4, height, HAIRLINE if card.faded else bar, 2)]
    for i, text in enumerate(lines):
        y = top + _ABOVE + 14.5 + _LINE * i
        parts.append(label(grid.fonts, left, y, text, _SIZE, fill=ink))
        if card.tag and card.tag.struck:
            parts.append(line(left, y - 4.5, left + grid.fonts.width(text, _SIZE), y - 4.5, MUTED, 1.2))
    if card.tag:
        parts.append(tag(grid.fonts, left, top + height - _TAG_HEIGHT - 3, card.tag))
    if card.number:
        parts.append(numbered(grid.fonts, x + 21, top + _ABOVE + 9.5, card.number, BORDER if card.faded else CURVE))
    if card.confidence:
        parts.append(evidence_mark(x + width - 13, top + _ABOVE + 9.5, card.confidence))
    if card.truth:
        parts.append(diamond(x + width - marks + 7, top + _ABOVE + 9.5, 8))
    return Lane([group(*parts)], height)


def tag(fonts: Fonts, x: float, top: float, word: Tag, size: float = 12) -> str:
    """The word of a tag on its ground; `size * 1.6` high."""
    width, height = tag_width(fonts, word, size), size * 1.6
    ground = rect(x, top, width, height, word.colours.ground, 4)
    return group(ground, label(fonts, x + size * 0.5, top + size * 1.16, word.text, size, fill=word.colours.ink))


def tag_width(fonts: Fonts, word: Tag, size: float = 12) -> float:
    """Width in pixels of a tag."""
    return fonts.width(word.text, size) + size


def _pills(grid: Grid, x: float, top: float, pills: Sequence[Pill]) -> Lane:
    if not pills:
        return _empty(grid, x, top)
    room = grid.column - 2 * PADDING
    elements: list[str] = []
    left, y = 0.0, top
    for one in pills:
        text = one_line(one.text, grid.fonts, _PILL_SIZE, room - 2 * _PILL_PADDING)
        width = pill_width(grid.fonts, text)
        if left and left + width > room:
            left, y = 0.0, y + _PILL_HEIGHT + _PILL_GAP
        elements.append(pill(grid.fonts, width, text, one.ours, x + left, y))
        left += width + _PILL_GAP
    return Lane(elements, y + _PILL_HEIGHT - top)


def pill(fonts: Fonts, width: float, text: str, ours: bool, x: float, y: float) -> str:
    """A pill with its corner at (x, y)."""
    dash = None if ours else "4 3"
    border = rect(x, y, width, _PILL_HEIGHT, WHITE, _PILL_HEIGHT / 2, stroke=BORDER, stroke_dasharray=dash)
    return group(border, label(fonts, x + width / 2, y + 17.5, text, _PILL_SIZE, anchor="middle"))


def pill_width(fonts: Fonts, text: str) -> float:
    """Width in pixels of a pill."""
    return fonts.width(text, _PILL_SIZE) + 2 * _PILL_PADDING


def _empty(grid: Grid, x: float, top: float) -> Lane:
    dash = label(grid.fonts, x + 12, top + 19, grid.words("pictures.empty_cell"), _SIZE, fill=MUTED)
    return Lane([dash], _PILL_HEIGHT)
