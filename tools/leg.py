"""From where to where? The two ends of a question about a part of the journey."""

from dataclasses import replace
from typing import Literal, cast

from storage.model.journey import JourneyMap
from tools.asked import Asked, Step, asked_journey, look_up, stage_named, stage_steps, step_named
from tools.kit import JourneyArgs, Sources, ToolError


def leg(
    args: JourneyArgs, start: str | None, goal: str | None, sources: Sources, default_goal: Literal["buy", "last"]
) -> tuple[Asked, Step, Step]:
    """The ground of the question and its two ends.

    Ends that are not named are the journey's first stage and its buying or last one; with a stage, that stage and the
    next. Raises MapNotFound, ToolError.
    """
    asked = look_up(args, sources, _journey(args, start, goal, sources))
    if start is None or goal is None:
        first, last = _stage_ends(args, asked) if args.stage else _journey_ends(asked, default_goal)
    begins = step_named(asked, start) if start else first
    ends = step_named(asked, goal) if goal else last
    shared = set(begins.codes) & set(ends.codes)
    if shared and begins.codes != ends.codes:
        ends = replace(ends, codes=tuple(code for code in ends.codes if code not in shared))
        if not ends.codes:
            raise ToolError("same_place", start=begins.title, goal=ends.title)
    return asked, begins, ends


def _journey(args: JourneyArgs, start: str | None, goal: str | None, sources: Sources) -> JourneyMap | None:
    """Between two named ends no map is needed: they may be events."""
    try:
        return asked_journey(args, sources)
    except ToolError:
        if start and goal and not args.stage:
            return None
        raise


def _journey_ends(asked: Asked, default_goal: str) -> tuple[Step, Step]:
    stages, _ = stage_steps(asked)
    journey = cast("JourneyMap", asked.journey)
    if len(stages) < 2:
        raise ToolError("one_stage", journey=journey.title, stage=stages[0].title)
    buying = {stage.slug for stage in journey.stages if stage.role == "buy"}
    bought = [step for step in stages[1:] if step.name in buying] if default_goal == "buy" else []
    return stages[0], (bought or stages)[-1]


def _stage_ends(args: JourneyArgs, asked: Asked) -> tuple[Step, Step]:
    journey = cast("JourneyMap", asked.journey)
    stage, (stages, _) = stage_named(journey, cast("str", args.stage)), stage_steps(asked)
    here = step_named(asked, stage.slug)
    later = stages[stages.index(here) + 1 :]
    if not later:
        raise ToolError("last_stage", stage=stage.title)
    return here, later[0]
