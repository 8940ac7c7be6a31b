"""How does a map stand on evidence? What is only guessed, what is old, what the reader may not see."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from storage.model.confidence import (
    Backings,
    Coverage,
    backing,
    coverage,
    of_item,
    of_mood,
    stale,
)
from storage.model.evidence import Evidence
from storage.model.item import Item
from storage.model.journey import JourneyMap, PainPoint
from storage.model.mood import CurvePoint, curve
from storage.model.types import Confidence

ORDER: tuple[Confidence, ...] = ("assumption", "partial")


class Weak(NamedTuple):
    """An item or mood that is not researched.

    `stage` is its title; `place` as in `places.Place.value`; `worry`: higher is asked first.
    """

    kind: Literal["pain_point", "mood", "touchpoint", "note"]
    place: str
    title: str
    stage: str
    confidence: Confidence
    worry: float


class Standing(NamedTuple):
    """`weak` weakest first; `old` the pieces past their time that may be shown; `hidden`: those that may not."""

    covered: Coverage
    weak: tuple[Weak, ...]
    old: tuple[Evidence, ...]
    shown: tuple[Evidence, ...]
    hidden: int


def standing(journey: JourneyMap, every: Sequence[Evidence], today: date) -> Standing:
    """Every piece of the map counts; only those with words show. One that was refused is not hidden, it is empty."""
    backings = {piece.evidence_id: backing(piece) for piece in every}
    aged = frozenset(stale(journey, backings, today))
    shown = tuple(piece for piece in every if piece.text)
    return Standing(
        covered=coverage(journey, backings),
        weak=tuple(sorted(_weak(journey, backings), key=lambda w: (ORDER.index(w.confidence), -w.worry))),
        old=tuple(piece for piece in shown if piece.evidence_id in aged),
        shown=shown,
        hidden=sum(1 for piece in every if not piece.text and piece.consent != "refused"),
    )


def _weak(journey: JourneyMap, backings: Backings) -> Iterable[Weak]:
    """The same population as evidence coverage counts."""
    stages = {stage.slug: stage.title for stage in journey.stages}
    for point in curve(journey):
        confidence = of_mood(point.votes, backings)
        if confidence != "researched":
            yield Weak("mood", _mood_place(journey, point), point.title, stages[point.stage], confidence, -point.value)
    for pain in journey.pain_points:
        yield from _item("pain_point", pain, stages.get(pain.at.stage, ""), _severity(pain), journey, backings)
    for stage in journey.stages:
        for touchpoint in stage.touchpoints:
            yield from _item("touchpoint", touchpoint, stage.title, -3.0, journey, backings)
    for note in journey.notes:
        yield from _item("note", note, "", -2.0, journey, backings)


def _item(
    kind: Literal["pain_point", "touchpoint", "note"],
    item: Item,
    stage: str,
    worry: float,
    journey: JourneyMap,
    backings: Backings,
) -> Iterable[Weak]:
    confidence = of_item(item, journey, backings)
    if confidence != "researched":
        yield Weak(kind, f"{journey.map_id}|{item.slug}", item.title, stage, confidence, worry)


def _mood_place(journey: JourneyMap, point: CurvePoint) -> str:
    below = f"/{point.touchpoint}" if point.touchpoint else ""
    return f"{journey.map_id}|@{point.stage}{below}"


def _severity(pain: PainPoint) -> float:
    """The median of the votes; a pain point that nobody rated stands before an indifferent mood."""
    votes = sorted(vote.value for vote in pain.severity)
    return float(votes[len(votes) // 2]) if votes else 1.5
