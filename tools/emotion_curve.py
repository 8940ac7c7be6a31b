"""How do customers feel along the journey? The drawn curve, and beside it what they answered and where they leave."""

from __future__ import annotations

from itertools import pairwise

from pydantic import Field

from storage.model.journey import JourneyMap
from storage.model.mood import CurvePoint, curve, highest, lowest, reason, sides, stage_value
from storage.model.types import Model
from tools import drop_off
from tools.asked import asked_journey, stage_named
from tools.basis import map_basis, moment, rate
from tools.drop_off import DropOffArgs
from tools.feedback import Metric, let_in, said
from tools.journeys import asked_journeys
from tools.kit import Basis, DataSetLine, JourneyArgs, Rate, Sources, Tool, ToolError
from tools.measured_mood import Measured, contradicts, measured_moods
from tools.visits import Place

RULE = "mean of the votes"
NOT_COUNTED = ("no_events", "no_visits", "no_stages", "no_such_column", "unknown_in_events")
NOT_ANSWERED = ("no_feedback", "unknown_in_feedback")
"""What keeps figures from standing beside the curve; the curve stands without them."""


class EmotionCurveArgs(JourneyArgs):
    """The moods drawn on a map. Period, persona and channel narrow the answers and events beside it."""


class Score(Model):
    """What customers answered at a place: mean of CSAT (1 to 5) or effort (1 to 7), or NPS; `mood`: as -2 to +2."""

    metric: Metric
    score: float
    n: int
    mood: float
    small: bool = False


class Voice(Model):
    """Members who gave the same mood."""

    mood: int
    members: tuple[str, ...]


class Point(Model):
    """One point of the curve, -2 angry to +2 delighted; `low` and `high`: the ends of a disagreement."""

    stage: str
    touchpoint: str | None = None
    title: str
    mood: float
    low: int
    high: int
    votes: int
    why: str | None = None
    voices: tuple[Voice, ...] = Field((), description="Who voted what, where votes lie 2 or more apart.")
    measured: Score | None = None
    of_stage: bool = Field(False, description="`measured` is of the whole stage: nobody answered about the touchpoint.")


class Fall(Model):
    """The largest step down between neighbours."""

    start: str
    end: str
    levels: float


class StageLoss(Model):
    """Of the customers who reached a stage, those who did not go on to the next that events reach."""

    stage: str
    lost: Rate


class Contradiction(Model):
    """Drawn and measured stand on different sides of neutral, a level or more apart."""

    title: str
    drawn: float
    measured: Score


class EmotionCurveResult(Model):
    """Titles of the lowest and highest point; `silent`: stages without any vote."""

    points: tuple[Point, ...]
    lowest: str | None = None
    highest: str | None = None
    fall: Fall | None = None
    losses: tuple[StageLoss, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    silent: tuple[str, ...] = ()
    basis: Basis


def run(args: EmotionCurveArgs, sources: Sources) -> EmotionCurveResult:
    """Raises MapNotFound, ToolError (no_maps, which_journey, unknown_stage, unknown_in_feedback)."""
    journey = _journey(args, sources)
    only = stage_named(journey, args.stage).slug if args.stage else None
    drawn = [point for point in curve(journey) if only in (None, point.stage)]
    measured = _measured(args, journey, sources)
    points = tuple(_point(point, measured, args.min_n, drawn) for point in drawn)
    low, high = lowest(drawn), highest(drawn)
    losses, funnel = _losses(args, journey, only, sources)
    return EmotionCurveResult(
        points=points,
        lowest=low.title if low else None,
        highest=high.title if high else None,
        fall=_fall(drawn),
        losses=losses,
        contradictions=_contradictions(points, measured, journey, args.min_n),
        silent=tuple(
            stage.title
            for stage in journey.stages
            if only in (None, stage.slug) and not any(point.stage == stage.slug for point in drawn)
        ),
        basis=map_basis(args, journey).model_copy(
            update={
                "rule": RULE,
                "data_sets": _data_sets(sources, bool(measured), bool(losses)),
                "customers": funnel.customers,
                "excluded": funnel.excluded,
            }
        ),
    )


def _journey(args: EmotionCurveArgs, sources: Sources) -> JourneyMap:
    """The named map, the only one, or the only one about the persona."""
    if args.persona is None:
        return asked_journey(args, sources)
    found = asked_journeys(args.model_copy(update={"stage": None}), sources)
    if len(found) != 1:
        raise ToolError("which_journey", known=", ".join(journey.title for journey in found[:5]))
    return found[0]


def _measured(args: EmotionCurveArgs, journey: JourneyMap, sources: Sources) -> dict[Place, Measured]:
    """Nothing where nobody answered anything."""
    try:
        return measured_moods(journey, said(let_in(args, sources), None, sources))
    except ToolError as error:
        if error.key in NOT_ANSWERED:
            return {}
        raise


def _point(point: CurvePoint, measured: dict[Place, Measured], min_n: int, drawn: list[CurvePoint]) -> Point:
    own = measured.get(Place(point.stage, point.touchpoint))
    alone = [other for other in drawn if other.stage == point.stage] == [point]
    found = own or (measured.get(Place(point.stage)) if alone else None)
    return Point(
        stage=point.stage,
        touchpoint=point.touchpoint,
        title=point.title,
        mood=point.value,
        low=point.low,
        high=point.high,
        votes=len(point.votes),
        why=reason(point),
        voices=tuple(Voice(mood=side.score, members=side.members) for side in sides(point.votes))
        if point.worth_talking
        else (),
        measured=_score(found, min_n) if found else None,
        of_stage=own is None and found is not None and point.touchpoint is not None,
    )


def _score(measured: Measured, min_n: int) -> Score:
    return Score(**measured._asdict(), small=measured.n < min_n)


def _fall(drawn: list[CurvePoint]) -> Fall | None:
    steps = [(round(first.value - second.value, 1), first, second) for first, second in pairwise(drawn)]
    levels, first, second = max(steps, key=lambda step: step[0], default=(0.0, None, None))
    if first is None or second is None or levels <= 0:
        return None
    return Fall(start=first.title, end=second.title, levels=levels)


def _losses(
    args: EmotionCurveArgs, journey: JourneyMap, only: str | None, sources: Sources
) -> tuple[tuple[StageLoss, ...], Basis]:
    """The funnel over the stages, and whom it counts; nothing where no events reach the map."""
    asked = {name: getattr(args, name) for name in JourneyArgs.model_fields if name not in ("journey", "stage")}
    try:
        funnel = drop_off.run(DropOffArgs(**asked, journey=journey.map_id), sources)
    except ToolError as error:
        if error.key in NOT_COUNTED:
            return (), Basis()
        raise
    steps = [step for step in funnel.steps if step.lost is not None and step.reached]
    losses = tuple(
        StageLoss(stage=step.title, lost=rate(step.lost or 0, step.reached))
        for step in steps
        if only in (None, step.name)
    )
    return losses, funnel.basis


def _contradictions(
    points: tuple[Point, ...], measured: dict[Place, Measured], journey: JourneyMap, min_n: int
) -> tuple[Contradiction, ...]:
    """Of touchpoints by their own answers; of a stage whose touchpoints have none by the stage's."""
    found = []
    for stage in journey.stages:
        own = [point for point in points if point.stage == stage.slug]
        spots = [(p.title, p.mood, measured.get(Place(p.stage, p.touchpoint))) for p in own]
        drawn = stage_value(stage)
        if own and drawn is not None and not any(score for *_, score in spots):
            spots.append((stage.title, drawn, measured.get(Place(stage.slug))))
        found += [
            Contradiction(title=title, drawn=mood, measured=_score(score, min_n))
            for title, mood, score in spots
            if score and contradicts(mood, score, min_n)
        ]
    return tuple(found)


def _data_sets(sources: Sources, answers: bool, events: bool) -> tuple[DataSetLine, ...]:
    used = (*(("feedback",) if answers else ()), *(("events", "http") if events else ()))
    return tuple(
        DataSetLine(
            title=data.title,
            rows=data.rows_stored,
            newest=moment(data.to_us),
            kind="feedback" if data.kind == "feedback" else "events",
        )
        for data in sources.events.data_sets()
        if data.rows_stored and data.kind in used
    )


TOOL = Tool("emotion_curve", EmotionCurveArgs, EmotionCurveResult, run, needs_events=False)
