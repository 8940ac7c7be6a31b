"""The ways through a map: each route as a line with its stops, and the connections that skip, go back or leave."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from bot.pictures.cells import Lane
from bot.pictures.colours import BORDER, CURVE, MUTED, TEXT, stage_colour
from bot.pictures.grid import PADDING, Grid
from bot.pictures.marks import arrow, numbered
from bot.pictures.packing import rows
from bot.pictures.subject import Subject
from bot.pictures.svg import circle, group, label, line, path
from bot.pictures.text import one_line
from storage.model.journey import JourneyMap
from storage.model.routes import Edge, Route

MOST_EDGES = 12
_STOP, _SMALLEST_STOP, _ROOM_OF_A_NUMBER = 9.0, 4.0, 20.0
_ROUTE, _LOOP, _EDGE, _LEAVES, _SIZE = 42.0, 16.0, 36.0, 26.0, 12.0
_WIDEST_WORDS = 330.0


class Stop(NamedTuple):
    """Where a touchpoint stands in the lane."""

    x: float
    number: int
    radius: float


def numbers(journey: JourneyMap) -> dict[str, int]:
    """Touchpoint → its place on the map, if the map has ways to draw."""
    if not journey.routes and not any(_worth_drawing(edge, journey) for edge in journey.edges):
        return {}
    return {touchpoint.slug: i for i, touchpoint in enumerate(journey.touchpoints(), 1)}


def ways_lane(grid: Grid, top: float, subject: Subject) -> Lane:
    """A row for each route, and connections packed into rows; empty if this picture shows none."""
    stops = _stops(grid, subject.journey)
    elements: list[str] = []
    y = top + PADDING
    for position, route in enumerate(subject.journey.routes):
        on_page = [stops[slug] for slug in route.touchpoints if slug in stops]
        if on_page:
            drawn = _route(grid, subject, route, on_page, position, y)
            elements += drawn.elements
            y += drawn.height
    edges = _edges(grid, subject, stops, y)
    if not elements and not edges.elements:
        return Lane([], 0)
    name, note = grid.words("pictures.lane.ways"), grid.words("pictures.ways.note")
    height = max(y + edges.height + 4 - top, grid.note_height(name, note))
    return Lane([*grid.band(top, height, name, note), *elements, *edges.elements], height)


def _stops(grid: Grid, journey: JourneyMap) -> dict[str, Stop]:
    number = numbers(journey)
    found: dict[str, Stop] = {}
    for position, stage in enumerate(grid.stages):
        part = (grid.column - 2 * PADDING) / max(1, len(stage.touchpoints))
        radius = _STOP if part >= _ROOM_OF_A_NUMBER + 4 else _SMALLEST_STOP
        for i, touchpoint in enumerate(stage.touchpoints):
            if touchpoint.slug in number:
                x = grid.at(position) + PADDING + part * (i + 0.5)
                found[touchpoint.slug] = Stop(x, number[touchpoint.slug], radius)
    return found


def _route(grid: Grid, subject: Subject, route: Route, stops: list[Stop], position: int, top: float) -> Lane:
    faded = subject.shown is not None and subject.shown != route.slug
    colour = BORDER if faded else stage_colour(position)
    wide, y = 1.5 if faded else 3.0, top + 28
    back = any(after.x < before.x for before, after in pairwise(stops))
    left = min(stop.x for stop in stops) - _STOP
    named = one_line(_route_name(route, subject), grid.fonts, _SIZE, grid.right - left - 6, bold=True)
    elements = [label(grid.fonts, left, top + 11, named, _SIZE, bold=True, fill=MUTED if faded else TEXT)]
    for before, after in pairwise(stops):
        if after.x > before.x:
            elements.append(line(before.x, y, after.x, y, colour, wide))
        elif after.x < before.x:
            elements.append(_way_back(before, after, y, colour, wide))
    elements += [_stop(grid, stop, y, colour) for stop in dict.fromkeys(stops)]
    return Lane([group(*elements)], _ROUTE + (_LOOP if back else 0))


def _route_name(route: Route, subject: Subject) -> str:
    persona = next((p.name for p in subject.people if p.persona_id == route.persona_id), None)
    return f"{route.title} · {persona}" if persona else route.title


def _way_back(before: Stop, after: Stop, y: float, colour: str, wide: float) -> str:
    deep = y + _STOP + _LOOP
    knots = ((before.x, deep), (after.x, deep), (after.x, y + 15))
    bend = " ".join(f"{x:.2f} {down:.2f}" for x, down in knots)
    arc = f"M{before.x:.2f} {y + before.radius:.2f}C{bend}"
    return group(path(arc, stroke=colour, stroke_width=wide), arrow(after.x, y + 16, after.x, y + 10, colour, wide / 2))


def _stop(grid: Grid, stop: Stop, y: float, colour: str) -> str:
    if stop.radius < _STOP:
        return circle(stop.x, y, stop.radius, colour)
    return numbered(grid.fonts, stop.x, y, stop.number, colour)


def _edges(grid: Grid, subject: Subject, stops: dict[str, Stop], top: float) -> Lane:
    """Words above the line of each connection."""
    journey, fonts = subject.journey, grid.fonts
    drawn = [e for e in journey.edges if e.from_touchpoint in stops and _worth_drawing(e, journey)]
    shown = drawn[:MOST_EDGES]
    said = [one_line(_edge_words(edge, subject), fonts, _SIZE, _WIDEST_WORDS) for edge in shown]
    extents: list[tuple[float, float]] = []
    for edge, words in zip(shown, said, strict=True):
        ends = _ends(grid, edge, stops)
        wide = fonts.width(words, _SIZE)
        left = max(grid.left + 4, min(min(ends) - _STOP, grid.right - 6 - wide))
        extents.append((left, max(max(ends) + _STOP, left + wide)))
    ink = MUTED if subject.shown else TEXT
    elements: list[str] = []
    chosen = rows(extents)
    for edge, words, (left, _), row in zip(shown, said, extents, chosen, strict=True):
        y = top + _EDGE * row
        written = label(fonts, left, y + 11, words, _SIZE, fill=ink)
        elements.append(group(written, *_edge(grid, edge, stops, y + 24, BORDER if subject.shown else CURVE)))
    height = _EDGE * (max(chosen, default=-1) + 1)
    if len(drawn) > len(shown):
        more = grid.words("pictures.more", n=len(drawn) - len(shown))
        elements.append(label(fonts, grid.left + PADDING, top + height + 12, more, 13, fill=MUTED))
        height += 20
    return Lane(elements, height)


def _edge(grid: Grid, edge: Edge, stops: dict[str, Stop], y: float, colour: str) -> Iterator[str]:
    start, end = _ends(grid, edge, stops)
    here = stops[edge.from_touchpoint]
    there = stops.get(edge.to_touchpoint or "")
    if there == here:
        yield _stop(grid, here, y, colour)
        return
    side = 1 if end >= start else -1
    yield arrow(start + side * here.radius, y, end - side * (there.radius + 1 if there else 0), y, colour)
    if edge.to_touchpoint is None:
        yield line(end + 1, y - 7, end + 1, y + 7, colour, 2.5)
    yield _stop(grid, here, y, colour)
    if there:
        yield _stop(grid, there, y, colour)


def _ends(grid: Grid, edge: Edge, stops: dict[str, Stop]) -> tuple[float, float]:
    """Where the line begins and ends; one that leads to another picture ends at the edge of this one."""
    here = stops[edge.from_touchpoint]
    if edge.to_touchpoint is None:
        return here.x, here.x + _STOP + _LEAVES
    if edge.to_touchpoint in stops:
        return here.x, stops[edge.to_touchpoint].x
    return here.x, grid.left + 4 if edge.way == "loop_back" else grid.right - PADDING


def _edge_words(edge: Edge, subject: Subject) -> str:
    parts = [subject.words(f"pictures.ways.{edge.way}")]
    parts += [p.name for p in subject.people if p.persona_id == edge.persona_id]
    said = " · ".join(parts)
    return subject.words("pictures.pair", first=said, second=edge.condition) if edge.condition else said


def _worth_drawing(edge: Edge, journey: JourneyMap) -> bool:
    """A plain step to the next touchpoint is what the order of the map says already."""
    if edge.way != "next" or edge.condition or edge.to_touchpoint is None:
        return True
    order = [touchpoint.slug for touchpoint in journey.touchpoints()]
    return order.index(edge.to_touchpoint) != order.index(edge.from_touchpoint) + 1
