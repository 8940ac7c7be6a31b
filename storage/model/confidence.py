"""How well is the map backed? Confidence of items and moods, evidence coverage, and evidence that has grown old."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from storage.model.evidence import RESEARCH_KINDS, Evidence
from storage.model.item import Item, MoodVote
from storage.model.journey import JourneyMap, Opportunity
from storage.model.mood import curve
from storage.model.types import Confidence

STALE_AFTER_DAYS = 90

_ORDER: tuple[Confidence, ...] = ("assumption", "partial", "researched")


class Backing(NamedTuple):
    """What confidence needs to know of a piece of evidence; `on` is the day it was observed, else stored."""

    kind: str
    consent: str
    on: date


Backings = Mapping[str, Backing]


class Coverage(NamedTuple):
    """`backed` of `items` are above assumption: "evidence for 2 of 18 items"."""

    backed: int
    items: int


def backing(evidence: Evidence) -> Backing:
    """What confidence needs to know of this piece."""
    return Backing(evidence.kind, evidence.consent, evidence.observed_on or evidence.added_at.date())


def of_vote(vote: MoodVote, backings: Backings) -> Confidence:
    """From the vote's basis and its evidence."""
    return _confidence(vote.basis, vote.evidence, backings)


def of_mood(votes: Iterable[MoodVote], backings: Backings) -> Confidence:
    """The mood of a place takes the best confidence of its votes."""
    return max((of_vote(vote, backings) for vote in votes), key=_ORDER.index, default="assumption")


def of_item(item: Item, journey: JourneyMap, backings: Backings) -> Confidence:
    """From basis and evidence; an opportunity without own evidence takes the weakest of its pain points."""
    if isinstance(item, Opportunity) and item.pain_points and not item.evidence:
        pains = [pain for pain in journey.pain_points if pain.slug in item.pain_points]
        return min((of_item(pain, journey, backings) for pain in pains), key=_ORDER.index)
    return _confidence(item.basis, item.evidence, backings)


def coverage(journey: JourneyMap, backings: Backings) -> Coverage:
    """Over touchpoints, points of the mood curve, pain points and the entries of an empathy map."""
    items = (*journey.touchpoints(), *journey.pain_points, *journey.notes)
    found = [of_item(item, journey, backings) for item in items]
    found += [of_mood(point.votes, backings) for point in curve(journey)]
    return Coverage(sum(1 for confidence in found if confidence != "assumption"), len(found))


def evidence_ids(journey: JourneyMap) -> tuple[str, ...]:
    """Every piece that the map points at, once, in map order."""
    named: list[str] = []
    for stage in journey.stages:
        named += [piece for vote in stage.moods for piece in vote.evidence]
        for touchpoint in stage.touchpoints:
            named += touchpoint.evidence
            named += [piece for vote in touchpoint.moods for piece in vote.evidence]
    for item in journey.items():
        named += item.evidence
    return tuple(dict.fromkeys(named))


def stale(journey: JourneyMap, backings: Backings, today: date) -> tuple[str, ...]:
    """Evidence older than the map's review period, else 90 days. Age does not lower confidence."""
    days = journey.review_every_days or STALE_AFTER_DAYS
    return tuple(
        piece for piece in evidence_ids(journey) if piece in backings and (today - backings[piece].on).days > days
    )


def _confidence(basis: str, evidence: Iterable[str], backings: Backings) -> Confidence:
    kinds = {backings[piece].kind for piece in evidence if piece in backings and backings[piece].consent != "refused"}
    if kinds & RESEARCH_KINDS:
        return "researched"
    return "partial" if kinds or basis != "guess" else "assumption"
