"""Steps on what the map lists beside its stages: pain points, opportunities, actions, requirements, notes, ways …"""

from storage.errors import ChangeRefused
from storage.model.changes import (
    AddAction,
    AddEdge,
    AddNote,
    AddOpportunity,
    AddPainPoint,
    AddRequirement,
    AddRoute,
    AddTarget,
    RemoveItem,
    SetItem,
)
from storage.model.empathy import EmpathyNote
from storage.model.future import Requirement, Target
from storage.model.item import Item
from storage.model.journey import Action, JourneyMap, Opportunity, PainPoint
from storage.model.refusals import made, refuse_field, revised
from storage.model.routes import Edge, Route
from storage.model.steps.places import (
    Writer,
    checked_anchor,
    item_named,
    list_of,
    new_slug,
    stage_named,
    touchpoint_named,
    with_item,
    without,
)
from storage.model.types import Model

_FIELDS: dict[type[Item], tuple[str, ...]] = {
    PainPoint: ("title", "at", "cause", "status"),
    Opportunity: ("title", "pain_points", "stage", "status", "owner"),
    Action: ("title", "opportunity", "stage", "owner", "due_on", "status", "expected", "ticket_url"),
    Requirement: ("title", "side", "at", "owner"),
    Target: ("title", "from_value", "to_value", "unit", "by"),
    EmpathyNote: ("title", "quadrant", "strip", "at", "links_to", "contradicts"),
    Edge: ("title", "from_touchpoint", "to_touchpoint", "way", "condition", "persona_id"),
    Route: ("title", "touchpoints", "persona_id"),
}


def add_pain_point(journey: JourneyMap, change: AddPainPoint, writer: Writer) -> JourneyMap:
    """At a stage or touchpoint that is on the map."""
    at = checked_anchor(journey, change.at)
    slug = new_slug(journey, "pain_point", change.title, change.slug, parent=at.stage)
    pain = made(PainPoint, slug=slug, title=change.title, at=at, origin=writer.origin())
    return revised(journey, pain_points=(*journey.pain_points, pain))


def add_opportunity(journey: JourneyMap, change: AddOpportunity, writer: Writer) -> JourneyMap:
    """Without a stage of its own it stands at the stage of its first pain point."""
    pains = [_pain_named(journey, slug) for slug in change.pain_points]
    stage = stage_named(journey, change.stage).slug if change.stage else pains[0].at.stage if pains else None
    idea = made(
        Opportunity,
        slug=new_slug(journey, "opportunity", change.title, change.slug, parent=stage or ""),
        title=change.title,
        pain_points=change.pain_points,
        stage=stage,
        origin=writer.origin(),
    )
    return revised(journey, opportunities=(*journey.opportunities, idea))


def add_action(journey: JourneyMap, change: AddAction, writer: Writer) -> JourneyMap:
    """Owner and date may follow later."""
    if change.opportunity:
        _idea_named(journey, change.opportunity)
    if change.stage:
        stage_named(journey, change.stage)
    action = made(
        Action,
        **change.model_dump(include={"title", "opportunity", "stage", "owner", "due_on", "expected"}),
        slug=new_slug(journey, "action", change.title, change.slug),
        origin=writer.origin(),
    )
    return revised(journey, actions=(*journey.actions, action))


def add_requirement(journey: JourneyMap, change: AddRequirement, writer: Writer) -> JourneyMap:
    """At a place of the map, or for the whole of it."""
    at = checked_anchor(journey, change.at) if change.at else None
    slug = new_slug(journey, "requirement", change.title)
    new = made(Requirement, slug=slug, origin=writer.origin(), **_given(change, at=at))
    return revised(journey, requirements=(*journey.requirements, new))


def add_target(journey: JourneyMap, change: AddTarget, writer: Writer) -> JourneyMap:
    """A number from, to, by a date; what is not known yet stays open."""
    new = made(Target, slug=new_slug(journey, "target", change.title), origin=writer.origin(), **_given(change))
    return revised(journey, targets=(*journey.targets, new))


def add_note(journey: JourneyMap, change: AddNote, writer: Writer) -> JourneyMap:
    """In a quadrant, a strip, or both."""
    at = checked_anchor(journey, change.at) if change.at else None
    slug = new_slug(journey, "note", change.title, parent=change.quadrant or change.strip or "")
    new = made(EmpathyNote, slug=slug, origin=writer.origin(), **_given(change, at=at))
    return revised(journey, notes=(*journey.notes, new))


def add_edge(journey: JourneyMap, change: AddEdge, writer: Writer) -> JourneyMap:
    """Both ends must be on the map."""
    for slug in (change.from_touchpoint, change.to_touchpoint):
        if slug is not None:
            touchpoint_named(journey, slug)
    new = made(Edge, slug=new_slug(journey, "edge", change.title), origin=writer.origin(), **_given(change))
    return revised(journey, edges=(*journey.edges, new))


def add_route(journey: JourneyMap, change: AddRoute, writer: Writer) -> JourneyMap:
    """Over touchpoints that are on the map."""
    for slug in change.touchpoints:
        touchpoint_named(journey, slug)
    new = made(Route, slug=new_slug(journey, "route", change.title), origin=writer.origin(), **_given(change))
    return revised(journey, routes=(*journey.routes, new))


def set_item(journey: JourneyMap, change: SetItem) -> JourneyMap:
    """One field; what it names must be on the map."""
    item = item_named(journey, change.item)
    if change.field not in _FIELDS[type(item)]:
        refuse_field(item.title, change.field, _FIELDS[type(item)])
    new = revised(item, **{change.field: change.value})
    match new:
        case PainPoint():
            new = revised(new, at=checked_anchor(journey, new.at))
        case Requirement() | EmpathyNote() if new.at:
            new = revised(new, at=checked_anchor(journey, new.at))
        case Opportunity():
            for slug in new.pain_points:
                _pain_named(journey, slug)
        case Action() if new.opportunity:
            _idea_named(journey, new.opportunity)
    if isinstance(new, Opportunity | Action) and new.stage:
        stage_named(journey, new.stage)
    return with_item(journey, new)


def remove_item(journey: JourneyMap, change: RemoveItem) -> JourneyMap:
    """What pointed at it points at nothing afterwards."""
    gone = item_named(journey, change.item)
    name = list_of(journey, gone.slug)
    left = {name: without(getattr(journey, name), gone.slug)}
    match gone:
        case PainPoint():
            left["opportunities"] = tuple(
                revised(idea, pain_points=tuple(slug for slug in idea.pain_points if slug != gone.slug))
                for idea in journey.opportunities
            )
        case Opportunity():
            left["actions"] = tuple(
                revised(action, opportunity=None) if action.opportunity == gone.slug else action
                for action in journey.actions
            )
        case EmpathyNote():
            left["notes"] = tuple(
                revised(note, contradicts=None) if note.contradicts == gone.slug else note for note in left["notes"]
            )
    return revised(journey, **left)


def _given(change: Model, **instead: object) -> dict[str, object]:
    """What the change says of the new item."""
    return {name: value for name, value in dict(change).items() if name != "kind"} | instead


def _pain_named(journey: JourneyMap, slug: str) -> PainPoint:
    item = item_named(journey, slug)
    if not isinstance(item, PainPoint):
        raise ChangeRefused("not_a_pain_point", title=item.title)
    return item


def _idea_named(journey: JourneyMap, slug: str) -> Opportunity:
    item = item_named(journey, slug)
    if not isinstance(item, Opportunity):
        raise ChangeRefused("not_an_opportunity", title=item.title)
    return item
