"""Does the drawn mood agree with what customers answered? Scores of places, on the scale of moods."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from storage.model.journey import JourneyMap
from tools.feedback import Metric, Said, off_scale, placed, places_of, scores_of
from tools.scores import moments, nps
from tools.visits import Place

BEST = 2.0
"""Moods run from -2 to +2."""
SCALES: dict[Metric, tuple[float, float]] = {"csat": (1, 5), "nps": (-100, 100), "ces": (1, 7)}
"""Lowest and highest score of a place."""
APART = 1.0
"""Levels between drawn and measured from which on they contradict each other (our own choice)."""


class Measured(NamedTuple):
    """The score of a place: mean of CSAT (1 to 5) or effort (1 to 7), or NPS (-100 to 100); `mood`: as a mood."""

    metric: Metric
    score: float
    n: int
    mood: float


def measured_moods(journey: JourneyMap, answers: Iterable[Said]) -> dict[Place, Measured]:
    """Of every touchpoint and stage with answers, by the metric with most of them; a stage has its touchpoints' too."""
    places = places_of(journey)
    by_place: dict[Place, list[Said]] = defaultdict(list)
    for answer in answers:
        place = placed(answer, places)
        if place is None or off_scale(answer):
            continue
        by_place[Place(place.stage)].append(answer)
        if place.touchpoint:
            by_place[place].append(answer)
    return {place: measured for place, own in by_place.items() if (measured := _measured(scores_of(own)))}


def contradicts(drawn: float, measured: Measured, min_n: int) -> bool:
    """They stand on different sides of neutral, at least one level apart, and enough customers answered."""
    sides_differ = (drawn > 0) != (measured.mood > 0)
    return measured.n >= min_n and sides_differ and abs(drawn - measured.mood) >= APART


def _measured(counts: Mapping[Metric, Mapping[float, int]]) -> Measured | None:
    asked = {metric: sum(scores.values()) for metric, scores in counts.items()}
    metric = max(sorted(asked), key=lambda name: asked[name], default=None)
    if metric is None:
        return None
    if metric == "nps":
        net = nps(counts["nps"])
        score = net.score if net else None
    else:
        every = moments(counts[metric])
        score = every.mean if every else None
    if score is None:
        return None
    low, high = SCALES[metric]
    mood = max(-BEST, min(BEST, (score - (low + high) / 2) / (high - low) * 2 * BEST))
    return Measured(metric, score, asked[metric], mood)
