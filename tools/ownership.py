"""Who answers for what, and what has no owner?"""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from storage.model.held import held
from storage.model.journey import JourneyMap
from storage.model.types import Model
from tools.asked import stage_named
from tools.basis import map_basis
from tools.journeys import asked_journeys
from tools.kit import Basis, JourneyArgs, Sources, Tool, ToolError
from tools.names import close_names, same_key


class OwnershipArgs(JourneyArgs):
    """All maps that the asker may see, or one journey; narrowed by persona, stage, channel, touchpoint or owner."""

    touchpoint: str | None = Field(None, description="Only this touchpoint.")
    owner: str | None = Field(None, description="Only what this person or team answers for.")


class OwnedThing(Model):
    """A map, touchpoint, opportunity, action or requirement with its owner; `owner` None: nobody."""

    kind: Literal["map", "touchpoint", "opportunity", "action", "requirement"]
    title: str
    journey: str
    stage: str | None = None
    channel: str | None = None
    owner: str | None = None


class OwnershipResult(Model):
    """What is owned, by owner, then what is not; `total` and `unowned` count before `top_n`."""

    things: tuple[OwnedThing, ...]
    owners: tuple[tuple[str, int], ...] = Field((), description="Owner and number of things, most first.")
    total: int
    unowned: int
    basis: Basis


def run(args: OwnershipArgs, sources: Sources) -> OwnershipResult:
    """Raises MapNotFound, ToolError (unknown stage, persona, touchpoint, owner)."""
    journeys = asked_journeys(args, sources)
    things = [thing for journey in journeys for thing in _things(journey, args)]
    if args.touchpoint:
        titles = {thing.title for thing in things if thing.kind == "touchpoint"}
        things = [t for t in things if t.kind == "touchpoint" and same_key(t.title) == same_key(args.touchpoint)]
        if not things:
            raise ToolError("unknown_touchpoint", asked=args.touchpoint, close=close_names(args.touchpoint, titles))
    if args.owner:
        owners = {thing.owner for thing in things if thing.owner}
        things = [thing for thing in things if thing.owner and same_key(thing.owner) == same_key(args.owner)]
        if not things:
            raise ToolError("unknown_owner", asked=args.owner, close=close_names(args.owner, owners))
    counts: dict[str, int] = {}
    for thing in things:
        if thing.owner:
            counts[thing.owner] = counts.get(thing.owner, 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    places = {owner: i for i, (owner, _) in enumerate(ordered)}
    things.sort(key=lambda thing: places.get(thing.owner or "", len(places)))
    return OwnershipResult(
        things=tuple(things[: args.top_n]),
        owners=tuple(ordered),
        total=len(things),
        unowned=sum(thing.owner is None for thing in things),
        basis=map_basis(args, journeys[0] if args.journey else None),
    )


def _things(journey: JourneyMap, args: OwnershipArgs) -> Iterator[OwnedThing]:
    titles = {stage.slug: stage.title for stage in journey.stages}
    channels = {touchpoint.slug: touchpoint.channel for touchpoint in journey.touchpoints()}
    only = stage_named(journey, args.stage).slug if args.stage else None
    if only is None and args.channel is None:
        yield OwnedThing(kind="map", title=journey.title, journey=journey.title, owner=journey.owner.label)
    for one in held(journey):
        channel = channels[one.slug] if one.kind == "touchpoint" else None
        if only in (None, one.stage) and args.channel in (None, channel):
            yield OwnedThing(
                kind=one.kind,
                title=one.title,
                journey=journey.title,
                stage=titles.get(one.stage),
                channel=channel,
                owner=one.owner.label if one.owner else None,
            )


TOOL = Tool("ownership", OwnershipArgs, OwnershipResult, run, needs_events=False)
