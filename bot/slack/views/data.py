"""Charts and tables as Slack's native blocks, within their limits."""

import re
from collections.abc import Sequence
from typing import Any

from bot.pictures.chart_values import unit_named
from bot.reply import Chart, Table
from bot.slack import limits
from bot.slack.escape import plain_text
from bot.slack.findings import length

Block = dict[str, Any]

FIGURE = re.compile(r"[-+\d][\d.,\s\u202f%]*|[-–—]")
CELL, TABLE_LETTERS = 300, 8_000


def chart_block(chart: Chart) -> Block:
    """A `data_visualization` block of a chart that `chart_tables.is_native`."""
    categories = _labels(chart.categories)
    names = _labels([series.name for series in chart.series])
    series = [
        {
            "name": name,
            "data": [
                {"label": label, "value": round(value or 0, 4)}
                for label, value in zip(categories, row.values, strict=False)
            ],
        }
        for name, row in zip(names, chart.series, strict=True)
    ]
    return {
        "type": "data_visualization",
        "title": plain_text(chart.title, limits.CHART_TITLE) or "-",
        "chart": {
            "type": chart.shape,
            "series": series,
            "axis_config": {
                "categories": categories,
                "y_label": plain_text(unit_named(chart), limits.CHART_AXIS_LABEL),
            },
        },
    }


def _labels(texts: Sequence[str]) -> list[str]:
    """Cut to Slack's limit, never empty; those that were cut to the same letters get a number, each stands once."""
    seen: dict[str, int] = {}
    made = []
    for label in [plain_text(text, limits.CHART_LABEL) or "-" for text in texts]:
        seen[label] = seen.get(label, 0) + 1
        made.append(label if seen[label] == 1 else f"{label[: limits.CHART_LABEL - 3]} {seen[label]}")
    return made


def table_block(table: Table) -> Block:
    """A `table` block; columns of figures to the right, columns of words wrapped; what `beyond` counts is left out."""
    columns = limits.TABLE_COLUMNS
    figures = [all(FIGURE.fullmatch(row[place]) for row in table.rows) for place in range(len(table.columns))]
    return {
        "type": "table",
        "column_settings": [
            {"align": "right" if is_figure else "left", "is_wrapped": not is_figure} for is_figure in figures[:columns]
        ],
        "rows": [
            [{"type": "raw_text", "text": text} for text in _texts(row)]
            for row in (table.columns, *table.rows[: _fitting(table)])
        ],
    }


def beyond(table: Table) -> tuple[int, int]:
    """How many rows and columns have no room in a `table` block."""
    return len(table.rows) - _fitting(table), max(0, len(table.columns) - limits.TABLE_COLUMNS)


def _fitting(table: Table) -> int:
    """How many rows fit: at most 99 below the heads, and no more letters than leave room in a message."""
    letters = sum(map(length, _texts(table.columns)))
    for number, row in enumerate(table.rows[: limits.TABLE_ROWS - 1]):
        letters += sum(map(length, _texts(row)))
        if letters > TABLE_LETTERS:
            return number
    return min(len(table.rows), limits.TABLE_ROWS - 1)


def _texts(row: Sequence[str]) -> list[str]:
    return [plain_text(cell, CELL) or "-" for cell in row[: limits.TABLE_COLUMNS]]
