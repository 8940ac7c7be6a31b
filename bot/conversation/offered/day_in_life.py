"""Days in the life: the buttons and hints of their questions."""

from collections.abc import Callable, Mapping

from bot.conversation.ask import Ask
from bot.conversation.offered.choice import Choice
from bot.conversation.talk import Talk
from bot.conversation.wording import cut, stage_title
from bot.reply import Part
from storage.model.journey import Touchpoint

MOST_OURS = 8


def _slots(talk: Talk, about: Ask) -> tuple[Choice, ...]:
    """The slots of the day."""
    stages = talk.map.stages if talk.journey else ()
    return tuple(Choice(stage.slug, cut(stage_title(stage), 40)) for stage in stages)


def _ours(talk: Talk, about: Ask) -> list[str]:
    """Our touchpoints, of this map and of the others of the channel."""
    named = list(dict.fromkeys(cut(touchpoint.title, 40) for touchpoint in our_touchpoints(talk)))
    return [talk.words("day.ours", list=" · ".join(named[:MOST_OURS]))] if named else []


def our_touchpoints(talk: Talk) -> tuple[Touchpoint, ...]:
    """Those that happen with us: first on this map, then on the others."""
    maps = (*([talk.journey] if talk.journey else []), *talk.scene.others)
    return tuple(touchpoint for journey in maps for touchpoint in journey.touchpoints() if touchpoint.ours)


CHOICES: Mapping[str, Callable[[Talk, Ask], tuple[Choice, ...]]] = {"day.which": _slots}

MENUS: Mapping[str, Callable[[Talk, Ask], list[Part]]] = {}

HINTS: Mapping[str, Callable[[Talk, Ask], list[str]]] = {"day.fit": _ours}
