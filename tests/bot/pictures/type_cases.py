"""The maps of the other types that are drawn in tests, by name."""

from functools import lru_cache
from typing import NamedTuple

import type_limits as limits
import type_maps as maps
from picture_limits import longest_persona
from picture_maps import BACKINGS, NAMES, ON, persona

from bot.pictures.alt_types import alt_text_of
from bot.pictures.glyphs import fonts
from bot.pictures.pages import card_of, pages_of
from bot.pictures.persona_card import persona_svg
from bot.pictures.quadrant import quadrant_svg
from bot.pictures.subject import Subject
from prompts.loader import words
from storage.model.journey import JourneyMap
from storage.model.persona import Persona

LANGS = ("en", "zh", "mk")


class TypeCase(NamedTuple):
    journey: JourneyMap
    persona: Persona
    base: JourneyMap | None = None
    route: str | None = None

    @property
    def subject(self) -> Subject:
        spoken = words(self.journey.lang)
        return Subject(
            self.journey, (self.persona,), BACKINGS, spoken, fonts(), None, self.base, self.route, ON
        )  # fmt: skip

    def card(self) -> str:
        return card_of(self.subject)

    def full(self) -> tuple[str, ...]:
        return pages_of(self.subject)

    def pictures(self) -> tuple[str, ...]:
        return (self.card(), *self.full())

    def alt(self) -> str:
        return alt_text_of(self.subject, NAMES)


def _samples(lang: str) -> dict[str, TypeCase]:
    person, today = maps.people(lang), maps.current(lang)
    return {
        f"future-{lang}": TypeCase(maps.future(lang), person, today),
        f"ways-{lang}": TypeCase(maps.ways(lang), person),
        f"route-{lang}": TypeCase(maps.ways(lang), person, route="in-a-hurry"),
        f"blueprint-{lang}": TypeCase(maps.blueprint(lang), person, today),
        f"day-{lang}": TypeCase(maps.day(lang), person),
        f"empathy-{lang}": TypeCase(maps.empathy(lang), person),
    }


def _pair(text: str) -> TypeCase:
    base, ideal = limits.crowded_pair(text)
    return TypeCase(ideal, longest_persona(), base)


TYPE_CASES = {
    **{name: case for lang in LANGS for name, case in _samples(lang).items()},
    **{
        f"{type_}-empty": TypeCase(limits.empty(type_), persona())
        for type_ in ("future_state", "service_blueprint", "day_in_life", "empathy")
    },
    "blueprint-one": TypeCase(limits.one_touchpoint(), persona()),
    "day-one": TypeCase(limits.one_slot(), persona()),
    "empathy-one": TypeCase(limits.one_note(), persona()),
    "future-longest": _pair(limits.LONG),
    "blueprint-longest": TypeCase(limits.crowded_blueprint(), longest_persona()),
    "day-twelve": TypeCase(limits.twelve_slots(), longest_persona()),
    "empathy-longest": TypeCase(limits.crowded_empathy(), longest_persona()),
    "future-odd": _pair(limits.ODD),
    "blueprint-odd": TypeCase(limits.crowded_blueprint(limits.ODD), persona()),
    "day-odd": TypeCase(limits.twelve_slots(limits.ODD), persona()),
    "empathy-odd": TypeCase(limits.crowded_empathy(limits.ODD, 3), persona()),
}

LONGEST = longest_persona().model_copy(
    update=dict.fromkeys(("goals", "struggles", "tasks", "needs"), (limits.LONG,) * 7)
)
SMALL_PICTURES = {
    **{f"persona-{lang}": persona_svg(maps.people(lang), words(lang)) for lang in LANGS},
    "persona-empty": persona_svg(persona(), words("en")),
    "persona-longest": persona_svg(LONGEST, words("en")),
    **{f"quadrant-{lang}": quadrant_svg(TypeCase(maps.rated(lang), persona()).subject) for lang in LANGS},
    "quadrant-empty": quadrant_svg(TypeCase(limits.empty("current_state"), persona()).subject),
    "quadrant-longest": quadrant_svg(TypeCase(limits.crowded_quadrant(), persona()).subject),
}


@lru_cache
def drawn(name: str) -> tuple[str, ...]:
    """Every picture of a case, drawn once."""
    return (SMALL_PICTURES[name],) if name in SMALL_PICTURES else TYPE_CASES[name].pictures()
