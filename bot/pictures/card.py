"""The card of a journey map for a Slack message: readable when it is shown half as wide as it is drawn."""

from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import NamedTuple

from bot.pictures import content
from bot.pictures.card_changes import changes, curve_names
from bot.pictures.card_head import INNER, MARGIN, SMALL, WIDTH, card_head
from bot.pictures.colours import BAND, CURVE, MUTED, PAIN, VALUE, WHITE, ZERO_LINE, stage_colour
from bot.pictures.empty_card import empty_card
from bot.pictures.figures import count, percent
from bot.pictures.glyphs import Fonts
from bot.pictures.glyphs import fonts as shipped_fonts
from bot.pictures.marks import disagreement_bar, face, loss_pill
from bot.pictures.mood_points import Scale, joined, spots
from bot.pictures.stage_numbers import JourneyNumbers, StageNumbers
from bot.pictures.subject import Subject
from bot.pictures.svg import document, group, label, line, path, rect
from bot.pictures.text import longest_atom, one_line, wrap
from bot.pictures.two_curves import Curves, arrows, paired, to_be_drawn, today_drawn
from prompts.loader import Words
from storage.model.confidence import Backings
from storage.model.journey import JourneyMap, Stage
from storage.model.mood import CurvePoint, curve, highest, lowest
from storage.model.persona import Persona

MOST_COLUMNS, MOST_CHANGES = 7, 3
_GAP = 4.0
_MOOD_HEIGHT, _STEP, _FACE, _DOT = 230.0, 43.0, 22.0, 9.0
_LINE, _NARROW = 27.0, 180.0


class Sheet(NamedTuple):
    """What every part of the card needs; a column is a stage, or several neighbouring ones of a long map."""

    subject: Subject
    columns: tuple[tuple[Stage, ...], ...]

    @property
    def journey(self) -> JourneyMap:
        """The map."""
        return self.subject.journey

    @property
    def words(self) -> Words:
        """The reader's words."""
        return self.subject.words

    @property
    def fonts(self) -> Fonts:
        """The fonts it is drawn with."""
        return self.subject.fonts

    @property
    def column(self) -> float:
        """Width of a column."""
        return INNER / len(self.columns)

    def at(self, position: int) -> float:
        """Left edge of a column."""
        return MARGIN + self.column * position


def card_svg(
    journey: JourneyMap,
    personas: Sequence[Persona],
    backings: Backings,
    words: Words,
    numbers: JourneyNumbers | None = None,
    *,
    on: date | None = None,
    fonts: Fonts | None = None,
) -> str:
    """Title, stages, mood, the worst pain point and one number a stage. `on` is the day the data is of."""
    return journey_card(Subject(journey, tuple(personas), backings, words, fonts or shipped_fonts(), numbers, on=on))


def journey_card(subject: Subject) -> str:
    """The card of a current state; of a future state with both curves and its three largest differences."""
    journey = subject.journey
    if not journey.stages:
        return empty_card(subject)
    sheet = Sheet(subject, _columns(journey.stages))
    elements, top = card_head(subject)
    for lane in (_names, _mood, _below_mood):
        more, height = lane(sheet, top)
        elements += more
        top += height
    more, height = _counted(sheet, top, subject.numbers)
    foot, below = _foot(sheet, top + height)
    elements += [*more, *foot]
    top += height + below
    return document(WIDTH, round(top + 18), elements, title=journey.title, lang=journey.lang, fonts=subject.fonts)


def _columns(stages: tuple[Stage, ...]) -> tuple[tuple[Stage, ...], ...]:
    """Up to seven columns of one stage; above that, groups of equal size."""
    together = ceil(len(stages) / MOST_COLUMNS) or 1
    return tuple(stages[i : i + together] for i in range(0, len(stages), together))


def _names(sheet: Sheet, top: float) -> tuple[list[str], float]:
    elements: list[str] = []
    for i, stages in enumerate(sheet.columns):
        lines, size = _name_lines(sheet, stages)
        y = top + 31 + size * 0.36 - size * 0.6 * (len(lines) - 1)
        box = rect(sheet.at(i) + _GAP / 2, top, sheet.column - _GAP, 62, stage_colour(i), 6)
        middle = sheet.at(i) + sheet.column / 2
        written = (
            label(sheet.fonts, middle, y + size * 1.2 * k, text, size, bold=True, fill=WHITE, anchor="middle")
            for k, text in enumerate(lines)
        )
        elements.append(group(box, *written))
    return elements, 62 + 12


def _name_lines(sheet: Sheet, stages: tuple[Stage, ...]) -> tuple[tuple[str, ...], float]:
    """Two lines at 20; a name that does not fit is set smaller, down to 16, and then cut."""
    first, last = (stage.short or stage.title for stage in (stages[0], stages[-1]))
    name = first if len(stages) == 1 else sheet.words("pictures.card.stages", first=first, last=last)
    fonts, room = sheet.fonts, sheet.column - _GAP - 14
    for size in (20.0, 18.0, 16.0):
        lines = wrap(name, fonts, size, room, bold=True, most=3)
        if len(lines) < 3 and longest_atom(name, fonts, size, bold=True) <= room:
            return lines, size
    if longest_atom(name, fonts, 16, bold=True) > room:
        return (one_line(name, fonts, 16, room, bold=True),), 16
    return wrap(name, fonts, 16, room, bold=True, most=2), 16


def _mood(sheet: Sheet, top: float) -> tuple[list[str], float]:
    scale = Scale(top + _MOOD_HEIGHT / 2, _STEP)
    base = sheet.subject.base
    if base:
        curves = paired(_shown_points(sheet, base), _shown_points(sheet), sheet.columns, MARGIN, sheet.column, scale)
        lines = [*today_drawn(curves, 4, _DOT), *to_be_drawn(curves, 5), *arrows(curves, _DOT, _FACE, 2.5)]
    else:
        curves = Curves([], spots(_shown_points(sheet), sheet.columns, MARGIN, sheet.column, scale))
        lines = [path(run.path(), stroke=CURVE, stroke_width=5, stroke_linecap="round") for run in joined(curves.to_be)]
    elements = [
        rect(MARGIN, top, INNER, _MOOD_HEIGHT, BAND, 6),
        line(MARGIN, scale.zero, WIDTH - MARGIN, scale.zero, ZERO_LINE, 1.5),
        *lines,
    ]
    for spot in curves.to_be:
        if spot.point.disagreement:
            ends = scale.y(spot.point.high), scale.y(spot.point.low)
            beside = _FACE + 10 if spot.part >= 4 * _FACE else 0
            elements.append(disagreement_bar(spot.x + beside, *ends, width=3))
        elements.append(face(spot.x, spot.y, spot.point.face, _FACE))
    if not curves.to_be and not curves.today:
        none = sheet.words("pictures.no_mood")
        elements.append(label(sheet.fonts, WIDTH / 2, scale.zero - 20, none, SMALL, fill=MUTED, anchor="middle"))
    if base:
        elements += curve_names(sheet.subject, top + _MOOD_HEIGHT)
    return elements, _MOOD_HEIGHT + (42 if base else 10)


def _shown_points(sheet: Sheet, journey: JourneyMap | None = None) -> list[CurvePoint]:
    """All points; of a column that is too narrow for its faces only the lowest and the highest."""
    shown: list[CurvePoint] = []
    for stages in sheet.columns:
        own = [point for point in curve(journey or sheet.journey) if point.stage in {stage.slug for stage in stages}]
        crowded = len(own) > 2 and sheet.column / len(own) < 2 * _FACE + 6
        shown += [point for point in own if not crowded or point in (lowest(own), highest(own))]
    return shown


def _below_mood(sheet: Sheet, top: float) -> tuple[list[str], float]:
    return changes(sheet.subject, top) if sheet.subject.base else _pains(sheet, top)


def _pains(sheet: Sheet, top: float) -> tuple[list[str], float]:
    """The worst pain point of each column; nothing while the map has none."""
    texts = [_worst_pain(sheet.journey, stages) for stages in sheet.columns]
    if not any(texts):
        return [], 0
    room = sheet.column - _GAP - 5 - 16
    most = 3 if len(sheet.columns) <= 5 else 4
    cells = [wrap(text, sheet.fonts, SMALL, room, most=most) if text else () for text in texts]
    height = 22 + _LINE * max(len(lines) for lines in cells)
    elements: list[str] = []
    for i, lines in enumerate(cells):
        x = sheet.at(i) + _GAP / 2
        ground = rect(x, top, sheet.column - _GAP, height, PAIN.ground if lines else BAND, 5)
        if not lines:
            dash = label(sheet.fonts, x + 14, top + 32, sheet.words("pictures.empty_cell"), SMALL, fill=MUTED)
            elements.append(group(ground, dash))
            continue
        written = (label(sheet.fonts, x + 13, top + 29 + _LINE * k, text, SMALL) for k, text in enumerate(lines))
        elements.append(group(ground, rect(x, top, 5, height, PAIN.bar, 2), *written))
    return elements, height + 10


def _worst_pain(journey: JourneyMap, stages: tuple[Stage, ...]) -> str | None:
    slugs = {stage.slug for stage in stages}
    return next(
        (pain.title for pain in content.worst_first(p for p in journey.pain_points if p.at.stage in slugs)), None
    )


def _counted(sheet: Sheet, top: float, numbers: JourneyNumbers | None) -> tuple[list[str], float]:
    """One number a column, and the loss on the border to the next one; under the numbers where columns are narrow."""
    if numbers is None:
        return [], 0
    fonts, lang = sheet.fonts, sheet.words.lang
    narrow = sheet.column < _NARROW
    found = [numbers.at(stages[0].slug) for stages in sheet.columns]
    losses = [
        _loss(here, after, len(stages))
        for here, after, stages in zip(found, [*found[1:], None], sheet.columns, strict=True)
    ]
    elements: list[str] = []
    for i, here in enumerate(found):
        if here is None:
            value = sheet.words("pictures.empty_cell")
        else:
            value = count(here.reached) if i == 0 or here.rate is None else percent(here.rate, lang)
        middle = sheet.at(i) + sheet.column / 2
        elements.append(
            label(fonts, middle, top + 38, value, 26 if narrow else 30, bold=True, fill=VALUE, anchor="middle")
        )
    for i, loss in enumerate(losses[:-1]):
        if loss is not None:
            text, y = f"-{percent(loss, lang)}", top + (66 if narrow else 28)
            worst = loss == max(other for other in losses[:-1] if other is not None)
            elements.append(loss_pill(fonts, sheet.at(i + 1), y, text, worst, SMALL, triangle=False))
    return elements, 92 if narrow else 56


def _loss(here: StageNumbers | None, after: StageNumbers | None, stages: int) -> float | None:
    """The stage's own loss; of several stages together, the share that did not get to the next column."""
    if here is None or stages == 1:
        return here.lost if here else None
    return 1 - after.reached / here.reached if after and 0 < after.reached <= here.reached else None


def _foot(sheet: Sheet, top: float) -> tuple[list[str], float]:
    """Where the numbers come from, and how well the map is backed."""
    words, covered, numbers = sheet.words, sheet.subject.covered, sheet.subject.numbers
    note = content.sentence_start(words("pictures.metrics.none"))
    if numbers:
        note = words("pictures.metrics.note", source=numbers.source, period=numbers.period, n=count(numbers.n))
    parts = [note]
    if covered.items:
        parts.append(words("pictures.header.coverage", backed=covered.backed, items=covered.items))
    text = one_line(" · ".join(parts), sheet.fonts, SMALL, INNER)
    return [label(sheet.fonts, MARGIN, top + 24, text, SMALL, fill=MUTED)], 30
