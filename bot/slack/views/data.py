"""Charts and tables as Slack's native blocks, within their limits."""

import re
from collections.abc import Sequence
from typing import Any

from bot.reply import Chart, Table
from bot.slack import limits
from bot.slack.escape import plain_text
from prompts.loader import words

Block = dict[str, Any]

FIGURE = re.compile(r"[-+\d][\d.,\s\u202f%]*|[-–]")


def chart_block(chart: Chart) -> Block:
    """A `data_visualization` block: at most 6 series of 20 categories; values that are missing count as 0."""
    categories = _labels(chart.categories[: limits.CHART_CATEGORIES])
    names = _labels([series.name for series in chart.series[: limits.CHART_SERIES]])
    series = [
        {
            "name": name,
            "data": [
                {"label": label, "value": round(value or 0, 4)}
                for label, value in zip(categories, row.values, strict=False)
            ],
        }
        for name, row in zip(names, chart.series, strict=False)
    ]
    return {
        "type": "data_visualization",
        "title": plain_text(chart.title, limits.CHART_TITLE) or "-",
        "chart": {
            "type": chart.shape,
            "series": series,
            "axis_config": {"categories": categories, "y_label": plain_text(_unit(chart), limits.CHART_AXIS_LABEL)},
        },
    }


def _unit(chart: Chart) -> str:
    spoken, key = words(chart.lang), f"pictures.chart.unit.{chart.unit}"
    return spoken(key) if spoken.has(key) else chart.unit


def _labels(texts: Sequence[str]) -> list[str]:
    """Cut to Slack's limit, never empty; those that were cut to the same letters get a number, each stands once."""
    seen: dict[str, int] = {}
    made = []
    for label in [plain_text(text, limits.CHART_LABEL) or "-" for text in texts]:
        seen[label] = seen.get(label, 0) + 1
        made.append(label if seen[label] == 1 else f"{label[: limits.CHART_LABEL - 3]} {seen[label]}")
    return made


def table_block(table: Table) -> Block:
    """A `table` block; columns of figures to the right, columns of words wrapped; at most 100 rows of 20 columns."""
    rows = (table.columns, *table.rows[: limits.TABLE_ROWS - 1])
    figures = [all(FIGURE.fullmatch(row[place]) for row in table.rows) for place in range(len(table.columns))]
    return {
        "type": "table",
        "column_settings": [
            {"align": "right" if is_figure else "left", "is_wrapped": not is_figure}
            for is_figure in figures[: limits.TABLE_COLUMNS]
        ],
        "rows": [
            [{"type": "raw_text", "text": plain_text(cell, 300) or "-"} for cell in row[: limits.TABLE_COLUMNS]]
            for row in rows
        ],
    }
