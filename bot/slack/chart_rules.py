"""What may a chart or a table be? `data_visualization`, `data_table` and `table`, which the SDK knows nothing of."""

from typing import Any

from bot.slack import limits
from bot.slack.findings import Findings, length

Block = dict[str, Any]
AXIS_CHARTS = ("bar", "line", "area")


def _number(found: Findings, at: str, value: Any, *, above_zero: bool = False) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        found.reject(at, "type", "number", type(value).__name__)
    elif above_zero and value <= 0:
        found.reject(at, "segment_value", "above 0", value)


def data_visualization(found: Findings, at: str, block: Block) -> None:
    found.string(f"{at}/title", block.get("title"), limits.CHART_TITLE, "chart_title", optional=False)
    chart = block.get("chart")
    if not isinstance(chart, dict):
        found.reject(f"{at}/chart", "type", "object", type(chart).__name__)
    elif found.one_of(f"{at}/chart/type", chart.get("type"), ("pie", *AXIS_CHARTS), "chart_type"):
        draw = _pie if chart["type"] == "pie" else _axis_chart
        draw(found, f"{at}/chart", chart)


def _pie(found: Findings, at: str, chart: Block) -> None:
    segments = found.objects(f"{at}/segments", chart.get("segments"), limits.CHART_SEGMENTS, "chart_segments")
    for place, segment in segments:
        found.string(f"{place}/label", segment.get("label"), limits.CHART_LABEL, "chart_label", optional=False)
        _number(found, f"{place}/value", segment.get("value"), above_zero=True)


def _axis_chart(found: Findings, at: str, chart: Block) -> None:
    axis, place = chart.get("axis_config"), f"{at}/axis_config"
    if not isinstance(axis, dict):
        found.reject(place, "required", "object", type(axis).__name__)
        return
    categories = found.items(f"{place}/categories", axis.get("categories"), limits.CHART_CATEGORIES, "chart_categories")
    for index, category in enumerate(categories):
        found.string(f"{place}/categories/{index}", category, limits.CHART_LABEL, "chart_label", optional=False)
    found.unique(f"{place}/categories", categories, "chart_categories_unique")
    for name in ("x_label", "y_label"):
        found.string(f"{place}/{name}", axis.get(name), limits.CHART_AXIS_LABEL, "chart_axis_label")
    series = found.objects(f"{at}/series", chart.get("series"), limits.CHART_SERIES, "chart_series")
    found.unique(f"{at}/series", [entry.get("name") for _, entry in series], "chart_series_unique")
    for below, entry in series:
        _series(found, below, entry, categories)


def _series(found: Findings, at: str, series: Block, categories: list[Any]) -> None:
    found.string(f"{at}/name", series.get("name"), limits.CHART_LABEL, "chart_label", optional=False)
    points = found.objects(f"{at}/data", series.get("data"), limits.CHART_CATEGORIES, "chart_points")
    labels = [point.get("label") for _, point in points]
    if sorted(map(str, labels)) != sorted(map(str, categories)):
        found.reject(f"{at}/data", "chart_labels", categories, labels)
    for place, point in points:
        _number(found, f"{place}/value", point.get("value"))


def cell_text(cell: Any) -> int:
    """Characters of all `text` values in a cell, however deep."""
    if isinstance(cell, dict):
        own = cell.get("text")
        inner = sum(cell_text(value) for key, value in cell.items() if key != "text" or not isinstance(value, str))
        return inner + (length(own) if isinstance(own, str) else 0)
    return sum(cell_text(entry) for entry in cell) if isinstance(cell, list) else 0


def _cells(found: Findings, at: str, row: Any, allowed: tuple[str, ...], columns: int, rule: str) -> None:
    for index, cell in enumerate(found.items(at, row, columns, rule)):
        kind = cell.get("type") if isinstance(cell, dict) else type(cell).__name__
        if not found.one_of(f"{at}/{index}/type", kind, allowed, "cell_type"):
            continue
        if kind == "raw_number":
            _number(found, f"{at}/{index}/value", cell.get("value"))
        if kind != "rich_text" and not cell.get("text"):
            found.reject(f"{at}/{index}/text", "empty", 1, 0)


def data_table(found: Findings, at: str, block: Block) -> None:
    least, most = limits.DATA_TABLE_ROWS
    rows = found.items(f"{at}/rows", block.get("rows"), most, "data_table_rows", least)
    for index, row in enumerate(rows):
        allowed = ("raw_text", "raw_number", "rich_text") if index else ("raw_text", "raw_number")
        _cells(found, f"{at}/rows/{index}", row, allowed, limits.DATA_TABLE_COLUMNS, "data_table_columns")
    widths = {len(row) for row in rows if isinstance(row, list)}
    if len(widths) > 1:
        found.reject(f"{at}/rows", "data_table_row_length", "all rows equally long", sorted(widths))
    found.string(f"{at}/caption", block.get("caption"), limits.TEXT_OBJECT, "data_table_caption", optional=False)
    first, last = limits.DATA_TABLE_PAGE
    page = block.get("page_size", first)
    if not isinstance(page, int) or not first <= page <= last:
        found.reject(f"{at}/page_size", "data_table_page", last, page)
    found.at_most(f"{at}/rows", "data_table_text", cell_text(rows), limits.DATA_TABLE_TEXT)


def table(found: Findings, at: str, block: Block) -> None:
    for index, row in enumerate(found.items(f"{at}/rows", block.get("rows"), limits.TABLE_ROWS, "table_rows")):
        _cells(
            found,
            f"{at}/rows/{index}",
            row,
            ("raw_text", "rich_text"),
            limits.TABLE_COLUMNS,
            "table_columns",
        )
    if "column_settings" in block:
        found.items(f"{at}/column_settings", block["column_settings"], limits.TABLE_COLUMNS, "table_columns", least=0)
