"""The card of a day in the life: slots as bars with their mood, pins for our touchpoints, open and quiet times."""

from bot.pictures.card_head import INNER, LINE, MARGIN, SMALL, WIDTH, card_head
from bot.pictures.colours import BAND, BORDER, CURVE, MUTED, OPEN, QUIET, WHITE, ZERO_LINE
from bot.pictures.day_facts import day_facts
from bot.pictures.day_map import mood_spots
from bot.pictures.day_slots import activity
from bot.pictures.day_time import Axis, Slot, axis, slots_of
from bot.pictures.empty_card import empty_card
from bot.pictures.marks import face, hatch, pin
from bot.pictures.mood_points import Scale, joined
from bot.pictures.subject import Subject
from bot.pictures.svg import document, group, label, line, path, rect
from bot.pictures.text import longest_atom, one_line, wrap

_MOOD_HEIGHT, _STEP, _FACE, _BAR, _PINS = 216.0, 41.0, 22.0, 56.0, 40.0
_PADDING, _ROOM_FOR_A_NAME = 12.0, 90.0


def day_card(subject: Subject) -> str:
    """1000 wide. Bars too short for a name carry their mood alone; one that overlaps the next ends where it begins."""
    fonts, words, journey = subject.fonts, subject.words, subject.journey
    elements, top = card_head(subject, *([journey.scope] if journey.scope else []))
    slots = slots_of(journey)
    if not slots:
        return empty_card(subject, "day")
    hours = axis(slots, MARGIN + _PADDING, INNER - 2 * _PADDING)
    elements += _hours(subject, hours, top)
    top += 30
    elements += _bars(subject, slots, hours, top)
    top += _BAR + 8
    elements += _mood(subject, slots, hours, top)
    top += _MOOD_HEIGHT + 8
    if any(slot.stage.touchpoints for slot in slots):
        elements += _pins(slots, hours, top)
        top += _PINS
    for text in day_facts(journey, slots, words):
        elements.append(label(fonts, MARGIN, top + 24, one_line(text, fonts, SMALL, INNER), SMALL))
        top += LINE + 3
    return document(WIDTH, round(top + 20), elements, title=journey.title, lang=journey.lang, fonts=fonts)


def _hours(subject: Subject, hours: Axis, top: float) -> list[str]:
    fonts = subject.fonts
    every = 3 if hours.hour < 100 else 1
    named = [hour for hour in range(hours.first, hours.last + 1) if hour % every == 0]
    return [
        label(fonts, max(hours.x(h * 60), MARGIN + 28), top + 20, f"{h % 24}:00", SMALL, fill=MUTED, anchor="middle")
        for h in named
        if hours.x(h * 60) < WIDTH - MARGIN - 20
    ]


def _bars(subject: Subject, slots: list[Slot], hours: Axis, top: float) -> list[str]:
    fonts = subject.fonts
    elements: list[str] = []
    for i, slot in enumerate(slots):
        seen = min([slot.ends, *(later.begins for later in slots[i + 1 : i + 2])])
        x, width = hours.x(slot.begins), max(8.0, hours.x(seen) - hours.x(slot.begins) - 3)
        quiet = slot.times.keep_quiet is not None
        fill = QUIET if quiet else OPEN if slot.times.open_to_new is not None else WHITE
        parts = [rect(x, top, width, _BAR, fill, 5, stroke=BORDER, stroke_width=1.5)]
        parts += [hatch(x, top, width, _BAR)] if quiet else []
        if width >= _ROOM_FOR_A_NAME or fonts.width(activity(slot), 16) <= width - 16:
            size = 18.0 if longest_atom(activity(slot), fonts, 18) <= width - 16 else 16.0
            lines = wrap(activity(slot), fonts, size, width - 16, most=2)
            first = top + (34 if len(lines) == 1 else 24)
            parts += [label(fonts, x + 8, first + 22 * k, text, size) for k, text in enumerate(lines)]
        elements.append(group(*parts))
    return elements


def _mood(subject: Subject, slots: list[Slot], hours: Axis, top: float) -> list[str]:
    scale = Scale(top + _MOOD_HEIGHT / 2, _STEP)
    placed = mood_spots(subject.journey, slots, hours, scale, apart=2 * _FACE + 4)
    elements = [
        rect(MARGIN, top, INNER, _MOOD_HEIGHT, BAND, 6),
        line(MARGIN, scale.zero, WIDTH - MARGIN, scale.zero, ZERO_LINE, 1.5),
        *(path(run.path(), stroke=CURVE, stroke_width=5, stroke_linecap="round") for run in joined(placed)),
        *(face(spot.x, spot.y, spot.point.face, _FACE) for spot in placed),
    ]
    if not placed:
        none = subject.words("pictures.no_mood")
        elements.append(label(subject.fonts, WIDTH / 2, scale.zero - 20, none, SMALL, fill=MUTED, anchor="middle"))
    return elements


def _pins(slots: list[Slot], hours: Axis, top: float) -> list[str]:
    elements: list[str] = [rect(MARGIN, top, INNER, _PINS - 8, BAND, 6)]
    after = MARGIN
    for slot in slots:
        for i, touchpoint in enumerate(slot.stage.touchpoints):
            x = max(hours.x(slot.begins) + 12 + 26 * i, after + 24)
            after = x
            if x < WIDTH - MARGIN - 10:
                elements.append(pin(x, top + (_PINS - 8) / 2, touchpoint.fits, 9))
    return elements
