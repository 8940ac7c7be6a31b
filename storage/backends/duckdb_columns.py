"""How are rows of events read whose columns were chosen by mapping, name and content?"""

from collections.abc import Mapping

from storage.backends.duckdb_read import Rows
from storage.backends.duckdb_typed import TEXTS, EventSql, channel_sql, literal, money_sql, time_sql, trimmed
from storage.events import ColumnUse
from storage.ingest.mapping import ColumnMapping
from storage.ingest.times import TimeReading


def events_of_columns(
    rows: Rows, uses: tuple[ColumnUse, ...], times: TimeReading, decimal: str, mapping: ColumnMapping
) -> EventSql:
    """SQL of every field of an event; a column that no field has is a property."""
    fields = {use.field: use.column for use in uses if use.field != "properties"}
    texts = {name: field_text(name, fields, rows, mapping) for name in TEXTS}
    said = texts["channel"]
    time = written_time(fields, rows)
    kept = [use.column for use in uses if use.field == "properties"]
    properties = rows.json_of(kept)
    if "channel" in fields:
        texts["channel"] = channel_sql(said)
    revenue = field_text("revenue", fields, rows, mapping)
    return EventSql(
        customer=field_text("customer_id", fields, rows, mapping),
        name=field_text("name", fields, rows, mapping),
        time=time,
        at_us=time_sql(time, times, mapping.time_zone),
        texts=texts,
        event_key=field_text("event_id", fields, rows, mapping),
        revenue_text=revenue,
        revenue=money_sql(revenue, decimal),
        properties=properties,
        whole=rows.whole,
        broken=rows.broken,
        blank=rows.blank,
        written_time=bool(times.other_formats),
    )


def field_text(field: str, fields: Mapping[str, str], rows: Rows, mapping: ColumnMapping) -> str:
    """SQL of a field as trimmed text, its constant where it is empty."""
    column = fields.get(field)
    text = "NULL::VARCHAR" if column is None else trimmed(rows.text(column))
    constant = mapping.constants.get(field)
    return text if constant is None else f"coalesce({text}, {literal(constant)})"


def written_time(fields: Mapping[str, str], rows: Rows) -> str:
    """SQL of when it happened, as it is written; a time of day in a column of its own stands behind the day."""
    day = trimmed(rows.text(fields["occurred_at"]))
    return f"concat_ws(' ', {day}, {trimmed(rows.text(fields['clock']))})" if "clock" in fields else day
