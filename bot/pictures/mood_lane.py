"""The mood lane of the full map: axis, curve, faces, words, moments of truth and disagreements."""

from collections import Counter
from collections.abc import Sequence

from bot.pictures.cells import Lane
from bot.pictures.colours import BAND, CURVE, HAIRLINE, MOODS, MUTED, TEXT, TO_BE, ZERO_LINE
from bot.pictures.figures import signed
from bot.pictures.grid import PADDING, Grid
from bot.pictures.marks import FACE_RADIUS, diamond, disagreement_bar, face
from bot.pictures.mood_labels import LINE_HEIGHT, Box, MoodLabel, Wanted, place
from bot.pictures.mood_points import Scale, Spot, is_moment_of_truth, joined, spoken, spots
from bot.pictures.svg import label, line, path
from bot.pictures.two_curves import Curves, arrows, paired, steps, to_be_drawn, today_drawn
from storage.model.journey import JourneyMap
from storage.model.mood import CurvePoint, highest, lowest

HEIGHT, HEIGHT_OF_TWO = 214.0, 250.0
DOT = 6.0
STEP, _STEP_OF_TWO = 38.0, 43.0
_TRUTH_HALF = 26.0
_BAR_AWAY, _BAR_ROOM, _TIGHT = 7.0, 24.0, 80.0
_MOST_LABELS, MOOD_NOTE = 3, 92.0


def mood_lane(
    grid: Grid,
    top: float,
    journey: JourneyMap,
    points: Sequence[CurvePoint],
    today: Sequence[CurvePoint] | None = None,
) -> Lane:
    """Five levels from -2 to +2; one face a curve point. `today`: the curve of the map that this one improves."""
    height, step = (HEIGHT, STEP) if today is None else (HEIGHT_OF_TWO, _STEP_OF_TWO)
    scale = Scale(top + height / 2, step)
    columns = [(stage,) for stage in grid.stages]
    if today is None:
        curves = Curves([], spots(points, columns, grid.left, grid.column, scale))
    else:
        curves = paired(today, points, columns, grid.left, grid.column, scale)
    placed, area = curves.to_be, Box(grid.left + 4, top + 4, grid.right - 4, top + height - 4)
    elements = grid.band(top, height, grid.words("pictures.lane.mood"), grid.words("pictures.mood_scale"), MOOD_NOTE)
    elements += axis_of_moods(grid, scale)
    elements += _lines(curves, two=today is not None)
    elements += points_drawn(grid, journey, placed, scale)
    if not placed and not curves.today:
        none = grid.words("pictures.no_mood")
        elements.append(label(grid.fonts, grid.left + PADDING + 4, top + 26, none, 14, fill=MUTED, halo=BAND))
    return Lane([*elements, *words_drawn(grid, journey, curves, scale, area, grid.column)], height)


def _lines(curves: Curves, *, two: bool) -> list[str]:
    if not two:
        return curve_drawn(curves.to_be)
    return [*today_drawn(curves, 3, DOT), *to_be_drawn(curves, 3), *arrows(curves, DOT, FACE_RADIUS)]


def curve_drawn(placed: Sequence[Spot]) -> list[str]:
    """The line through the points."""
    return [path(run.path(), stroke=CURVE, stroke_width=3, stroke_linecap="round") for run in joined(placed)]


def points_drawn(grid: Grid, journey: JourneyMap, placed: Sequence[Spot], scale: Scale) -> list[str]:
    """Faces with their moments of truth and disagreements."""
    elements: list[str] = []
    for spot in placed:
        if is_moment_of_truth(journey, spot.point):
            elements.append(diamond(spot.x, spot.y, min(_TRUTH_HALF, _radius(spot) * 1.75)))
        if spot.point.disagreement:
            elements += _disagreement(grid, spot, _reach(journey, spot), scale)
        elements.append(face(spot.x, spot.y, spot.point.face, _radius(spot)))
    return elements


def words_drawn(grid: Grid, journey: JourneyMap, curves: Curves, scale: Scale, area: Box, column: float) -> list[str]:
    """The words of the moods, clear of the lines and of each other, and the names of two curves at their ends."""
    placed = curves.to_be
    along = [point for run in (*joined(placed), *joined(curves.today)) for point in run.samples()]
    taken = [*_taken(journey, placed, scale), *_taken_by_today(curves)]
    labels = place(_wanted(grid, journey, placed), taken, along, area, column, grid.fonts)
    taken += [mood_label.box for mood_label in labels]
    named = _names(grid, curves, taken, along, area) if curves.today else []
    return [
        *(text for name, ink in named for text in _written(grid, name, ink)),
        *(text for mood_label in labels for text in _written(grid, mood_label)),
    ]


def _names(
    grid: Grid, curves: Curves, taken: Sequence[Box], along: Sequence[tuple[float, float]], area: Box
) -> list[tuple[MoodLabel, str]]:
    """The name of each curve, as far right as there is a point of it alone with room beside it."""
    both = {(spot.x, spot.y) for spot in curves.today} & {(spot.x, spot.y) for spot in curves.to_be}
    named: list[tuple[MoodLabel, str]] = []
    for placed, key, ink, reach in ((curves.today, "today", CURVE, DOT), (curves.to_be, "to_be", TO_BE, FACE_RADIUS)):
        clear = [*taken, *(name.box for name, _ in named)]
        alone = [spot for spot in reversed(placed) if (spot.x, spot.y) not in both]
        tries = (
            place(
                [Wanted(spot, (grid.words(f"pictures.curve.{key}"),), reach)],
                clear,
                along,
                area,
                grid.column,
                grid.fonts,
            )
            for spot in alone
        )
        named += [(name, ink) for name in next(filter(None, tries), [])]
    return named


def _taken_by_today(curves: Curves) -> list[Box]:
    dots = [Box(s.x - DOT - 2, s.y - DOT - 2, s.x + DOT + 2, s.y + DOT + 2) for s in curves.today]
    return [*dots, *(Box(x - 5, min(one, other), x + 5, max(one, other)) for x, one, other in steps(curves))]


def axis_of_moods(grid: Grid, scale: Scale) -> list[str]:
    """Five lines with their numbers; the one of 0 is solid."""
    elements: list[str] = []
    for level, colour in MOODS.items():
        y = scale.y(level)
        zero = level == 0
        elements.append(
            line(
                grid.left, y, grid.right - PADDING / 2, y, ZERO_LINE if zero else HAIRLINE, dash=None if zero else "4 4"
            )
        )
        axis = signed(level, grid.words.lang)
        elements.append(label(grid.fonts, grid.left - 8, y + 4.5, axis, 13, bold=True, fill=colour, anchor="end"))
    return elements


def _radius(spot: Spot) -> float:
    return min(FACE_RADIUS, max(4.0, spot.part / 2 - 2))


def _reach(journey: JourneyMap, spot: Spot) -> float:
    """How far a spot's own marks reach from its middle."""
    return min(_TRUTH_HALF, _radius(spot) * 1.75) if is_moment_of_truth(journey, spot.point) else _radius(spot) + 1


def _disagreement(grid: Grid, spot: Spot, reach: float, scale: Scale) -> list[str]:
    """Beside the face with the two scores; behind it and without them where faces stand close."""
    top, bottom = scale.y(spot.point.high), scale.y(spot.point.low)
    if _is_tight(spot):
        return [disagreement_bar(spot.x, top, bottom)]
    x, lang = spot.x + reach + _BAR_AWAY, grid.words.lang
    ends = ((spot.point.high, top), (spot.point.low, bottom))
    return [
        disagreement_bar(x, top, bottom),
        *(
            label(grid.fonts, x + 8, y + 4.5, signed(score, lang), 12, bold=True, fill=MOODS[score], halo=BAND)
            for score, y in ends
        ),
    ]


def _is_tight(spot: Spot) -> bool:
    return spot.part < _TIGHT


def _taken(journey: JourneyMap, placed: Sequence[Spot], scale: Scale) -> list[Box]:
    """Where no word may stand: faces, diamonds and disagreement bars."""
    boxes: list[Box] = []
    for spot in placed:
        reach = _reach(journey, spot)
        boxes.append(Box(spot.x - reach, spot.y - reach, spot.x + reach, spot.y + reach))
        if spot.point.disagreement:
            top, bottom = scale.y(spot.point.high), scale.y(spot.point.low)
            left = spot.x if _is_tight(spot) else spot.x + reach + _BAR_AWAY
            right = left + 6 if _is_tight(spot) else left + _BAR_ROOM
            boxes.append(Box(left - 6, top - 9, right, bottom + 9))
    return boxes


def _wanted(grid: Grid, journey: JourneyMap, placed: Sequence[Spot]) -> list[Wanted]:
    """A stage with more than three points keeps the words of its lowest and its highest alone."""
    crowd = Counter(spot.position for spot in placed)
    wanted: list[Wanted] = []
    for spot in placed:
        texts = spoken(spot.point, grid.words)
        if texts and (crowd[spot.position] <= _MOST_LABELS or _stands_out(spot, placed)):
            wanted.append(Wanted(spot, texts, _reach(journey, spot)))
    return wanted


def _stands_out(spot: Spot, placed: Sequence[Spot]) -> bool:
    own = [other.point for other in placed if other.position == spot.position]
    return spot.point in (lowest(own), highest(own))


def _written(grid: Grid, mood_label: MoodLabel, ink: str = TEXT) -> list[str]:
    box = mood_label.box
    middle = (box.left + box.right) / 2
    return [
        label(
            grid.fonts,
            middle,
            box.top + 12.5 + LINE_HEIGHT * i,
            text,
            mood_label.size,
            fill=ink,
            anchor="middle",
            halo=BAND,
        )
        for i, text in enumerate(mood_label.lines)
    ]
