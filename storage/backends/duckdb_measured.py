"""What was measured at a place? Rows of funnel reports, heat maps, social and e-mail reports become points."""

# ruff: noqa: S608  SQL is made of our own names
import duckdb

from storage.backends.duckdb_forms import TableReading
from storage.backends.duckdb_typed import Check, literal

_OF_VIEWS = ("scroll_depth", "exit_rate", "time_on_page")  # means and shares: of so many views
_OF_DELIVERED = ("opened", "clicked", "unsubscribed")
_STEP = r"regexp_replace(place, '^\s*\d{1,2}[.)]\s+', '')"  # Google Analytics numbers the steps of a funnel
_WHOLE = "('total', 'all', 'all users', '(all)', 'вкупно', '总计', '全部')"


def checks(table: TableReading) -> tuple[Check, ...]:
    """What a row must say: where, and at least one value."""
    values = " AND ".join(f"{metric} IS NULL" for metric in table.form.metrics)
    if table.form.name == "social":
        return (Check(f"{values} AND text IS NULL", "value_empty"),)
    return (Check("place IS NULL", "place_empty", "place"), Check(values, "value_empty"))


def fill_points(cursor: duckdb.DuckDBPyConnection, table: TableReading) -> None:
    """The good rows of `taken` into `staged_points`; comments of social posts into `staged_feedback`."""
    selects = [_select(table, metric) for metric in table.form.metrics if metric in table.columns]
    if selects:
        cursor.execute(
            f"CREATE TEMP TABLE staged_points AS SELECT * FROM ({' UNION ALL '.join(selects)}) ORDER BY of_row"
        )
    if table.form.name == "social" and "text" in table.columns:
        cursor.execute("""
CREATE TEMP TABLE staged_feedback AS
SELECT customer_id, starts AS at_us, 'comment' AS kind, CAST(NULL AS DOUBLE) AS score, 1 AS times, place AS touchpoint,
       CAST(NULL AS VARCHAR) AS stage, channel, persona, text,
       md5_number(concat(content, 'comment', CASE WHEN customer_id IS NULL
       THEN row_number() OVER (PARTITION BY content ORDER BY rowid) END)) AS key, rowid AS of_row
FROM taken WHERE problem IS NULL AND text IS NOT NULL ORDER BY of_row""")


def _select(table: TableReading, metric: str) -> str:
    fields = {each.name for each in table.form.fields}
    place = (
        _STEP if table.form.name == "funnel" else "coalesce(place, element)" if table.form.name == "social" else "place"
    )
    element = f"CASE WHEN lower(element) NOT IN {_WHOLE} THEN element END" if "element" in fields else "NULL::VARCHAR"
    n = "NULL::BIGINT"
    if metric in _OF_VIEWS and "views" in fields:
        n = "CAST(views AS BIGINT)"
    elif metric in _OF_DELIVERED and "delivered" in fields:
        n = "CAST(delivered AS BIGINT)"
    start, end = _span(table, "ends" in fields)
    return f"""
SELECT {literal(metric)} AS metric, {place} AS place, {element} AS element, channel, persona, {start} AS from_us,
       {end} AS until_us, {metric} AS value, {n} AS n,
       md5_number(concat(content, {literal(metric)})) AS key, rowid AS of_row
FROM taken WHERE problem IS NULL AND {metric} IS NOT NULL"""


def _span(table: TableReading, ends: bool) -> tuple[str, str]:
    """SQL of the span a row stands for: from its day to the end of its last day, else the period of the report."""
    if "starts" not in table.columns and "ends" not in table.columns:
        if table.period is None:
            return "NULL::BIGINT", "NULL::BIGINT"
        return str(table.period[0]), str(table.period[1])
    zone = literal(table.mapping.time_zone)
    last = "coalesce(ends, starts)" if ends else "starts"
    day = f"date_trunc('day', timezone({zone}, make_timestamptz({last})))"
    return "starts", f"epoch_us(timezone({zone}, {day} + INTERVAL 1 DAY))"
