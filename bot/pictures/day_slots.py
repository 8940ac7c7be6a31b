"""The slots of a day as bars: what is done, where and with whom; open and quiet ones on their own ground."""

from functools import partial

from bot.pictures.cells import Lane
from bot.pictures.colours import BAND, BORDER, CURVE, MUTED, OPEN, QUIET, TEXT, WHITE
from bot.pictures.day_time import Axis, Slot, clock_time
from bot.pictures.glyphs import Fonts
from bot.pictures.grid import Grid
from bot.pictures.marks import hatch, numbered
from bot.pictures.packing import Piece, laid, rows
from bot.pictures.svg import group, label, rect
from bot.pictures.text import one_line, wrap
from prompts.loader import Words

_SIZE, _LINE, _SMALL, _SMALL_LINE = 14.0, 19.0, 12.0, 16.0
_NARROWEST, _ROOM_FOR_TEXT, _NOTE, _BAR = 24.0, 116.0, 216.0, 40.0
_MOST_LINES = 5


def bars(grid: Grid, top: float, slots: list[Slot], axis: Axis) -> Lane:
    """A bar a slot, in a row below where two overlap; what is written of a short one stands below with its number."""
    inside = [_lines(grid.fonts, slot, _width(slot, axis) - 16) if _is_wide(slot, axis) else () for slot in slots]
    extents = [(axis.x(slot.begins), axis.x(slot.begins) + _width(slot, axis)) for slot in slots]
    chosen = rows(extents, gap=1)
    elements: list[str] = []
    y = top
    for row in range(max(chosen, default=-1) + 1):
        own = [i for i, at in enumerate(chosen) if at == row]
        height = max(_BAR, *(16 + _LINE * len(inside[i]) for i in own))
        for i in own:
            number = sum(1 for lines in inside[: i + 1] if not lines)
            elements.append(_bar(grid.fonts, slots[i], extents[i], y, height, inside[i], number))
        y += height + 3
    short = [i for i, lines in enumerate(inside) if not lines]
    notes = [_note(grid.fonts, slots[i], extents[i][0], number) for number, i in enumerate(short, 1)]
    below = laid(notes, axis.left + 4, axis.right - 4, y + 9)
    return Lane([*elements, *below.elements], y - 3 - top + (12 + below.height if notes else 0))


def bands(grid: Grid, top: float, slots: list[Slot], axis: Axis) -> Lane:
    """When the persona is open to something new, and when we should keep quiet, each with the reason."""
    pieces: list[Piece] = []
    for slot in slots:
        for key, why in (("open", slot.times.open_to_new), ("quiet", slot.times.keep_quiet)):
            if why is not None:
                width = max(_width(slot, axis), _NOTE)
                lines = wrap(why, grid.fonts, 13, width - 20, most=3)
                height = 30 + 17.0 * len(lines)
                draw = partial(
                    _band, grid.fonts, grid.words(f"pictures.day.{key}"), lines, key == "quiet", width, height
                )
                pieces.append(Piece(axis.x(slot.begins), width, height, draw))
    return laid(pieces, axis.left, axis.right, top)


def span(slot: Slot, words: Words) -> str:
    """ "12:30 to 13:00"."""
    return words("pictures.day.span", first=clock_time(slot.begins), last=clock_time(slot.ends))


def activity(slot: Slot) -> str:
    """In full, where the title of the stage had to be cut."""
    return slot.times.activity or slot.stage.title


def _width(slot: Slot, axis: Axis) -> float:
    return max(_NARROWEST, axis.x(slot.ends) - axis.x(slot.begins) - 2)


def _is_wide(slot: Slot, axis: Axis) -> bool:
    return _width(slot, axis) >= _ROOM_FOR_TEXT


def _where(slot: Slot) -> str:
    return " · ".join(text for text in (slot.times.place, slot.times.with_whom) if text)


def _lines(fonts: Fonts, slot: Slot, room: float) -> tuple[tuple[str, bool], ...]:
    """Each line with whether it is small: the time, the activity, place and company."""
    hours = f"{clock_time(slot.begins)}-{clock_time(slot.ends)}"
    said = [(text, False) for text in wrap(activity(slot), fonts, _SIZE, room, most=_MOST_LINES)]
    return ((hours, True), *said, *((text, True) for text in wrap(_where(slot), fonts, _SMALL, room, most=3)))


def _bar(
    fonts: Fonts,
    slot: Slot,
    ends: tuple[float, float],
    y: float,
    height: float,
    lines: tuple[tuple[str, bool], ...],
    number: int,
) -> str:
    x, width = ends[0], ends[1] - ends[0]
    parts = _ground(x, y, width, height, slot.times.keep_quiet is not None, slot.times.open_to_new is not None)
    if not lines:
        return group(*parts, numbered(fonts, x + width / 2, y + height / 2, number, CURVE))
    for i, (text, small) in enumerate(lines):
        size, ink = (_SMALL, MUTED) if small else (_SIZE, TEXT)
        parts.append(label(fonts, x + 8, y + 21 + _LINE * i, text, size, bold=i == 0, fill=ink))
    return group(*parts)


def _ground(x: float, y: float, width: float, height: float, quiet: bool, open_: bool) -> list[str]:
    fill = QUIET if quiet else OPEN if open_ else WHITE
    ground = rect(x, y, width, height, fill, 4, stroke=BORDER, stroke_width=1.2)
    return [ground, *([hatch(x, y, width, height)] if quiet else [])]


def _note(fonts: Fonts, slot: Slot, left: float, number: int) -> Piece:
    hours = f"{clock_time(slot.begins)}-{clock_time(slot.ends)}"
    text = wrap(activity(slot), fonts, 13, _NOTE - 30, most=3)
    where = one_line(_where(slot), fonts, _SMALL, _NOTE - 30)
    height = 20 + 17.0 * len(text) + (_SMALL_LINE if where else 0)

    def draw(x: float, y: float) -> str:
        parts = [numbered(fonts, x + 10, y + 10, number, CURVE)]
        parts.append(label(fonts, x + 28, y + 14, hours, _SMALL, bold=True, fill=MUTED, halo=BAND))
        parts += [label(fonts, x + 28, y + 31 + 17 * i, line, 13, halo=BAND) for i, line in enumerate(text)]
        if where:
            parts.append(label(fonts, x + 28, y + 31 + 17 * len(text), where, _SMALL, fill=MUTED, halo=BAND))
        return "".join(parts)

    return Piece(left, _NOTE, height, draw)


def _band(
    fonts: Fonts, word: str, lines: tuple[str, ...], quiet: bool, width: float, height: float, x: float, y: float
) -> str:
    parts = _ground(x, y, width, height, quiet, not quiet)
    parts.append(label(fonts, x + 10, y + 19, word, 13, bold=True))
    return group(*parts, *(label(fonts, x + 10, y + 37 + 17 * i, text, 13) for i, text in enumerate(lines)))
