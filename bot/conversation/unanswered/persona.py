"""The persona builder: what a persona does not tell yet."""

from collections.abc import Callable, Mapping, Sequence

from bot.conversation.ask import Ask, Target, View
from storage.model.journey import JourneyMap
from storage.model.persona import Persona

OPEN: Mapping[str, Callable[[JourneyMap, Ask], bool]] = {}

TARGETS: Mapping[str, Callable[[View], Sequence[Target]]] = {}


def _lacks(*fields: str) -> Callable[[View], bool]:
    """Open while the persona has none of these."""
    return lambda view: not _any_of(view.persona, fields)


def _any_of(persona: Persona | None, fields: Sequence[str]) -> bool:
    return persona is not None and any(getattr(persona, field) for field in fields)


OPEN_IN_BUILDER: Mapping[str, Callable[[View], bool]] = {
    "per.who": lambda view: view.persona is None,
    "per.team": _lacks("talking_points"),
    "per.day": _lacks("job_title", "place", "back_story"),
    "per.goals": _lacks("goals", "needs"),
    "per.struggles": _lacks("struggles", "frustrations"),
    "per.tasks": _lacks("tasks"),
    "per.info": _lacks("preferred_channels", "questions"),
    "per.quote": _lacks("quote", "communication_style"),
    "per.basis": _lacks("evidence"),
}
