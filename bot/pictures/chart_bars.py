"""Bars: one row a category, one bar a series; in a funnel the loss from row to row stands between them."""

from itertools import pairwise

from bot.pictures.chart_frame import CLOSEST, MARGIN, SIZE, WIDTH, Drawn, Frame, bar_of
from bot.pictures.chart_values import known
from bot.pictures.colours import HAIRLINE, MUTED, ZERO_LINE
from bot.pictures.figures import percent
from bot.pictures.marks import loss_pill
from bot.pictures.svg import group, label, line
from bot.pictures.text import wrap

MOST_ROWS, MOST_BARS = 24, 96
_MOST_NAME = 300.0
_BAR, _BAR_OF_MANY, _GAP, _FUNNEL_GAP = 38.0, 28.0, 16.0, 44.0


def bars(frame: Frame, top: float) -> Drawn:
    """Horizontal bars with their values at the end."""
    chart, fonts = frame.chart, frame.fonts
    shown = chart.categories[: min(MOST_ROWS, max(1, MOST_BARS // len(chart.series)))]
    names_width = min(_MOST_NAME, max((fonts.width(name, SIZE) for name in shown), default=0)) + 16
    names = [wrap(name, fonts, SIZE, names_width - 14, most=2) for name in shown]
    values = known(chart)
    room = max(fonts.width(frame.values.written(value), SIZE, bold=True) for value in values) + 16
    left = MARGIN + names_width
    low, high = min(0.0, *values), max(0.0, *values)
    negative = room if low < 0 else 0.0
    scale = (WIDTH - MARGIN - left - room - negative) / max(high - low, CLOSEST)
    zero = left + negative - low * scale
    thick = _BAR if len(chart.series) == 1 else _BAR_OF_MANY
    inside = max(thick * len(chart.series), 52.0 if any(len(name) > 1 for name in names) else 0)
    step = inside + (_FUNNEL_GAP if chart.funnel else _GAP)
    elements: list[str] = []
    for row, name in enumerate(names):
        y = top + step * row
        middle = y + inside / 2 + SIZE * 0.36 - 13 * (len(name) - 1)
        elements += [label(fonts, MARGIN, middle + 26 * i, text, SIZE) for i, text in enumerate(name)]
        first = y + (inside - thick * len(chart.series)) / 2
        for k, series in enumerate(chart.series):
            value = series.values[row] if row < len(series.values) else None
            elements.append(_bar(frame, zero, first + thick * k, thick, value, scale, k))
    bottom = top + step * len(names) - (step - inside)
    elements.append(line(zero, top - 6, zero, bottom + 6, ZERO_LINE if low < 0 else HAIRLINE, 2))
    if chart.funnel:
        elements += _losses(frame, zero, top, inside, step, len(names))
        if len(chart.series) > 1:
            of = frame.words("charts.losses_of", name=chart.series[0].name)
            elements.append(label(fonts, MARGIN, bottom + 34, of, SIZE, fill=MUTED))
            bottom += 40
    if len(chart.categories) > len(shown):
        more = frame.words("pictures.more", n=len(chart.categories) - len(shown))
        elements.append(label(fonts, MARGIN, bottom + 34, more, SIZE, fill=MUTED))
        bottom += 40
    return Drawn(elements, bottom - top + 14)


def _bar(frame: Frame, zero: float, y: float, thick: float, value: float | None, scale: float, position: int) -> str:
    fonts, baseline = frame.fonts, y + thick / 2 + SIZE * 0.36
    if value is None:
        return label(fonts, zero + 10, baseline, frame.words("pictures.empty_cell"), SIZE, fill=MUTED)
    length = abs(value) * scale
    ground = bar_of(position, zero if value >= 0 else zero - length, y + 1, length, thick - 2)
    if value >= 0:
        return group(ground, label(fonts, zero + length + 10, baseline, frame.values.written(value), SIZE, bold=True))
    return group(
        ground, label(fonts, zero - length - 10, baseline, frame.values.written(value), SIZE, bold=True, anchor="end")
    )


def _losses(frame: Frame, zero: float, top: float, inside: float, step: float, rows: int) -> list[str]:
    """The share lost from each row to the next, of the first series; the largest one filled."""
    values = frame.chart.series[0].values[:rows]
    losses = [_loss(here, after) for here, after in pairwise(values)]
    largest = max((loss for loss in losses if loss is not None), default=None)
    return [
        loss_pill(
            frame.fonts, zero + 62, top + step * (row + 1) - (step - inside) / 2, text, loss == largest and loss > 0, 18
        )
        for row, loss in enumerate(losses)
        if loss is not None and (text := percent(loss, frame.words.lang))
    ]


def _loss(here: float | None, after: float | None) -> float | None:
    if here is None or after is None or here <= 0 or after > here:
        return None
    return 1 - after / here
