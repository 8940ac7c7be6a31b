"""The pictures of a map of any type: its full picture in one page or two, and its card."""

from collections.abc import Sequence
from datetime import date

from bot.pictures.blueprint_card import blueprint_card
from bot.pictures.blueprint_map import blueprint_pages
from bot.pictures.card import journey_card
from bot.pictures.day_card import day_card
from bot.pictures.day_map import day_page
from bot.pictures.empathy_card import empathy_card
from bot.pictures.empathy_map import empathy_page
from bot.pictures.glyphs import Fonts
from bot.pictures.glyphs import fonts as shipped_fonts
from bot.pictures.journey_map import journey_pages
from bot.pictures.stage_numbers import JourneyNumbers
from bot.pictures.subject import Subject
from prompts.loader import Words
from storage.model.confidence import Backings
from storage.model.journey import JourneyMap
from storage.model.persona import Persona


def pages(
    journey: JourneyMap,
    personas: Sequence[Persona],
    backings: Backings,
    words: Words,
    numbers: JourneyNumbers | None = None,
    *,
    base: JourneyMap | None = None,
    route: str | None = None,
    on: date | None = None,
    fonts: Fonts | None = None,
) -> tuple[str, ...]:
    """The full picture as SVG, in two parts where one would be too wide to read.

    `base`: the map that a future state improves; `route`: the one to show; `on`: the day the data is of; `fonts` None:
    the shipped ones.
    """
    return pages_of(
        Subject(journey, tuple(personas), backings, words, fonts or shipped_fonts(), numbers, base, route, on)
    )


def card(
    journey: JourneyMap,
    personas: Sequence[Persona],
    backings: Backings,
    words: Words,
    numbers: JourneyNumbers | None = None,
    *,
    base: JourneyMap | None = None,
    on: date | None = None,
    fonts: Fonts | None = None,
) -> str:
    """The card as SVG, 1000 px wide."""
    return card_of(Subject(journey, tuple(personas), backings, words, fonts or shipped_fonts(), numbers, base, on=on))


def pages_of(subject: Subject) -> tuple[str, ...]:
    """The full picture, by the type of the map."""
    match subject.journey.type:
        case "service_blueprint":
            return blueprint_pages(subject)
        case "day_in_life":
            return (day_page(subject),)
        case "empathy":
            return (empathy_page(subject),)
        case _:
            return journey_pages(subject)


def card_of(subject: Subject) -> str:
    """The card, by the type of the map."""
    match subject.journey.type:
        case "service_blueprint":
            return blueprint_card(subject)
        case "day_in_life":
            return day_card(subject)
        case "empathy":
            return empathy_card(subject)
        case _:
            return journey_card(subject)
