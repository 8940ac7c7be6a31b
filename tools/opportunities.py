"""What is worth doing first? Opportunities by impact against effort."""

from typing import Literal

from pydantic import Field

from storage.model.journey import JourneyMap, Opportunity
from storage.model.mood import level
from storage.model.quadrant import GROUPS, Group, Rated, rated
from storage.model.types import Model
from tools.asked import stage_named
from tools.basis import map_basis
from tools.journeys import asked_journeys
from tools.kit import Basis, Excluded, JourneyArgs, Sources, Tool


class OpportunitiesArgs(JourneyArgs):
    """All maps that the asker may see, or one journey; narrowed by persona and stage."""

    status: Literal["idea", "chosen", "parked", "done"] | None = Field(
        None, description="Only these; default: ideas and chosen ones."
    )


class RatedOpportunity(Model):
    """`impact` and `effort` are medians of votes of 1 to 5; None: nobody voted. `group` waiting: a vote is missing."""

    title: str
    journey: str
    map_id: str
    stage: str | None = None
    impact: float | None = None
    effort: float | None = None
    votes: int = 0
    group: Group
    status: str
    owner: str | None = None
    pain_points: tuple[str, ...] = ()


class OpportunitiesResult(Model):
    """Best first: impact of 4 and more with effort of 2 and less, then group by group."""

    opportunities: tuple[RatedOpportunity, ...]
    total: int
    groups: tuple[tuple[Group, int], ...]
    basis: Basis


def run(args: OpportunitiesArgs, sources: Sources) -> OpportunitiesResult:
    """Raises MapNotFound, ToolError (unknown stage, persona)."""
    journeys = asked_journeys(args, sources)
    found = [line for journey in journeys for line in _lines(journey, args)]
    found.sort(key=lambda line: (GROUPS.index(line.group), (line.effort or 0) - (line.impact or 0)))
    left_out = sum(len(journey.opportunities) for journey in journeys) - len(found)
    return OpportunitiesResult(
        opportunities=tuple(found[: args.top_n]),
        total=len(found),
        groups=tuple((group, sum(line.group == group for line in found)) for group in GROUPS),
        basis=map_basis(args, journeys[0] if args.journey else None, (Excluded(why="other_status", n=left_out),)),
    )


def _lines(journey: JourneyMap, args: OpportunitiesArgs) -> list[RatedOpportunity]:
    pains = {pain.slug: pain for pain in journey.pain_points}
    titles = {stage.slug: stage.title for stage in journey.stages}
    only = stage_named(journey, args.stage).slug if args.stage else None
    wanted = rated(journey) if args.status in (None, "idea", "chosen") else _of_status(journey, args.status)
    lines = []
    for one in wanted:
        idea = one.opportunity
        behind = [pains[slug] for slug in idea.pain_points if slug in pains]
        stage = idea.stage or next((pain.at.stage for pain in behind), None)
        if only in (None, stage) and args.status in (None, idea.status):
            lines.append(
                RatedOpportunity(
                    title=idea.title,
                    journey=journey.title,
                    map_id=journey.map_id,
                    stage=titles.get(stage or ""),
                    impact=one.impact,
                    effort=one.effort,
                    votes=len({vote.by for vote in (*idea.impact, *idea.effort)}),
                    group=one.group,
                    status=idea.status,
                    owner=idea.owner.label if idea.owner else None,
                    pain_points=tuple(pain.title for pain in behind),
                )
            )
    return lines


def _of_status(journey: JourneyMap, status: str | None) -> list[Rated]:
    found: list[Opportunity] = [idea for idea in journey.opportunities if idea.status == status]
    return [Rated(idea, level(idea.impact), level(idea.effort)) for idea in found]


TOOL = Tool("opportunities", OpportunitiesArgs, OpportunitiesResult, run, needs_events=False)
