"""The metrics lane of the full map: how many reached each stage, and the loss between two stages on their border."""

from bot.pictures.cells import Lane
from bot.pictures.colours import MUTED, VALUE
from bot.pictures.figures import count, percent
from bot.pictures.grid import PADDING, Grid
from bot.pictures.marks import loss_pill, loss_pill_width
from bot.pictures.stage_numbers import JourneyNumbers, StageNumbers
from bot.pictures.svg import label
from bot.pictures.text import one_line
from storage.model.journey import JourneyMap

_HEIGHT, _INDENT = 74.0, 34.0


def metrics_lane(grid: Grid, top: float, journey: JourneyMap, numbers: JourneyNumbers | None) -> Lane:
    """Without numbers the lane says so; a stage that was not counted shows a dash."""
    words, name = grid.words, grid.words("pictures.lane.metrics")
    if numbers is None:
        text = label(grid.fonts, grid.left + PADDING + 4, top + 26, words("pictures.metrics.none"), 14, fill=MUTED)
        return Lane([*grid.band(top, 42, name), text], 42)
    note = words("pictures.metrics.note", source=numbers.source, period=numbers.period, n=count(numbers.n))
    height = max(_HEIGHT, grid.note_height(name, note))
    elements = grid.band(top, height, name, note)
    slugs = [stage.slug for stage in journey.stages]
    worst = numbers.largest_loss(slugs)
    for position, stage in enumerate(grid.stages):
        here = numbers.at(stage.slug)
        elements += _value(grid, top, position, here, counted=stage.slug == slugs[0])
        if here and here.lost is not None and stage.slug != slugs[-1]:
            text = percent(here.lost, words.lang)
            half = loss_pill_width(grid.fonts, text) / 2
            border = min(grid.at(position + 1), grid.right - half - 4)
            elements.append(loss_pill(grid.fonts, border, top + height / 2, text, here == worst))
    return Lane(elements, height)


def _value(grid: Grid, top: float, position: int, numbers: StageNumbers | None, counted: bool) -> list[str]:
    """The map's first stage shows how many there are (`counted`), the others how large a share of them got there."""
    words = grid.words
    x = grid.at(position) + PADDING + (_INDENT if position else 4)
    if numbers is None:
        return [label(grid.fonts, x, top + 34, words("pictures.empty_cell"), 14, fill=MUTED)]
    reached = count(numbers.reached)
    if numbers.rate is None or counted:
        value, what = reached, words("pictures.metrics.first")
    else:
        value, what = percent(numbers.rate, words.lang), words("pictures.metrics.reached", n=reached)
    room = grid.column - PADDING - _INDENT - 44
    return [
        label(grid.fonts, x, top + 35, value, 24, bold=True, fill=VALUE),
        label(grid.fonts, x, top + 57, one_line(what, grid.fonts, 13, room), 13, fill=MUTED),
    ]
