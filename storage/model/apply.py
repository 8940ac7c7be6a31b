"""What is the map after these changes? One pure function over the closed list of changes."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from storage.errors import ChangeRefused
from storage.model import changes as c
from storage.model.journey import MAX_BYTES, JourneyMap
from storage.model.refusals import revised
from storage.model.steps import items, stages, touchpoints, votes, whole
from storage.model.steps.places import Writer
from storage.model.types import Model, Via


def apply(
    journey: JourneyMap,
    changes: Sequence[c.Change],
    by: str,
    at: datetime,
    via: Via,
    permalink: str | None = None,
) -> JourneyMap:
    """The map after all of the changes; the version stays, the store raises it.

    A change to an approved map sets it back to review; an archived map only lets itself be made a draft again.
    Raises ChangeRefused, or NotAllowed for an approval by somebody else than the owner; the given map is untouched.
    """
    writer = Writer(by, at, via, permalink)
    new = journey
    for change in changes:
        if new.status == "archived" and not (isinstance(change, c.SetStatus) and change.status == "draft"):
            raise ChangeRefused("archived", title=new.title)
        new = _step(new, change, writer)
    if journey.status == new.status == "approved" and new != journey:
        new = revised(new, status="review")
    return within_size(new)


def within_size(journey: JourneyMap) -> JourneyMap:
    """Raises ChangeRefused if the map has grown too large to read."""
    if len(journey.model_dump_json().encode()) > MAX_BYTES:
        middle = journey.stages[len(journey.stages) // 2 - 1].title if journey.stages else journey.title
        raise ChangeRefused("map_too_large", stage=middle)
    return journey


def _step(journey: JourneyMap, change: c.Change, writer: Writer) -> JourneyMap:
    if isinstance(change, c.Restore):
        raise ChangeRefused("restore_alone", version=change.version)
    if type(change) in _SIGNED:
        return _SIGNED[type(change)](journey, change, writer)
    return _PLAIN[type(change)](journey, change)


# Steps that leave the writer's name behind, and steps that do not.
_SIGNED: dict[type[Model], Callable[[JourneyMap, Any, Writer], JourneyMap]] = {
    c.SetStatus: whole.set_status,
    c.AddTouchpoint: touchpoints.add_touchpoint,
    c.SplitTouchpoint: touchpoints.split_touchpoint,
    c.VoteMood: votes.vote_mood,
    c.TakeBackMood: votes.take_back_mood,
    c.VoteLevel: votes.vote_level,
    c.Agree: votes.agree,
    c.LinkEvidence: votes.link_evidence,
    c.UnlinkEvidence: votes.unlink_evidence,
    c.SetBasis: votes.set_basis,
    c.AddPainPoint: items.add_pain_point,
    c.AddOpportunity: items.add_opportunity,
    c.AddAction: items.add_action,
    c.AddRequirement: items.add_requirement,
    c.AddTarget: items.add_target,
    c.AddNote: items.add_note,
    c.AddEdge: items.add_edge,
    c.AddRoute: items.add_route,
}
_PLAIN: dict[type[Model], Callable[[JourneyMap, Any], JourneyMap]] = {
    c.SetMap: whole.set_map,
    c.AddStage: stages.add_stage,
    c.SetStage: stages.set_stage,
    c.MoveStage: stages.move_stage,
    c.RemoveStage: stages.remove_stage,
    c.SetTouchpoint: touchpoints.set_touchpoint,
    c.MoveTouchpoint: touchpoints.move_touchpoint,
    c.MergeTouchpoints: touchpoints.merge_touchpoints,
    c.RemoveTouchpoint: touchpoints.remove_touchpoint,
    c.SetItem: items.set_item,
    c.RemoveItem: items.remove_item,
}
