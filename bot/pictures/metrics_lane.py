"""The metrics lane of the full map: who reached each stage, the loss between two, and which numbers to watch."""

from bot.pictures.cells import Lane
from bot.pictures.colours import MUTED, VALUE
from bot.pictures.figures import count, percent
from bot.pictures.grid import PADDING, Grid
from bot.pictures.marks import loss_pill, loss_pill_width
from bot.pictures.stage_numbers import JourneyNumbers, StageNumbers
from bot.pictures.svg import label
from bot.pictures.text import one_line
from storage.model.journey import JourneyMap, Stage

_HEIGHT, _INDENT, _BARE, _WATCHED = 74.0, 34.0, 42.0, 22.0


def metrics_lane(grid: Grid, top: float, journey: JourneyMap, numbers: JourneyNumbers | None) -> Lane:
    """Without numbers the lane says so; a stage that was not counted shows a dash."""
    words, name = grid.words, grid.words("pictures.lane.metrics")
    watched = _WATCHED if any(_metrics(stage) for stage in journey.stages) else 0.0
    if numbers is None:
        text = label(grid.fonts, grid.left + PADDING + 4, top + 26, words("pictures.metrics.none"), 14, fill=MUTED)
        height = _BARE + watched
        return Lane([*grid.band(top, height, name), text, *_to_watch(grid, top + height - 14)], height)
    note = words("pictures.metrics.note", source=numbers.source, period=numbers.period, n=count(numbers.n))
    height = max(_HEIGHT + watched, grid.note_height(name, note))
    elements = [*grid.band(top, height, name, note), *_to_watch(grid, top + height - 14)]
    slugs = [stage.slug for stage in journey.stages]
    worst = numbers.largest_loss(slugs)
    for position, stage in enumerate(grid.stages):
        here = numbers.at(stage.slug)
        elements += _value(grid, top, position, here, counted=stage.slug == slugs[0])
        if here and here.lost is not None and stage.slug != slugs[-1]:
            text = percent(here.lost, words.lang)
            half = loss_pill_width(grid.fonts, text) / 2
            border = min(grid.at(position + 1), grid.right - half - 4)
            elements.append(loss_pill(grid.fonts, border, top + (height - watched) / 2, text, here == worst))
    return Lane(elements, height)


def _metrics(stage: Stage) -> list[str]:
    """What the stage and its touchpoints name as the number to watch, each once."""
    named = (stage.metric, *(touchpoint.metric for touchpoint in stage.touchpoints))
    return list(dict.fromkeys(metric for metric in named if metric))


def _to_watch(grid: Grid, baseline: float) -> list[str]:
    """One line for each stage that names a number to watch."""
    lines = []
    for position, stage in enumerate(grid.stages):
        if named := _metrics(stage):
            text = grid.words("pictures.metrics.watched", list=", ".join(named))
            shown = one_line(text, grid.fonts, 13, grid.column - 2 * PADDING - 4)
            lines.append(label(grid.fonts, grid.at(position) + PADDING + 4, baseline, shown, 13, fill=MUTED))
    return lines


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
