"""Who comes back? Cohorts by the first event, and the share of each that is seen again day by day, week by week …"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from pydantic import Field

from storage.model.types import Model
from tools.asked import (
    Asked,
    Step,
    asked_breakdown,
    journey_if_any,
    look_up,
    persona_names,
    stage_named,
    step_named,
    window_seconds,
)
from tools.basis import events_basis, rate
from tools.buckets import Per, Span, fitting, spans
from tools.cohorts import Cohort, Cohorts, cohorts, cohorts_by_group, first_and_last
from tools.funnel import Funnel, count
from tools.groups import OTHER, group_title, group_values, highest
from tools.kit import SPLIT_BY, Basis, Breakdown, Excluded, JourneyArgs, Rate, Sources, Tool, ToolError, Window

MOST_COLUMNS = 36
RULES = {"n_day": "back in that span", "unbounded": "back in that span or later"}


class RetentionArgs(JourneyArgs):
    """Customers by the span of their first event (of `start`, else any); back with `return_event`, else any event.

    Period and filters are of the first event, and so is the group. `stage` means: back at that stage. With `top_n` only
    so many groups are shown: those of at least `min_n` of whom most are back in the first span.
    """

    start: str | None = Field(None, description="Stage, touchpoint or event that begins it; default: any first event.")
    return_event: str | None = Field(
        None, description="Stage, touchpoint or event that counts as coming back, e.g. 'Renewed'; default: any event."
    )
    per: Per | None = Field(None, description="Days, weeks or months; default: what fits the data.")
    kind: Literal["n_day", "unbounded"] = Field(
        "n_day", description="n_day: back in just that span; unbounded: back in that span or later."
    )
    columns: int = Field(12, ge=1, le=MOST_COLUMNS, description="How many spans after the first one.")
    breakdown: Breakdown | None = Field(None, description=SPLIT_BY)
    window: Window | None = Field(None, description="For the renewal rate: time from start to return; default 30 days.")


class CohortRow(Model):
    """Customers who began in one span; `back[k - 1]`: the share seen k spans later, None where that is not over."""

    starts_on: date
    customers: int
    back: tuple[Rate | None, ...]
    small: bool = False


class GroupBack(Model):
    """Customers of one value of the breakdown, or of one pair; `back[k - 1]`: over its cohorts whose span is over."""

    value: str
    values: tuple[str, ...] = Field((), description="The value of each column of the breakdown; none for 'other'.")
    customers: int
    back: tuple[Rate | None, ...]
    small: bool = False


class RetentionResult(Model):
    """`overall[k - 1]`: all cohorts for which that span is over. `renewal`: of those who had the start, with the return
    event within the window (closed windows only); given where a return event was named."""

    per: Per
    kind: Literal["n_day", "unbounded"]
    start: str | None
    return_event: str | None
    customers: int
    cohorts: tuple[CohortRow, ...]
    overall: tuple[Rate | None, ...]
    breakdown: str | None = None
    groups: tuple[GroupBack, ...] = ()
    more_groups: int = Field(0, description="Groups that `top_n` leaves out.")
    renewal: Rate | None = None
    renewal_open: int = 0
    basis: Basis


def run(args: RetentionArgs, sources: Sources) -> RetentionResult:
    """Raises MapNotFound, ToolError (no_events, unknown_step, too_many_spans)."""
    journey = journey_if_any(args, sources)
    asked = look_up(args, sources, journey)
    start = step_named(asked, args.start) if args.start else None
    named = args.return_event or (stage_named(journey, args.stage).slug if args.stage and journey else None)
    back = step_named(asked, named) if named else None
    wanted = Cohorts(
        start=start.codes if start else None,
        back=back.codes if back else None,
        as_of_us=asked.as_of_us,
        entry=asked.entry,
        marks=asked.marks,
    )
    ends = first_and_last(wanted, sources.events)
    per: Per = args.per or (fitting(ends[0], asked.as_of_us, sources.zone) if ends else "month")
    found = spans(ends[0], ends[1], per, sources.zone, more=args.columns) if ends else []
    rows = _rows(args, wanted, found, sources)
    groups = _groups(args, wanted, found, sources)
    shown = highest(groups, args.top_n, _rank)
    renewal, still_open = _renewal(args, start, back, asked, sources)
    return RetentionResult(
        per=per,
        kind=args.kind,
        start=start.title if start else None,
        return_event=back.title if back else None,
        customers=ends[2] if ends else 0,
        cohorts=rows,
        overall=_overall([row.back for row in rows], args.columns),
        breakdown=", ".join(args.breakdown) if args.breakdown and groups else None,
        groups=shown,
        more_groups=len(groups) - len(shown),
        renewal=renewal,
        renewal_open=still_open,
        basis=events_basis(
            args, asked, sources,
            customers=ends[2] if ends else 0,
            rule=RULES[args.kind],
            window_seconds=window_seconds(args.window, journey) if renewal else None,
            excluded=(Excluded(why="still_open", n=still_open),),
        ),
    )  # fmt: skip


def _rows(args: RetentionArgs, wanted: Cohorts, found: Sequence[Span], sources: Sources) -> tuple[CohortRow, ...]:
    if not found:
        return ()
    return tuple(
        CohortRow(
            starts_on=found[cohort.place - 1].starts_on,
            customers=cohort.customers,
            back=_cells(cohort, wanted, found),
            small=cohort.customers < args.min_n,
        )
        for cohort in cohorts(wanted, found, args.columns, args.kind == "unbounded", sources.events)
    )


def _cells(cohort: Cohort, wanted: Cohorts, found: Sequence[Span]) -> tuple[Rate | None, ...]:
    """None where the span is not over."""
    return tuple(
        rate(hits, cohort.customers) if found[cohort.place - 1 + k].end_us - 1 <= wanted.as_of_us else None
        for k, hits in enumerate(cohort.back, 1)
    )


def _overall(cohorts: Sequence[tuple[Rate | None, ...]], columns: int) -> tuple[Rate | None, ...]:
    """Over the cohorts for which the span is over."""
    together = []
    for k in range(columns):
        known = [cell for back in cohorts if (cell := back[k]) is not None]
        together.append(rate(sum(cell.hits for cell in known), sum(cell.n for cell in known)) if known else None)
    return tuple(together)


def _groups(args: RetentionArgs, wanted: Cohorts, found: Sequence[Span], sources: Sources) -> tuple[GroupBack, ...]:
    """The largest first and "other" last; a stage is where somebody comes back, and no group."""
    if not found or args.breakdown in (None, ("stage",)):
        return ()
    split = asked_breakdown(args.breakdown, sources)
    grouped = replace(wanted, breakdown=split, persona_names=persona_names(args.breakdown, sources))
    by_group = cohorts_by_group(grouped, found, args.columns, args.kind == "unbounded", sources.events)
    sizes = {group: sum(cohort.customers for cohort in own) for group, own in by_group.items()}
    return tuple(
        GroupBack(
            value=group_title(group),
            values=group_values(group),
            customers=sizes[group],
            back=_overall([_cells(cohort, wanted, found) for cohort in by_group[group]], args.columns),
            small=sizes[group] < args.min_n,
        )
        for group in sorted(by_group, key=lambda group: (group == OTHER, -sizes[group], group))
    )


def _rank(group: GroupBack) -> float | None:
    first = group.back[0]
    return None if group.small or first is None else first.value


def _renewal(
    args: RetentionArgs, start: Step | None, back: Step | None, asked: Asked, sources: Sources
) -> tuple[Rate | None, int]:
    """From the start event to the return event, as a conversion, and how many are still inside the window."""
    if start is None or back is None:
        return None, 0
    goal = back.codes if back.codes == start.codes else tuple(c for c in back.codes if c not in start.codes)
    if not goal:
        raise ToolError("same_place", start=start.title, goal=back.title)
    funnel = Funnel(
        steps=(start.codes, goal),
        window_us=window_seconds(args.window, asked.journey) * 1_000_000,
        as_of_us=asked.as_of_us,
        entry=asked.entry,
        marks=asked.marks,
    )
    (counted,) = count(funnel, sources.events)
    return rate(counted.reached[1], counted.reached[0]), counted.still_open[0]


TOOL = Tool("retention", RetentionArgs, RetentionResult, run)
