"""A day in the life: slots along the hours, mood, devices and channels, our touchpoints, chances."""

from collections.abc import Callable, Iterator
from functools import partial

from bot.pictures.cells import Lane, pill, pill_width
from bot.pictures.colours import BAND, HAIRLINE, MUTED, OPPORTUNITY
from bot.pictures.content import channel_name, opportunities, stage_of_opportunity
from bot.pictures.day_slots import bands, bars
from bot.pictures.day_time import Axis, Slot, axis, slots_of
from bot.pictures.empty_page import empty_page
from bot.pictures.glyphs import Fonts
from bot.pictures.grid import GAP, LABEL_COLUMN, MARGIN, PADDING, Grid
from bot.pictures.header import header
from bot.pictures.legend import footer, grades_used
from bot.pictures.marks import evidence_mark, pin
from bot.pictures.mood_labels import Box
from bot.pictures.mood_lane import HEIGHT, MOOD_NOTE, STEP, axis_of_moods, curve_drawn, points_drawn, words_drawn
from bot.pictures.mood_points import Scale, Spot
from bot.pictures.packing import Piece, laid
from bot.pictures.subject import Subject
from bot.pictures.svg import Anchor, document, group, label, line, rect
from bot.pictures.text import one_line, wrap
from bot.pictures.two_curves import Curves
from storage.model.confidence import of_item
from storage.model.journey import JourneyMap, Touchpoint
from storage.model.mood import CurvePoint, curve
from storage.model.types import Confidence

_HOURS_WIDTH = 24 * 54.0
_HEAD, _NOTE, _ROOM_FOR_EVERY_HOUR = 30.0, 216.0, 90.0
_FACES_APART, _LABEL_COLUMN = 36.0, 220.0


def day_page(subject: Subject) -> str:
    """One SVG, 1502 wide whatever the hours."""
    journey, slots = subject.journey, slots_of(subject.journey)
    more = [journey.scope] if journey.scope else []
    if not slots:
        return empty_page(subject, "day", more)
    hours = axis(slots, MARGIN + LABEL_COLUMN, _HOURS_WIDTH)
    grid = Grid(subject.fonts, subject.words, (slots[0].stage,), _HOURS_WIDTH)
    top_part = header(grid, journey, subject.personas, subject.covered, more=more)
    elements, top = [*top_part.elements, *_hours(grid, hours, top_part.height)], top_part.height + _HEAD
    lanes: tuple[tuple[str, Callable[[float], Lane]], ...] = (
        ("slots", lambda y: bars(grid, y, slots, hours)),
        ("open_quiet", lambda y: bands(grid, y, slots, hours)),
        ("mood", lambda y: _mood(grid, y, subject, slots, hours)),
        ("devices", lambda y: laid(list(_devices(grid, slots, hours)), hours.left + 4, hours.right - 4, y)),
        ("pins", lambda y: laid(list(_pins(grid, slots, hours)), hours.left + 4, hours.right - 4, y)),
        ("chances", lambda y: laid(list(_chances(grid, subject, slots, hours)), hours.left + 4, hours.right - 4, y)),
    )
    for name, draw in lanes:
        lane = draw(top) if name == "mood" else _lane(grid, top, name, draw(top + PADDING), hours)
        elements += lane.elements
        top += lane.height + GAP if lane.elements else 0
    foot = footer(grid, top, _marks(subject, slots), journey, subject.on)
    height = round(top + foot.height + MARGIN / 2)
    elements += foot.elements
    return document(grid.width, height, elements, title=journey.title, lang=journey.lang, fonts=grid.fonts)


def _hours(grid: Grid, hours: Axis, top: float) -> Iterator[str]:
    """A tick an hour, a label every third, or each where there is room."""
    for hour in range(hours.first, hours.last + 1):
        x, named = hours.x(hour * 60), hour in _named(hours)
        yield line(x, top + (18 if named else 22), x, top + 27, MUTED, 1.2 if named else 1)
        if named:
            side: Anchor = "start" if hour == hours.first else "end" if hour == hours.last else "middle"
            yield label(grid.fonts, x, top + 13, f"{hour % 24}:00", 12, fill=MUTED, anchor=side)


def _named(hours: Axis) -> list[int]:
    every = 1 if hours.hour >= _ROOM_FOR_EVERY_HOUR else 3
    return [hour for hour in range(hours.first, hours.last + 1) if hour % every == 0]


def _lane(grid: Grid, top: float, name: str, content: Lane, hours: Axis) -> Lane:
    """The content on the band of its lane; nothing where there is none."""
    if not content.elements:
        return Lane([], 0)
    title = grid.words(f"pictures.lane.{name}")
    height = max(content.height + 2 * PADDING, grid.note_height(title, "") + 8)
    return Lane([*grid.band(top, height, title), *_guides(hours, top, height), *content.elements], height)


def _guides(hours: Axis, top: float, height: float) -> list[str]:
    """A thin line at each hour that is named."""
    return [
        line(hours.x(hour * 60), top + 4, hours.x(hour * 60), top + height - 4, HAIRLINE)
        for hour in _named(hours)
        if hours.first < hour < hours.last
    ]


def _mood(grid: Grid, top: float, subject: Subject, slots: list[Slot], hours: Axis) -> Lane:
    """Each point at the middle of its slot, moved aside where faces would touch."""
    scale, journey = Scale(top + HEIGHT / 2, STEP), subject.journey
    curves = Curves([], mood_spots(journey, slots, hours, scale))
    elements = grid.band(top, HEIGHT, grid.words("pictures.lane.mood"), grid.words("pictures.mood_scale"), MOOD_NOTE)
    elements += [*_guides(hours, top, HEIGHT), *axis_of_moods(grid, scale), *curve_drawn(curves.to_be)]
    elements += points_drawn(grid, journey, curves.to_be, scale)
    if not curves.to_be:
        none = grid.words("pictures.no_mood")
        elements.append(label(grid.fonts, grid.left + PADDING + 4, top + 26, none, 14, fill=MUTED))
    area = Box(grid.left + 4, top + 4, grid.right - 4, top + HEIGHT - 4)
    return Lane([*elements, *words_drawn(grid, journey, curves, scale, area, _LABEL_COLUMN)], HEIGHT)


def mood_spots(
    journey: JourneyMap, slots: list[Slot], hours: Axis, scale: Scale, apart: float = _FACES_APART
) -> list[Spot]:
    """The curve points over time, at least `apart` pixels from each other."""
    found: list[tuple[float, int, CurvePoint]] = []
    points = curve(journey)
    for position, slot in enumerate(slots):
        own = [point for point in points if point.stage == slot.stage.slug]
        for i, point in enumerate(own):
            found.append((hours.x(slot.begins + (slot.ends - slot.begins) * (i + 0.5) / len(own)), position, point))
    xs: list[float] = []
    for x, _, _ in found:
        xs.append(max(x, xs[-1] + apart) if xs else max(x, hours.left + apart / 2))
    for i in reversed(range(len(xs))):
        xs[i] = min(xs[i], xs[i + 1] - apart if i + 1 < len(xs) else hours.right - apart / 2)
    room = [
        min((abs(x - other) for k, other in enumerate(xs) if k != i), default=_LABEL_COLUMN) for i, x in enumerate(xs)
    ]
    return [
        Spot(x, scale.y(point.value), min(part, _LABEL_COLUMN), position, point)
        for x, part, (_, position, point) in zip(xs, room, found, strict=True)
    ]


def _devices(grid: Grid, slots: list[Slot], hours: Axis) -> Iterator[Piece]:
    for slot in slots:
        named = [(slot.times.device, True)] if slot.times.device else []
        named += [(channel_name(t, grid.words), t.ours) for t in slot.stage.touchpoints if t.channel]
        for name, ours in dict.fromkeys(named):
            text = one_line(name, grid.fonts, 13, _NOTE)
            width = pill_width(grid.fonts, text)
            yield Piece(hours.x(slot.begins), width, 26, partial(pill, grid.fonts, width, text, ours))


def _pins(grid: Grid, slots: list[Slot], hours: Axis) -> Iterator[Piece]:
    for slot in slots:
        for touchpoint in slot.stage.touchpoints:
            lines = wrap(touchpoint.title, grid.fonts, 13, _NOTE - 24, most=3)
            why = wrap(touchpoint.fit_why or "", grid.fonts, 12, _NOTE - 24, most=3)
            draw = partial(_pin, grid.fonts, touchpoint, lines, why)
            yield Piece(hours.x(slot.begins), _NOTE, 4 + 17.0 * len(lines) + 16 * len(why), draw)


def _pin(fonts: Fonts, touchpoint: Touchpoint, lines: tuple[str, ...], why: tuple[str, ...], x: float, y: float) -> str:
    below = y + 14 + 17 * len(lines)
    return "".join(
        (
            pin(x + 8, y + 9, touchpoint.fits, 7),
            *(label(fonts, x + 24, y + 14 + 17 * i, text, 13, halo=BAND) for i, text in enumerate(lines)),
            *(label(fonts, x + 24, below + 16 * i, text, 12, fill=MUTED, halo=BAND) for i, text in enumerate(why)),
        )
    )


def _chances(grid: Grid, subject: Subject, slots: list[Slot], hours: Axis) -> Iterator[Piece]:
    """The chance of each slot, then the opportunities that belong to it."""
    for slot in slots:
        found: list[tuple[str, Confidence | None]] = [(slot.times.chance, None)] if slot.times.chance else []
        found += [
            (c.text, c.confidence) for c in opportunities(slot.stage, subject.journey, subject.backings, grid.words)
        ]
        for text, grade in found:
            lines = wrap(text, grid.fonts, 13, _NOTE - 24 - (18 if grade else 0), most=4)
            height = 12 + 18.0 * len(lines)
            yield Piece(hours.x(slot.begins), _NOTE, height, partial(_chance, grid.fonts, lines, grade, height))


def _chance(fonts: Fonts, lines: tuple[str, ...], grade: Confidence | None, height: float, x: float, y: float) -> str:
    ground, bar = OPPORTUNITY
    return group(
        rect(x, y, _NOTE, height, ground, 5),
        rect(x, y, 4, height, bar, 2),
        *(label(fonts, x + 12, y + 19 + 18 * i, text, 13) for i, text in enumerate(lines)),
        *([evidence_mark(x + _NOTE - 12, y + 14, grade)] if grade else []),
    )


def _marks(subject: Subject, slots: list[Slot]) -> list[str]:
    """Keys of the marks in the picture, in legend order."""
    journey = subject.journey
    slugs = {slot.stage.slug for slot in slots}
    here = [o for o in journey.opportunities if stage_of_opportunity(o, journey) in slugs]
    used = grades_used(of_item(idea, journey, subject.backings) for idea in here)
    used += ["disagreement"] if any(point.disagreement for point in curve(journey) if point.stage in slugs) else []
    placed = [touchpoint for slot in slots for touchpoint in slot.stage.touchpoints]
    said = {touchpoint.fits for touchpoint in placed}
    used += [key for key, fits in (("fits", True), ("fits_not", False), ("fit_unknown", None)) if fits in said]
    if any(touchpoint.channel and not touchpoint.ours for touchpoint in placed):
        used.append("without_us")
    return used
