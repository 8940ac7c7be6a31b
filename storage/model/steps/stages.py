"""Steps on stages."""

from typing import TypeVar

from storage.errors import ChangeRefused
from storage.model.changes import AddStage, MoveStage, RemoveStage, SetStage
from storage.model.empathy import EmpathyNote
from storage.model.future import Requirement
from storage.model.journey import JourneyMap, Stage
from storage.model.refusals import made, refuse_field, revised
from storage.model.steps.places import behind, new_slug, stage_named, with_place, without
from storage.model.steps.touchpoints import ways_without
from storage.model.types import Anchor

Loose = TypeVar("Loose", Requirement, EmpathyNote)
STAGE_FIELDS = (
    "title",
    "short",
    "role",
    "customer_goal",
    "next_step",
    "metric",
    "customer_questions",
    "event_names",
    "event_rules",
    "slot",
)


def add_stage(journey: JourneyMap, change: AddStage) -> JourneyMap:
    """Behind the stage named, else at the end."""
    after = stage_named(journey, change.after).slug if change.after else _last(journey)
    slug = new_slug(journey, "stage", change.title, change.slug)
    stage = made(Stage, slug=slug, title=change.title, role=change.role)
    return revised(journey, stages=behind(journey.stages, stage, after))


def set_stage(journey: JourneyMap, change: SetStage) -> JourneyMap:
    """One field; the slug stays."""
    if change.field not in STAGE_FIELDS:
        refuse_field("stage", change.field, STAGE_FIELDS)
    return with_place(journey, revised(stage_named(journey, change.stage), **{change.field: change.value}))


def move_stage(journey: JourneyMap, change: MoveStage) -> JourneyMap:
    """Behind the stage named, else to the front."""
    stage = stage_named(journey, change.stage)
    if change.after == change.stage:
        return journey
    after = stage_named(journey, change.after).slug if change.after else None
    return revised(journey, stages=behind(without(journey.stages, stage.slug), stage, after))


def remove_stage(journey: JourneyMap, change: RemoveStage) -> JourneyMap:
    """Its touchpoints go with it; pain points, opportunities and actions move to the stage before, else the next.

    Raises ChangeRefused if it is the only stage and pain points stand on it.
    """
    gone = stage_named(journey, change.stage)
    place = journey.stages.index(gone)
    left = without(journey.stages, gone.slug)
    heir = left[max(place - 1, 0)].slug if left else None
    pains = [pain for pain in journey.pain_points if pain.at.stage == gone.slug]
    if pains and heir is None:
        raise ChangeRefused("only_stage", title=gone.title, n=len(pains))

    def moved(stage: str | None) -> str | None:
        return heir if stage == gone.slug else stage

    for touchpoint in gone.touchpoints:
        journey = revised(journey, **ways_without(journey, touchpoint.slug))
    return revised(
        journey,
        stages=left,
        pain_points=tuple(revised(p, at=Anchor(stage=heir)) if heir and p in pains else p for p in journey.pain_points),
        opportunities=tuple(revised(idea, stage=moved(idea.stage)) for idea in journey.opportunities),
        actions=tuple(revised(action, stage=moved(action.stage)) for action in journey.actions),
        requirements=tuple(_loosened(requirement, gone.slug) for requirement in journey.requirements),
        notes=tuple(_loosened(note, gone.slug) for note in journey.notes),
    )


def _loosened(item: Loose, stage: str) -> Loose:
    """What stood on a stage that is gone belongs to the whole map."""
    return revised(item, at=None) if item.at and item.at.stage == stage else item


def _last(journey: JourneyMap) -> str | None:
    return journey.stages[-1].slug if journey.stages else None
