"""A against B: variants, personas, periods, before and after, two filters, or two maps. Is the difference sure?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from storage.model.journey import Action, JourneyMap
from storage.model.types import Model
from tools.asked import Asked, Step, journey_if_any, look_up, window_seconds
from tools.basis import events_basis, map_basis
from tools.feedback import Metric
from tools.funnel import Funnel
from tools.held_against import Figure, Held, Paid, conversion, length, on_both_sides, revenue, satisfaction
from tools.kit import Basis, Excluded, JourneyArgs, Period, Sources, Tool, ToolError, Window, read_period
from tools.leg import leg
from tools.map_changes import MapChange, map_changes
from tools.money import NO_CURRENCY, Amounts, main_currency, sums
from tools.promise import Promise, action_named, promised
from tools.sides import Sides, What, around, before, by_filters, by_periods, by_values, by_variants
from tools.statistics import sample_ratio

Measure = Literal["conversion", "length", "satisfaction", "revenue"]
Verdict = Literal[
    "nobody", "same_people", "sample_ratio", "few", "unclear", "too_few", "same", "a_higher", "b_higher", "maps"
]
SURE = 0.05
RULES: dict[Measure, str] = {
    "conversion": "any entry, ordered",
    "length": "first entry to the next goal",
    "satisfaction": "answers of each side",
    "revenue": "money within the window",
}
NO_LIMIT_US = 2**60


class CompareArgs(JourneyArgs):
    """Who is held against whom: `action` or `on`; `a_filters` and `b_filters`; `breakdown` with `a` and `b`; `period`
    against the one before; `version_a`, `version_b` or `other_map` for maps. Nothing named: the variants in the data,
    or the current map against the future one.
    """

    measure: Measure = Field("conversion", description="conversion, length (time), satisfaction or revenue.")
    breakdown: str | None = Field(
        None,
        description="What tells the sides apart: variant, persona, channel, device, campaign, a property or trait.",
    )
    a: str | None = Field(None, description="The base side's value, e.g. 'A' or 'Busy parent'.")
    b: str | None = Field(None, description="The other side's value; with only one named: against all others.")
    experiment: str | None = Field(None, description="Which experiment, where there are several.")
    a_filters: dict[str, str] = Field({}, description="Any columns, properties, traits of the base side.")
    b_filters: dict[str, str] = Field({}, description="The same for the other side.")
    against: Annotated[Period | None, BeforeValidator(read_period)] = Field(
        None, description="The period that `period` is held against; default: as many days before it."
    )
    on: date | None = Field(None, description="Before and after this day.")
    days: int = Field(30, ge=1, le=730, description="How many days before and after it.")
    action: str | None = Field(None, description="An action of the map: before and after its due date, its promise.")
    version_a: int | None = Field(None, ge=1, description="A version of the map, held against `version_b`.")
    version_b: int | None = Field(None, ge=1, description="Default: the newest version.")
    other_map: str | None = Field(None, description="Another map to hold the journey against.")
    start: str | None = Field(None, description="Stage, touchpoint or event to start from; default: the first stage.")
    goal: str | None = Field(
        None, description="Stage, touchpoint or event to reach; default: the buy stage, else last."
    )
    window: Window | None = Field(None, description="Time from start to goal, '30d' or '24h'; default 30 days.")
    metric: Metric | None = Field(None, description="Of satisfaction: nps, csat or ces; default: with most answers.")
    effect: float | None = Field(
        None, gt=-1, description="Smallest lift worth finding, 0.1 = a tenth more; default: the difference seen."
    )


class SideResult(Model):
    """One side; an empty name: everybody else, or a time. Shares 0 to 1, lengths in seconds, revenue in currency units.

    `n`: customers or answers; `still_open` customers are in no figure.
    """

    name: str
    period: Period | None = None
    n: int = 0
    hits: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    still_open: int = 0


class CompareResult(Model):
    """B held against A. `needed`: on each side, to be sure (power 0.8) of `effect` or a difference like the one seen.

    `experiment`: chance put customers on their sides; all else is no experiment. `ratio_p`: whether the sides of an
    experiment are as large as they should be. `both`: customers on both sides.
    """

    what: What
    measure: Measure | None = None
    metric: Metric | None = None
    currency: str | None = None
    column: str | None = None
    start: str | None = None
    goal: str | None = None
    a: SideResult
    b: SideResult
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    lift: float | None = None
    lift_low: float | None = None
    lift_high: float | None = None
    p: float | None = None
    needed: int | None = None
    ratio_p: float | None = None
    both: int = 0
    experiment: bool = False
    others: tuple[str, ...] = Field((), description="Further variants, on no side.")
    verdict: Verdict
    action: str | None = None
    promise: Promise | None = None
    changes: tuple[MapChange, ...] = ()
    basis: Basis


def run(args: CompareArgs, sources: Sources) -> CompareResult:
    """Raises MapNotFound, ToolError (compare_what, one_group, no_variants, and those of the measures)."""
    maps = _maps(args, sources)
    if maps:
        return _of_maps(args, *maps)
    journey = journey_if_any(args, sources)
    action = _action(args, journey)
    ground = _ground(args, journey, action, sources)
    sides = _sides(args, action, ground, sources)
    metric, currency, held = _held(args, sides, ground, sources)
    a, b, asked = sides.a, sides.b, ground.asked
    codes = ground.start.codes if ground.start else None
    both = on_both_sides(a.entry, b.entry, codes, asked.as_of_us, asked.marks, sources.events)
    ratio = sample_ratio([held.a.n + held.a.still_open, held.b.n + held.b.still_open])
    of_experiment = sides.what == "variants" and args.measure == "conversion"
    mismatch = of_experiment and ratio is not None and ratio.mismatch
    return CompareResult(
        what=sides.what,
        measure=args.measure,
        metric=metric,
        currency=currency,
        column=sides.column,
        start=ground.start.title if ground.start else None,
        goal=ground.goal.title if ground.goal else None,
        a=_side(sides.a.name, sides.a.period, held.a),
        b=_side(sides.b.name, sides.b.period, held.b),
        difference=held.difference,
        low=held.interval.low if held.interval else None,
        high=held.interval.high if held.interval else None,
        lift=held.lift,
        lift_low=held.lift_interval.low if held.lift_interval else None,
        lift_high=held.lift_interval.high if held.lift_interval else None,
        p=held.p,
        needed=held.needed,
        ratio_p=ratio.p if of_experiment and ratio else None,
        both=both,
        experiment=sides.what == "variants",
        others=sides.others,
        verdict=verdict(held, both, mismatch, args.min_n),
        action=action.title if action else None,
        promise=promised(action.expected, args.measure, held) if action and action.expected else None,
        basis=events_basis(
            args, asked, sources,
            customers=held.a.n + held.b.n,
            rule=RULES[args.measure],
            window_seconds=ground.window_us // 1_000_000 if args.measure in ("conversion", "revenue") else None,
            excluded=(Excluded(why="still_open", n=held.a.still_open + held.b.still_open),),
        ).model_copy(update={"period": _both_periods(args, sides)}),
    )  # fmt: skip


def _both_periods(args: CompareArgs, sides: Sides) -> Period:
    """From the beginning of the first to the end of the last."""
    if not sides.a.period or not sides.b.period:
        return args.period or Period()
    starts = [period.start for period in (sides.a.period, sides.b.period)]
    ends = [period.end for period in (sides.a.period, sides.b.period)]
    return Period(
        start=min(day for day in starts if day) if all(starts) else None,
        end=max(day for day in ends if day) if all(ends) else None,
    )


def verdict(held: Held, both: int, mismatch: bool, min_n: int) -> Verdict:
    """What may be said. A side is called higher only where p is below 0.05 and both sides have the n needed."""
    smaller = min(held.a.n, held.b.n)
    if not smaller:
        return "nobody"
    if both and both == held.a.n + held.a.still_open == held.b.n + held.b.still_open:
        return "same_people"
    if mismatch:
        return "sample_ratio"
    if held.difference == 0:
        return "same"
    if smaller < min_n:
        return "few"
    if held.p is None or held.difference is None or held.p >= SURE:
        return "unclear"
    if held.needed is not None and smaller < held.needed:
        return "too_few"
    return "b_higher" if held.difference > 0 else "a_higher"


@dataclass(frozen=True)
class _Ground:
    """What both sides share."""

    asked: Asked
    start: Step | None
    goal: Step | None
    window_us: int


def _ground(args: CompareArgs, journey: JourneyMap | None, action: Action | None, sources: Sources) -> _Ground:
    """Ends only where the measure has them; the sides' own columns and times are no filters of both."""
    shared = _shared(args)
    if action and action.stage and not args.stage and args.start is None and args.goal is None:
        shared = shared.model_copy(update={"stage": action.stage})
    window_us = window_seconds(args.window, journey) * 1_000_000
    if args.measure in ("conversion", "length"):
        asked, start, goal = leg(
            shared, args.start, args.goal, sources, "buy" if args.measure == "conversion" else "last"
        )
        return _Ground(asked, start, goal, window_us)
    return _Ground(look_up(shared, sources, journey), None, None, window_us)


def _shared(args: CompareArgs) -> JourneyArgs:
    """The common arguments without the period and without what tells the sides apart."""
    apart = {"period": None}
    if args.breakdown in ("persona", "channel", "device", "campaign", "variant"):
        apart[args.breakdown] = None
    if args.breakdown is None and args.variant:
        apart["variant"] = None
    kept = {name: getattr(args, name) for name in JourneyArgs.model_fields}
    return JourneyArgs.model_validate(kept | apart)


def _sides(args: CompareArgs, action: Action | None, ground: _Ground, sources: Sources) -> Sides:
    shared, asked = _shared(args), ground.asked
    if args.period and (args.breakdown or args.a_filters or args.b_filters or args.variant):
        shared = shared.model_copy(update={"period": args.period})
        asked = look_up(shared, sources, asked.journey)
    day = action.due_on if action else args.on
    if day:
        return by_periods(shared, *around(day, args.days), asked, sources, "before_after")
    if args.a_filters or args.b_filters:
        return by_filters(shared, args.a_filters, args.b_filters, asked, sources)
    if args.breakdown and args.breakdown != "variant":
        a = args.a or getattr(args, args.breakdown, None)
        return by_values(shared, args.breakdown, a, args.b, asked, sources)
    if args.period and not (args.breakdown or args.variant or args.experiment or args.a or args.b):
        first = args.against or before(args.period, asked, sources)
        return by_periods(shared, first, args.period, asked, sources)
    b = args.b or args.variant
    try:
        return by_variants(shared, args.experiment, args.a, b, asked, sources)
    except ToolError as error:
        if error.key == "no_variants" and not (args.breakdown or args.variant or args.experiment):
            raise ToolError("compare_what") from error
        raise


def _action(args: CompareArgs, journey: JourneyMap | None) -> Action | None:
    if args.action is None:
        return None
    if journey is None:
        raise ToolError("which_journey_of", asked=args.action)
    action = action_named(journey, args.action)
    if action.due_on is None:
        raise ToolError("no_due_date", asked=action.title)
    return action


def _held(args: CompareArgs, sides: Sides, ground: _Ground, sources: Sources) -> tuple[Metric | None, str | None, Held]:
    a, b, asked, events = sides.a.entry, sides.b.entry, ground.asked, sources.events
    if args.measure == "satisfaction":
        metric, held = satisfaction(sides, args.metric, args.effect, sources)
        return metric, None, held
    if args.measure == "revenue":
        found = sums(Amounts(asked.entry, asked.as_of_us, marks=asked.marks), events)
        currency = main_currency(found)
        if currency is None:
            raise ToolError("no_amounts")
        paid = Paid(asked.mapped, currency, ground.window_us, asked.as_of_us, asked.marks)
        return None, currency or NO_CURRENCY, revenue(a, b, paid, events)
    assert ground.start and ground.goal
    unlimited = args.measure == "length" and args.window is None
    funnel = Funnel(
        steps=(ground.start.codes, ground.goal.codes),
        window_us=NO_LIMIT_US if unlimited else ground.window_us,
        as_of_us=asked.as_of_us,
        marks=asked.marks,
    )
    if args.measure == "length":
        return None, None, length(a, b, funnel, events)
    return None, None, conversion(a, b, funnel, args.effect, events)


def _side(name: str, period: Period | None, figure: Figure) -> SideResult:
    low, high = figure.interval if figure.interval else (None, None)
    return SideResult(
        name=name, period=period, n=figure.n, hits=figure.hits, value=figure.value, low=low, high=high,
        still_open=figure.still_open,
    )  # fmt: skip


def _maps(args: CompareArgs, sources: Sources) -> tuple[JourneyMap, JourneyMap] | None:
    """The two maps or versions that are meant; None where the question is about customers."""
    journey = journey_if_any(args, sources)
    if journey is None:
        return None

    def version(number: int | None) -> JourneyMap:
        return sources.maps.get(sources.workspace_id, journey.map_id, sources.reader, number)

    if args.other_map:
        return journey, sources.maps.find(sources.workspace_id, args.other_map, sources.reader)
    if args.version_a or args.version_b:
        newest = args.version_b or journey.version
        return version(args.version_a or max(1, newest - 1)), version(newest)
    if journey.base_map and not _about_customers(args):
        base = journey.base_map
        return sources.maps.get(sources.workspace_id, base.map_id, sources.reader, base.version), journey
    return None


def _about_customers(args: CompareArgs) -> bool:
    return bool(
        args.breakdown or args.a or args.b or args.on or args.action or args.period or args.variant
        or args.a_filters or args.b_filters or args.experiment
    )  # fmt: skip


def _of_maps(args: CompareArgs, first: JourneyMap, second: JourneyMap) -> CompareResult:
    changes = map_changes(first, second)
    names = [f"{journey.title} ({journey.version})" for journey in (first, second)]
    return CompareResult(
        what="maps",
        a=SideResult(name=names[0]),
        b=SideResult(name=names[1]),
        verdict="maps" if changes else "same",
        changes=changes,
        basis=map_basis(args, second),
    )


TOOL = Tool("compare", CompareArgs, CompareResult, run)
