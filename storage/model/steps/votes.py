"""Steps that say what one member thinks: mood and level votes, agreement, basis, evidence."""

from collections.abc import Callable

from storage.errors import ChangeRefused
from storage.model.changes import Agree, LinkEvidence, SetBasis, TakeBackMood, UnlinkEvidence, VoteLevel, VoteMood
from storage.model.item import Item, MoodVote
from storage.model.journey import JourneyMap, Stage, Touchpoint
from storage.model.refusals import made, refuse_field, revised
from storage.model.steps.places import (
    Writer,
    backed_named,
    item_named,
    stage_named,
    touchpoint_named,
    with_item,
    with_place,
)
from storage.model.types import Anchor, LevelVote

Backed = Item | MoodVote


def vote_mood(journey: JourneyMap, change: VoteMood, writer: Writer) -> JourneyMap:
    """The writer's vote at a place; what it leaves out is kept from their earlier one."""
    place = _place(journey, change.at)
    earlier = _own(place, writer)
    said = {name: getattr(change, name) for name in ("word", "why", "raw") if getattr(change, name) is not None}
    said |= {"permalink": writer.permalink} if writer.permalink else {}
    if earlier is None:
        vote = made(MoodVote, by=writer.by, at=writer.at, score=change.score, **said)
        return with_place(journey, revised(place, moods=(*place.moods, vote)))
    return _with_vote(journey, place, revised(earlier, at=writer.at, score=change.score, **said))


def take_back_mood(journey: JourneyMap, change: TakeBackMood, writer: Writer) -> JourneyMap:
    """Raises ChangeRefused if the writer has no vote there."""
    place = _place(journey, change.at)
    own = _voted(place, writer)
    return with_place(journey, revised(place, moods=tuple(vote for vote in place.moods if vote is not own)))


def vote_level(journey: JourneyMap, change: VoteLevel, writer: Writer) -> JourneyMap:
    """A second vote of the same member replaces the first."""
    item = item_named(journey, change.item)
    if change.field not in type(item).model_fields:
        refuse_field(item.title, change.field, [name for name in _LEVELS if name in type(item).model_fields])
    votes: dict[str, LevelVote] = {vote.by: vote for vote in getattr(item, change.field)}
    votes[writer.by] = made(LevelVote, by=writer.by, value=change.value, at=writer.at)
    return with_item(journey, revised(item, **{change.field: tuple(votes.values())}))


def agree(journey: JourneyMap, change: Agree, writer: Writer) -> JourneyMap:
    """Whoever brought the item in, or agreed already, changes nothing."""
    item = backed_named(journey, change.item)
    if writer.by in (item.origin.by, *item.agreed_by):
        return journey
    return with_item(journey, revised(item, agreed_by=(*item.agreed_by, writer.by)))


def set_basis(journey: JourneyMap, change: SetBasis, writer: Writer) -> JourneyMap:
    """On the item, or on the writer's own mood vote."""
    return _on_both(journey, change.item, change.mood_at, writer, lambda thing: {"basis": change.basis})


def link_evidence(journey: JourneyMap, change: LinkEvidence, writer: Writer) -> JourneyMap:
    """A piece that is linked already stays where it is."""

    def linked(thing: Backed) -> dict[str, object]:
        return {"evidence": tuple(dict.fromkeys((*thing.evidence, change.evidence_id)))}

    return _on_both(journey, change.item, change.mood_at, writer, linked)


def unlink_evidence(journey: JourneyMap, change: UnlinkEvidence, writer: Writer) -> JourneyMap:
    """A piece that is not linked changes nothing."""

    def unlinked(thing: Backed) -> dict[str, object]:
        return {"evidence": tuple(piece for piece in thing.evidence if piece != change.evidence_id)}

    return _on_both(journey, change.item, change.mood_at, writer, unlinked)


_LEVELS = ("severity", "frequency", "impact", "effort")


def _on_both(
    journey: JourneyMap,
    item: str | None,
    mood_at: Anchor | None,
    writer: Writer,
    fields: Callable[[Backed], dict[str, object]],
) -> JourneyMap:
    """Revises the item and the writer's own vote, whichever the change names."""
    if item is None and mood_at is None:
        raise ChangeRefused("nothing_named")
    if item is not None:
        backed = backed_named(journey, item)
        journey = with_item(journey, revised(backed, **fields(backed)))
    if mood_at is not None:
        place = _place(journey, mood_at)
        own = _voted(place, writer)
        journey = _with_vote(journey, place, revised(own, **fields(own)))
    return journey


def _place(journey: JourneyMap, at: Anchor) -> Stage | Touchpoint:
    return stage_named(journey, at.stage) if at.touchpoint is None else touchpoint_named(journey, at.touchpoint)


def _own(place: Stage | Touchpoint, writer: Writer) -> MoodVote | None:
    return next((vote for vote in place.moods if vote.by == writer.by), None)


def _voted(place: Stage | Touchpoint, writer: Writer) -> MoodVote:
    own = _own(place, writer)
    if own is None:
        raise ChangeRefused("no_vote", title=place.title)
    return own


def _with_vote(journey: JourneyMap, place: Stage | Touchpoint, vote: MoodVote) -> JourneyMap:
    moods = tuple(vote if other.by == vote.by else other for other in place.moods)
    return with_place(journey, revised(place, moods=moods))
