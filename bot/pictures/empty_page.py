"""The page of a map that holds nothing to draw yet: it says what comes next."""

from bot.pictures.colours import BAND, MUTED
from bot.pictures.grid import MARGIN, Sheet
from bot.pictures.header import header
from bot.pictures.legend import footer
from bot.pictures.subject import Subject
from bot.pictures.svg import document, label, rect
from bot.pictures.text import wrap

_WIDTH = 846.0


def empty_page(subject: Subject, area: str | None, more: list[str]) -> str:
    """Words of its own for an `area`: `pictures.<area>.empty`."""
    words, fonts, journey = subject.words, subject.fonts, subject.journey
    page = Sheet(fonts, words, _WIDTH)
    top_part = header(page, journey, subject.personas, subject.covered, more=more)
    top, middle = top_part.height, page.width / 2
    elements = [*top_part.elements, rect(MARGIN, top, page.width - 2 * MARGIN, 150, BAND, 6)]
    empty = f"pictures.{area}.empty" if area else "pictures.empty"
    title = words(f"{empty}.title")
    elements.append(label(fonts, middle, top + 66, title, 20, bold=True, anchor="middle"))
    for i, text in enumerate(wrap(words(f"{empty}.text"), fonts, 15, page.width - 120, most=2)):
        elements.append(label(fonts, middle, top + 94 + 20 * i, text, 15, fill=MUTED, anchor="middle"))
    foot = footer(page, top + 156, (), journey, subject.on)
    height = round(top + 156 + foot.height + MARGIN / 2)
    return document(
        page.width, height, [*elements, *foot.elements], title=journey.title, lang=journey.lang, fonts=fonts
    )
