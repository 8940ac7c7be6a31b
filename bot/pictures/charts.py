"""An answer's chart as a picture, with n and period in it: bars, lines, heat tables, intervals, transitions."""

from collections.abc import Callable

from bot.pictures.chart_bars import bars
from bot.pictures.chart_flow import flow
from bot.pictures.chart_frame import MARGIN, SIZE, WIDTH, Drawn, Frame, foot, head, legend
from bot.pictures.chart_heat import heat
from bot.pictures.chart_intervals import intervals
from bot.pictures.chart_lines import lines
from bot.pictures.chart_values import known
from bot.pictures.colours import MUTED
from bot.pictures.glyphs import Fonts
from bot.pictures.glyphs import fonts as shipped_fonts
from bot.pictures.svg import document, label
from bot.reply import Chart
from prompts.loader import Words

SHAPES: dict[str, Callable[[Frame, float], Drawn]] = {
    "bar": bars,
    "line": lines,
    "heat": heat,
    "intervals": intervals,
    "flow": flow,
}


def chart_svg(chart: Chart, words: Words, *, fonts: Fonts | None = None) -> str:
    """1000 wide, height by content; text of 20 px and more."""
    frame = Frame(chart, words, fonts or shipped_fonts())
    title = head(frame)
    top = title.height + 18
    names = legend(frame, top) if chart.shape == "bar" else Drawn([], 0)
    top += names.height
    plot = _plot(frame, top)
    note = foot(frame, top + plot.height)
    elements = [*title.elements, *names.elements, *plot.elements, *note.elements]
    height = round(top + plot.height + note.height)
    return document(WIDTH, height, elements, title=chart.title, lang=words.lang, fonts=frame.fonts)


def _plot(frame: Frame, top: float) -> Drawn:
    if not known(frame.chart):
        none = frame.words("pictures.metrics.none")
        return Drawn([label(frame.fonts, MARGIN, top + 24, none, SIZE, fill=MUTED)], 40)
    return SHAPES[frame.chart.shape](frame, top)
