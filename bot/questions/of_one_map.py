"""What does a question mean where only one map can be meant: its outline, its pain points, quotes, or its persona?

In the thread of a map "which touchpoints are in it?" asks for that map, whatever else the words might be about.
"""

from collections.abc import Sequence
from functools import lru_cache

from bot.language import LANGUAGES
from bot.questions.commands import Ask, Clarify, OutOfScope, Slots, Understood
from prompts.loader import words

UNSURE = frozenset(("language", "unknown"))
ORDER = ("maps", "pains", "quotes", "outline", "persona")
PERSONAS = "personas"


def of_one_map(question: str, understood: Understood, title: str, personas: Sequence[str]) -> Understood:
    """The reading for the map with this title, where the words alone did not lead to a tool that can answer."""
    if not _is_open(understood):
        return understood
    named = next((name for name in personas if name.casefold() in question.casefold()), None)
    return about(_topic(question) or ("persona" if named else ""), title, named) or understood


def about(topic: str, title: str, persona: str | None = None) -> Ask | None:
    """What is asked of a map: `outline`, `pains`, `quotes`, `persona`; None for all else."""
    match topic:
        case "outline":
            return Ask(tool="map_lookup", args=Slots(journey=title))
        case "pains":
            return Ask(tool="pain_points", args=Slots(journey=title))
        case "quotes":
            return Ask(tool="map_lookup", args=Slots(journey=title, kind="evidence"))
        case "persona":
            return Ask(tool="map_lookup", args=Slots(journey=title, kind="persona", words=persona, top_n=30))
    return None


def _is_open(understood: Understood) -> bool:
    match understood:
        case Ask(tool="map_lookup", args=args):
            return args.model_copy(update={"top_n": None}) == Slots()
        case Clarify():
            return True
        case OutOfScope():
            about_people = understood.asked is not None and understood.asked.tool == PERSONAS
            return understood.reason in UNSURE or about_people
    return False


def _topic(question: str) -> str | None:
    said = question.casefold()
    return next((topic for topic in ORDER if any(word in said for word in _words()[topic])), None)


@lru_cache
def _words() -> dict[str, tuple[str, ...]]:
    return {
        topic: tuple(word for lang in LANGUAGES for word in words(lang).data("examples.topics")[topic])
        for topic in ORDER
    }
