"""What stands in the boxes of a service blueprint: text, who and what is behind it, fail points, waits, hand-overs."""

from typing import NamedTuple

from bot.pictures.colours import BORDER, LOSS, MUTED, TEXT, WHITE
from bot.pictures.content import channel_name
from bot.pictures.figures import number
from bot.pictures.grid import Sheet
from bot.pictures.marks import clock, double_tick, fail_corner
from bot.pictures.subject import Subject
from bot.pictures.svg import group, label, rect
from bot.pictures.text import wrap
from prompts.loader import Words
from storage.model.blueprint import LANES, Cell, HandOver
from storage.model.journey import Touchpoint

BOX_PADDING = 10.0
_SIZE, _LINE, _SMALL, _SMALL_LINE, _CORNER, _SIGN = 14.0, 19.0, 12.0, 16.0, 14.0, 18.0
_MOST_LINES, _MOST_SMALL = 4, 3


class Box(NamedTuple):
    """The lines of a box. `small`: muted ones below the text."""

    lines: tuple[str, ...]
    small: tuple[str, ...] = ()
    fail: tuple[str, ...] = ()
    wait: str = ""
    hands_over: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """In pixels."""
        below = len(self.small) + len(self.fail) + len(self.hands_over) + (1 if self.wait else 0)
        return 15 + _LINE * len(self.lines) + (_SMALL_LINE * below + 2 if below else 0)


def boxes(touchpoint: Touchpoint, subject: Subject, width: float) -> tuple[Box | None, ...]:
    """Evidence, customer, front stage, back stage, support; the hand-over stands where its arrow starts."""
    room, fonts = width - 2 * BOX_PADDING, subject.fonts
    cells = [getattr(touchpoint, lane) for lane in LANES]
    found: list[Box | None] = [_cell(cell, subject, room) if cell else None for cell in cells]
    channel = wrap(channel_name(touchpoint, subject.words) if touchpoint.channel else "", fonts, _SMALL, room, most=1)
    found.insert(1, Box(wrap(touchpoint.title, fonts, _SIZE, room, most=_MOST_LINES), channel))
    if touchpoint.hand_over:
        row = _hand_over_row(found)
        text = hand_over_text(touchpoint.hand_over, subject.words)
        lines = wrap(text, fonts, _SMALL, room - _SIGN, most=_MOST_SMALL)
        box = found[row]
        found[row] = box._replace(hands_over=lines) if box else None
    return tuple(found)


def waiting(minutes: int, words: Words) -> str:
    """ "45 min", "24 h", "3 d": in the largest unit of which there are two, with one decimal."""
    for key, size in (("days", 1440), ("hours", 60)):
        if minutes >= 2 * size:
            return words(f"pictures.blueprint.{key}", n=number(minutes / size, words.lang))
    return words("pictures.blueprint.minutes", n=minutes)


def hand_over_text(hand_over: HandOver, words: Words) -> str:
    """ "Sales to Fulfilment: after payment"."""
    if not (hand_over.from_team and hand_over.to_team):
        return hand_over.text
    teams = {"first": hand_over.from_team, "second": hand_over.to_team}
    return words("pictures.blueprint.teams", text=hand_over.text, **teams)


def drawn_box(page: Sheet, x: float, top: float, width: float, box: Box) -> str:
    """White with a grey border, at (x, top)."""
    fonts, left = page.fonts, x + BOX_PADDING
    parts = [rect(x, top, width, box.height, WHITE, 5, stroke=BORDER, stroke_width=1.2)]
    y = top + 20.5
    for text in box.lines:
        parts.append(label(fonts, left, y, text, _SIZE))
        y += _LINE
    y -= 2
    for text in box.small:
        parts.append(label(fonts, left, y, text, _SMALL, fill=MUTED))
        y += _SMALL_LINE
    for text in box.fail:
        parts.append(label(fonts, left, y, text, _SMALL, fill=LOSS))
        y += _SMALL_LINE
    if box.wait:
        parts += [clock(left + 6, y - 4), label(fonts, left + _SIGN, y, box.wait, _SMALL, bold=True, fill=TEXT)]
        y += _SMALL_LINE
    for i, text in enumerate(box.hands_over):
        parts += [double_tick(left + 6, y - 4)] if i == 0 else []
        parts.append(label(fonts, left + _SIGN, y, text, _SMALL))
        y += _SMALL_LINE
    if box.fail:
        parts.append(fail_corner(x + width - 1, top + 1))
    return group(*parts)


def _cell(cell: Cell, subject: Subject, room: float) -> Box:
    fonts, words = subject.fonts, subject.words
    behind = " · ".join(part for part in (cell.system, cell.department) if part)
    return Box(
        wrap(cell.text, fonts, _SIZE, room - (_CORNER if cell.fail_point else 0), most=_MOST_LINES),
        wrap(behind, fonts, _SMALL, room, most=2),
        wrap(cell.fail_point or "", fonts, _SMALL, room, most=_MOST_SMALL),
        waiting(cell.wait_minutes, words) if cell.wait_minutes else "",
    )


def _hand_over_row(found: list[Box | None]) -> int:
    """The lane where the arrow that crosses teams starts: behind the customer's back if it can be, else in front."""
    pairs = [row for row in (3, 2, 1) if found[row] and found[row + 1]]
    filled = [row for row in (3, 2, 4) if found[row]]
    return pairs[0] if pairs else filled[0] if filled else 1
