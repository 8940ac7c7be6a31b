"""The card of a persona: who it is, what it wants and struggles with, and how sure we are."""

from bot.pictures.card_head import INNER, LINE, MARGIN, SMALL, WIDTH
from bot.pictures.colours import ACTION, DOING, MUTED, OPPORTUNITY, PAIN, CardColours
from bot.pictures.glyphs import Fonts
from bot.pictures.glyphs import fonts as shipped_fonts
from bot.pictures.header import disc
from bot.pictures.marks import evidence_mark
from bot.pictures.svg import document, group, label, rect
from bot.pictures.text import wrap
from prompts.loader import Words
from storage.model.persona import Persona
from storage.model.types import Confidence

_COLUMNS: tuple[tuple[str, CardColours], ...] = (
    ("goals", OPPORTUNITY), ("struggles", PAIN), ("tasks", ACTION), ("needs", DOING)
)  # fmt: skip
_MARKS: dict[str, Confidence] = {"assumption": "assumption", "mixed": "partial", "research": "researched"}
_DISC, _GAP, _LOWEST, _MOST_ENTRIES, _MOST_LINES, _SIZE, _STEP = 52.0, 10.0, 180.0, 5, 4, 20.0, 26.0


def persona_svg(persona: Persona, words: Words, *, fonts: Fonts | None = None) -> str:
    """1000 wide, height by content."""
    drawn_with = fonts or shipped_fonts()
    elements, top = _head(persona, words, drawn_with)
    column = (INNER - 3 * _GAP) / len(_COLUMNS)
    drawn = [
        _entries(drawn_with, words, getattr(persona, name), MARGIN + (column + _GAP) * i, top + 48, column)
        for i, (name, _) in enumerate(_COLUMNS)
    ]
    height = max(_LOWEST, *(64 + below - (top + 48) for _, below in drawn))
    for i, ((name, colours), (written, _)) in enumerate(zip(_COLUMNS, drawn, strict=True)):
        x = MARGIN + (column + _GAP) * i
        title = label(drawn_with, x + 14, top + 34, words(f"pictures.persona.{name}"), SMALL, bold=True)
        ground = rect(x, top, column, height, colours.ground, 8, stroke=colours.bar if name == "needs" else None)
        elements.append(group(ground, rect(x, top, column, 6, colours.bar, 3), title, *written))
    top += height
    about = words(
        "pictures.persona.about", basis=words(f"pictures.persona.basis.{persona.basis}"), version=persona.version
    )
    elements.append(evidence_mark(MARGIN + 10, top + 27, _MARKS[persona.basis], 8))
    elements.append(label(drawn_with, MARGIN + 30, top + 34, about, SMALL, fill=MUTED))
    return document(WIDTH, round(top + 56), elements, title=persona.name, lang=words.lang, fonts=drawn_with)


def _head(persona: Persona, words: Words, fonts: Fonts) -> tuple[list[str], float]:
    left = MARGIN + 2 * _DISC + 20
    room = WIDTH - MARGIN - left
    elements = disc(fonts, persona, MARGIN + _DISC, MARGIN + _DISC, _DISC)
    y = MARGIN + 32.0
    for text in wrap(persona.name, fonts, 30, room, bold=True, most=2):
        elements.append(label(fonts, left, y, text, 30, bold=True))
        y += 38
    facts = (persona.age_range, persona.job_title, persona.place, persona.one_line)
    for text in wrap(" · ".join(fact for fact in facts if fact), fonts, SMALL, room, most=3):
        elements.append(label(fonts, left, y - 4, text, SMALL, fill=MUTED))
        y += LINE
    quote = words("pictures.header.quote", text=persona.quote) if persona.quote else ""
    for text in wrap(quote, fonts, SMALL, room, most=4):
        elements.append(label(fonts, left, y, text, SMALL))
        y += LINE
    return elements, max(y - 6, MARGIN + 2 * _DISC + 18)


def _entries(
    fonts: Fonts, words: Words, texts: tuple[str, ...], x: float, top: float, column: float
) -> tuple[list[str], float]:
    """What stands in a column, and where it ends."""
    if not texts:
        return [label(fonts, x + 14, top + 20, words("pictures.empty_cell"), _SIZE, fill=MUTED)], top + _STEP
    elements: list[str] = []
    y = top
    for text in texts[:_MOST_ENTRIES]:
        for line in wrap(text, fonts, _SIZE, column - 28, most=_MOST_LINES):
            elements.append(label(fonts, x + 14, y + 20, line, _SIZE))
            y += _STEP
        y += 8
    if len(texts) > _MOST_ENTRIES:
        more = words("pictures.more", n=len(texts) - _MOST_ENTRIES)
        elements.append(label(fonts, x + 14, y + 20, more, _SIZE, fill=MUTED))
        y += _STEP
    return elements, y
