"""Why are customers lost at a step? What the map, the evidence, the answers of customers and their events say of it."""

from pydantic import Field

from storage.model.journey import JourneyMap
from storage.model.types import Model
from tools.asked import Asked
from tools.basis import rate
from tools.feedback import let_in, off_scale, placed, places_of, said, scores_of
from tools.funnel import Funnel, last_events_query
from tools.kit import JourneyArgs, Rate, Sources, ToolError
from tools.scores import csat
from tools.why_lost import AtStep, Explains, Split, errors_met, explains_more, what_explains

LAST_EVENTS = 5
OPEN_STATES = ("open", "in_work")


class Explanation(Model):
    """What else is known about the worst step. Errors and last events are of those who are lost there."""

    pain_points: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    last_events: tuple[tuple[str, int], ...] = Field((), description="Last events of those lost there, with customers.")
    csat: Rate = Field(Rate(), description="Share of 4 and 5 of 5 among the scores given there.")
    errors: tuple[tuple[str, int], ...] = Field(
        (), description="Events named like errors after reaching the step, with the lost customers who met them."
    )
    splits: tuple[Explains, ...] = Field((), description="How far persona, and touchpoint, go with being lost.")
    explains_more: Split | None = Field(None, description="None: the data cannot tell.")


def explanation(
    worst: str, level: int, funnel: Funnel, asked: Asked, args: JourneyArgs, sources: Sources
) -> Explanation:  # fmt: skip
    """Of the step `worst`, the one at `level` (from 1). In any order a level is no place: then without its events."""
    at = AtStep(funnel, level, asked, sources)
    rows = last_events_query(at.shape, level).run(sources.events, funnel.values())
    counted = [(asked.titles[int(str(row["name"]))], int(str(row["customers"]))) for row in rows]
    known = Explanation(last_events=tuple(sorted(counted, key=lambda pair: (-pair[1], pair[0]))[:LAST_EVENTS]))
    if funnel.order != "any":
        splits = what_explains(at, args.min_n)
        more = explains_more(splits)
        found = {"errors": errors_met(at)[:LAST_EVENTS], "splits": splits, "explains_more": more}
        known = known.model_copy(update=found)
    if asked.journey is None:
        return known
    pains = [p for p in asked.journey.pain_points if worst in (p.at.stage, p.at.touchpoint) and p.status in OPEN_STATES]
    pieces = dict.fromkeys(piece for pain in pains for piece in pain.evidence)
    texts = sources.evidence.get(sources.workspace_id, list(pieces), sources.reader)
    return known.model_copy(
        update={
            "pain_points": tuple(pain.title for pain in pains),
            "evidence": tuple(piece.text for piece in texts if piece.text),
            "csat": _csat(worst, asked.journey, args, sources),
        }
    )


def _csat(worst: str, journey: JourneyMap, args: JourneyArgs, sources: Sources) -> Rate:
    """Of answers at the place; no rate where there are none, or none of those asked about."""
    try:
        answers = said(let_in(args, sources), None, sources)
    except ToolError as error:
        if error.key not in ("no_feedback", "unknown_in_feedback"):
            raise
        return Rate()
    places = places_of(journey)
    here = [
        answer
        for answer in answers
        if (place := placed(answer, places)) and worst in (place.stage, place.touchpoint) and not off_scale(answer)
    ]
    score = csat(scores_of(here)["csat"])
    return rate(score.satisfied, score.n) if score else Rate()
