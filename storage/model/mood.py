"""How does the persona feel along the map? Values, faces, disagreement, and the points of the mood curve."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import groupby
from math import ceil
from statistics import median
from typing import NamedTuple

from storage.model.item import MoodVote
from storage.model.journey import JourneyMap, Stage
from storage.model.types import LevelVote

WORTH_TALKING_SPREAD = 2


class CurvePoint(NamedTuple):
    """One point of the mood curve. `low` and `high` are the ends of the bar that shows a disagreement."""

    stage: str
    touchpoint: str | None
    title: str
    value: float
    face: int
    low: int
    high: int
    votes: tuple[MoodVote, ...]

    @property
    def spread(self) -> int:
        """Highest minus lowest vote."""
        return self.high - self.low

    @property
    def disagreement(self) -> bool:
        """Members voted differently: the curve carries a mark here."""
        return self.spread >= 1

    @property
    def worth_talking(self) -> bool:
        """The votes lie 2 or more apart; votes of opposite sign always do."""
        return self.spread >= WORTH_TALKING_SPREAD


class Side(NamedTuple):
    """Those who gave the same score."""

    score: int
    members: tuple[str, ...]


def value(votes: Sequence[MoodVote]) -> float | None:
    """Mean of the votes with one decimal, a half rounded towards the worse; None without votes."""
    return _one_decimal(_mean(vote.score for vote in votes)) if votes else None


def face(value: float) -> int:
    """The score whose face stands for a value: rounded, a half towards the worse."""
    return ceil(Fraction(round(value * 10), 10) - Fraction(1, 2))


def spread(votes: Sequence[MoodVote]) -> int:
    """Highest minus lowest score; 0 without votes."""
    scores = [vote.score for vote in votes]
    return max(scores) - min(scores) if scores else 0


def sides(votes: Sequence[MoodVote]) -> tuple[Side, ...]:
    """Who gave which score, worst first."""
    ordered = sorted(votes, key=lambda vote: vote.score)
    return tuple(
        Side(score, tuple(vote.by for vote in same)) for score, same in groupby(ordered, key=lambda vote: vote.score)
    )


def stage_value(stage: Stage) -> float | None:
    """The stage's own votes; without any, the mean of its touchpoints that have votes."""
    if stage.moods:
        return value(stage.moods)
    means = [_mean(vote.score for vote in touchpoint.moods) for touchpoint in stage.touchpoints if touchpoint.moods]
    return _one_decimal(_mean(means)) if means else None


def curve(journey: JourneyMap) -> tuple[CurvePoint, ...]:
    """One point per touchpoint with votes; the stage's own votes where no touchpoint of it has any."""
    points: list[CurvePoint] = []
    for stage in journey.stages:
        felt = [touchpoint for touchpoint in stage.touchpoints if touchpoint.moods]
        points += [_point(stage.slug, t.slug, t.title, t.moods) for t in felt]
        if stage.moods and not felt:
            points.append(_point(stage.slug, None, stage.title, stage.moods))
    return tuple(points)


def lowest(points: Sequence[CurvePoint]) -> CurvePoint | None:
    """The worst point, the first of several."""
    return min(points, key=lambda point: point.value, default=None)


def highest(points: Sequence[CurvePoint]) -> CurvePoint | None:
    """The best point, the first of several."""
    return max(points, key=lambda point: point.value, default=None)


def reason(point: CurvePoint) -> str | None:
    """The reason given with the vote that lies furthest on the point's own side; None if nobody gave one."""
    given = [vote for vote in point.votes if vote.why]
    worst_first = sorted(given, key=lambda vote: vote.score, reverse=point.value > 0)
    return worst_first[0].why if worst_first else None


def level(votes: Sequence[LevelVote]) -> float | None:
    """Median of 1 to 5 votes; None without votes."""
    return float(median(vote.value for vote in votes)) if votes else None


def _point(stage: str, touchpoint: str | None, title: str, votes: tuple[MoodVote, ...]) -> CurvePoint:
    mean = _one_decimal(_mean(vote.score for vote in votes))
    scores = [vote.score for vote in votes]
    return CurvePoint(stage, touchpoint, title, mean, face(mean), min(scores), max(scores), votes)


def _mean(scores: Iterable[int | Fraction]) -> Fraction:
    values = [Fraction(score) for score in scores]
    return sum(values, Fraction()) / len(values)


def _one_decimal(exact: Fraction) -> float:
    return ceil(exact * 10 - Fraction(1, 2)) / 10
