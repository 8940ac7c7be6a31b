"""How satisfied are customers? CSAT, NPS or effort by touchpoint, stage, channel, persona and over time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal, cast

from pydantic import Field

from storage.model.journey import JourneyMap
from storage.model.types import Model
from tools.asked import journey_if_any, stage_named
from tools.basis import map_basis, moment
from tools.buckets import Per, Span, spans
from tools.feedback import (
    LetIn,
    Metric,
    Said,
    let_in,
    named_place,
    names_a_place,
    off_scale,
    placed,
    places_of,
    said,
    scores_of,
    titles_of,
)
from tools.groups import OTHER, UNKNOWN, highest
from tools.kit import MAX_GROUPS, Basis, DataSetLine, Excluded, JourneyArgs, Sources, Tool
from tools.names import same_key
from tools.scores import ScoreCounts, csat, mean_interval, moments, nps

PLACES: tuple[Literal["touchpoint", "stage"], ...] = ("touchpoint", "stage")
RULES: dict[Metric, str] = {"csat": "share of 4 and 5 of 5", "nps": "promoters minus detractors", "ces": "mean score"}
SHOWN_UNMATCHED = 5


class SatisfactionArgs(JourneyArgs):
    """Answers of surveys. With a journey: those given at a place of it, and those that name no place.

    `device`, `campaign`, `variant` and `filters` keep answers of customers who have such an event.
    With `top_n` only so many groups are shown: those of at least `min_n` with the highest score.
    """

    metric: Metric | None = Field(None, description="nps, csat or ces (effort); default: the one with most answers.")
    touchpoint: str | None = Field(None, description="Only answers about this touchpoint.")
    breakdown: Literal["touchpoint", "stage", "channel", "persona"] | None = Field(
        None,
        description="Split by touchpoint, stage, channel or persona; default: touchpoint, else stage, as answers say.",
    )
    per: Per | None = Field(None, description="One score per day, week or month.")


class Score(Model):
    """A score of n answers with its 95 % interval: CSAT 0 to 1, NPS -100 to 100, effort and `mean` as the scale has it.

    `good`, `middle`, `bad`: promoters, passives, detractors; of CSAT satisfied, neutral (3), dissatisfied.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    mean: float | None = Field(None, description="Mean of the answers on their own scale.")
    n: int = 0
    good: int = 0
    middle: int = 0
    bad: int = 0


class GroupScore(Model):
    """The score of one touchpoint, stage, channel or persona; `small`: fewer than `min_n` answers."""

    value: str
    score: Score
    small: bool = False


class SpanScore(Model):
    """The score of the answers of one day, week or month; `partial`: it is not over at the end of the data."""

    starts_on: date
    score: Score
    small: bool = False
    partial: bool = False


class OtherMetric(Model):
    """What else was asked, overall."""

    metric: Metric
    score: Score


class SatisfactionResult(Model):
    """One metric; `unmatched` names places that the map does not have, with answers, most first."""

    metric: Metric
    overall: Score
    small: bool = False
    breakdown: str | None = None
    groups: tuple[GroupScore, ...] = ()
    more_groups: int = Field(0, description="Groups that `top_n` leaves out.")
    over_time: tuple[SpanScore, ...] = ()
    others: tuple[OtherMetric, ...] = ()
    unmatched: tuple[tuple[str, int], ...] = ()
    basis: Basis


def run(args: SatisfactionArgs, sources: Sources) -> SatisfactionResult:
    """Raises MapNotFound, ToolError (no_feedback, unknown_in_feedback, unknown_stage)."""
    journey, asked = journey_if_any(args, sources), let_in(args, sources)
    everything = said(asked, "persona" if args.breakdown == "persona" else "channel", sources)
    fits, unmatched = _about_place(args, journey, everything)
    good = [answer for answer in fits if not off_scale(answer)]
    metric = args.metric or most_answered(good)
    own = [answer for answer in good if answer.metric == metric]
    breakdown = args.breakdown or next((split for split in PLACES if any(getattr(a, split) for a in own)), None)
    groups = _groups(own, breakdown, journey, metric, args.min_n)
    shown = highest(groups, args.top_n, lambda group: None if group.small else group.score.value)
    overall = score_of(metric, scores_of(own)[metric])
    return SatisfactionResult(
        metric=metric,
        overall=overall,
        small=overall.n < args.min_n,
        breakdown=breakdown if groups else None,
        groups=shown,
        more_groups=len(groups) - len(shown),
        over_time=_over_time(args, metric, journey, asked, own, sources) if args.per and own else (),
        others=tuple(
            OtherMetric(metric=other, score=score_of(other, counts))
            for other, counts in sorted(scores_of(good).items())
            if other != metric
        ),
        unmatched=tuple(unmatched.most_common(SHOWN_UNMATCHED)),
        basis=answers_basis(
            args, journey, asked, own, sources,
            rule=RULES[metric],
            excluded=(
                Excluded(why="no_such_place", n=unmatched.total()),
                Excluded(why="off_scale", n=sum(answer.n for answer in fits if off_scale(answer))),
            ),
        ),
    )  # fmt: skip


def most_answered(answers: Iterable[Said]) -> Metric:
    """The metric with most answers, the first of several; CSAT where there are none."""
    asked = Counter[Metric]()
    for answer in answers:
        asked[answer.metric] += answer.n
    return max(sorted(asked), key=lambda metric: asked[metric], default="csat")


def score_of(metric: Metric, counts: ScoreCounts) -> Score:
    """The score of answers on the metric's scale; of nobody there is none."""
    every = moments(counts)
    if every is None:
        return Score()
    if metric == "nps":
        net = nps(counts)
        assert net is not None
        return Score(
            value=net.score, low=net.interval.low, high=net.interval.high, mean=every.mean, n=net.n,
            good=net.promoters, middle=net.passives, bad=net.detractors,
        )  # fmt: skip
    if metric == "csat":
        share = csat(counts)
        assert share is not None
        bad = sum(times for score, times in counts.items() if score < 3)
        return Score(
            value=share.share, low=share.interval.low, high=share.interval.high, mean=every.mean, n=share.n,
            good=share.satisfied, middle=share.n - share.satisfied - bad, bad=bad,
        )  # fmt: skip
    interval = mean_interval(every)
    low, high = interval if interval else (None, None)
    return Score(value=every.mean, low=low, high=high, mean=every.mean, n=every.n)


def _about_place(
    args: SatisfactionArgs, journey: JourneyMap | None, answers: list[Said]
) -> tuple[list[Said], Counter[str]]:
    """The answers that the question is about, and the names of places that the map lacks."""
    unmatched: Counter[str] = Counter()
    kept = answers
    if journey is not None:
        places, kept = places_of(journey), []
        stage = stage_named(journey, args.stage).slug if args.stage else None
        for answer in answers:
            place = placed(answer, places)
            if place is None and names_a_place(answer):
                unmatched[answer.touchpoint or answer.stage or ""] += answer.n
            elif stage is None or (place is not None and place.stage == stage):
                kept.append(answer)
    if args.touchpoint:
        key = same_key(args.touchpoint)
        spot = places_of(journey).get(key) if journey else None
        kept = [
            answer
            for answer in kept
            if same_key(answer.touchpoint or "") == key
            or (journey is not None and spot is not None and placed(answer, places_of(journey)) == spot)
        ]
    return kept, unmatched


def _groups(
    answers: list[Said], breakdown: str | None, journey: JourneyMap | None, metric: Metric, min_n: int
) -> tuple[GroupScore, ...]:
    """The largest first, "(unknown)" among them, "other" last."""
    if breakdown is None:
        return ()
    name = _namer(answers, breakdown, journey)
    counts: dict[str, dict[float, int]] = defaultdict(lambda: defaultdict(int))
    for answer in answers:
        counts[name(answer)][answer.score] += answer.n
    ordered = sorted(counts, key=lambda group: (-sum(counts[group].values()), group))
    if breakdown in ("channel", "persona") and len(ordered) > MAX_GROUPS:
        rest: dict[float, int] = defaultdict(int)
        for group in ordered[MAX_GROUPS - 1 :]:
            for score, times in counts[group].items():
                rest[score] += times
        ordered, counts = [*ordered[: MAX_GROUPS - 1], OTHER], counts | {OTHER: rest}
    made = ((group, score_of(metric, counts[group])) for group in ordered)
    return tuple(GroupScore(value=group, score=score, small=score.n < min_n) for group, score in made)


def _namer(answers: list[Said], breakdown: str, journey: JourneyMap | None) -> Callable[[Said], str]:
    """Which group an answer belongs to: places by their titles on the map, else as most answers write them."""
    if breakdown in ("channel", "persona"):
        return lambda answer: str(answer.group)
    if journey is not None:
        return lambda answer: named_place(answer, journey, breakdown)
    written = titles_of(getattr(answer, breakdown) for answer in answers)
    return lambda answer: written.get(same_key(getattr(answer, breakdown) or ""), UNKNOWN)


def _over_time(
    args: SatisfactionArgs,
    metric: Metric,
    journey: JourneyMap | None,
    asked: LetIn,
    own: list[Said],
    sources: Sources,
) -> tuple[SpanScore, ...]:
    assert args.per is not None
    newest = max(answer.newest_us for answer in own)
    oldest = min(answer.oldest_us for answer in own)
    found = tuple(spans(max(asked.start_us, oldest), newest, args.per, sources.zone))
    fits, _ = _about_place(args, journey, said(asked, "span", sources, found))
    by_span: dict[int, dict[float, int]] = defaultdict(lambda: defaultdict(int))
    for answer in fits:
        if answer.metric == metric and not off_scale(answer):
            by_span[cast("int", answer.group)][answer.score] += answer.n
    last = last_moment(asked, sources, newest)
    return tuple(_span_score(span, score_of(metric, by_span[k]), args.min_n, last) for k, span in enumerate(found, 1))


def _span_score(span: Span, score: Score, min_n: int, last_us: int) -> SpanScore:
    return SpanScore(starts_on=span.starts_on, score=score, small=score.n < min_n, partial=span.end_us - 1 > last_us)


def last_moment(asked: LetIn, sources: Sources, newest_us: int) -> int:
    """The end of what is known: the newest answer or event, or the day asked for."""
    return min(asked.as_of_us, max(newest_us, sources.events.newest_us() or newest_us))


def answers_basis(
    args: JourneyArgs, journey: JourneyMap | None, asked: LetIn, own: list[Said], sources: Sources, *,
    rule: str, excluded: Iterable[Excluded] = (),
) -> Basis:  # fmt: skip
    """What a result that counts answers stands on; `customers` are answers."""
    newest = max((answer.newest_us for answer in own), default=None)
    lines = tuple(
        DataSetLine(title=data.title, rows=data.rows_stored, newest=moment(data.to_us), kind="feedback")
        for data in sources.events.data_sets()
        if data.rows_stored and data.kind == "feedback"
    )
    return map_basis(args, journey, excluded).model_copy(
        update={
            "as_of": moment(newest),
            "data_sets": lines,
            "customers": sum(answer.n for answer in own),
            "rule": rule,
            "filters": dict(asked.filters),
        }
    )


TOOL = Tool("satisfaction", SatisfactionArgs, SatisfactionResult, run)
