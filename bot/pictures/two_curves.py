"""Today's mood curve beside the one to be: where the points of both stand, and the arrows from one to the other."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.pictures.colours import CURVE, MOODS, TO_BE, WHITE
from bot.pictures.marks import arrow
from bot.pictures.mood_points import Scale, Spot, joined
from bot.pictures.svg import circle, path
from storage.model.journey import Stage
from storage.model.mood import CurvePoint

DASH = "10 6"
_WORTH_AN_ARROW = 1.0
Place = tuple[str, str | None]


class Curves(NamedTuple):
    """The points of both curves from left to right; those of one place stand at the same x."""

    today: list[Spot]
    to_be: list[Spot]


def paired(
    today: Sequence[CurvePoint],
    to_be: Sequence[CurvePoint],
    columns: Sequence[Sequence[Stage]],
    left: float,
    column: float,
    scale: Scale,
) -> Curves:
    """Columns are those of the future map. A place is a touchpoint, or the stage where only it as a whole has votes."""
    curves = Curves([], [])
    for position, stages in enumerate(columns):
        slugs = {stage.slug for stage in stages}
        sides = [[point for point in side if point.stage in slugs] for side in (today, to_be)]
        before = {_place(point, sides[1]): point for point in sides[0]}
        after = {_place(point, sides[0]): point for point in sides[1]}
        places = _in_order(list(before), list(after))
        for i, place in enumerate(places):
            part = column / len(places)
            x = left + column * position + part * (i + 0.5)
            for spots, points in ((curves.today, before), (curves.to_be, after)):
                if place in points:
                    spots.append(Spot(x, scale.y(points[place].value), part, position, points[place]))
    return curves


def today_drawn(curves: Curves, width: float, radius: float) -> list[str]:
    """Today's curve with a dot a point."""
    lines = [path(run.path(), stroke=CURVE, stroke_width=width, stroke_linecap="round") for run in joined(curves.today)]
    dots = [
        circle(spot.x, spot.y, radius, WHITE, stroke=MOODS[spot.point.face], stroke_width=width)
        for spot in curves.today
    ]
    return [*lines, *dots]


def to_be_drawn(curves: Curves, width: float) -> list[str]:
    """The line of the curve to be; its faces are drawn by whoever draws the lane."""
    return [path(run.path(), stroke=TO_BE, stroke_width=width, stroke_dasharray=DASH) for run in joined(curves.to_be)]


def arrows(curves: Curves, dot: float, face: float, width: float = 1.5) -> list[str]:
    """From today's point to the one to be, where they lie 1 or more apart."""
    drawn: list[str] = []
    for x, before, after in steps(curves):
        up = -1 if after < before else 1
        drawn.append(arrow(x, before + up * (dot + 2), x, after - up * (face + 4), TO_BE, width))
    return drawn


def steps(curves: Curves) -> list[tuple[float, float, float]]:
    """(x, y today, y to be) of each arrow."""
    there = {spot.x: spot for spot in curves.today}
    return [
        (spot.x, there[spot.x].y, spot.y)
        for spot in curves.to_be
        if spot.x in there and abs(spot.point.value - there[spot.x].point.value) >= _WORTH_AN_ARROW
    ]


def _place(point: CurvePoint, others: Sequence[CurvePoint]) -> Place:
    """Where only one of the two maps has votes on touchpoints, the other's stage stands at the middle one of them."""
    finer = [other.touchpoint for other in others if other.stage == point.stage and other.touchpoint is not None]
    return (point.stage, finer[len(finer) // 2] if point.touchpoint is None and finer else point.touchpoint)


def _in_order(before: list[Place], after: list[Place]) -> list[Place]:
    """The places of the future map; those of today alone follow the one that they followed."""
    places = list(after)
    for i, place in enumerate(before):
        if place not in places:
            known = [earlier for earlier in before[:i] if earlier in places]
            places.insert(places.index(known[-1]) + 1 if known else 0, place)
    return places
