"""The top of a card: title, type, persona, version, date; and its size, the same for every type."""

from bot.pictures.colours import MUTED
from bot.pictures.content import map_type
from bot.pictures.figures import day
from bot.pictures.subject import Subject
from bot.pictures.svg import label
from bot.pictures.text import one_line, wrap

WIDTH, MARGIN, SMALL, LINE = 1000.0, 24.0, 20.0, 27.0
INNER = WIDTH - 2 * MARGIN


def card_head(subject: Subject, *more: str) -> tuple[list[str], float]:
    """Elements and their height; `more`: what only this type says, at the end."""
    journey, words, fonts = subject.journey, subject.words, subject.fonts
    lines = wrap(journey.title, fonts, 30, INNER, bold=True, most=2)
    elements = [label(fonts, MARGIN, 54 + 38 * i, text, 30, bold=True) for i, text in enumerate(lines)]
    top = 54 + 38 * (len(lines) - 1)
    shown = journey.described_on or subject.on
    parts = [map_type(journey, words), *(persona.name for persona in subject.people)]
    parts += [words("pictures.card.version", version=journey.version)]
    parts += [*([day(shown, words.lang)] if shown else []), *more]
    about = one_line(" · ".join(parts), fonts, SMALL, INNER)
    return [*elements, label(fonts, MARGIN, top + 31, about, SMALL, fill=MUTED)], top + 48
