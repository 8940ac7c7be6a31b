"""How is a table of a known form read: each field typed and checked in the table `taken`, then what its rows become.

`taken` has one row for each row of the file, in its order: `<field>_text` as it is written, `<field>` as it is meant
(NULL where the file has none), `content` (a key of the whole row), `properties` (the columns that no field has).
The staged tables get a further column `of_row`: the row of `taken` that a thing was made of.
"""

# ruff: noqa: S608  SQL is made of our own names; what a file or a person says goes in as quoted literals
from collections.abc import Mapping
from dataclasses import dataclass

from storage.backends.duckdb_columns import field_text, written_time
from storage.backends.duckdb_read import Rows
from storage.backends.duckdb_typed import (
    TOO_FAR_US,
    Check,
    channel_sql,
    id_sql,
    literal,
    money_sql,
    number_sql,
    problem_sql,
    score_sql,
    time_sql,
)
from storage.events import ColumnUse
from storage.ingest.forms.form import E_MAIL_EVENTS, Form, Holds
from storage.ingest.mapping import ColumnMapping
from storage.ingest.money import decimal_mark
from storage.ingest.times import TimeReading, clock_apart, read_times

_REASONS: Mapping[Holds, str] = {
    "time": "time_unreadable",
    "number": "number_unreadable",
    "money": "revenue_unreadable",
    "score": "score_unreadable",
    "e-mail": "email_event_unknown",
}
_EVERYWHERE = {
    **dict.fromkeys(("customer_id", "touchpoint", "stage", "channel", "persona"), "NULL::VARCHAR"),
    "occurred_at": "NULL::BIGINT",
}
"""What `taken` has of every form."""


@dataclass(frozen=True)
class TableReading:
    """A table before it is loaded: its form, field → column, how its times are written, the period of the whole."""

    form: Form
    rows: Rows
    columns: Mapping[str, str]
    times: Mapping[str, TimeReading]
    decimals: Mapping[str, str]
    mapping: ColumnMapping
    period: tuple[int, int] | None

    def holds(self, field: str) -> Holds:
        """What a field of the form is."""
        return next((each.holds for each in self.form.fields if each.name == field), "text")

    def uses(self) -> tuple[ColumnUse, ...]:
        """Every column of the file: the field it is, a property of events, or not kept."""
        named = set(self.mapping.columns().values()) | set(self.mapping.fields.values())
        rest = "properties" if self.form.kind == "events" else "left"
        known = [
            ColumnUse(column=column, field=field, because="mapping" if column in named else "name")
            for field, column in self.columns.items()
        ]
        left = [
            ColumnUse(column=column, field=rest, because="rest")
            for column in self.rows.samples
            if column not in self.columns.values() and column not in self.mapping.ignore
        ]
        return (*known, *left)


def read_table(
    form: Form, rows: Rows, columns: Mapping[str, str], mapping: ColumnMapping, period: tuple[int, int] | None
) -> TableReading:
    """How the values of each column are written."""
    samples, kept = rows.samples, dict(columns)
    if "clock" in kept and not clock_apart(samples.get(kept.get("occurred_at", ""), ()), samples[kept["clock"]]):
        del kept["clock"]
    holds = {each.name: each.holds for each in form.fields}
    times = {}
    for field in (field for field in kept if holds.get(field) == "time"):
        values = list(samples[kept[field]])
        if field == "occurred_at" and "clock" in kept:
            values = [f"{day} {clock}" for day, clock in zip(values, samples[kept["clock"]], strict=False)]
        times[field] = read_times(values, mapping.time_format)
    decimals = {
        field: mapping.decimal or decimal_mark([value.rstrip(" %") for value in samples[kept[field]]], rows.delimiter)
        for field in kept
        if holds.get(field) in ("number", "money")
    }
    return TableReading(form, rows, kept, times, decimals, mapping, period)


def taken_sql(table: TableReading, source: str, now_us: int, checks: tuple[Check, ...]) -> str:
    """SQL over `source` of what `taken` holds."""
    rows, mapping = table.rows, table.mapping
    texts, typed = [], []
    every: list[Check] = []
    for each in table.form.fields:
        field = each.name
        if field == "clock":
            continue
        present = field in table.columns
        text = (
            written_time(table.columns, rows)
            if field == "occurred_at" and present
            else (field_text(field, table.columns, rows, mapping))
        )
        texts.append(f"{text} AS {field}_text")
        typed.append(f"{_typed(table, field)} AS {field}")
        if each.holds != "text" and present:
            reason = _REASONS[each.holds]
            every.append(Check(f"{field}_text IS NOT NULL AND {field} IS NULL", reason, field, f"{field}_text"))
        if each.holds == "time" and present:
            every.append(Check(f"{field} > {now_us + TOO_FAR_US}", "time_in_future", field, f"{field}_text"))
        if each.holds == "number" and present:
            every.append(Check(f"{field} < 0", "number_negative", field, f"{field}_text"))
    own = {each.name for each in table.form.fields}
    for name, nothing in _EVERYWHERE.items():
        if name not in own:
            constant = table.form.constants.get(name)
            typed.append(f"{nothing if constant is None else literal(constant)} AS {name}")
    rest = [use.column for use in table.uses() if use.field == "properties"]
    return f"""
SELECT *, {problem_sql((*every, *checks))}
FROM (SELECT *, {", ".join(typed)}
      FROM (SELECT {", ".join(texts)}, ({rows.json_of(rest) if rest else "NULL"})::JSON AS properties,
                   md5_number(concat({literal(table.form.name)},
                                     ({rows.json_of(tuple(rows.samples))})::VARCHAR)) AS content,
                   {rows.whole} AS whole, {rows.broken} AS broken, {rows.blank} AS blank
            FROM {source}))"""


def _typed(table: TableReading, field: str) -> str:
    text = f"{field}_text"
    if field == "channel":
        constant = table.form.constants.get("channel")
        return channel_sql(text) if constant is None else f"coalesce({channel_sql(text)}, {literal(constant)})"
    if field == "customer_id":
        return id_sql(text)
    match table.holds(field):
        case "time":
            if field not in table.times:
                return "NULL::BIGINT"
            return time_sql(text, table.times[field], table.mapping.time_zone)
        case "number":
            return number_sql(text, table.decimals.get(field, "."))
        case "money":
            return money_sql(text, table.decimals.get(field, "."))
        case "score":
            return score_sql(text)
        case "e-mail":
            return _email_event(text)
        case _:
            return text


def _email_event(text: str) -> str:
    known = ", ".join(f"{literal(said)}: {literal(name)}" for said, name in E_MAIL_EVENTS.items())
    return f"map_extract_value(MAP {{{known}}}, lower(regexp_replace({text}, '[^A-Za-z]', '', 'g')))"
