"""Where do customers stop? A funnel over the stages of a journey, the touchpoints of a stage, or given events."""

from dataclasses import replace
from typing import Literal, cast

from pydantic import Field

from storage.model.journey import JourneyMap
from storage.model.types import Model
from tools.asked import (
    Asked,
    asked_breakdown,
    asked_journey,
    event_codes,
    look_up,
    persona_names,
    stage_named,
    stage_steps,
    steps_named,
    touchpoint_steps,
    window_seconds,
)
from tools.asked import Step as Place
from tools.basis import events_basis, rate, seconds
from tools.explanation import Explanation, explanation
from tools.funnel import Count, Counts, Funnel, counts
from tools.groups import OTHER, group_title, group_values, highest
from tools.kit import SPLIT_BY, Basis, Breakdown, Excluded, JourneyArgs, Rate, Sources, Tool, ToolError, Window
from tools.statistics import chi_square_p, holm
from tools.typed_counts import TypedStep, typed_basis, typed_steps


class DropOffArgs(JourneyArgs):
    """Steps are the journey's stages; with `stage`, its touchpoints; or `steps`, event names instead of a journey.

    A map that no event reaches is counted by imported numbers of reports, marked "typed numbers" in the basis.

    With `top_n` only so many groups are shown: those of at least `min_n` that lose the largest share at the worst step.
    """

    steps: tuple[str, ...] | None = Field(
        None, min_length=2, max_length=12, description="Event names instead of a journey."
    )
    window: Window | None = Field(
        None, description="Time from the first to the last step, '30d' or '24h'; default 30 days."
    )
    breakdown: Breakdown | None = Field(None, description=SPLIT_BY)
    order: Literal["ordered", "strict", "any"] = Field("ordered", description="strict: no other mapped visit between.")
    exclude: tuple[str, ...] = Field((), max_length=5, description="Events that take a customer out between two steps.")
    explain: bool = Field(False, description="Add what is known about the step with the largest loss.")


class Step(Model):
    """One step. Rates are 0 to 1; `lost` reached this step and not the next; seconds are medians to the next step."""

    name: str
    title: str
    reached: int
    from_previous: Rate
    from_start: Rate
    lost: int | None = Field(None, description="None at the last step: nobody is lost there.")
    median_seconds: float | None = None
    still_open: int = Field(0, description="Customers whose window is not over yet; not in `reached`.")
    skipped: int = Field(0, description="Customers seen at a later step without this one.")


class Group(Model):
    """The same steps for one value of the breakdown, or one pair; `small`: fewer than `min_n` entered."""

    value: str
    values: tuple[str, ...] = Field((), description="The value of each column of the breakdown; none for 'other'.")
    steps: tuple[Step, ...]
    small: bool = False
    worst: str | None = None


class Difference(Model):
    """Do the groups differ? Chi-square on reached against lost at the worst step, Holm-corrected over the steps."""

    step: str
    p: float
    groups: int


class DropOffResult(Model):
    """The funnel; `worst` names the step with the largest share lost among those with n of at least `min_n`.

    With typed numbers (`basis.rule`) nobody was followed: no medians, no groups, no explanation, nobody still open.
    """

    steps: tuple[Step, ...]
    worst: str | None
    breakdown: str | None = None
    groups: tuple[Group, ...] = ()
    more_groups: int = Field(0, description="Groups that `top_n` leaves out.")
    difference: Difference | None = None
    explanation: Explanation | None = None
    unmeasured: tuple[str, ...] = Field(
        (), description="Titles of stages or touchpoints that no event matches; they are no steps."
    )
    unseen: tuple[str, ...] = Field(
        (), description="Event names of `steps` that were never stored; nobody reaches them."
    )
    basis: Basis


RULES = {"ordered": "any entry, ordered", "strict": "any entry, strict order", "any": "any order"}


def run(args: DropOffArgs, sources: Sources) -> DropOffResult:
    """Raises MapNotFound, ToolError (no events, no stages, unknown stage, persona or event name)."""
    journey = None if args.steps and not args.journey else asked_journey(args, sources)
    try:
        asked = look_up(args, sources, journey)
        places, unmeasured = _places(args, asked)
    except ToolError as error:
        typed = None
        if journey and not args.steps and error.key in ("no_events", "no_visits"):
            typed = _typed(args, journey, sources)
        if typed is None:
            raise
        return typed
    unseen = tuple(place.title for place in places if place.codes[0] < 0)
    funnel = Funnel(
        steps=tuple(place.codes for place in places),
        window_us=window_seconds(args.window, journey) * 1_000_000,
        as_of_us=asked.as_of_us,
        entry=asked.entry,
        marks=asked.marks,
        order=args.order,
        mapped=asked.mapped,
        exclude=event_codes(asked, args.exclude),
    )
    found = counts(_split(funnel, args, sources), sources.events)
    counted = found.whole
    steps = _steps(places, counted, found.skipped, args.order)
    worst = _worst(steps, args.min_n)
    groups = _groups(args, found, places)
    shown = _shown(groups, steps, worst, args.top_n)
    return DropOffResult(
        steps=steps,
        worst=worst,
        breakdown=", ".join(args.breakdown) if args.breakdown and groups else None,
        groups=shown,
        more_groups=len(groups) - len(shown),
        difference=_difference(groups, worst),
        explanation=_explained(args, worst, steps, funnel, asked, sources) if args.explain and worst else None,
        unmeasured=tuple(unmeasured),
        unseen=unseen,
        basis=events_basis(
            args, asked, sources,
            customers=counted.reached[0] + counted.still_open[0],
            rule=RULES[args.order],
            window_seconds=funnel.window_us // 1_000_000,
            excluded=(
                Excluded(why="still_open", n=counted.still_open[0]),
                Excluded(why="excluded_event", n=counted.taken_out),
            ),
        ),
    )  # fmt: skip


def _places(args: DropOffArgs, asked: Asked) -> tuple[list[Place], list[str]]:
    if args.steps:
        places = _told_apart(steps_named(asked, args.steps))
        if args.order == "strict" and _repeats_apart([place.codes for place in places]):
            raise ToolError("strict_repeats")
        return places, []
    journey = cast("JourneyMap", asked.journey)
    if args.stage:
        return touchpoint_steps(asked, stage_named(journey, args.stage))
    return stage_steps(asked)


def _told_apart(places: list[Place]) -> list[Place]:
    """A step that stands twice is named "pay", "pay 2" …"""
    times = [sum(place.codes == other.codes for other in places[: k + 1]) for k, place in enumerate(places)]
    return [p if n == 1 else replace(p, name=f"{p.name} {n}") for p, n in zip(places, times, strict=True)]


def _repeats_apart(steps: list[tuple[int, ...]]) -> bool:
    """A step stands twice, not side by side."""
    return any(codes in steps[: k - 1] for k, codes in enumerate(steps) if k > 1)


def _steps(places: list[Place], counted: Count, skips: list[int] | None, order: str) -> tuple[Step, ...]:
    """In any order the k-th step is "k of the places", whichever they are."""
    n = len(places)
    return tuple(
        Step(
            name=places[k].name if order != "any" else str(k + 1),
            title=places[k].title if order != "any" else f"{k + 1} / {n}",
            reached=counted.reached[k],
            from_previous=rate(counted.reached[k], counted.reached[k - 1] if k else counted.reached[0]),
            from_start=rate(counted.reached[k], counted.reached[0]),
            lost=counted.reached[k] - counted.reached[k + 1] if k + 1 < n else None,
            median_seconds=seconds(counted.median_us[k]) if k + 1 < n else None,
            still_open=counted.still_open[k],
            skipped=skips[k] if skips and order != "any" else 0,
        )
        for k in range(n)
    )


def _worst(steps: tuple[Step, ...], min_n: int) -> str | None:
    """The step where the largest share is lost, the first of several."""
    shares = [(step.lost / step.reached, step.name) for step in steps if step.lost and step.reached >= min_n]
    return max(shares, key=lambda share: share[0])[1] if shares else None


def _split(funnel: Funnel, args: DropOffArgs, sources: Sources) -> Funnel:
    """By stage there is nothing to split: the steps are the stages."""
    if args.breakdown in (None, ("stage",)):
        return funnel
    columns, names = asked_breakdown(args.breakdown, sources), persona_names(args.breakdown, sources)
    return replace(funnel, breakdown=columns, persona_names=names)


def _groups(args: DropOffArgs, found: Counts, places: list[Place]) -> tuple[Group, ...]:
    shown = {counted.group for counted in found.groups}
    skips: dict[object, list[int]] = {}
    for value, missed in found.skipped_by_group.items():
        kept = skips.setdefault(value if value in shown else OTHER, [0] * len(places))
        kept[:] = [a + b for a, b in zip(kept, missed, strict=True)]
    groups = []
    for counted in found.groups:
        steps = _steps(places, counted, skips.get(counted.group), args.order)
        group = Group(
            value=group_title(counted.group),
            values=group_values(counted.group),
            steps=steps,
            small=counted.reached[0] < args.min_n,
            worst=_worst(steps, args.min_n),
        )
        groups.append(group)
    return tuple(groups)


def _shown(
    groups: tuple[Group, ...], steps: tuple[Step, ...], worst: str | None, top_n: int | None
) -> tuple[Group, ...]:
    """With `top_n` those that lose the largest share at the worst step."""
    at = next((k for k, step in enumerate(steps) if step.name == worst), None)
    if at is None:
        return groups

    def lost_share(group: Group) -> float | None:
        step = group.steps[at]
        return None if group.small or not step.reached or step.lost is None else step.lost / step.reached

    return highest(groups, top_n, lost_share)


def _difference(groups: tuple[Group, ...], worst: str | None) -> Difference | None:
    """Over the groups that are large enough; None where there are not two of them, or nobody is lost or all are."""
    large = [group for group in groups if not group.small]
    if worst is None or len(large) < 2:
        return None
    p_values: dict[str, float] = {}
    for k, step in enumerate(large[0].steps[:-1]):
        table = [(group.steps[k + 1].reached, group.steps[k].lost or 0) for group in large if group.steps[k].reached]
        if (p := chi_square_p(table)) is not None:
            p_values[step.name] = p
    corrected = dict(zip(p_values, holm(list(p_values.values())), strict=True))
    return Difference(step=worst, p=corrected[worst], groups=len(large)) if worst in corrected else None


def _explained(
    args: DropOffArgs, worst: str, steps: tuple[Step, ...], funnel: Funnel, asked: Asked, sources: Sources
) -> Explanation:  # fmt: skip
    level = next(k for k, step in enumerate(steps, 1) if step.name == worst)
    return explanation(worst, level, funnel, asked, args, sources)


def _typed(args: DropOffArgs, journey: JourneyMap, sources: Sources) -> DropOffResult | None:
    """The same from numbers of reports, for a map that no event reaches; None where these do not answer either."""
    found, silent = typed_steps(args, journey, sources)
    if not found:
        return None
    steps = tuple(_typed_step(found, k) for k in range(len(found)))
    return DropOffResult(
        steps=steps,
        worst=_worst(steps, args.min_n),
        unmeasured=tuple(silent),
        basis=typed_basis(args, journey, found[0].entered, sources),
    )


def _typed_step(found: list[TypedStep], k: int) -> Step:
    """A step that more entered than the one before has no rate; those too many came in at it."""
    here, before = found[k].entered, found[max(k - 1, 0)].entered
    after = found[k + 1].entered if k + 1 < len(found) else None
    return Step(
        name=found[k].name,
        title=found[k].title,
        reached=here,
        from_previous=rate(here, before) if here <= before else Rate(),
        from_start=rate(here, found[0].entered) if here <= found[0].entered else Rate(),
        lost=None if after is None else max(0, here - after),
        skipped=0 if after is None else max(0, after - here),
    )


TOOL = Tool("drop_off", DropOffArgs, DropOffResult, run)
