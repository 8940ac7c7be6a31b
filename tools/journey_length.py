"""How long does the journey take, in time and in touchpoints?"""

from dataclasses import replace
from itertools import pairwise

from pydantic import Field

from storage.model.types import Model
from tools.asked import Asked, asked_breakdown, persona_names, stage_steps
from tools.basis import events_basis, seconds
from tools.durations import medians_of_all, spans
from tools.funnel import Funnel
from tools.groups import group_title, group_values, highest
from tools.kit import SPLIT_BY, Basis, Breakdown, Excluded, JourneyArgs, Sources, Tool, Window
from tools.leg import leg

RULE = "first entry to the next goal"
OPEN_SHARE = 0.05
NO_LIMIT_US = 2**60


class JourneyLengthArgs(JourneyArgs):
    """From one step to another; default: the journey's first stage to its last. With `stage`: the time spent there.

    With `top_n` only so many groups are shown: the slowest of at least `min_n`.
    """

    start: str | None = Field(None, description="Stage, touchpoint or event to start from; default: the first stage.")
    goal: str | None = Field(None, description="Stage, touchpoint or event to reach; default: the last stage.")
    window: Window | None = Field(None, description="Longest journey that counts; default: no limit.")
    breakdown: Breakdown | None = Field(None, description=f"{SPLIT_BY[:-1]} (time in each stage).")


class Length(Model):
    """Finished journeys: quartiles (linear interpolation, type 7), mean, 90th percentile of seconds; visits a journey.

    `median_all_seconds` counts open journeys as not finished yet (Kaplan-Meier), given where more than 5 % are open.
    """

    value: str | None = None
    values: tuple[str, ...] = Field((), description="The value of each column of the breakdown; none for 'other'.")
    n: int
    open: int
    median_seconds: float | None = None
    p25_seconds: float | None = None
    p75_seconds: float | None = None
    p90_seconds: float | None = None
    mean_seconds: float | None = None
    median_visits: float | None = None
    median_all_seconds: float | None = None
    small: bool = False


class JourneyLengthResult(Model):
    """Overall, and by group."""

    start: str
    goal: str
    overall: Length
    breakdown: str | None = None
    groups: tuple[Length, ...] = ()
    more_groups: int = Field(0, description="Groups that `top_n` leaves out.")
    basis: Basis


def run(args: JourneyLengthArgs, sources: Sources) -> JourneyLengthResult:
    """Raises MapNotFound, ToolError."""
    asked, start, goal = leg(args, args.start, args.goal, sources, "last")
    funnel = Funnel(
        steps=(start.codes, goal.codes),
        window_us=args.window * 1_000_000 if args.window else NO_LIMIT_US,
        as_of_us=asked.as_of_us,
        entry=asked.entry,
        marks=asked.marks,
    )
    ((overall, given_up),) = _lengths(args, funnel, asked, sources)
    groups = _groups(args, funnel, asked, sources)
    shown = highest(groups, args.top_n, lambda group: None if group.small else group.median_seconds)
    return JourneyLengthResult(
        start=start.title,
        goal=goal.title,
        overall=overall,
        breakdown=", ".join(args.breakdown) if args.breakdown and groups else None,
        groups=shown,
        more_groups=len(groups) - len(shown),
        basis=events_basis(
            args, asked, sources,
            customers=overall.n + overall.open + given_up,
            rule=RULE,
            window_seconds=args.window,
            excluded=(Excluded(why="still_open", n=overall.open), Excluded(why="longer_than_window", n=given_up)),
        ),
    )  # fmt: skip


def _groups(args: JourneyLengthArgs, funnel: Funnel, asked: Asked, sources: Sources) -> tuple[Length, ...]:
    by_stage = args.breakdown == ("stage",)
    if args.breakdown is None or (by_stage and asked.journey is None):
        return ()
    if not by_stage:
        grouped = replace(
            funnel,
            breakdown=asked_breakdown(args.breakdown, sources),
            persona_names=persona_names(args.breakdown, sources),
        )
        return tuple(length for length, _ in _lengths(args, grouped, asked, sources))
    stages = []
    for here, following in pairwise(stage_steps(asked)[0]):
        ((length, _),) = _lengths(args, replace(funnel, steps=(here.codes, following.codes)), asked, sources)
        stages.append(length.model_copy(update={"value": here.title, "values": (here.title,)}))
    return tuple(stages)


def _lengths(args: JourneyLengthArgs, funnel: Funnel, asked: Asked, sources: Sources) -> list[tuple[Length, int]]:
    """Per group its length and how many can no longer finish within the window."""
    found = spans(funnel, asked.mapped, sources.events)
    medians: dict[str | None, float | None] = {}
    if any(span.open > OPEN_SHARE * (span.finished + span.open) for span in found):
        medians = {group: seconds(half) for group, half in medians_of_all(funnel, sources.events).items()}
    return [
        (
            Length(
                value=None if span.group is None else group_title(span.group),
                values=() if span.group is None else group_values(span.group),
                n=span.finished,
                open=span.open,
                median_seconds=seconds(span.p50),
                p25_seconds=seconds(span.p25),
                p75_seconds=seconds(span.p75),
                p90_seconds=seconds(span.p90),
                mean_seconds=seconds(span.mean),
                median_visits=span.visits,
                median_all_seconds=medians.get(span.group)
                if span.open > OPEN_SHARE * (span.finished + span.open)
                else None,
                small=span.finished < args.min_n,
            ),
            span.given_up,
        )
        for span in found
    ]


TOOL = Tool("journey_length", JourneyLengthArgs, JourneyLengthResult, run)
