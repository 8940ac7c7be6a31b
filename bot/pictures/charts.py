"""An answer's chart as a picture, with n and period in it: bars, lines, heat tables, intervals, transitions."""

from collections.abc import Callable

from bot.pictures.chart_bars import bars
from bot.pictures.chart_flow import flow
from bot.pictures.chart_frame import MARGIN, SIZE, WIDTH, Drawn, Frame, foot, head, legend
from bot.pictures.chart_heat import heat
from bot.pictures.chart_intervals import intervals
from bot.pictures.chart_lines import lines
from bot.pictures.chart_values import known, values_of
from bot.pictures.colours import MUTED
from bot.pictures.glyphs import Fonts
from bot.pictures.glyphs import fonts as shipped_fonts
from bot.pictures.svg import document, label
from bot.reply import Chart
from prompts.loader import Words

MOST_SERIES = 12
SHAPES: dict[str, Callable[[Frame, float], Drawn]] = {
    "bar": bars,
    "line": lines,
    "heat": heat,
    "intervals": intervals,
    "flow": flow,
}


def chart_svg(chart: Chart, words: Words, *, fonts: Fonts | None = None) -> str:
    """1000 wide, height by content; text of 20 px and more."""
    beyond = len(chart.series) - MOST_SERIES if chart.shape in ("bar", "line") else 0
    shown = chart.model_copy(update={"series": chart.series[:MOST_SERIES]}) if beyond > 0 else chart
    frame = Frame(shown, words, fonts or shipped_fonts(), values_of(shown))
    title = head(frame)
    top = title.height + 18
    names = legend(frame, top) if chart.shape == "bar" else Drawn([], 0)
    top += names.height
    plot = _plot(frame, top)
    more = _told(frame, top + plot.height, words("charts.more_series", n=beyond)) if beyond > 0 else Drawn([], 0)
    note = foot(frame, top + plot.height + more.height)
    elements = [*title.elements, *names.elements, *plot.elements, *more.elements, *note.elements]
    height = round(top + plot.height + more.height + note.height)
    return document(WIDTH, height, elements, title=chart.title, lang=words.lang, fonts=frame.fonts)


def _plot(frame: Frame, top: float) -> Drawn:
    if not known(frame.chart) or not (frame.chart.categories or frame.chart.links):
        return _told(frame, top, frame.words("pictures.metrics.none"))
    return SHAPES[frame.chart.shape](frame, top)


def _told(frame: Frame, top: float, text: str) -> Drawn:
    return Drawn([label(frame.fonts, MARGIN, top + 24, text, SIZE, fill=MUTED)], 40)
