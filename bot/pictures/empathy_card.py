"""The card of an empathy map: two entries a quadrant, readable in a message."""

from bot.pictures.card_head import INNER, LINE, MARGIN, SMALL, WIDTH, card_head
from bot.pictures.colours import MUTED, QUADRANTS
from bot.pictures.empathy_map import of_quadrant, research
from bot.pictures.subject import Subject
from bot.pictures.svg import circle, document, group, label, rect
from bot.pictures.text import one_line, wrap
from storage.model.empathy import QUADRANTS as NAMES

MOST_ENTRIES, _MOST_LINES = 2, 2
_GAP, _HEIGHT = 12.0, 196.0


def empathy_card(subject: Subject) -> str:
    """1000 wide; how many more entries there are stands beside the title of the quadrant."""
    fonts, words, journey = subject.fonts, subject.words, subject.journey
    elements, top = card_head(subject)
    wide = (INNER - _GAP) / 2
    for i, name in enumerate(NAMES):
        x, y = MARGIN + (wide + _GAP) * (i % 2), top + (_HEIGHT + _GAP) * (i // 2)
        notes, colours = of_quadrant(journey, name), QUADRANTS[name]
        parts = [rect(x, y, wide, _HEIGHT, colours.ground, 8)]
        parts.append(label(fonts, x + 18, y + 36, words(f"pictures.empathy.{name}"), 24, bold=True, fill=colours.ink))
        if len(notes) > MOST_ENTRIES:
            more = words("pictures.more", n=len(notes) - MOST_ENTRIES)
            parts.append(label(fonts, x + wide - 18, y + 35, more, SMALL, fill=MUTED, anchor="end"))
        below = y + 54
        for note in notes[:MOST_ENTRIES]:
            parts.append(circle(x + 24, below + 15, 4.5, colours.ink))
            for text in wrap(note.title, fonts, SMALL, wide - 58, most=_MOST_LINES):
                parts.append(label(fonts, x + 40, below + 22, text, SMALL))
                below += LINE
            below += 10
        if not notes:
            parts.append(label(fonts, x + 18, below + 22, words("pictures.empty_cell"), SMALL, fill=MUTED))
        elements.append(group(*parts))
    top += 2 * (_HEIGHT + _GAP)
    about = [research(subject)]
    if subject.covered.items:
        about.append(words("pictures.header.coverage", backed=subject.covered.backed, items=subject.covered.items))
    text = one_line(" · ".join(about), fonts, SMALL, INNER)
    elements.append(label(fonts, MARGIN, top + 18, text, SMALL, fill=MUTED))
    return document(WIDTH, round(top + 40), elements, title=journey.title, lang=journey.lang, fonts=fonts)
