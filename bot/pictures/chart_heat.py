"""A heat table: a row a series, a column a category, each value written on its shade; what has no value is hatched.

Columns that have no room side by side go on in a further block below.
"""

from collections.abc import Sequence
from functools import partial
from math import ceil
from typing import NamedTuple

from bot.pictures.chart_frame import INNER, MARGIN, SIZE, Drawn, Frame, Key, keyed
from bot.pictures.chart_values import known
from bot.pictures.colours import AROUND_ZERO, BORDER, MUTED, QUIET, SHADES, TEXT, WHITE, Shade
from bot.pictures.marks import hatch
from bot.pictures.svg import group, label, rect
from bot.pictures.text import longest_atom, wrap

MOST_ROWS, MOST_COLUMNS = 24, 31
_MOST_NAME, _MOST_HEAD, _WIDEST, _NARROWEST = 230.0, 110.0, 150.0, 46.0
_LINE, _ROW, _GAP = 25.0, 42.0, 3.0


class _Grid(NamedTuple):
    frame: Frame
    names: tuple[tuple[str, ...], ...]
    left: float
    cell: float
    row: float
    shades: dict[float, Shade]


def heat(frame: Frame, top: float) -> Drawn:
    """The table with a legend of its shades above it."""
    chart, fonts = frame.chart, frame.fonts
    shown, columns = chart.series[:MOST_ROWS], chart.categories[:MOST_COLUMNS]
    shades = shades_of([frame.values.rounded(value) for value in known(chart)], AROUND_ZERO, SHADES)
    names_width = min(_MOST_NAME, max(fonts.width(series.name, SIZE) for series in shown))
    names = tuple(wrap(series.name, fonts, SIZE, names_width, most=2) for series in shown)
    room = INNER - names_width - 14
    apiece = min(len(columns), max(1, int(room // _needed(frame, columns))))
    blocks = ceil(len(columns) / apiece)
    apiece = ceil(len(columns) / blocks)
    row = max(_ROW, 14 + _LINE * max(len(name) for name in names))
    grid = _Grid(frame, names, MARGIN + names_width + 14, min(_WIDEST, room / apiece), row, shades)
    keys = keyed(frame, top, _legend(frame, shades))
    elements, y = keys.elements, top + keys.height
    for first in range(0, len(columns), apiece):
        block = _block(grid, y, first, columns[first : first + apiece])
        elements += block.elements
        y += block.height + 20
    for key, left_out in (
        ("more_rows", len(chart.series) - len(shown)),
        ("more_columns", len(chart.categories) - len(columns)),
    ):
        if left_out:
            elements.append(label(fonts, MARGIN, y + 16, frame.words(f"charts.{key}", n=left_out), SIZE, fill=MUTED))
            y += 32
    return Drawn(elements, y - top - 8)


def shades_of(values: Sequence[float], around_zero: Sequence[Shade], from_least: Sequence[Shade]) -> dict[float, Shade]:
    """The shade of each different value: by rank, a fifth a shade; where some are below zero, by distance from it."""
    different = sorted(set(values))
    if different and different[0] < 0:
        far = max(-different[0], different[-1]) / 2
        return {value: around_zero[_beside_zero(value, far)] for value in different}
    return {value: from_least[len(from_least) * rank // len(different)] for rank, value in enumerate(different)}


def _beside_zero(value: float, far: float) -> int:
    """0 far below, 1 below, 2 zero, 3 above, 4 far above."""
    if value == 0:
        return 2
    distance = 2 if abs(value) >= far else 1
    return 2 + distance if value > 0 else 2 - distance


def _needed(frame: Frame, columns: Sequence[str]) -> float:
    """How wide a cell must be for every value and for the words above it."""
    fonts = frame.fonts
    widest = max(fonts.width(frame.values.plain(value), SIZE, bold=True) for value in known(frame.chart))
    heads = max(longest_atom(name, fonts, SIZE) for name in columns)
    return max(_NARROWEST, widest + 8, min(_MOST_HEAD, heads) + 12)


def _legend(frame: Frame, shades: dict[float, Shade]) -> list[Key]:
    """Each shade that occurs with its lowest and highest value, and the hatched ground of what has none."""
    chart, keys = frame.chart, []
    for shade in dict.fromkeys(shades.values()):
        values = [value for value, one in shades.items() if one == shade]
        low, high = (frame.values.written(value) for value in (values[0], values[-1]))
        text = low if low == high else frame.words("charts.to", low=low, high=high)
        keys.append(Key(partial(_shaded, shade=shade), text))
    if any(value is None for series in chart.series for value in _filled(series.values, len(chart.categories))):
        keys.append(Key(_hatched, frame.words("charts.heat.none")))
    return keys


def _shaded(x: float, y: float, shade: Shade) -> str:
    return rect(x, y, 20, 20, shade.ground, 3, stroke=BORDER, stroke_width=1)


def _hatched(x: float, y: float, width: float = 20, height: float = 20) -> str:
    return group(rect(x, y, width, height, QUIET, 3), hatch(x, y, width, height, BORDER))


def _filled(values: Sequence[float | None], columns: int) -> list[float | None]:
    return [*values[:columns], *[None] * (columns - len(values))]


def _block(grid: _Grid, top: float, first: int, columns: Sequence[str]) -> Drawn:
    """Some columns with their heads, and the names of all rows."""
    frame, fonts = grid.frame, grid.frame.fonts
    heads = [wrap(name, fonts, SIZE, grid.cell - 8, most=3) for name in columns]
    deepest = max(len(head) for head in heads)
    elements: list[str] = []
    for place, head in enumerate(heads):
        middle = grid.left + grid.cell * (place + 0.5)
        for number, text in enumerate(head):
            y = top + 18 + _LINE * (deepest - len(head) + number)
            elements.append(label(fonts, middle, y, text, SIZE, fill=MUTED, anchor="middle"))
    y = top + _LINE * deepest + 4
    for name, series in zip(grid.names, frame.chart.series, strict=False):
        baseline = y + grid.row / 2 + SIZE * 0.36 - _LINE / 2 * (len(name) - 1)
        elements += [label(fonts, MARGIN, baseline + _LINE * i, text, SIZE) for i, text in enumerate(name)]
        values = _filled(series.values, len(frame.chart.categories))[first : first + len(columns)]
        elements += [_cell(grid, grid.left + grid.cell * place, y, value) for place, value in enumerate(values)]
        y += grid.row
    return Drawn(elements, y - top)


def _cell(grid: _Grid, x: float, y: float, value: float | None) -> str:
    width, height = grid.cell - _GAP, grid.row - _GAP
    middle, baseline = x + width / 2, y + height / 2 + SIZE * 0.36
    fonts = grid.frame.fonts
    if value is None:
        dash = grid.frame.words("pictures.empty_cell")
        return group(
            _hatched(x, y, width, height),
            label(fonts, middle, baseline, dash, SIZE, fill=TEXT, anchor="middle", halo=QUIET),
        )
    values = grid.frame.values
    shade = grid.shades[values.rounded(value)]
    ground = rect(x, y, width, height, shade.ground, 3, **({"stroke": BORDER} if shade.ground == WHITE else {}))
    text = values.plain(value)
    return group(ground, label(fonts, middle, baseline, text, SIZE, bold=True, fill=shade.ink, anchor="middle"))
