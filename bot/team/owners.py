"""What of a map does a question about an owner name?"""

from typing import NamedTuple

from bot.conversation.find import Kind as FoundKind
from bot.conversation.find import find
from bot.conversation.tongues import listed
from prompts.loader import Words
from storage.model.held import Held, held
from storage.model.journey import JourneyMap

NAMED: tuple[FoundKind, ...] = ("touchpoint", "opportunity", "action", "requirement", "stage")


class Asked(NamedTuple):
    """What a question about an owner names: the map, a stage by its slug, or one thing."""

    stage: str = ""
    thing: Held | None = None


def named(text: str, journey: JourneyMap, words: Words) -> Asked | None:
    """The one thing, stage or the map itself that a text names; None: nothing here is called so, or several are."""
    if text.casefold() in (*listed(words, "team.the_map"), journey.title.casefold(), journey.map_id):
        return Asked()
    hits = find(journey, text, words, NAMED)
    stages = [hit for hit in hits if hit.kind == "stage"]
    if stages:
        return Asked(stage=stages[0].slug)
    things = [thing for thing in held(journey) if thing.slug in {hit.slug for hit in hits}]
    return Asked(thing=things[0]) if len(things) == 1 else None
