"""The top of a full map: who, what, how well backed; and the stages as arrows."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.pictures.cells import Lane
from bot.pictures.colours import MUTED, WHITE, stage_colour
from bot.pictures.content import map_type, personas_of
from bot.pictures.figures import listed
from bot.pictures.glyphs import Fonts
from bot.pictures.grid import MARGIN, Grid, Page
from bot.pictures.svg import circle, group, label, path
from bot.pictures.text import wrap
from prompts.loader import Words
from storage.model.confidence import Coverage
from storage.model.journey import JourneyMap, Stage
from storage.model.persona import Persona

_DISC, _TITLE, _SMALL, _LINE = 34.0, 28.0, 15.0, 20.0
_ARROW, _TIP = 58.0, 14.0


class Part(NamedTuple):
    """Which picture of how many; a long map is drawn in two."""

    number: int
    of: int


WHOLE = Part(1, 1)


def header(
    page: Page,
    journey: JourneyMap,
    personas: Sequence[Persona],
    covered: Coverage,
    part: Part = WHOLE,
    more: Sequence[str] = (),
    *,
    with_disc: bool = True,
) -> Lane:
    """Persona disc, title, what kind of map this is, and the persona's own words; `more`: what only this type says."""
    fonts, words, people = page.fonts, page.words, personas_of(journey, personas)
    left = MARGIN + (2 * _DISC + 16 if people and with_disc else 0)
    counted = words("pictures.header.part", part=part.number, parts=part.of) if part.of > 1 else ""
    room = page.width - MARGIN - left
    elements = disc(fonts, people[0], MARGIN + _DISC, MARGIN + _DISC) if people and with_disc else []
    y = MARGIN + 29
    if counted:
        elements.append(label(fonts, page.width - MARGIN, y, counted, _SMALL, fill=MUTED, anchor="end"))
    title_room = room - (fonts.width(counted, _SMALL) + 16 if counted else 0)
    for text in wrap(journey.title, fonts, _TITLE, title_room, bold=True, most=2):
        elements.append(label(fonts, left, y, text, _TITLE, bold=True))
        y += 36
    y -= 36 - 26
    for text in wrap(_subtitle(journey, people, covered, words, more), fonts, _SMALL, room, most=3):
        elements.append(label(fonts, left, y, text, _SMALL, fill=MUTED))
        y += _LINE
    for text in wrap(_about(people, words), fonts, _SMALL, room, most=3):
        elements.append(label(fonts, left, y + 3, text, _SMALL))
        y += _LINE
    return Lane(elements, max(y - _LINE + 22, MARGIN + 2 * _DISC + 16 if with_disc else 0))


def arrows(grid: Grid, top: float, first: int) -> Lane:
    """One arrow a stage; `first` is the place of the first one in the whole map, for its colour."""
    titles = [_arrow_lines(grid, stage) for stage in grid.stages]
    height = _ARROW + (20 if any(len(lines) > 2 for lines, _ in titles) else 0)
    elements: list[str] = []
    for i, (lines, size) in enumerate(titles):
        x, end = grid.at(i) + (2 if i else 0), grid.at(i + 1) - 1
        notch = f"L{x + _TIP:.2f} {top + height / 2:.2f}" if i else ""
        tip = f"L{end:.2f} {top + height / 2:.2f}L{end - _TIP:.2f} {top + height:.2f}"
        shape = f"M{x:.2f} {top:.2f}L{end - _TIP:.2f} {top:.2f}{tip}L{x:.2f} {top + height:.2f}{notch}z"
        step = size * 1.25
        y = top + height / 2 + size * 0.36 - step * (len(lines) - 1) / 2
        written = (
            label(grid.fonts, grid.at(i) + (_TIP + 11 if i else 14), y + step * k, text, size, bold=True, fill=WHITE)
            for k, text in enumerate(lines)
        )
        elements.append(group(path(shape, stage_colour(first + i)), *written))
    return Lane(elements, height)


def _arrow_lines(grid: Grid, stage: Stage) -> tuple[tuple[str, ...], float]:
    """Two lines at 17, else three at 15."""
    room = grid.column - 2 * _TIP - 18
    large = wrap(stage.title, grid.fonts, 17, room, bold=True, most=3)
    return (large, 17) if len(large) < 3 else (wrap(stage.title, grid.fonts, 15, room, bold=True, most=3), 15)


def disc(fonts: Fonts, persona: Persona, x: float, y: float, radius: float = _DISC) -> list[str]:
    """The persona's initials on a disc around (x, y)."""
    largest = radius * 30 / _DISC
    size = largest * min(1.0, radius * 52 / _DISC / fonts.width(persona.initials, largest, bold=True))
    written = label(fonts, x, y + size * 0.36, persona.initials, size, bold=True, fill=WHITE, anchor="middle")
    return [circle(x, y, radius, stage_colour(0)), written]


def _subtitle(
    journey: JourneyMap, people: Sequence[Persona], covered: Coverage, words: Words, more: Sequence[str]
) -> str:
    """ "Current state · Goal: … · customers · Persona: … · Stages: … · v3, approved · owner: … · evidence"."""
    parts = [map_type(journey, words), *more]
    if journey.goal_kind is not None and journey.goal_kind != "other":
        parts.append(words("pictures.header.goal", goal=words(f"lists.goal_kinds.{journey.goal_kind}")))
    if journey.customer_group is not None:
        parts.append(words(f"pictures.header.group.{journey.customer_group}"))
    if len(people) == 1:
        parts.append(words("pictures.header.persona", name=people[0].name))
    elif people:
        parts.append(words("pictures.header.personas", names=listed((persona.name for persona in people), words)))
    if journey.stage_template:
        parts.append(words("pictures.header.template", name=words(f"pictures.template.{journey.stage_template}")))
    status = words(f"lists.status.{journey.status}")
    parts.append(words("pictures.header.version", version=journey.version, status=status))
    parts.append(words("pictures.header.owner", name=journey.owner.label))
    if covered.items:
        parts.append(words("pictures.header.coverage", backed=covered.backed, items=covered.items))
    return " · ".join(parts)


def _about(people: Sequence[Persona], words: Words) -> str:
    """The persona's quote, age and one line."""
    if len(people) != 1:
        return ""
    persona = people[0]
    quote = [words("pictures.header.quote", text=persona.quote)] if persona.quote else []
    age, line = persona.age_range, persona.one_line
    facts = words("pictures.header.about", age=age, line=line) if age and line else age or line or ""
    return " ".join([*quote, facts]).strip()
