"""Who answers for what on a map? Everything that can have an owner, by stage, and what a question names of it."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from bot.conversation.find import Kind as FoundKind
from bot.conversation.find import find
from bot.conversation.tongues import listed
from prompts.loader import Words
from storage.model.journey import JourneyMap
from storage.model.types import Owner

Kind = Literal["touchpoint", "opportunity", "action", "requirement"]
NAMED: tuple[FoundKind, ...] = ("touchpoint", "opportunity", "action", "requirement", "stage")
OVER = ("parked", "done", "dropped")


class Held(NamedTuple):
    """Something that a person or team can answer for; `stage` is the slug of where it belongs, "" for nowhere."""

    kind: Kind
    slug: str
    title: str
    stage: str
    owner: Owner | None


class Asked(NamedTuple):
    """What a question about an owner names: the map, a stage by its slug, or one thing."""

    stage: str = ""
    thing: Held | None = None


def held(journey: JourneyMap) -> tuple[Held, ...]:
    """Touchpoints in map order, then ideas, actions and requirements; what is done, parked or dropped is left out."""
    found = [Held("touchpoint", t.slug, t.title, s.slug, t.owner) for s in journey.stages for t in s.touchpoints]
    at = {pain.slug: pain.at.stage for pain in journey.pain_points}
    ideas = {idea.slug: idea.stage or next((at[p] for p in idea.pain_points), "") for idea in journey.opportunities}
    found += [
        Held("opportunity", i.slug, i.title, ideas[i.slug], i.owner)
        for i in journey.opportunities
        if i.status not in OVER
    ]
    found += [
        Held("action", a.slug, a.title, a.stage or ideas.get(a.opportunity or "", ""), a.owner)
        for a in journey.actions
        if a.status not in OVER
    ]
    found += [Held("requirement", r.slug, r.title, r.at.stage if r.at else "", r.owner) for r in journey.requirements]
    return tuple(found)


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


def by_owner(things: Iterable[Held]) -> dict[str, list[Held]]:
    """Things by the label of their owner, in the order in which the owners come; "" for nobody, at the end."""
    found: dict[str, list[Held]] = {}
    for thing in sorted(things, key=lambda one: one.owner is None):
        found.setdefault(thing.owner.label if thing.owner else "", []).append(thing)
    return found
