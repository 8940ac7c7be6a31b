"""The transition picture: the places of a journey from top to bottom, arrows onward at the right, back at the left.

An arrow to the next place runs straight down. Ways out, and what comes back to the same place, stand in the boxes.
"""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from bot.pictures.chart_flow_lanes import LINE, Arc, Laid, laid, rows_at, way
from bot.pictures.chart_frame import INNER, MARGIN, SIZE, Drawn, Frame, Key, keyed
from bot.pictures.colours import BAND, BORDER, LOSS, LOSS_TINT, MUTED, SERIES, TRUTH_BORDER, TRUTH_FILL, Tinted
from bot.pictures.svg import group, label, line, path, rect
from bot.pictures.text import one_line, wrap
from bot.reply import Chart, Link

MOST_LINKS, MOST_PLACES = 40, 20
_ONWARD, _BACK, _BACK_DASH, _NOTHING_DASH = SERIES[0], SERIES[1], "10 5", "2 5"
_OUT, _AGAIN = Tinted(LOSS, LOSS_TINT), Tinted(TRUTH_BORDER, TRUTH_FILL)
_BOX, _STRIP, _PAD, _GAP, _GAP_WITH_ARROW = 320.0, 36.0, 12.0, 26.0, 72.0
_ARROW_IN, _STRIP_ROOM = 84.0, _BOX - 68
_MOST_LABEL, _WIDEST_LANE, _THICKEST, _THINNEST = 160.0, 28.0, 14.0, 2.0


class _Links(NamedTuple):
    """The links by the way they are drawn; places by number."""

    places: tuple[str, ...]
    down: dict[int, Link]
    onward: tuple[Arc, ...]
    back: tuple[Arc, ...]
    inside: dict[int, list[Link]]
    left_out: int


class _Strip(NamedTuple):
    """A way out, or what comes back, below the name of a place; `lines`: whose value stands below its name."""

    again: bool
    name: str
    value: str
    lines: int

    @property
    def height(self) -> float:
        return _STRIP + LINE * (self.lines - 1)


class _Box(NamedTuple):
    name: tuple[str, ...]
    inside: Sequence[_Strip]
    top: float
    height: float


class _Columns(NamedTuple):
    """Where the boxes stand, how much room the labels at their sides have, how wide a lane is."""

    left: float
    before: float
    after: float
    lane: float

    @property
    def right(self) -> float:
        return self.left + _BOX


def ways_out(chart: Chart) -> tuple[str, ...]:
    """As many of the last categories as the chart says; where it does not, those that lead nowhere, from many places.

    A place that something leads on from is none, nor is the first.
    """
    leading = {link.start for link in chart.links}
    reached_from = Counter(name for _, name in {(link.start, link.end) for link in chart.links})
    most = len(chart.categories) if chart.ways_out is None else chart.ways_out
    found: list[str] = []
    for name in reversed(chart.categories[1:]):
        if len(found) == most or name in leading or (chart.ways_out is None and reached_from[name] == 1):
            break
        found.append(name)
    return tuple(reversed(found))


def flow(frame: Frame, top: float) -> Drawn:
    """The boxes with their arrows, as high as it takes."""
    links = _sorted(frame)
    keys = keyed(frame, top, _legend(links, frame))
    boxes = _boxes(frame, links, top + keys.height)
    extents = [(box.top, box.height) for box in boxes]
    onward, back = laid(links.onward, extents), laid(links.back, extents)
    columns = _columns(frame, onward, back)
    drawn = [*links.down.values(), *(arc.link for arc in (*links.onward, *links.back))]
    largest = max((link.value for link in drawn), default=0.0)
    elements = [*keys.elements]
    for arc in onward:
        elements.append(_arc(frame, arc, columns.right, 1, columns, largest))
    for arc in back:
        elements.append(_arc(frame, arc, columns.left, -1, columns, largest))
    for place, link in links.down.items():
        begin, end = boxes[place].top + boxes[place].height, boxes[place + 1].top
        elements.append(_down(frame, columns.left + _ARROW_IN, begin, end, link, largest))
    elements += [_drawn(frame, box, columns.left) for box in boxes]
    bottom = boxes[-1].top + boxes[-1].height
    if links.left_out:
        more = frame.words("charts.flow.more_links", n=links.left_out)
        elements.append(label(frame.fonts, MARGIN, bottom + 42, more, SIZE, fill=MUTED))
        bottom += 36
    return Drawn(elements, bottom - top + 18)


def _sorted(frame: Frame) -> _Links:
    """The largest links between the places that are shown, and how many are not."""
    chart = frame.chart
    out = ways_out(chart)
    ends = [name for link in chart.links for name in (link.start, link.end)]
    places = tuple(name for name in dict.fromkeys((*chart.categories, *ends)) if name not in out)[:MOST_PLACES]
    number = {name: i for i, name in enumerate(places)}
    between = (link for link in chart.links if link.start in number and (link.end in number or link.end in out))
    shown = sorted(between, key=lambda link: -link.value)[:MOST_LINKS]
    links = _Links(places, {}, (), (), {}, len(chart.links) - len(shown))
    onward: list[Arc] = []
    back: list[Arc] = []
    for link in shown:
        start, end = number[link.start], number.get(link.end)
        if end is None or end == start:
            links.inside.setdefault(start, []).append(link)
        elif end == start + 1 and start not in links.down:
            links.down[start] = link
        else:
            lines = wrap(_label(frame, link), frame.fonts, SIZE, _MOST_LABEL, most=3) or ("",)
            (onward if end > start else back).append(Arc(start, end, link, lines))
    return links._replace(onward=tuple(onward), back=tuple(back))


def _label(frame: Frame, link: Link) -> str:
    return link.label or frame.values.written(link.value)


def _boxes(frame: Frame, links: _Links, top: float) -> list[_Box]:
    boxes: list[_Box] = []
    for place, name in enumerate(links.places):
        lines = wrap(name, frame.fonts, SIZE, _BOX - 2 * _PAD, bold=True, most=3)
        inside = [_strip(frame, link) for link in links.inside.get(place, [])]
        own = 2 * _PAD + LINE * len(lines) + sum(strip.height for strip in inside)
        beside = (sum(row for _, _, row in rows_at(place, arcs)) + _PAD for arcs in (links.onward, links.back))
        height = max(own, *beside)
        boxes.append(_Box(lines, inside, top, height))
        top += height + (_GAP_WITH_ARROW if place in links.down else _GAP)
    return boxes


def _columns(frame: Frame, onward: Sequence[Laid], back: Sequence[Laid]) -> _Columns:
    """All of it in the middle of the page."""
    before, after = (
        max((frame.fonts.width(text, SIZE) for one in arcs for text in one.arc.lines), default=0.0) + 24 * bool(arcs)
        for arcs in (back, onward)
    )
    lanes_before, lanes_after = (max((one.lane + 1 for one in arcs), default=0) for arcs in (back, onward))
    room = INNER - _BOX - before - after
    lane = min(_WIDEST_LANE, room / max(1, lanes_before + lanes_after))
    taken = _BOX + before + after + lane * (lanes_before + lanes_after)
    return _Columns(MARGIN + (INNER - taken) / 2 + before + lane * lanes_before, before, after, lane)


def _thick(link: Link, largest: float, most: float = _THICKEST) -> float:
    return max(_THINNEST, link.value / largest * most) if largest > 0 else _THINNEST


def _arc(frame: Frame, one: Laid, edge: float, side: int, columns: _Columns, largest: float) -> str:
    """An arrow beside the boxes; its label stands at the box that it leaves, before its line begins."""
    arc, fonts = one.arc, frame.fonts
    colour = _ONWARD if side > 0 else _BACK
    thick = _thick(arc.link, largest, min(_THICKEST, columns.lane * 0.6))
    labels = columns.after if side > 0 else columns.before
    lane = edge + side * (labels + columns.lane * (one.lane + 0.5))
    begin = edge + side * (max(fonts.width(text, SIZE) for text in arc.lines) + 16)
    long = 8 + thick
    dash = _NOTHING_DASH if arc.link.value <= 0 else _BACK_DASH if side < 0 else None
    d = way((begin, one.leaves), lane, (edge + side * long, one.arrives))
    first = one.leaves + SIZE * 0.36 - LINE / 2 * (len(arc.lines) - 1)
    texts = [
        label(fonts, edge + side * 8, first + LINE * i, text, SIZE, fill=colour, anchor="start" if side > 0 else "end")
        for i, text in enumerate(arc.lines)
    ]
    return group(
        path(d, stroke=colour, stroke_width=thick, stroke_dasharray=dash),
        _head(edge + side, one.arrives, -side, 0, long, colour),
        *texts,
    )


def _down(frame: Frame, x: float, top: float, bottom: float, link: Link, largest: float) -> str:
    """An arrow to the next place, its label beside it."""
    thick = _thick(link, largest)
    long = 8 + thick
    lines = wrap(_label(frame, link), frame.fonts, SIZE, _BOX - _ARROW_IN - 30, most=2)
    first = (top + bottom) / 2 + SIZE * 0.3 - LINE / 2 * (len(lines) - 1)
    beside = x + thick / 2 + 16
    return group(
        line(x, top, x, bottom - long, _ONWARD, thick, None if link.value > 0 else _NOTHING_DASH),
        _head(x, bottom - 1, 0, 1, long, _ONWARD),
        *(label(frame.fonts, beside, first + LINE * i, text, SIZE, fill=_ONWARD) for i, text in enumerate(lines)),
    )


def _head(x: float, y: float, right: int, down: int, long: float, colour: str) -> str:
    """The head of an arrow that ends in (x, y) and points right (1), left (-1) or down."""
    half = 3 + long / 2
    corners = [(x - right * long + side * down * half, y - down * long + side * right * half) for side in (1, -1)]
    return path(f"M{x:.2f} {y:.2f}" + "".join(f"L{a:.2f} {b:.2f}" for a, b in corners) + "z", colour)


def _drawn(frame: Frame, box: _Box, left: float) -> str:
    """A place: its name, and below it the ways out and what comes back to it."""
    fonts = frame.fonts
    own = LINE * len(box.name) + sum(strip.height for strip in box.inside)
    y = box.top + (box.height - own) / 2
    parts = [rect(left, box.top, _BOX, box.height, BAND, 8, stroke=BORDER, stroke_width=2)]
    for text in box.name:
        parts.append(label(fonts, left + _BOX / 2, y + SIZE, text, SIZE, bold=True, anchor="middle"))
        y += LINE
    for strip in box.inside:
        parts.append(_drawn_strip(frame, strip, left + 10, y + 4))
        y += strip.height
    return group(*parts)


def _strip(frame: Frame, link: Link) -> _Strip:
    fonts, again = frame.fonts, link.start == link.end
    name = frame.words("charts.flow.again_here") if again else link.end
    value = one_line(_label(frame, link), fonts, SIZE, _STRIP_ROOM, bold=True)
    beside = fonts.width(name, SIZE) + 16 + fonts.width(value, SIZE, bold=True) <= _STRIP_ROOM
    return _Strip(again, one_line(name, fonts, SIZE, _STRIP_ROOM), value, 1 if beside else 2)


def _drawn_strip(frame: Frame, strip: _Strip, x: float, y: float) -> str:
    tint, fonts, width = _AGAIN if strip.again else _OUT, frame.fonts, _BOX - 20
    return group(
        rect(x, y, width, strip.height - 6, tint.ground, 4),
        _turn(x + 8, y + 5, tint.ink) if strip.again else _leave(x + 8, y + 5, tint.ink),
        label(fonts, x + 38, y + 22, strip.name, SIZE),
        label(fonts, x + width - 10, y + strip.height - 14, strip.value, SIZE, bold=True, anchor="end"),
    )


def _leave(x: float, y: float, colour: str) -> str:
    """An arrow to the right, 20 high."""
    return group(line(x, y + 10, x + 12, y + 10, colour, 3), _head(x + 22, y + 10, 1, 0, 11, colour))


def _turn(x: float, y: float, colour: str) -> str:
    """An arrow that comes back to where it began, 20 high."""
    loop = path(f"M{x + 14:.2f} {y + 3:.2f}A8 8 0 1 0 {x + 18:.2f} {y + 12:.2f}", stroke=colour, stroke_width=3)
    return group(loop, _head(x + 23, y + 4, 1, 0, 9, colour))


def _sample(x: float, y: float, colour: str, dash: str | None) -> str:
    return group(line(x, y + 10, x + 34, y + 10, colour, 5, dash), _head(x + 46, y + 10, 1, 0, 12, colour))


def _legend(links: _Links, frame: Frame) -> list[Key]:
    """The signs that occur."""
    spoken, inside = frame.words, [link for each in links.inside.values() for link in each]
    keys = []
    if links.down or links.onward:
        keys.append(Key(partial(_sample, colour=_ONWARD, dash=None), spoken("charts.flow.onward"), 46))
    if links.back:
        keys.append(Key(partial(_sample, colour=_BACK, dash=_BACK_DASH), spoken("charts.flow.back"), 46))
    for again, sign, key in ((True, _turn, "again"), (False, _leave, "out")):
        if any((link.start == link.end) == again for link in inside):
            keys.append(Key(partial(sign, colour=(_AGAIN if again else _OUT).ink), spoken(f"charts.flow.{key}"), 22))
    return keys
