"""How do a picture's columns and lanes lie? One column a stage, lanes as bands from top to bottom."""

from typing import NamedTuple, Protocol

from bot.pictures.colours import BAND, HAIRLINE, MUTED
from bot.pictures.glyphs import Fonts
from bot.pictures.svg import group, label, line, rect
from bot.pictures.text import wrap
from prompts.loader import Words
from storage.model.journey import Stage

MARGIN, LABEL_COLUMN, GAP, PADDING, RADIUS = 28.0, 150.0, 6.0, 10.0, 6.0
NOTE_ROOM = LABEL_COLUMN - 2 * PADDING
_NARROWEST_PICTURE = 846.0
_COLUMN, _WIDE, _NARROW = 270.0, 320.0, 240.0


class Page(Protocol):
    """What the top and the foot of a full picture need to know of it."""

    @property
    def fonts(self) -> Fonts:
        """The fonts it is drawn with."""

    @property
    def words(self) -> Words:
        """The reader's words."""

    @property
    def width(self) -> float:
        """Width of the whole picture."""


class Sheet(NamedTuple):
    """A page without columns of stages."""

    fonts: Fonts
    words: Words
    width: float


class Grid(NamedTuple):
    """The columns of a full map and what every lane needs to draw itself."""

    fonts: Fonts
    words: Words
    stages: tuple[Stage, ...]
    column: float

    @property
    def left(self) -> float:
        """Where the first stage begins."""
        return MARGIN + LABEL_COLUMN

    @property
    def right(self) -> float:
        """Where the last stage ends."""
        return self.left + self.column * len(self.stages)

    @property
    def width(self) -> float:
        """Width of the whole picture."""
        return max(self.right + MARGIN, _NARROWEST_PICTURE)

    def at(self, position: int) -> float:
        """Left edge of a column."""
        return self.left + self.column * position

    def band(self, top: float, height: float, name: str, note: str = "", note_room: float = NOTE_ROOM) -> list[str]:
        """A lane's ground with its name and a muted note at the left, and the lines between the stages."""
        names = wrap(name, self.fonts, 15, NOTE_ROOM, bold=True, most=2)
        notes = wrap(note, self.fonts, 12, note_room, most=4)
        written = [
            label(self.fonts, MARGIN + PADDING + 2, top + 25 + 19 * i, text, 15, bold=True)
            for i, text in enumerate(names)
        ]
        below = top + 25 + 19 * (len(names) - 1)
        written += [
            label(self.fonts, MARGIN + PADDING + 2, below + 19 + 16 * i, text, 12, fill=MUTED)
            for i, text in enumerate(notes)
        ]
        ground = rect(MARGIN, top, self.right - MARGIN, height, BAND, RADIUS)
        borders = [
            line(self.at(i), top + 4, self.at(i), top + height - 4, HAIRLINE) for i in range(1, len(self.stages))
        ]
        return [group(ground, *written), *borders]

    def note_height(self, name: str, note: str) -> float:
        """The height that a lane needs for its name and note."""
        names = len(wrap(name, self.fonts, 15, NOTE_ROOM, bold=True, most=2))
        return 21 + 19 * names + 16 * len(wrap(note, self.fonts, 12, NOTE_ROOM, most=4))


def grid(fonts: Fonts, words: Words, stages: tuple[Stage, ...]) -> Grid:
    """Columns of 270; wider up to three stages, narrower for seven, and never a picture too narrow for its title."""
    count = len(stages)
    column = _WIDE if count <= 3 else _NARROW if count >= 7 else _COLUMN
    if count:
        column = max(column, (_NARROWEST_PICTURE - 2 * MARGIN - LABEL_COLUMN) / count)
    return Grid(fonts, words, stages, column)
