"""What is drawn: a map with everything that its picture needs to know."""

from datetime import date
from typing import NamedTuple

from bot.pictures.content import map_type, personas_of
from bot.pictures.glyphs import Fonts
from bot.pictures.stage_numbers import JourneyNumbers
from prompts.loader import Words
from storage.model.confidence import Backings, Coverage, coverage
from storage.model.differences import Difference, compare
from storage.model.journey import JourneyMap
from storage.model.persona import Persona
from storage.model.routes import Route


class Subject(NamedTuple):
    """A map, its people and evidence, the reader's words; `base`: the map that a future state improves.

    `shown`: the slug of the one route to show, the others are greyed; `on`: the day the data is of.
    """

    journey: JourneyMap
    personas: tuple[Persona, ...]
    backings: Backings
    words: Words
    fonts: Fonts
    numbers: JourneyNumbers | None = None
    base: JourneyMap | None = None
    shown: str | None = None
    on: date | None = None

    @property
    def people(self) -> list[Persona]:
        """The map's personas, in its order."""
        return personas_of(self.journey, self.personas)

    @property
    def covered(self) -> Coverage:
        """How well the map is backed."""
        return coverage(self.journey, self.backings)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What a future state changes; nothing without its base map."""
        return compare(self.journey, self.base) if self.base else ()

    @property
    def base_name(self) -> str:
        """The title of the base map; its type where this map has the same title."""
        if self.base is None or self.base.title != self.journey.title:
            return self.base.title if self.base else ""
        return map_type(self.base, self.words)

    @property
    def route(self) -> Route | None:
        """The one route to show."""
        return next((route for route in self.journey.routes if route.slug == self.shown), None)
