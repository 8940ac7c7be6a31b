"""What hurts customers most? Pain points ranked by severity x frequency x customers who reach the place."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import prod
from typing import Literal

from pydantic import Field

from storage.maps import Reader
from storage.model.confidence import backing, evidence_ids, of_item
from storage.model.journey import JourneyMap, PainPoint, Touchpoint
from storage.model.lists import CHANNELS
from storage.model.mood import level, stage_value, value
from storage.model.types import Confidence, Model
from tools import revenue
from tools.asked import Asked, look_up, stage_named
from tools.basis import events_basis, map_basis
from tools.feedback import let_in, places_of
from tools.groups import UNKNOWN
from tools.illustrations import Illustration, illustrations
from tools.journeys import asked_journeys
from tools.kit import Basis, Excluded, JourneyArgs, Rate, Sources, Tool, ToolError
from tools.names import close_names, same_key
from tools.reach import reached
from tools.search import found_share
from tools.spoken import Spoken, spoken
from tools.visits import Place, places

RULE = "severity x frequency x reach"
SAID_IN, QUOTES, ILLUSTRATED = ("comment", "reason"), 3, 3
OPEN_STATES = ("open", "in_work")


class PainPointsArgs(JourneyArgs):
    """All maps that the asker may see, or one journey; narrowed by persona, stage or channel."""

    breakdown: Literal["persona", "stage", "channel"] | None = Field(None, description="Group the list by this.")
    words: str | None = Field(None, description="Only pain points that contain these words.")


class MoneyAtRisk(Model):
    """Customers lost at the stage x share of all who reached it and bought later x mean order value; currency units.

    Of the stage as a whole: not all are lost for this pain, and pains of one stage share it. `low` and `high` take the
    ends of the share's 95 % interval.
    """

    value: float
    low: float
    high: float
    currency: str
    lost: int
    later: Rate
    order_value: float


class RankedPain(Model):
    """`score` = severity x frequency x share of customers who reach the place; a factor of None counts as 1."""

    title: str
    slug: str
    map_id: str
    journey: str
    stage: str
    touchpoint: str | None = None
    channel: str | None = None
    personas: tuple[str, ...] = ()
    severity: float | None = None
    frequency: float | None = None
    customers: int | None = Field(None, description="Customers seen at the place; None without events.")
    reach: float | None = Field(None, description="Share of the journey's customers, 0 to 1.")
    score: float
    mood: float | None = None
    said_by: tuple[str, ...] = ()
    status: str
    confidence: Confidence
    evidence: tuple[str, ...] = Field((), description="Texts of linked evidence that the asker may read.")
    quotes: tuple[str, ...] = Field((), description="What customers said of the place most often, of `said`.")
    illustrations: tuple[Illustration, ...] = Field(
        (),
        description="Of the first ones alone: linked evidence, then other evidence near in meaning, with its source.",
    )
    said: int = Field(0, description="Comments and reasons given at the place.")
    money_at_risk: MoneyAtRisk | None = Field(None, description="None without a buying stage, amounts or loss there.")


class PainPointsResult(Model):
    """Worst first. `assumptions` of them rest on guesses."""

    pains: tuple[RankedPain, ...]
    total: int
    assumptions: int
    breakdown: str | None = None
    groups: tuple[tuple[str, int], ...] = ()
    basis: Basis


def run(args: PainPointsArgs, sources: Sources) -> PainPointsResult:
    """Raises MapNotFound, ToolError (unknown stage, persona, channel)."""
    journeys = asked_journeys(args, sources)
    _check_channel(args.channel)
    seen = _ground(args, sources)
    ranked: list[RankedPain] = []
    closed = 0
    words_said = _said(args, sources)
    for journey in journeys:
        pains = [pain for pain in journey.pain_points if _wanted(pain, journey, args)]
        still = [pain for pain in pains if pain.status in OPEN_STATES]
        closed += len(pains) - len(still)
        money = _money(args, journey, sources) if still and seen else {}
        ranked += _ranked(still, journey, seen, money, words_said, sources)
    ranked.sort(key=lambda pain: (-pain.score, -(pain.severity or 0), pain.mood if pain.mood is not None else 0.0))
    only = journeys[0] if len(journeys) == 1 else None
    return PainPointsResult(
        pains=tuple(_illustrated(ranked[: args.top_n], journeys, sources)),
        total=len(ranked),
        assumptions=sum(pain.confidence == "assumption" for pain in ranked),
        breakdown=args.breakdown,
        groups=_groups(ranked, args.breakdown),
        basis=_basis(args, only, seen, ranked, sources, Excluded(why="closed", n=closed)),
    )


def _basis(
    args: PainPointsArgs, journey: JourneyMap | None, seen: Asked | None, ranked: list[RankedPain], sources: Sources,
    closed: Excluded,
) -> Basis:  # fmt: skip
    """Customers: of one map those seen anywhere on it, of several the most seen at one place."""
    if seen is None:
        return map_basis(args, journey, (closed,))
    asked = replace(seen, journey=journey, placed=places(journey, seen.codes) if journey else {})
    most = max((pain.customers or 0 for pain in ranked), default=0)
    customers = reached(asked, (), sources.events)[1] if journey else most
    return events_basis(args, asked, sources, customers=customers, rule=RULE, excluded=(closed,))


def _check_channel(channel: str | None) -> None:
    if channel is not None and channel not in CHANNELS:
        raise ToolError("unknown_channel", asked=channel, close=close_names(channel, CHANNELS))


def _ground(args: PainPointsArgs, sources: Sources) -> Asked | None:
    """What events say of reach; persona and channel narrow the maps, not the customers. None: there are no events."""
    if not sources.events.count():
        return None
    return look_up(args.model_copy(update={"persona": None, "channel": None}), sources, None)


def _wanted(pain: PainPoint, journey: JourneyMap, args: PainPointsArgs) -> bool:
    if args.stage and pain.at.stage != stage_named(journey, args.stage).slug:
        return False
    if args.channel and _channel(pain, journey) != args.channel:
        return False
    return not args.words or found_share(args.words, f"{pain.title} {pain.cause or ''}") == 1


def _touchpoint(pain: PainPoint, journey: JourneyMap) -> Touchpoint | None:
    return next((t for t in journey.touchpoints() if t.slug == pain.at.touchpoint), None)


def _channel(pain: PainPoint, journey: JourneyMap) -> str | None:
    touchpoint = _touchpoint(pain, journey)
    return touchpoint.channel if touchpoint else None


def _money(args: PainPointsArgs, journey: JourneyMap, sources: Sources) -> dict[str, MoneyAtRisk]:
    """Slug of the stage → what is at risk there, as `revenue` counts it; persona and channel narrow the maps alone."""
    same = args.model_dump(include={"device", "campaign", "variant", "filters", "as_of"})
    try:
        found = revenue.run(revenue.RevenueArgs(journey=journey.map_id, period=args.period, **same), sources)
    except ToolError as error:
        if error.key not in ("no_amounts", "no_visits", "no_stages"):
            raise
        return {}
    return {risk.step: MoneyAtRisk(**risk.model_dump(exclude={"step", "title"})) for risk in found.at_risk}


def _said(args: PainPointsArgs, sources: Sources) -> list[Spoken]:
    """Comments and reasons of customers; of nobody asked about, none."""
    try:
        return spoken(let_in(args, sources, SAID_IN), SAID_IN, sources)[0]
    except ToolError as error:
        if error.key not in ("no_feedback", "unknown_in_feedback", "no_events"):
            raise
        return []


def _at_place(pain: PainPoint, words_said: list[Spoken], named: dict[str, Place]) -> list[Spoken]:
    """Those at the touchpoint where it hurts; of a whole stage those at the stage and its touchpoints."""
    found = []
    for one in words_said:
        place = next(
            (named[key] for name in (one.touchpoint, one.stage) if name and (key := same_key(name)) in named), None
        )
        if place and place.stage == pain.at.stage and pain.at.touchpoint in (None, place.touchpoint):
            found.append(one)
    return found


def _ranked(
    pains: list[PainPoint], journey: JourneyMap, seen: Asked | None, money: dict[str, MoneyAtRisk],
    words_said: list[Spoken], sources: Sources,
) -> Iterator[RankedPain]:  # fmt: skip
    customers: dict[Place, int] = {}
    everybody = 0
    if seen:
        ground = replace(seen, journey=journey, placed=places(journey, seen.codes))
        spots = dict.fromkeys(spot for pain in pains for spot in _spots(pain))
        customers, everybody = reached(ground, spots, sources.events)
    library = {persona.persona_id: persona.name for persona in sources.personas.list(sources.workspace_id)}
    everything = Reader("", everything=True)  # confidence belongs to the map; no text of it is shown
    backings = {
        e.evidence_id: backing(e) for e in sources.evidence.get(sources.workspace_id, evidence_ids(journey), everything)
    }
    named = places_of(journey)
    for pain in pains:
        spoken_here = _at_place(pain, words_said, named)
        n = next((customers[spot] for spot in _spots(pain) if spot in customers), None)
        reach = n / everybody if n is not None and everybody else None
        severity, frequency = level(pain.severity), level(pain.frequency)
        touchpoint = _touchpoint(pain, journey)
        stage = next(stage for stage in journey.stages if stage.slug == pain.at.stage)
        texts = sources.evidence.get(sources.workspace_id, pain.evidence, sources.reader)
        felt = value(touchpoint.moods) if touchpoint else None
        yield RankedPain(
            title=pain.title,
            slug=pain.slug,
            map_id=journey.map_id,
            journey=journey.title,
            stage=stage.title,
            touchpoint=touchpoint.title if touchpoint else None,
            channel=touchpoint.channel if touchpoint else None,
            personas=tuple(library.get(slug, slug) for slug in journey.persona_ids),
            severity=severity,
            frequency=frequency,
            customers=n,
            reach=reach,
            score=prod(1 if factor is None else factor for factor in (severity, frequency, reach)),
            mood=felt if felt is not None else stage_value(stage),
            said_by=tuple(dict.fromkeys((pain.origin.by, *pain.agreed_by))),
            status=pain.status,
            confidence=of_item(pain, journey, backings),
            evidence=tuple(piece.text for piece in texts if piece.text),
            quotes=tuple(dict.fromkeys(one.text for one in spoken_here))[:QUOTES],
            said=sum(one.times for one in spoken_here),
            money_at_risk=money.get(stage.slug),
        )


def _illustrated(
    ranked: list[RankedPain], journeys: list[JourneyMap], sources: Sources
) -> Iterator[RankedPain]:  # fmt: skip
    noted = {(journey.map_id, pain.slug): pain for journey in journeys for pain in journey.pain_points}
    for rank, one in enumerate(ranked):
        pain = noted[one.map_id, one.slug]
        told = f"{pain.title} {pain.cause or ''}"
        found = illustrations(told, pain.evidence, sources) if rank < ILLUSTRATED else ()
        yield one.model_copy(update={"illustrations": found})


def _spots(pain: PainPoint) -> list[Place]:
    """The touchpoint where it hurts, and the stage for when no event reaches the touchpoint."""
    stage = Place(pain.at.stage)
    return [Place(pain.at.stage, pain.at.touchpoint), stage] if pain.at.touchpoint else [stage]


def _groups(ranked: list[RankedPain], breakdown: str | None) -> tuple[tuple[str, int], ...]:
    """Pain points per value, most first; one of two personas counts at both."""
    if breakdown is None:
        return ()
    return tuple(Counter(value for pain in ranked for value in group_values(pain, breakdown)).most_common())


def group_values(pain: RankedPain, breakdown: str) -> tuple[str, ...]:
    """To which groups it belongs; by persona to all personas of its map."""
    if breakdown == "persona":
        return pain.personas
    return (pain.stage,) if breakdown == "stage" else (pain.channel or UNKNOWN,)


TOOL = Tool("pain_points", PainPointsArgs, PainPointsResult, run, needs_events=False)
