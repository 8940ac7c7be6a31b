"""Steps on touchpoints."""

from collections.abc import Sequence
from typing import Any, TypeVar

from storage.errors import ChangeRefused
from storage.model.blueprint import LANES
from storage.model.changes import (
    AddTouchpoint,
    MergeTouchpoints,
    MoveTouchpoint,
    RemoveTouchpoint,
    SetTouchpoint,
    SplitTouchpoint,
)
from storage.model.empathy import EmpathyNote
from storage.model.future import Requirement
from storage.model.item import MoodVote
from storage.model.journey import JourneyMap, PainPoint, Touchpoint
from storage.model.lists import CHANNELS, OVERLOOKED
from storage.model.refusals import made, refuse_field, revised
from storage.model.routes import Edge, Route
from storage.model.steps.places import (
    Writer,
    behind,
    holder,
    new_slug,
    replaced,
    stage_named,
    touchpoint_named,
    with_place,
    without,
)
from storage.model.types import Anchor

ANCHORED = ("pain_points", "requirements", "notes")
Anchored = TypeVar("Anchored", PainPoint, Requirement, EmpathyNote)

TOUCHPOINT_FIELDS = (
    "title", "channel", "channel_text", "place", "ours", "thoughts", "expectation", "customer_questions",
    "content_present", "metric", "moment_of_truth", "overlooked", "owner", "walks", "event_names",
    "event_rules", *LANES, "hand_over", "fits", "fit_why",
)  # fmt: skip
_ONE_OF_BOTH = (
    "channel", "channel_text", "place", "expectation", "metric", "moment_of_truth", "overlooked", "owner", *LANES,
    "hand_over", "fit_why",
)  # fmt: skip
_ALL_OF_BOTH = ("evidence", "agreed_by", "thoughts", "content_present", "walks", "event_names", "event_rules")


def add_touchpoint(journey: JourneyMap, change: AddTouchpoint, writer: Writer) -> JourneyMap:
    """At the stage's end. An overlooked one brings its own slug and channel."""
    stage = stage_named(journey, change.stage)
    listed = OVERLOOKED.get(change.overlooked or "")
    wanted = change.slug or (change.overlooked.replace("_", "-") if listed and change.overlooked else None)
    channel, channel_text = _known(change.channel or (listed.channel if listed else None), change.channel_text)
    touchpoint = made(
        Touchpoint,
        slug=new_slug(journey, "touchpoint", change.title, wanted, parent=stage.slug),
        title=change.title,
        channel=channel,
        channel_text=channel_text,
        ours=_ours(channel) if change.ours is None else change.ours,
        overlooked=change.overlooked,
        origin=writer.origin(),
    )
    return with_place(journey, revised(stage, touchpoints=(*stage.touchpoints, touchpoint)))


def set_touchpoint(journey: JourneyMap, change: SetTouchpoint) -> JourneyMap:
    """One field; `ours` follows a new channel unless somebody had said otherwise."""
    if change.field not in TOUCHPOINT_FIELDS:
        refuse_field("touchpoint", change.field, TOUCHPOINT_FIELDS)
    touchpoint = touchpoint_named(journey, change.touchpoint)
    fields: dict[str, Any] = {change.field: change.value}
    if change.field == "channel":
        fields["channel"], fields["channel_text"] = _known(change.value, touchpoint.channel_text)
        if touchpoint.ours == _ours(touchpoint.channel):
            fields["ours"] = _ours(fields["channel"])
    return with_place(journey, revised(touchpoint, **fields))


def move_touchpoint(journey: JourneyMap, change: MoveTouchpoint) -> JourneyMap:
    """Behind or before a touchpoint of the stage, else to the stage's end. Its pain points move with it."""
    touchpoint, source = touchpoint_named(journey, change.touchpoint), holder(journey, change.touchpoint)
    target = stage_named(journey, change.stage)
    neighbour = change.after or change.before
    if neighbour == touchpoint.slug:
        return journey
    if neighbour is not None and holder(journey, neighbour).slug != target.slug:
        raise ChangeRefused("not_in_stage", named=neighbour, stage=target.title)
    stages = {stage.slug: stage for stage in journey.stages}
    stages[source.slug] = revised(source, touchpoints=without(source.touchpoints, touchpoint.slug))
    row = stages[target.slug].touchpoints
    after = change.after or (_before(row, change.before) if change.before else row[-1].slug if row else None)
    stages[target.slug] = revised(stages[target.slug], touchpoints=behind(row, touchpoint, after))
    moved = _anchored_again(journey, touchpoint.slug, Anchor(stage=target.slug, touchpoint=touchpoint.slug))
    return revised(journey, stages=tuple(stages.values()), **moved)


def merge_touchpoints(journey: JourneyMap, change: MergeTouchpoints) -> JourneyMap:
    """The kept one gets what the dropped one has and it lacks; of two votes of one member the later stays."""
    if change.keep == change.drop:
        raise ChangeRefused("merge_with_itself", named=change.keep)
    keep, drop = touchpoint_named(journey, change.keep), touchpoint_named(journey, change.drop)
    fields: dict[str, Any] = {name: getattr(keep, name) or getattr(drop, name) for name in _ONE_OF_BOTH}
    fields |= {name: _union(getattr(keep, name), getattr(drop, name)) for name in _ALL_OF_BOTH}
    known = {question.text for question in keep.customer_questions}
    fields["customer_questions"] = (
        *keep.customer_questions,
        *(question for question in drop.customer_questions if question.text not in known),
    )
    fields["moods"] = _votes_of_both(keep.moods, drop.moods)
    if keep.channel is None and drop.channel is not None:
        fields["ours"] = drop.ours
    if keep.basis == "guess":
        fields["basis"] = drop.basis
    journey = with_place(journey, revised(keep, **fields))
    target = Anchor(stage=holder(journey, keep.slug).slug, touchpoint=keep.slug)
    return _dropped(journey, drop.slug, target)


def split_touchpoint(journey: JourneyMap, change: SplitTouchpoint, writer: Writer) -> JourneyMap:
    """The first keeps slug, moods and evidence; the others stand behind it with its channel."""
    first = revised(touchpoint_named(journey, change.touchpoint), title=change.titles[0])
    journey, last = with_place(journey, first), first.slug
    for title in change.titles[1:]:
        stage = holder(journey, first.slug)
        part = made(
            Touchpoint,
            slug=new_slug(journey, "touchpoint", title, parent=stage.slug),
            title=title,
            channel=first.channel,
            channel_text=first.channel_text,
            ours=first.ours,
            origin=writer.origin(),
        )
        journey = with_place(journey, revised(stage, touchpoints=behind(stage.touchpoints, part, last)))
        last = part.slug
    return journey


def remove_touchpoint(journey: JourneyMap, change: RemoveTouchpoint) -> JourneyMap:
    """Its pain points stay at the stage."""
    touchpoint_named(journey, change.touchpoint)
    return _dropped(journey, change.touchpoint, None)


def _known(channel: Any, text: str | None) -> tuple[Any, Any]:
    """A word that is no channel is stored as `other`, with the word kept."""
    return ("other", channel) if isinstance(channel, str) and channel not in CHANNELS else (channel, text)


def _ours(channel: Any) -> bool:
    """Whether a place is ours unless somebody says otherwise; a value that is no channel is refused later."""
    return CHANNELS[channel].ours if isinstance(channel, str) else True


def _before(row: Sequence[Touchpoint], slug: str) -> str | None:
    """The slug in front of this one."""
    place = next(number for number, touchpoint in enumerate(row) if touchpoint.slug == slug)
    return row[place - 1].slug if place else None


def _dropped(journey: JourneyMap, slug: str, heir: Anchor | None) -> JourneyMap:
    """The map without a touchpoint; what stood on it goes to the heir."""
    stage = holder(journey, slug)
    left = revised(stage, touchpoints=without(stage.touchpoints, slug))
    moved = _anchored_again(journey, slug, heir)
    return revised(journey, stages=replaced(journey.stages, left), **moved, **ways_without(journey, slug, heir))


def ways_without(journey: JourneyMap, slug: str, heir: Anchor | None = None) -> dict[str, Any]:
    """Edges and routes of a map that no longer has this touchpoint; without an heir its own edges go with it."""
    new = heir.touchpoint if heir else None
    edges = [_edge_without(edge, slug, new) for edge in journey.edges]
    routes = [_route_without(route, slug, new) for route in journey.routes]
    return {
        "edges": tuple(edge for edge in edges if edge is not None),
        "routes": tuple(route for route in routes if route is not None),
    }


def _route_without(route: Route, slug: str, new: str | None) -> Route | None:
    """The route led over the heir, once; None where nothing is left of it."""
    if slug not in route.touchpoints:
        return route
    over = [new if other == slug else other for other in route.touchpoints]
    kept = tuple(other for place, other in enumerate(over) if other and other not in over[max(place - 1, 0) : place])
    return revised(route, touchpoints=kept) if kept else None


def _edge_without(edge: Edge, slug: str, new: str | None) -> Edge | None:
    """The edge led to the heir; None where it would lead nowhere or to itself."""
    ends = {"from_touchpoint": edge.from_touchpoint, "to_touchpoint": edge.to_touchpoint}
    if slug not in ends.values():
        return edge
    moved = {name: new if end == slug else end for name, end in ends.items()}
    if new is None or moved["from_touchpoint"] == moved["to_touchpoint"]:
        return None
    return revised(edge, **moved)


def _anchored_again(journey: JourneyMap, touchpoint: str, anchor: Anchor | None) -> dict[str, Any]:
    """All that stands on a place, with what stood on a touchpoint at another; None: at its stage alone."""

    def again(item: Anchored) -> Anchored:
        if item.at is None or item.at.touchpoint != touchpoint:
            return item
        return revised(item, at=anchor or Anchor(stage=item.at.stage))

    return {name: tuple(again(item) for item in getattr(journey, name)) for name in ANCHORED}


def _union(first: tuple[Any, ...], second: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*first, *(thing for thing in second if thing not in first))


def _votes_of_both(first: tuple[MoodVote, ...], second: tuple[MoodVote, ...]) -> tuple[MoodVote, ...]:
    votes = {vote.by: vote for vote in first}
    for vote in second:
        if vote.by not in votes or vote.at > votes[vote.by].at:
            votes[vote.by] = vote
    return tuple(votes.values())
