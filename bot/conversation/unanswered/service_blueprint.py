"""Service blueprints: what they do not answer yet, and about what a question is asked."""

from collections.abc import Callable, Mapping, Sequence

from bot.conversation.ask import Ask, Target, View
from storage.model.journey import JourneyMap

OPEN: Mapping[str, Callable[[JourneyMap, Ask], bool]] = {}

TARGETS: Mapping[str, Callable[[View], Sequence[Target]]] = {}
