"""Who answers for what on a map? Everything that can have an owner, by stage."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from storage.model.journey import JourneyMap
from storage.model.types import Owner

Kind = Literal["touchpoint", "opportunity", "action", "requirement"]
OVER = ("parked", "done", "dropped")


class Held(NamedTuple):
    """Something that a person or team can answer for; `stage` is the slug of where it belongs, "" for nowhere."""

    kind: Kind
    slug: str
    title: str
    stage: str
    owner: Owner | None


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


def by_owner(things: Iterable[Held]) -> dict[str, list[Held]]:
    """Things by the label of their owner, in the order in which the owners come; "" for nobody, at the end."""
    found: dict[str, list[Held]] = {}
    for thing in sorted(things, key=lambda one: one.owner is None):
        found.setdefault(thing.owner.label if thing.owner else "", []).append(thing)
    return found
