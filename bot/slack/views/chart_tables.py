"""A chart as a table, where Slack has no chart of its own that could show it."""

from bot.pictures.chart_values import Values, unit_named, values_of
from bot.reply import Chart, Table
from bot.slack import limits
from prompts.loader import words


def is_native(chart: Chart) -> bool:
    """Whether Slack's own chart can show all of it: bars or lines within its limits, with a value everywhere."""
    return (
        chart.shape in ("bar", "line")
        and 0 < len(chart.categories) <= limits.CHART_CATEGORIES
        and 0 < len(chart.series) <= limits.CHART_SERIES
        and all(len(s.values) >= len(chart.categories) and None not in s.values for s in chart.series)
    )


def table_of(chart: Chart) -> Table:
    """Heat: as drawn. Flow: a row a transition. Else a row a category and a column a series."""
    if chart.shape == "flow":
        return _transitions(chart)
    corner, names = unit_named(chart), tuple(series.name for series in chart.series)
    values, empty = values_of(chart), words(chart.lang)("pictures.empty_cell")
    if chart.shape == "heat":
        rows = tuple(
            (s.name, *(_cell(s.values, i, values, empty) for i in range(len(chart.categories)))) for s in chart.series
        )
        return Table(title=chart.title, columns=(corner, *chart.categories), rows=rows)
    rows = tuple(
        (name, *(_cell(s.values, i, values, empty) for s in chart.series)) for i, name in enumerate(chart.categories)
    )
    return Table(title=chart.title, columns=(corner, *names), rows=rows)


def _transitions(chart: Chart) -> Table:
    """In the order of the places they leave, the largest first."""
    order = {name: place for place, name in enumerate(chart.categories)}
    links = sorted(chart.links, key=lambda link: (order.get(link.start, len(order)), -link.value))
    values = values_of(chart)
    rows = tuple((link.start, link.end, link.label or values.written(link.value)) for link in links)
    return Table(title=chart.title, columns=tuple(words(chart.lang).data("charts.flow.columns")), rows=rows)


def _cell(row: tuple[float | None, ...], place: int, values: Values, empty: str) -> str:
    value = row[place] if place < len(row) else None
    return empty if value is None else values.written(value)
