"""What is only assumed, what has grown old, and what is the cheapest next thing to check?"""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from storage.maps import Reader
from storage.model.confidence import STALE_AFTER_DAYS, evidence_ids
from storage.model.evidence import Evidence
from storage.model.journey import JourneyMap
from storage.model.standing import Standing, Weak, standing
from storage.model.types import Confidence, Model
from tools.asked import stage_named
from tools.basis import map_basis
from tools.journeys import asked_journeys
from tools.kit import Basis, JourneyArgs, Sources, Tool
from tools.visits import places

Check = Literal["numbers", "colleague", "interview"]
COST: dict[Check, int] = {"numbers": 0, "colleague": 1, "interview": 2}
"""Cheapest first: figures that are stored, somebody of the team, a talk with a customer."""


class EvidenceDebtArgs(JourneyArgs):
    """All maps that the asker may see, or one journey; narrowed by persona and stage."""


class Unproven(Model):
    """An item or mood that is not researched. `worry`: higher matters more; `check`: the cheapest way to know."""

    kind: Literal["pain_point", "mood", "touchpoint", "note"]
    title: str
    journey: str
    stage: str
    confidence: Confidence
    worry: float
    check: Check


class OldEvidence(Model):
    """A piece past the map's review period that the asker may read."""

    text: str
    journey: str
    on: date
    days: int


class EvidenceDebtResult(Model):
    """`unproven` weakest and most worrying first; `next` the most worrying of those that are cheapest to check."""

    backed: int
    items: int
    assumptions: int
    partial: int
    unproven: tuple[Unproven, ...]
    old: tuple[OldEvidence, ...]
    old_total: int
    review_days: int
    next: Unproven | None = None
    basis: Basis


def run(args: EvidenceDebtArgs, sources: Sources) -> EvidenceDebtResult:
    """Raises MapNotFound, ToolError (unknown stage, persona)."""
    journeys = asked_journeys(args, sources)
    today = sources.now.astimezone(sources.zone).date()
    found = [(journey, standing(journey, _pieces(journey, sources), today)) for journey in journeys]
    names = tuple(sources.events.names())
    unproven = [one for journey, stands in found for one in _unproven(journey, stands, names, args)]
    unproven.sort(key=lambda one: (one.confidence != "assumption", -one.worry))
    assumed = [one for one in unproven if one.confidence == "assumption"] or unproven
    old = [line for journey, stands in found for line in _old(journey, stands, today)]
    return EvidenceDebtResult(
        backed=sum(stands.covered.backed for _, stands in found),
        items=sum(stands.covered.items for _, stands in found),
        assumptions=sum(one.confidence == "assumption" for one in unproven),
        partial=sum(one.confidence == "partial" for one in unproven),
        unproven=tuple(unproven[: args.top_n]),
        old=tuple(sorted(old, key=lambda line: line.on)[: args.top_n]),
        old_total=len(old),
        review_days=min((journey.review_every_days or STALE_AFTER_DAYS for journey in journeys), default=90),
        next=min(assumed, key=lambda one: (COST[one.check], -one.worry), default=None),
        basis=map_basis(args, journeys[0] if args.journey else None),
    )


def _pieces(journey: JourneyMap, sources: Sources) -> list[Evidence]:
    """All pieces of the map; those that the asker may not read without their text."""
    ids = evidence_ids(journey)
    mine = {e.evidence_id: e for e in sources.evidence.get(sources.workspace_id, ids, sources.reader)}
    every = sources.evidence.get(sources.workspace_id, ids, Reader("", everything=True))
    return [mine.get(e.evidence_id) or e.model_copy(update={"text": None}) for e in every]


def _unproven(
    journey: JourneyMap, stands: Standing, names: tuple[str, ...], args: EvidenceDebtArgs
) -> Iterator[Unproven]:
    only = stage_named(journey, args.stage).title if args.stage else None
    reached = {place.stage for place in places(journey, names).values()}
    measured = {stage.title for stage in journey.stages if stage.slug in reached}
    for weak in stands.weak:
        if only in (None, weak.stage):
            yield Unproven(
                kind=weak.kind,
                title=weak.title,
                journey=journey.title,
                stage=weak.stage,
                confidence=weak.confidence,
                worry=weak.worry,
                check=_check(weak, measured),
            )


def _check(weak: Weak, measured: set[str]) -> Check:
    """What a place with events says can be counted; a guess is asked of a colleague; the rest needs a customer."""
    if weak.kind in ("pain_point", "touchpoint") and weak.stage in measured:
        return "numbers"
    return "colleague" if weak.confidence == "assumption" and weak.kind != "mood" else "interview"


def _old(journey: JourneyMap, stands: Standing, today: date) -> Iterator[OldEvidence]:
    for piece in stands.old:
        on = piece.observed_on or piece.added_at.date()
        yield OldEvidence(text=piece.text or "", journey=journey.title, on=on, days=(today - on).days)


TOOL = Tool("evidence_debt", EvidenceDebtArgs, EvidenceDebtResult, run, needs_events=False)
