"""Which channels do customers use, which do they say they like, and which are they satisfied with? Kept apart."""

from typing import cast

from pydantic import Field

from storage.model.journey import JourneyMap
from storage.model.persona import Persona
from storage.model.types import Model
from tools.asked import (
    Asked,
    Step,
    asked_breakdown,
    asked_journey,
    journey_if_any,
    look_up,
    persona_names,
    stage_named,
    stage_steps,
    step_named,
)
from tools.basis import events_basis, rate
from tools.channel_use import Converted, Use, Used, converted, totals, used
from tools.feedback import Metric, Said, let_in, off_scale, placed, places_of, said, scores_of
from tools.groups import OTHER, UNKNOWN, group_title, group_values
from tools.kit import SPLIT_BY, Basis, Breakdown, JourneyArgs, Rate, Sources, Tool, ToolError
from tools.names import same_key
from tools.nodes import Nodes, stage_nodes
from tools.satisfaction import Score, most_answered, score_of

RULE = "every visit by its channel"
NOT_ANSWERED = ("no_feedback", "unknown_in_feedback")


class ChannelPreferenceArgs(JourneyArgs):
    """With a journey or a stage: its visits; else all events. Period and filters narrow the visits.

    With `top_n` only so many channels are shown: those that most customers use.
    """

    goal: str | None = Field(None, description="The conversion: a stage, touchpoint or event; default: buying stage.")
    breakdown: Breakdown | None = Field(None, description=SPLIT_BY)


class ChannelLine(Model):
    """One channel. Used: customers, visits, time and conversions. Said: personas. Liked: answers given about it.

    `seconds_per_customer`: time until the next visits, those at most 30 minutes away; None where there are none.
    """

    channel: str
    customers: int
    customer_share: Rate
    visits: int
    visit_share: float
    seconds_per_customer: float | None = None
    conversions: int | None = Field(None, description="Customers who first reached the goal on it; None: no goal.")
    conversion_share: float | None = None
    preferred_by: tuple[str, ...] = Field((), description="Personas whose sheet names it as preferred.")
    liked: Score | None = Field(None, description="Answers of customers about it; None: nobody answered.")
    small: bool = False


class GroupUse(Model):
    """Use in one group: per channel customers of `customers` (a customer may use several), visits of `visits`."""

    value: str
    values: tuple[str, ...] = ()
    customers: int
    visits: int
    channels: tuple[ChannelLine, ...]
    small: bool = False


class ChannelPreferenceResult(Model):
    """Most customers first, small channels last. `goal` None: no conversion could be told."""

    channels: tuple[ChannelLine, ...]
    more: int = Field(0, description="Channels that `top_n` leaves out.")
    goal: str | None = None
    conversions: int | None = None
    metric: Metric | None = Field(None, description="What `liked` is: csat, nps or ces.")
    also_preferred: tuple[tuple[str, str], ...] = Field(
        (), description="Persona and what its sheet prefers, where no event has that channel."
    )
    breakdown: str | None = None
    groups: tuple[GroupUse, ...] = ()
    basis: Basis


def run(args: ChannelPreferenceArgs, sources: Sources) -> ChannelPreferenceResult:
    """Raises MapNotFound, ToolError (no_events, no_channels, unknown stage, goal …)."""
    journey = journey_if_any(args, sources)
    asked = look_up(args, sources, journey)
    if not sources.events.dimension_values("channel", 1):
        raise ToolError("no_channels")
    goal = _goal(args, asked)
    use = Use(
        nodes=_nodes(args, asked),
        goal=goal.codes if goal else (),
        as_of_us=asked.as_of_us,
        entry=asked.entry,
        marks=asked.marks,
    )
    rows, won = used(use, sources.events), converted(use, sources.events)
    customers = sum(total.customers for total in totals(use, sources.events))
    lines = _lines(rows, won if goal else None, customers, args.min_n)
    answers, metric = _liked(args, journey, sources)
    stated, elsewhere = _stated(args, journey, [line.channel for line in lines], sources)
    lines = tuple(
        line.model_copy(
            update={"preferred_by": stated.get(line.channel, ()), "liked": _score(answers, metric, line.channel)}
        )
        for line in lines
    )
    return ChannelPreferenceResult(
        channels=lines[: args.top_n],
        more=len(lines) - len(lines[: args.top_n]),
        goal=goal.title if goal else None,
        conversions=sum(one.customers for one in won) if goal else None,
        metric=metric if answers else None,
        also_preferred=elsewhere,
        breakdown=", ".join(args.breakdown) if args.breakdown else None,
        groups=_groups(args, use, asked, sources),
        basis=_basis(args, asked, use, customers, sources),
    )


def _nodes(args: ChannelPreferenceArgs, asked: Asked) -> Nodes | None:
    """The places whose visits count; None: all events. Raises ToolError (no_visits, no_events_at)."""
    if asked.journey is None or (args.journey is None and args.stage is None):
        return None
    stage_steps(asked)
    nodes = stage_nodes(asked)
    if args.stage is None:
        return nodes
    stage = stage_named(asked.journey, args.stage)
    step_named(asked, stage.slug)
    return Nodes(tuple(node for node in nodes.nodes if node.place and node.place.stage == stage.slug))


def _goal(args: ChannelPreferenceArgs, asked: Asked) -> Step | None:
    """The named goal, else the buying stage where there is one that events reach."""
    if args.goal:
        return step_named(asked, args.goal)
    if asked.journey is None or not asked.placed:
        return None
    buying = {stage.slug for stage in asked.journey.stages if stage.role == "buy"}
    return next((step for step in stage_steps(asked)[0] if step.name in buying), None)


def _lines(rows: list[Used], won: list[Converted] | None, customers: int, min_n: int) -> tuple[ChannelLine, ...]:
    """Channels of one group."""
    visits = sum(row.visits for row in rows)
    by_channel = {one.channel: one.customers for one in won or ()}
    conversions = sum(by_channel.values())
    seen = {row.channel: row for row in rows}
    lines = []
    for channel in dict.fromkeys([*seen, *by_channel]):
        row = seen.get(channel, Used(None, channel, 0, 0, 0))
        here = by_channel.get(channel, 0)
        lines.append(
            ChannelLine(
                channel=channel,
                customers=row.customers,
                customer_share=rate(row.customers, customers),
                visits=row.visits,
                visit_share=row.visits / visits if visits else 0.0,
                seconds_per_customer=row.time_us / 1_000_000 / row.customers if row.time_us else None,
                conversions=None if won is None else here,
                conversion_share=here / conversions if conversions else None,
                small=row.customers < min_n,
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.small, -line.customers, -line.visits, line.channel)))


def _groups(args: ChannelPreferenceArgs, use: Use, asked: Asked, sources: Sources) -> tuple[GroupUse, ...]:
    """By stage in map order, else the largest first and "other" last."""
    if args.breakdown is None:
        return ()
    by_stage = args.breakdown == ("stage",)
    if by_stage and asked.journey is None:
        asked_journey(args, sources)
    split = Use(
        nodes=(use.nodes or stage_nodes(asked)) if by_stage else use.nodes,
        goal=() if by_stage else use.goal,
        as_of_us=use.as_of_us,
        entry=use.entry,
        marks=use.marks,
        breakdown=() if by_stage else asked_breakdown(args.breakdown, sources),
        persona_names=() if by_stage else persona_names(args.breakdown, sources),
        by_stage=by_stage,
    )
    rows, won = used(split, sources.events), converted(split, sources.events)
    sizes = {total.group: total.customers for total in totals(split, sources.events)}
    groups = []
    for group, customers in sizes.items():
        own = [row for row in rows if row.group == group]
        here = [one for one in won if (one.group if one.group in sizes else OTHER) == group]
        stage = cast("Nodes", split.nodes).by_code[cast("int", group)].title if by_stage else None
        groups.append(
            GroupUse(
                value=stage or group_title(group),
                values=(stage,) if stage else group_values(group),
                customers=customers,
                visits=sum(row.visits for row in own),
                channels=_lines(own, _together(here) if split.goal else None, customers, args.min_n),
                small=customers < args.min_n,
            )
        )
    if by_stage:
        order = [node.title for node in cast("Nodes", split.nodes).nodes]
        return tuple(sorted(groups, key=lambda group: order.index(group.value)))
    return tuple(sorted(groups, key=lambda group: (group.value == OTHER, -group.customers, group.value)))


def _together(won: list[Converted]) -> list[Converted]:
    """Small groups are one here: a customer has one first visit of the goal, so counts add up."""
    found: dict[str, int] = {}
    for one in won:
        found[one.channel] = found.get(one.channel, 0) + one.customers
    return [Converted(None, channel, n) for channel, n in found.items()]


def _liked(
    args: ChannelPreferenceArgs, journey: JourneyMap | None, sources: Sources
) -> tuple[list[Said], Metric | None]:
    """Answers that name a channel, and the metric that most of them give; at the stage if one is asked for."""
    try:
        answers = said(let_in(args.model_copy(update={"channel": None}), sources), "channel", sources)
    except ToolError as error:
        if error.key in NOT_ANSWERED:
            return [], None
        raise
    answers = [answer for answer in answers if not off_scale(answer) and answer.group != UNKNOWN]
    if journey is not None and args.stage:
        wanted, places = stage_named(journey, args.stage).slug, places_of(journey)
        answers = [answer for answer in answers if (spot := placed(answer, places)) and spot.stage == wanted]
    return answers, most_answered(answers) if answers else None


def _score(answers: list[Said], metric: Metric | None, channel: str) -> Score | None:
    own = [answer for answer in answers if answer.metric == metric and same_key(str(answer.group)) == same_key(channel)]
    return score_of(metric, scores_of(own)[metric]) if own and metric else None


def _stated(
    args: ChannelPreferenceArgs, journey: JourneyMap | None, channels: list[str], sources: Sources
) -> tuple[dict[str, tuple[str, ...]], tuple[tuple[str, str], ...]]:
    """Channel → personas that prefer it; and what personas prefer that no event has."""
    stated: dict[str, tuple[str, ...]] = {}
    elsewhere = []
    for persona in _personas(args, journey, sources):
        for preferred in persona.preferred_channels:
            found = next((channel for channel in channels if _means(preferred, channel)), None)
            if found is None:
                elsewhere.append((persona.name, preferred))
            elif persona.name not in stated.get(found, ()):
                stated[found] = (*stated.get(found, ()), persona.name)
    return stated, tuple(elsewhere)


def _means(preferred: str, channel: str) -> bool:
    """ "Review sites" means `review_site`."""
    return same_key(preferred).rstrip("s") == same_key(channel).rstrip("s")


def _personas(args: ChannelPreferenceArgs, journey: JourneyMap | None, sources: Sources) -> list[Persona]:
    """The named one, else those of the map, else all."""
    library = [persona for persona in sources.personas.list(sources.workspace_id) if persona.status != "archived"]
    if args.persona:
        key = same_key(args.persona)
        return [one for one in library if key in (same_key(one.persona_id), same_key(one.name))]
    return [one for one in library if journey is None or one.persona_id in journey.persona_ids]


def _basis(args: ChannelPreferenceArgs, asked: Asked, use: Use, customers: int, sources: Sources) -> Basis:
    basis = events_basis(args, asked, sources, customers=customers, rule=RULE)
    return basis if use.nodes else basis.model_copy(update={"off_the_map": None})


TOOL = Tool("channel_preference", ChannelPreferenceArgs, ChannelPreferenceResult, run)
