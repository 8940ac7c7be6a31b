"""The full journey map of a current state: every lane of every stage, in one picture or two."""

from collections.abc import Sequence
from datetime import date

from bot.pictures import content
from bot.pictures.cells import Card, Lane, card_lane, pill_lane
from bot.pictures.colours import BAND, MUTED
from bot.pictures.glyphs import Fonts
from bot.pictures.glyphs import fonts as shipped_fonts
from bot.pictures.grid import GAP, MARGIN, Grid, grid
from bot.pictures.header import Part, arrows, header
from bot.pictures.legend import footer, marks_used
from bot.pictures.metrics_lane import metrics_lane
from bot.pictures.mood_lane import mood_lane
from bot.pictures.stage_numbers import JourneyNumbers
from bot.pictures.svg import document, label, rect
from bot.pictures.text import wrap
from prompts.loader import Words
from storage.model.confidence import Backings, coverage
from storage.model.journey import JourneyMap, Stage
from storage.model.mood import curve
from storage.model.persona import Persona

MOST_STAGES = 7


def journey_map_svgs(
    journey: JourneyMap,
    personas: Sequence[Persona],
    backings: Backings,
    words: Words,
    numbers: JourneyNumbers | None = None,
    *,
    on: date | None = None,
    fonts: Fonts | None = None,
) -> tuple[str, ...]:
    """One SVG, two above seven stages. `on` is the day the data is of; `fonts` None: the shipped ones."""
    drawn_with = fonts or shipped_fonts()
    if not journey.stages:
        return (_empty(journey, personas, backings, grid(drawn_with, words, ()), on),)
    parts = _parts(journey.stages)
    return tuple(
        _drawn(
            journey, personas, backings, numbers, grid(drawn_with, words, stages), Part(i + 1, len(parts)), first, on
        )
        for i, (first, stages) in enumerate(parts)
    )


def _parts(stages: tuple[Stage, ...]) -> list[tuple[int, tuple[Stage, ...]]]:
    """The stages of each picture, with the place of the first."""
    if len(stages) <= MOST_STAGES:
        return [(0, stages)]
    half = (len(stages) + 1) // 2
    return [(0, stages[:half]), (half, stages[half:])]


def _drawn(
    journey: JourneyMap,
    personas: Sequence[Persona],
    backings: Backings,
    numbers: JourneyNumbers | None,
    sheet: Grid,
    part: Part,
    first: int,
    on: date | None,
) -> str:
    words, stages = sheet.words, sheet.stages
    points = [point for point in curve(journey) if point.stage in {stage.slug for stage in stages}]
    cards = _cards(journey, backings, sheet)
    pills = [content.channels(stage, words) for stage in stages]
    elements: list[str] = []
    top = 0.0

    def add(lane: Lane, gap: float = GAP) -> None:
        nonlocal top
        elements.extend(lane.elements)
        top += lane.height + gap

    add(header(sheet, journey, personas, coverage(journey, backings), part), 0)
    add(arrows(sheet, top, first), 8)
    for name, (cells, note) in cards.items():
        if name in ("thoughts", "questions") and not any(cells):
            continue
        add(card_lane(sheet, top, words(f"pictures.lane.{name}"), cells, note))
        if name == "doing":
            add(pill_lane(sheet, top, words("pictures.lane.channels"), pills))
            add(mood_lane(sheet, top, journey, points))
    add(metrics_lane(sheet, top, journey, numbers))
    all_cards = [card for cells, _ in cards.values() for cell in cells for card in cell]
    marks = marks_used(all_cards, [pill for cell in pills for pill in cell], points)
    add(footer(sheet, top, marks, journey, on), MARGIN / 2)
    return document(sheet.width, round(top), elements, title=journey.title, lang=journey.lang, fonts=sheet.fonts)


def _cards(journey: JourneyMap, backings: Backings, sheet: Grid) -> dict[str, tuple[list[list[Card]], str]]:
    """Lane of cards → (cells by stage, note under the lane's name), from top to bottom."""
    words, stages = sheet.words, sheet.stages
    loose_ideas = content.without_stage(journey.opportunities, content.stage_of_opportunity, journey)
    loose_actions = content.without_stage(journey.actions, content.stage_of_action, journey)
    return {
        "doing": ([content.doing(stage, journey, backings) for stage in stages], ""),
        "thoughts": ([content.thoughts(stage) for stage in stages], ""),
        "questions": ([content.questions(stage, words) for stage in stages], ""),
        "pain_points": ([content.pain_points(stage, journey, backings, words) for stage in stages], ""),
        "opportunities": (
            [content.opportunities(stage, journey, backings, words) for stage in stages],
            words("pictures.unplaced", n=loose_ideas) if loose_ideas else "",
        ),
        "actions": (
            [content.actions(stage, journey, words) for stage in stages],
            words("pictures.unplaced", n=loose_actions) if loose_actions else "",
        ),
    }


def _empty(journey: JourneyMap, personas: Sequence[Persona], backings: Backings, sheet: Grid, on: date | None) -> str:
    """A map that has no stages yet."""
    words, fonts = sheet.words, sheet.fonts
    top_part = header(sheet, journey, personas, coverage(journey, backings), Part(1, 1))
    top, middle = top_part.height, sheet.width / 2
    elements = [*top_part.elements, rect(MARGIN, top, sheet.width - 2 * MARGIN, 150, BAND, 6)]
    elements.append(label(fonts, middle, top + 66, words("pictures.empty.title"), 20, bold=True, anchor="middle"))
    for i, text in enumerate(wrap(words("pictures.empty.text"), fonts, 15, sheet.width - 120, most=2)):
        elements.append(label(fonts, middle, top + 94 + 20 * i, text, 15, fill=MUTED, anchor="middle"))
    foot = footer(sheet, top + 156, (), journey, on)
    height = top + 156 + foot.height + MARGIN / 2
    return document(
        sheet.width, round(height), [*elements, *foot.elements], title=journey.title, lang=journey.lang, fonts=fonts
    )
