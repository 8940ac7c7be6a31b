"""How many get from one step to another within the window?"""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Literal

from pydantic import Field

from storage.model.types import Model
from tools.asked import Asked, asked_breakdown, persona_names, stage_steps, window_seconds
from tools.basis import events_basis, moment, rate, seconds
from tools.funnel import Count, Funnel, count
from tools.groups import BUCKET, group_title, group_values, highest
from tools.kit import SPLIT_BY, Basis, Breakdown, Excluded, JourneyArgs, Period, Rate, Sources, Tool, Window
from tools.leg import leg
from tools.statistics import compare_shares

RULE = "any entry, ordered"
BUCKET_DAYS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=31)}


class ConversionRateArgs(JourneyArgs):
    """From a stage, touchpoint or event to another; default: the journey's first stage to its buying or last one.

    With `top_n` only so many groups are shown: those of at least `min_n` with the highest rate, or the lowest. With
    `persona` the rest is counted too: all other customers, those of no known persona among them.
    """

    start: str | None = Field(None, description="Stage, touchpoint or event to start from; default: the first stage.")
    goal: str | None = Field(
        None, description="Stage, touchpoint or event to reach; default: the buy stage, else the last."
    )
    window: Window | None = Field(None, description="Time from start to goal, '30d' or '24h'; default 30 days.")
    breakdown: Breakdown | None = Field(None, description=SPLIT_BY)
    per: Literal["day", "week", "month"] | None = Field(
        None, description="One rate per day, week or month of the entry."
    )
    worst_first: bool = Field(False, description="With `top_n` the groups with the lowest rate, worst first.")


class GroupRate(Model):
    """The rate of one value of the breakdown, or one pair."""

    value: str
    values: tuple[str, ...] = Field((), description="The value of each column of the breakdown; none for 'other'.")
    rate: Rate
    small: bool = False


class PeriodRate(Model):
    """The rate of customers who entered in one bucket; `partial`: the bucket or its windows are not over."""

    starts_on: date
    rate: Rate
    small: bool = False
    partial: bool = False


class ConversionRateResult(Model):
    """The overall rate and its splits; `still_open` customers are not in any rate."""

    start: str
    goal: str
    rate: Rate
    rest: Rate | None = Field(None, description="Customers who are not of the persona asked for; None: none was.")
    rest_p: float | None = Field(None, description="Two-sided p that persona and rest do not differ.")
    still_open: int
    median_seconds: float | None = None
    breakdown: str | None = None
    groups: tuple[GroupRate, ...] = ()
    more_groups: int = Field(0, description="Groups that `top_n` leaves out.")
    worst_first: bool = Field(False, description="The groups shown are those with the lowest rate.")
    over_time: tuple[PeriodRate, ...] = ()
    basis: Basis


def run(args: ConversionRateArgs, sources: Sources) -> ConversionRateResult:
    """Raises MapNotFound, ToolError."""
    asked, start, goal = leg(args, args.start, args.goal, sources, "buy")
    funnel = Funnel(
        steps=(start.codes, goal.codes),
        window_us=window_seconds(args.window, asked.journey) * 1_000_000,
        as_of_us=asked.as_of_us,
        entry=asked.entry,
        marks=asked.marks,
    )
    (counted,) = count(funnel, sources.events)
    by_stage = args.breakdown == ("stage",)
    groups = (_by_stage if by_stage else _groups)(args, funnel, asked, sources)
    shown = highest(groups, args.top_n, partial(_rank, worst_first=args.worst_first))
    rest = _rest(args, counted, funnel, sources)
    versus = compare_shares((rest.hits, rest.n), (counted.reached[1], counted.reached[0])) if rest else None
    return ConversionRateResult(
        start=start.title,
        goal=goal.title,
        rate=_rate(counted),
        rest=rest,
        rest_p=versus.p if versus else None,
        still_open=counted.still_open[0],
        median_seconds=seconds(counted.median_us[0]),
        breakdown=", ".join(args.breakdown) if args.breakdown and groups else None,
        groups=shown,
        more_groups=len(groups) - len(shown),
        worst_first=args.worst_first and args.top_n is not None and bool(groups),
        over_time=_over_time(args, funnel, asked, sources) if args.per else (),
        basis=events_basis(
            args, asked, sources,
            customers=counted.reached[0] + counted.still_open[0],
            rule=RULE,
            window_seconds=funnel.window_us // 1_000_000,
            excluded=(Excluded(why="still_open", n=counted.still_open[0]),),
        ),
    )  # fmt: skip


def _rate(counted: Count) -> Rate:
    return rate(counted.reached[1], counted.reached[0])


def _rank(group: GroupRate, *, worst_first: bool) -> float | None:
    if group.small or group.rate.value is None:
        return None
    return -group.rate.value if worst_first else group.rate.value


def _rest(args: ConversionRateArgs, of_persona: Count, funnel: Funnel, sources: Sources) -> Rate | None:
    """A customer is of one persona at most, so the rest is everybody less the persona."""
    if args.persona is None:
        return None
    columns = tuple(column for column in funnel.entry.columns if column[0] != "persona")
    (everybody,) = count(replace(funnel, entry=replace(funnel.entry, columns=columns)), sources.events)
    n, hits = (everybody.reached[k] - of_persona.reached[k] for k in (0, 1))
    return rate(hits, n)


def _groups(args: ConversionRateArgs, funnel: Funnel, asked: Asked, sources: Sources) -> tuple[GroupRate, ...]:
    if args.breakdown is None:
        return ()
    counts = count(
        replace(
            funnel,
            breakdown=asked_breakdown(args.breakdown, sources),
            persona_names=persona_names(args.breakdown, sources),
        ),
        sources.events,
    )
    return tuple(
        GroupRate(
            value=group_title(counted.group),
            values=group_values(counted.group),
            rate=_rate(counted),
            small=counted.reached[0] < args.min_n,
        )
        for counted in counts
    )


def _by_stage(args: ConversionRateArgs, funnel: Funnel, asked: Asked, sources: Sources) -> tuple[GroupRate, ...]:
    """From each stage to the next that events reach."""
    if asked.journey is None:
        return ()
    groups = []
    for here, following in pairwise(stage_steps(asked)[0]):
        (counted,) = count(replace(funnel, steps=(here.codes, following.codes)), sources.events)
        small = counted.reached[0] < args.min_n
        groups.append(GroupRate(value=here.title, values=(here.title,), rate=_rate(counted), small=small))
    return tuple(groups)


def _over_time(args: ConversionRateArgs, funnel: Funnel, asked: Asked, sources: Sources) -> tuple[PeriodRate, ...]:
    """Each bucket is counted as if it were the period: who enters in two of them counts in both."""
    spans = _buckets(args, funnel, asked, sources)
    if not spans:
        return ()
    counts = count(
        replace(funnel, breakdown=(BUCKET,), bucket_starts_us=tuple(start for _, start, _ in spans)), sources.events
    )
    found = {counted.group: counted for counted in counts}
    rates = []
    for day, start_us, end_us in spans:
        hits, n = found[start_us].reached[::-1] if start_us in found else (0, 0)
        over = end_us - 1 + funnel.window_us <= asked.as_of_us
        rates.append(PeriodRate(starts_on=day, rate=rate(hits, n), small=n < args.min_n, partial=not over))
    return tuple(rates)


def _buckets(args: ConversionRateArgs, funnel: Funnel, asked: Asked, sources: Sources) -> list[tuple[date, int, int]]:
    """First day, beginning and end (microseconds) of every bucket of period and data, in the workspace's zone."""
    times = [line.from_us for line in sources.events.data_sets() if line.from_us is not None]
    first_us = max(asked.entry.start_us, min(times))
    last_us = min(asked.entry.end_us - 1, asked.as_of_us)
    day = _start_of_bucket(_local_day(first_us, sources), args.per)
    spans: list[tuple[date, int, int]] = []
    while True:
        following = _start_of_bucket(day + BUCKET_DAYS[args.per or "day"], args.per)
        start_us, end_us = Period(start=day, end=following).bounds_us(sources.zone)
        if start_us is None or end_us is None or start_us > last_us:
            return spans
        spans.append((day, start_us, end_us))
        day = following


def _local_day(at_us: int, sources: Sources) -> date:
    at = moment(at_us)
    assert at is not None
    return at.astimezone(sources.zone).date()


def _start_of_bucket(day: date, per: str | None) -> date:
    if per == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if per == "week" else day


TOOL = Tool("conversion_rate", ConversionRateArgs, ConversionRateResult, run)
