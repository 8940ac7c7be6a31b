"""The full journey map of a current or future state: every lane of every stage, in one picture or two."""

from collections.abc import Sequence
from datetime import date

from bot.pictures import content
from bot.pictures.cells import Card, Lane, card_lane, pill_lane
from bot.pictures.empty_page import empty_page
from bot.pictures.gap_list import gap_list
from bot.pictures.glyphs import Fonts
from bot.pictures.glyphs import fonts as shipped_fonts
from bot.pictures.grid import GAP, MARGIN, Grid, grid
from bot.pictures.header import Part, arrows, header
from bot.pictures.legend import footer, marks_used
from bot.pictures.metrics_lane import metrics_lane
from bot.pictures.mood_lane import mood_lane
from bot.pictures.stage_numbers import JourneyNumbers
from bot.pictures.subject import Subject
from bot.pictures.svg import document
from bot.pictures.touchpoint_cards import touchpoint_cards
from bot.pictures.ways_lane import numbers as numbers_of_ways
from bot.pictures.ways_lane import ways_lane
from prompts.loader import Words
from storage.model.confidence import Backings
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
    return journey_pages(Subject(journey, tuple(personas), backings, words, fonts or shipped_fonts(), numbers, on=on))


def journey_pages(subject: Subject) -> tuple[str, ...]:
    """One SVG, two above seven stages; the gap list of a future state stands on the last."""
    fonts, words, stages = subject.fonts, subject.words, subject.journey.stages
    if not stages:
        return (empty_page(subject, None, _about(subject)),)
    parts = _parts(stages)
    return tuple(
        _drawn(subject, grid(fonts, words, own), Part(i + 1, len(parts)), first) for i, (first, own) in enumerate(parts)
    )


def _parts(stages: tuple[Stage, ...]) -> list[tuple[int, tuple[Stage, ...]]]:
    """The stages of each picture, with the place of the first."""
    if len(stages) <= MOST_STAGES:
        return [(0, stages)]
    half = (len(stages) + 1) // 2
    return [(0, stages[:half]), (half, stages[half:])]


def _drawn(subject: Subject, sheet: Grid, part: Part, first: int) -> str:
    journey, words, slugs = subject.journey, subject.words, {stage.slug for stage in sheet.stages}
    points = [point for point in curve(journey) if point.stage in slugs]
    today = [point for point in curve(subject.base) if point.stage in slugs] if subject.base else None
    cards = _cards(subject, sheet)
    pills = [content.channels(stage, words) for stage in sheet.stages]
    elements: list[str] = []
    top = 0.0

    def add(lane: Lane, gap: float = GAP) -> None:
        nonlocal top
        elements.extend(lane.elements)
        top += lane.height + gap if lane.elements else 0

    add(header(sheet, journey, subject.personas, subject.covered, part, _about(subject)), 0)
    add(arrows(sheet, top, first), 8)
    for name, (cells, note) in cards.items():
        if name in ("thoughts", "questions") and not any(cells):
            continue
        add(card_lane(sheet, top, words(f"pictures.lane.{name}"), cells, note))
        if name == "doing":
            add(ways_lane(sheet, top, subject))
            add(pill_lane(sheet, top, words("pictures.lane.channels"), pills))
            add(mood_lane(sheet, top, journey, points, today))
    add(metrics_lane(sheet, top, journey, subject.numbers))
    if part.number == part.of:
        add(gap_list(sheet, top, subject), 0)
    all_cards = [card for cells, _ in cards.values() for cell in cells for card in cell]
    marks = marks_used(all_cards, [pill for cell in pills for pill in cell], points)
    add(footer(sheet, top, [*(["today", "to_be"] if today else []), *marks], journey, subject.on), MARGIN / 2)
    return document(sheet.width, round(top), elements, title=journey.title, lang=journey.lang, fonts=sheet.fonts)


def _about(subject: Subject) -> list[str]:
    """What the map is limited to, what a future state improves, and the one route that is shown."""
    words, scope = subject.words, subject.journey.scope
    parts = [scope] if scope else []
    parts += [words("pictures.header.improves", title=subject.base_name)] if subject.base else []
    return parts + ([words("pictures.header.route", title=subject.route.title)] if subject.route else [])


def _cards(subject: Subject, sheet: Grid) -> dict[str, tuple[list[list[Card]], str]]:
    """Lane of cards → (cells by stage, note under the lane's name), from top to bottom."""
    journey, backings, words, stages = subject.journey, subject.backings, subject.words, sheet.stages
    loose_ideas = content.without_stage(journey.opportunities, content.stage_of_opportunity, journey)
    loose_actions = content.without_stage(journey.actions, content.stage_of_action, journey)
    numbers = numbers_of_ways(journey)
    return {
        "doing": ([touchpoint_cards(stage, subject, numbers) for stage in stages], ""),
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
