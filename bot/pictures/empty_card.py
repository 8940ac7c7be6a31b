"""The card of a map that holds nothing to draw yet: it says what comes next."""

from bot.pictures.card_head import INNER, LINE, MARGIN, SMALL, WIDTH, card_head
from bot.pictures.colours import BAND, MUTED
from bot.pictures.marks import face
from bot.pictures.subject import Subject
from bot.pictures.svg import document, label, rect
from bot.pictures.text import wrap

_HEIGHT = 300.0


def empty_card(subject: Subject, area: str | None = None) -> str:
    """Words of its own for an `area`: `pictures.<area>.empty`."""
    words, fonts = subject.words, subject.fonts
    empty = f"pictures.{area}.empty" if area else "pictures.empty"
    elements, top = card_head(subject)
    elements += [
        rect(MARGIN, top, INNER, _HEIGHT, BAND, 6),
        face(WIDTH / 2, top + 90, 1, 34),
        label(fonts, WIDTH / 2, top + 176, words(f"{empty}.title"), 28, bold=True, anchor="middle"),
    ]
    elements += [
        label(fonts, WIDTH / 2, top + 216 + LINE * i, text, SMALL, fill=MUTED, anchor="middle")
        for i, text in enumerate(wrap(words(f"{empty}.text"), fonts, SMALL, INNER - 120, most=3))
    ]
    journey = subject.journey
    return document(WIDTH, round(top + _HEIGHT + 18), elements, title=journey.title, lang=journey.lang, fonts=fonts)
