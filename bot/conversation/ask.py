"""A question, what it is about, and what decides on the next one."""

from typing import NamedTuple

from storage.model.confidence import Backings
from storage.model.journey import JourneyMap
from storage.model.persona import Persona
from storage.model.session import Session


class Ask(NamedTuple):
    """A question and what it is about; `item` may name a touchpoint too."""

    question: str
    stage: str | None = None
    item: str | None = None


class View(NamedTuple):
    """What decides on the next question. `base`: the map that this one improves or is laid over.

    `others`: the maps of the channel; `persona`: the one that the persona builder is about.
    """

    session: Session
    journey: JourneyMap | None
    backings: Backings
    base: JourneyMap | None = None
    others: tuple[JourneyMap, ...] = ()
    persona: Persona | None = None


Target = tuple[str | None, str | None]
"""What a question is asked about: stage, item."""
