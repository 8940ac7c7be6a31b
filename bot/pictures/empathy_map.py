"""The empathy map: what people say, think, do and feel, around the persona; pains and gains below."""

from collections.abc import Sequence

from bot.pictures.cells import Lane
from bot.pictures.colours import HAIRLINE, MUTED, OPPORTUNITY, PAIN, QUADRANTS, WHITE
from bot.pictures.grid import MARGIN, Sheet
from bot.pictures.header import disc, header
from bot.pictures.legend import footer, grades_used
from bot.pictures.marks import evidence_mark
from bot.pictures.subject import Subject
from bot.pictures.svg import Anchor, circle, document, group, label, rect
from bot.pictures.text import wrap
from storage.model.confidence import of_item
from storage.model.empathy import QUADRANTS as NAMES
from storage.model.empathy import EmpathyNote, Quadrant
from storage.model.journey import JourneyMap

MOST_ENTRIES = 8
WIDTH = 1200.0
_GAP, _RADIUS, _LOWEST, _KEEP_OFF = 14.0, 10.0, 210.0, 62.0
_BOX = (WIDTH - 2 * MARGIN - _GAP) / 2
_SIZE, _LINE, _SMALL, _SMALL_LINE, _BETWEEN = 16.0, 22.0, 13.0, 18.0, 9.0
_RING, _DISC = 46.0, 40.0


def empathy_page(subject: Subject) -> str:
    """1200 wide, as high as its entries need."""
    journey, fonts = subject.journey, subject.fonts
    page = Sheet(fonts, subject.words, WIDTH)
    top_part = header(page, journey, subject.personas, subject.covered, more=[research(subject)], with_disc=False)
    upper = _row(subject, top_part.height, NAMES[:2])
    middle = top_part.height + upper.height + _GAP / 2
    lower = _row(subject, middle + _GAP / 2, NAMES[2:])
    strips = _strips(subject, middle + 1.5 * _GAP + lower.height)
    top = middle + 1.5 * _GAP + lower.height + strips.height
    foot = footer(page, top + 4, grades_used(_grades(subject)), journey, subject.on)
    parts = (
        top_part.elements,
        upper.elements,
        lower.elements,
        _persona(subject, middle),
        strips.elements,
        foot.elements,
    )
    elements = [element for part in parts for element in part]
    height = round(top + 4 + foot.height + MARGIN / 2)
    return document(WIDTH, height, elements, title=journey.title, lang=journey.lang, fonts=fonts)


def research(subject: Subject) -> str:
    """What the map is based on; without any, that it is guessed."""
    words, text = subject.words, subject.journey.research
    return words("pictures.header.from_research", text=text) if text else words("pictures.header.no_research")


def of_quadrant(journey: JourneyMap, quadrant: Quadrant) -> list[EmpathyNote]:
    """Its entries, in map order."""
    return [note for note in journey.notes if note.quadrant == quadrant]


def of_strip(journey: JourneyMap, strip: str) -> list[EmpathyNote]:
    """The pains or gains that stand in no quadrant."""
    return [note for note in journey.notes if note.strip == strip and note.quadrant is None]


def _grades(subject: Subject) -> list[str]:
    return [of_item(note, subject.journey, subject.backings) for note in subject.journey.notes]


def _row(subject: Subject, top: float, names: Sequence[Quadrant]) -> Lane:
    """Two quadrants side by side, equally high; what is written keeps off the disc between them."""
    drawn: list[Lane] = []
    for i, name in enumerate(names):
        left = MARGIN + (_BOX + _GAP + _KEEP_OFF if i else 26)
        drawn.append(
            entries(
                subject, left, top + 50, _BOX - _KEEP_OFF - 26, of_quadrant(subject.journey, name), QUADRANTS[name].ink
            )
        )
    height = max(_LOWEST, *(62 + own.height for own in drawn))
    elements: list[str] = []
    for i, (name, own) in enumerate(zip(names, drawn, strict=True)):
        x, colours = MARGIN + (_BOX + _GAP) * i, QUADRANTS[name]
        title = subject.words(f"pictures.empathy.{name}")
        side: Anchor = "end" if i else "start"
        written = label(
            subject.fonts, x + _BOX - 24 if i else x + 24, top + 36, title, 20, bold=True, fill=colours.ink, anchor=side
        )
        elements += [group(rect(x, top, _BOX, height, colours.ground, _RADIUS), written, *own.elements)]
    return Lane(elements, height)


def entries(
    subject: Subject, x: float, top: float, room: float, notes: Sequence[EmpathyNote], ink: str, size: float = _SIZE
) -> Lane:
    """A bullet, the text, its evidence mark; below it what speaks against it and where it belongs."""
    fonts, words = subject.fonts, subject.words
    elements: list[str] = []
    y, step = top, _LINE * size / _SIZE
    if not notes:
        dash = label(fonts, x, top + size, words("pictures.empty_cell"), size, fill=MUTED)
        return Lane([dash], step)
    for note in notes[:MOST_ENTRIES]:
        elements.append(circle(x + 4, y + size * 0.68, 3.5, ink))
        for i, text in enumerate(wrap(note.title, fonts, size, room - 40, most=4)):
            elements.append(label(fonts, x + 16, y + size, text, size))
            if i == 0:
                mark = of_item(note, subject.journey, subject.backings)
                elements.append(evidence_mark(x + room - 10, y + size * 0.66, mark))
            y += step
        for text in wrap(_below(note, subject), fonts, _SMALL, room - 40, most=2):
            elements.append(label(fonts, x + 16, y + _SMALL, text, _SMALL, fill=MUTED))
            y += _SMALL_LINE
        y += _BETWEEN
    if len(notes) > MOST_ENTRIES:
        more = words("pictures.more", n=len(notes) - MOST_ENTRIES)
        elements.append(label(fonts, x + 16, y + _SMALL, more, _SMALL, fill=MUTED))
        y += _SMALL_LINE + _BETWEEN
    return Lane(elements, y - _BETWEEN - top)


def _below(note: EmpathyNote, subject: Subject) -> str:
    journey, words = subject.journey, subject.words
    against = next((other.title for other in journey.notes if other.slug == note.contradicts), None)
    place = note.links_to
    if note.at:
        touchpoints = {t.slug: t.title for t in journey.touchpoints()}
        stage = journey.stage(note.at.stage)
        place = touchpoints.get(note.at.touchpoint or "", stage.title if stage else place)
    said = [words("pictures.empathy.contradicts", title=against)] if against else []
    return " · ".join([*said, *([words("pictures.empathy.belongs", place=place)] if place else [])])


def _persona(subject: Subject, y: float) -> list[str]:
    """The disc in the middle, with a ring."""
    if not subject.people:
        return []
    ring = circle(WIDTH / 2, y, _RING, WHITE, stroke=HAIRLINE, stroke_width=6)
    return [ring, *disc(subject.fonts, subject.people[0], WIDTH / 2, y, _DISC)]


def _strips(subject: Subject, top: float) -> Lane:
    """Pains at the left, gains at the right; nothing while there are none."""
    sides = [
        (of_strip(subject.journey, strip), strip, colours) for strip, colours in (("pain", PAIN), ("gain", OPPORTUNITY))
    ]
    if not any(notes for notes, _, _ in sides):
        return Lane([], 0)
    drawn = [
        entries(subject, MARGIN + (_BOX + _GAP) * i + 26, top + 44, _BOX - 52, notes, colours.bar)
        for i, (notes, _, colours) in enumerate(sides)
    ]
    height = 56 + max(own.height for own in drawn)
    elements: list[str] = []
    for i, ((_, strip, colours), own) in enumerate(zip(sides, drawn, strict=True)):
        x, title = MARGIN + (_BOX + _GAP) * i, subject.words(f"pictures.empathy.{strip}")
        named = label(subject.fonts, x + 24, top + 32, title, 18, bold=True, fill=colours.bar)
        ground = rect(x, top, _BOX, height, colours.ground, _RADIUS)
        elements.append(group(ground, rect(x, top, 5, height, colours.bar, 2), named, *own.elements))
    return Lane(elements, height)
