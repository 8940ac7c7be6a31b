"""Which touchpoints or channels deserve the credit for a conversion, and what would be lost without one?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, cast, get_args

from pydantic import Field

from storage.model.journey import JourneyMap
from storage.model.types import Model
from tools import crediting
from tools.asked import Asked, Step, asked_journey, look_up, stage_steps, step_named, window_seconds
from tools.basis import events_basis
from tools.crediting import FEWEST_PATHS, MOST_PLACES, Credits
from tools.groups import UNKNOWN
from tools.kit import Basis, Excluded, JourneyArgs, Sources, Tool, ToolError, Window
from tools.names import close_names, same_key
from tools.nodes import touchpoint_nodes
from tools.touches import Ends, Key, Member, PathCounts, Paths, Touch, Weight, path_counts

RULE = "touches before the first conversion"
LOOK_BACK_DAYS = 90

ModelName = Literal["first", "last", "linear", "position", "time_decay", "markov", "shapley"]
OF_TOUCHES = {
    "first": crediting.first,
    "last": crediting.last,
    "linear": crediting.linear,
    "position": crediting.position,
}
NEED_MANY: tuple[ModelName, ...] = ("markov", "shapley")


class CriticalTouchpointsArgs(JourneyArgs):
    """Period and filters narrow the end of a path: the conversion, or the last touch of who did not convert."""

    goal: str | None = Field(None, description="The conversion: a stage, touchpoint or event; default: buying stage.")
    stage: str | None = Field(None, description="The conversion as a stage, where `goal` is not given.")
    by: Literal["touchpoint", "channel"] = Field("touchpoint", description="Who gets credit.")
    models: tuple[ModelName, ...] = Field(
        (), max_length=7, description="At least two are shown; default: last, linear and, of 300 paths, markov."
    )
    look_back: Window | None = Field(None, description="How long before the conversion touches count; default '90d'.")
    value: bool = Field(False, description="Credit revenue too: conversions are then visits that carry revenue.")
    remove: str | None = Field(None, description="What would be lost without this touchpoint or channel?")


class Revenue(Model):
    """Money of one currency: all of it, or what each model gives."""

    currency: str
    total: float
    credits: dict[ModelName, float] = Field({})


class Contribution(Model):
    """What a touchpoint or channel did. `credits` are conversions; each model's sum to the conversions with a touch.

    `touched` conversions had it in their path: `first`, `last`, `assists` (another had the last touch), `alone` (no
    other in the path). `removal_effect` 0 to 1: the share of conversions lost without it, as the Markov chain expects.
    """

    name: str
    stage: str | None = None
    credits: dict[ModelName, float]
    revenue: tuple[Revenue, ...] = ()
    touched: int
    first: int
    last: int
    assists: int
    alone: int
    not_converted: int
    removal_effect: float | None = None
    small: bool = Field(False, description="Fewer than `min_n` paths hold it: not ranked.")


class Refused(Model):
    """A model that is not counted: there are `paths`, it needs `needed`; or `places`, it takes `most`."""

    model: ModelName
    paths: int
    needed: int
    places: int | None = None
    most: int | None = None


class Lost(Model):
    """Without `name`: `conversions` of all as the Markov chain expects (None: too few paths); `alone` had no other."""

    name: str
    conversions: float | None
    effect: float | None
    touched: int
    alone: int


class CriticalTouchpointsResult(Model):
    """Highest mean credit of the models first, small ones last."""

    goal: str
    by: Literal["touchpoint", "channel"]
    models: tuple[ModelName, ...]
    contributions: tuple[Contribution, ...]
    more: int = Field(0, description="Contributions that `top_n` leaves out.")
    conversions: int = Field(description="With a touch in the look-back: what the credits sum to.")
    untouched: int = Field(description="Conversions without one.")
    not_converted: int
    still_open: int = Field(description="Of those, seen so lately that they may still convert.")
    revenue: tuple[Revenue, ...] = ()
    refused: tuple[Refused, ...] = ()
    lost: Lost | None = None
    basis: Basis


def run(args: CriticalTouchpointsArgs, sources: Sources) -> CriticalTouchpointsResult:
    """Raises MapNotFound, ToolError (no_events, no_touches, no_channels, unknown goal or `remove` …)."""
    asked = look_up(args, sources, _journey(args, sources))
    if args.by == "channel" and not sources.events.dimension_values("channel", 1):
        raise ToolError("no_channels")
    goal = _goal(args, asked)
    nodes = touchpoint_nodes(asked).without(goal.codes) if args.by == "touchpoint" else None
    if nodes is not None and not nodes.nodes:
        raise ToolError("no_touches", goal=goal.title)
    paths = Paths(
        goal=goal.codes,
        nodes=nodes,
        look_back_us=(args.look_back or LOOK_BACK_DAYS * 86_400) * 1_000_000,
        window_us=window_seconds(None, asked.journey) * 1_000_000,
        as_of_us=asked.as_of_us,
        entry=asked.entry,
        marks=asked.marks,
        value=args.value,
    )
    counts = path_counts(paths, sources.events, weighed="time_decay" in args.models)
    came = counts.ends
    touched = [end for end in came if end.touched]
    places = {member.key for member in counts.members} if _count(touched, converted=True) else set()
    models, refused = _models(args.models, sum(end.n for end in touched), len(places))
    found = _contributions(args, paths, touched, counts, models) if places else ()
    shown = found if args.top_n is None else found[: args.top_n]
    return CriticalTouchpointsResult(
        goal=goal.title,
        by=args.by,
        models=models,
        contributions=shown,
        more=len(found) - len(shown),
        conversions=_count(touched, converted=True),
        untouched=_count(came, converted=True) - _count(touched, converted=True),
        not_converted=_count(came, converted=False),
        still_open=sum(end.n for end in came if end.still_open),
        revenue=_totals(touched) if args.value else (),
        refused=refused,
        lost=_lost(args.remove, found, _count(touched, converted=True), asked, args.by) if args.remove else None,
        basis=_basis(args, asked, sources, came, paths),
    )


def _journey(args: CriticalTouchpointsArgs, sources: Sources) -> JourneyMap | None:
    """A goal that is an event needs no map."""
    try:
        return asked_journey(args, sources)
    except ToolError:
        if args.goal and not args.stage:
            return None
        raise


def _goal(args: CriticalTouchpointsArgs, asked: Asked) -> Step:
    if name := args.goal or args.stage:
        return step_named(asked, name)
    stages, _ = stage_steps(asked)
    buying = {stage.slug for stage in cast("JourneyMap", asked.journey).stages if stage.role == "buy"}
    return ([step for step in stages if step.name in buying] or stages)[-1]


def _models(asked: tuple[ModelName, ...], paths: int, places: int) -> tuple[tuple[ModelName, ...], tuple[Refused, ...]]:
    """At least two of those that so many paths and places allow, in the order of the list; the others with reasons."""
    wanted = {*asked, *(("last", "linear") if len(set(asked)) < 2 else ()), *(() if asked else ("markov",))}
    few = [name for name in NEED_MANY if name in wanted and paths < FEWEST_PATHS]
    refused = [Refused(model=name, paths=paths, needed=FEWEST_PATHS) for name in few]
    if "markov" in wanted and "markov" not in few and places > MOST_PLACES:
        many = Refused(model="markov", paths=paths, needed=FEWEST_PATHS, places=places, most=MOST_PLACES)
        refused.append(many)
    wanted -= {no.model for no in refused}
    if len(wanted) < 2:
        wanted |= {"last", "linear"}
    return tuple(name for name in get_args(ModelName) if name in wanted), tuple(refused)


@dataclass(frozen=True)
class _Credit:
    """What models give. The effects are empty where Markov is not counted."""

    counts: PathCounts
    effects: Credits

    def credit(self, model: ModelName, currency: str | None = None) -> Credits:
        """Conversions by place, or revenue in units of the currency."""
        counts = self.counts
        if currency is None:
            return self._credit(model, counts.touches, counts.members, counts.weights, in_cents=False)
        found = self._credit(
            model,
            [row for row in counts.touches if row.currency == currency],
            [row for row in counts.members if row.currency == currency],
            [row for row in counts.weights if row.currency == currency],
            in_cents=True,
        )
        return {key: cents / 100 for key, cents in found.items()}

    def _credit(
        self, model: ModelName, rows: list[Touch], seen: list[Member], decayed: list[Weight], *, in_cents: bool
    ) -> Credits:
        amount = crediting.cents if in_cents else crediting.conversions
        if model in OF_TOUCHES:
            return crediting.shared(rows, OF_TOUCHES[model], amount)
        if model == "shapley":
            return crediting.shared(seen, crediting.shapley, amount)
        if model == "markov":
            return crediting.by_effect(self.effects, sum(amount(row) for row in rows if row.is_last))
        return crediting.time_decay(decayed, in_cents)


def _contributions(
    args: CriticalTouchpointsArgs, paths: Paths, touched: list[Ends], counts: PathCounts, models: tuple[ModelName, ...]
) -> tuple[Contribution, ...]:  # fmt: skip
    by_key: dict[Key, list[Member]] = {}
    for member in counts.members:
        by_key.setdefault(member.key, []).append(member)
    enough = sum(end.n for end in touched) >= FEWEST_PATHS and len(by_key) <= MOST_PLACES
    effects = crediting.removal_effects(counts.moves) if enough else {}
    credit = _Credit(counts, effects).credit
    credited = {model: credit(model) for model in models}
    totals = _totals(touched) if args.value else ()
    money = {total.currency: {model: credit(model, total.currency) for model in models} for total in totals}
    first, last = credit("first"), credit("last")
    found = []
    for key, own in by_key.items():
        node = paths.nodes.by_code[cast("int", key)] if paths.nodes else None
        converted = sum(member.n for member in own if member.converted)
        nulls = sum(member.n for member in own if not member.converted)
        contribution = Contribution(
            name=node.title if node else str(key),
            stage=node.place.stage if node and node.place else None,
            credits={model: credited[model].get(key, 0.0) for model in models},
            revenue=tuple(
                total.model_copy(update={"credits": {m: money[total.currency][m].get(key, 0.0) for m in models}})
                for total in totals
            ),
            touched=converted,
            first=round(first.get(key, 0.0)),
            last=round(last.get(key, 0.0)),
            assists=converted - round(last.get(key, 0.0)),
            alone=sum(member.n for member in own if member.converted and member.distinct == 1),
            not_converted=nulls,
            removal_effect=effects.get(key),
            small=converted + nulls < args.min_n,
        )
        found.append(contribution)
    return tuple(sorted(found, key=lambda c: (c.small, -sum(c.credits.values()), c.name)))


def _count(came: Iterable[Ends], *, converted: bool) -> int:
    return sum(end.n for end in came if end.converted == converted)


def _totals(touched: list[Ends]) -> tuple[Revenue, ...]:
    """By currency, the largest first."""
    cents: dict[str, int] = {}
    for end in touched:
        if end.converted:
            cents[end.currency or UNKNOWN] = cents.get(end.currency or UNKNOWN, 0) + end.cents
    return tuple(
        Revenue(currency=currency, total=n / 100) for currency, n in sorted(cents.items(), key=lambda c: (-c[1], c[0]))
    )


def _lost(remove: str, found: tuple[Contribution, ...], total: int, asked: Asked, by: str) -> Lost:
    """What is known of the one that is asked for. Raises ToolError where there is none of this name."""
    named = remove if by == "channel" else step_named(asked, remove).title
    for one in found:
        if same_key(one.name) == same_key(named):
            effect = one.removal_effect
            expected = None if effect is None else effect * total
            return Lost(name=one.name, conversions=expected, effect=effect, touched=one.touched, alone=one.alone)
    if by == "channel":
        known = [one.name for one in found]
        raise ToolError("unknown_in_events", column="channel", asked=remove, close=close_names(remove, known))
    return Lost(name=named, conversions=0.0, effect=0.0, touched=0, alone=0)


def _basis(args: CriticalTouchpointsArgs, asked: Asked, sources: Sources, came: list[Ends], paths: Paths) -> Basis:
    untouched = sum(end.n for end in came if not end.touched)
    basis = events_basis(
        args, asked, sources,
        customers=sum(end.n for end in came),
        rule=RULE,
        window_seconds=paths.look_back_us // 1_000_000,
        excluded=(Excluded(why="untouched", n=untouched),),
    )  # fmt: skip
    return basis if paths.nodes else basis.model_copy(update={"off_the_map": None})


TOOL = Tool("critical_touchpoints", CriticalTouchpointsArgs, CriticalTouchpointsResult, run)
