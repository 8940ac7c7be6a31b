"""Where do the points of the mood curve stand, and which of them does a line join?"""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from bot.pictures.curve import Curve, monotone
from prompts.loader import Words
from storage.model.journey import JourneyMap, Stage
from storage.model.mood import CurvePoint


class Spot(NamedTuple):
    """A curve point on the picture. `part` is the width of its share of the stage's column."""

    x: float
    y: float
    part: float
    position: int
    point: CurvePoint


class Scale(NamedTuple):
    """Turns a mood into a height: `zero` is the y of 0, `step` the pixels of one level."""

    zero: float
    step: float

    def y(self, value: float) -> float:
        """The y of a value."""
        return self.zero - value * self.step


def spots(
    points: Sequence[CurvePoint], columns: Sequence[Sequence[Stage]], left: float, column: float, scale: Scale
) -> list[Spot]:
    """The points of a column (its stage's, or those of several stages) stand at the middles of equal parts of it."""
    placed: list[Spot] = []
    for position, stages in enumerate(columns):
        slugs = {stage.slug for stage in stages}
        own = [point for point in points if point.stage in slugs]
        for i, point in enumerate(own):
            part = column / len(own)
            x = left + column * position + part * (i + 0.5)
            placed.append(Spot(x, scale.y(point.value), part, position, point))
    return placed


def joined(placed: Sequence[Spot]) -> list[Curve]:
    """One line for each run of neighbouring columns with votes; a column without any leaves a gap."""
    positions = sorted({spot.position for spot in placed})
    curves: list[Curve] = []
    for _, run in groupby(enumerate(positions), key=lambda pair: pair[1] - pair[0]):
        within = {position for _, position in run}
        points = [(spot.x, spot.y) for spot in placed if spot.position in within]
        if len(points) > 1:
            curves.append(monotone(points))
    return curves


def is_moment_of_truth(journey: JourneyMap, point: CurvePoint) -> bool:
    """Whether the point's touchpoint, or one of the stage that the point stands for, decides if the customer stays."""
    stage = journey.stage(point.stage)
    meant = [t for t in stage.touchpoints if point.touchpoint in (None, t.slug)] if stage else []
    return any(touchpoint.moment_of_truth is not None for touchpoint in meant)


def spoken(point: CurvePoint, words: Words) -> tuple[str, ...]:
    """Word and reason of the vote furthest on the point's own side, then the word alone; empty: nobody said any."""
    worst_first = sorted(point.votes, key=lambda vote: vote.score, reverse=point.value > 0)
    said = next((vote for vote in worst_first if vote.word or vote.why), None)
    if said is None:
        return ()
    if said.word and said.why:
        return words("pictures.mood_why", word=said.word, why=said.why), said.word
    return (said.word or said.why or "",)
