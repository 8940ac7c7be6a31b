"""Steps on pain points, opportunities and actions."""

from storage.errors import ChangeRefused
from storage.model.changes import AddAction, AddOpportunity, AddPainPoint, RemoveItem, SetItem
from storage.model.journey import Action, Item, JourneyMap, Opportunity, PainPoint
from storage.model.refusals import made, refuse_field, revised
from storage.model.steps.places import (
    Writer,
    checked_anchor,
    item_named,
    new_slug,
    stage_named,
    with_item,
    without,
)

_FIELDS: dict[type[Item], tuple[str, ...]] = {
    PainPoint: ("title", "at", "cause", "status"),
    Opportunity: ("title", "pain_points", "stage", "status", "owner"),
    Action: ("title", "opportunity", "stage", "owner", "due_on", "status", "expected", "ticket_url"),
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


def set_item(journey: JourneyMap, change: SetItem) -> JourneyMap:
    """One field; what it names must be on the map."""
    item = item_named(journey, change.item)
    if change.field not in _FIELDS[type(item)]:
        refuse_field(item.title, change.field, _FIELDS[type(item)])
    new = revised(item, **{change.field: change.value})
    match new:
        case PainPoint():
            new = revised(new, at=checked_anchor(journey, new.at))
        case Opportunity():
            for slug in new.pain_points:
                _pain_named(journey, slug)
        case Action() if new.opportunity:
            _idea_named(journey, new.opportunity)
    if not isinstance(new, PainPoint) and new.stage:
        stage_named(journey, new.stage)
    return with_item(journey, new)


def remove_item(journey: JourneyMap, change: RemoveItem) -> JourneyMap:
    """What pointed at it points at nothing afterwards."""
    gone = item_named(journey, change.item)
    match gone:
        case PainPoint():
            ideas = tuple(
                revised(idea, pain_points=tuple(slug for slug in idea.pain_points if slug != gone.slug))
                for idea in journey.opportunities
            )
            return revised(journey, pain_points=without(journey.pain_points, gone.slug), opportunities=ideas)
        case Opportunity():
            actions = tuple(
                revised(action, opportunity=None) if action.opportunity == gone.slug else action
                for action in journey.actions
            )
            return revised(journey, opportunities=without(journey.opportunities, gone.slug), actions=actions)
        case Action():
            return revised(journey, actions=without(journey.actions, gone.slug))


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
