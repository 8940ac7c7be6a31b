"""Empathy maps: what they do not answer yet."""

from collections.abc import Callable, Mapping, Sequence

from bot.conversation.ask import Ask, Target, View
from storage.model.empathy import Quadrant
from storage.model.gaps import NOTES_FOR_REVIEW
from storage.model.journey import JourneyMap


def _few(quadrant: Quadrant) -> Callable[[JourneyMap, Ask], bool]:
    """Open while the quadrant has fewer entries than a review asks for."""
    return lambda journey, ask: sum(1 for n in journey.notes if n.quadrant == quadrant) < NOTES_FOR_REVIEW


OPEN: Mapping[str, Callable[[JourneyMap, Ask], bool]] = {
    "emp.research": lambda journey, ask: journey.research is None,
    "emp.says": _few("says"),
    "emp.does": _few("does"),
    "emp.thinks": _few("thinks"),
    "emp.feels": _few("feels"),
    "emp.contrast": lambda journey, ask: not any(note.contradicts for note in journey.notes),
    "emp.surprise": lambda journey, ask: not any(note.strip for note in journey.notes),
    "emp.link": lambda journey, ask: any(not note.links_to and not note.at for note in journey.notes),
}

TARGETS: Mapping[str, Callable[[View], Sequence[Target]]] = {}
