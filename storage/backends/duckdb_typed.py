"""How texts become typed and checked values in SQL, the same for every format that is read."""

# ruff: noqa: S608  SQL is made of our own names; what a file or a person says goes in as quoted literals
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from storage.ingest.channels import CERTAIN
from storage.ingest.times import TimeReading

DAY_US = 86_400_000_000
TOO_FAR_US = 5 * 365 * DAY_US  # no log of events reaches that far ahead: a mistyped year would close every window
TEXTS = ("channel", "device", "campaign", "variant", "product", "currency", "persona")
_NOBODY = ("null", "none", "nan", "undefined", "(not set)")
_PER_UNIT = {"s": "* 1000000", "ms": "* 1000", "us": "* 1", "ns": "/ 1000"}


@dataclass(frozen=True)
class Check:
    """A row for which the SQL `fails` is true is refused for `reason`; `value` is SQL of what caused it."""

    fails: str
    reason: str
    field: str = ""
    value: str = "NULL"


@dataclass(frozen=True)
class EventSql:
    """SQL over the rows of a file: each field of an event as trimmed text or NULL, and what is made of it.

    `further`: columns that the staged table has beside those of an event. `checks` come before those of every event.
    """

    customer: str
    name: str
    time: str
    at_us: str
    texts: Mapping[str, str]
    event_key: str = "NULL"
    revenue_text: str = "NULL"
    revenue: str = "NULL"
    properties: str = "NULL"
    whole: str = "NULL"
    broken: str = "false"
    blank: str = "false"
    written_time: bool = False
    further: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()


def literal(text: str) -> str:
    """A string as SQL."""
    return "'" + text.replace("'", "''") + "'"


def typed_events(event: EventSql, source: str, now_us: int) -> str:
    """SQL over `source`: typed columns, the key that tells duplicates, the problem and the value that caused it."""
    texts = {**dict.fromkeys(TEXTS, "NULL::VARCHAR"), **event.texts}
    texts["currency"] = f"upper({texts['currency']})"
    plain = ", ".join(f"{texts[name]} AS {name}" for name in TEXTS)
    content = ", chr(31), ".join(("customer_id", "at_us", "name", *TEXTS, "revenue", "properties"))
    checks = (
        *event.checks,
        Check("customer_id IS NULL", "customer_empty", "customer_id", "customer_text"),
        Check("name IS NULL", "name_empty", "name"),
        Check("time_text IS NULL", "time_empty", "occurred_at"),
        Check("at_us IS NULL", "time_unreadable", "occurred_at", "time_text"),
        Check(f"at_us > {now_us + TOO_FAR_US}", "time_in_future", "occurred_at", "time_text"),
        Check("revenue IS NULL AND revenue_text IS NOT NULL", "revenue_unreadable", "revenue", "revenue_text"),
    )
    further = "".join(f", {name}" for name in event.further)
    inner = "".join(f", {sql} AS {name}" for name, sql in event.further.items())
    return f"""
SELECT customer_id, name, at_us, {", ".join(TEXTS)}, revenue, properties::JSON AS properties,
       md5_number(CASE WHEN event_key IS NULL THEN concat({content}) ELSE 'id:' || event_key END) AS key,
       {problem_sql(checks)},
       {"time_text" if event.written_time else "NULL"} AS written_time{further}
FROM (SELECT {event.customer} AS customer_text, {id_sql("customer_text")} AS customer_id,
             {event.name} AS name, {event.time} AS time_text, {event.event_key} AS event_key, {plain},
             {event.at_us} AS at_us, {event.revenue_text} AS revenue_text, {event.revenue} AS revenue,
             {event.properties} AS properties, {event.whole} AS whole, {event.broken} AS broken,
             {event.blank} AS blank{inner}
      FROM {source})"""


def problem_sql(checks: Iterable[Check]) -> str:
    """SQL of the columns problem, bad_value and bad_field: of the first check that fails; `blank` rows are no rows."""
    every = (Check("blank", "blank"), Check("broken", "json_broken", "", "whole"), *checks)
    reasons = " ".join(f"WHEN {each.fails} THEN {literal(each.reason)}" for each in every)
    values = " ".join(f"WHEN {each.fails} THEN {each.value}" for each in every)
    fields = " ".join(f"WHEN {each.fails} THEN {literal(each.field)}" for each in every)
    return f"""CASE {reasons} END AS problem,
       CASE WHEN problem IS NOT NULL THEN CASE {values} END END AS bad_value,
       CASE WHEN problem IS NOT NULL THEN CASE {fields} END END AS bad_field"""


def id_sql(text: str) -> str:
    """SQL of an id: what stands for nobody is none. Not IN: DuckDB joins a long one, and rows lose their order."""
    nobody = " ".join(f"WHEN {literal(each)} THEN NULL" for each in _NOBODY)
    return f"CASE lower({text}) {nobody} ELSE {text} END"


def one_of(text: str, known: Iterable[str]) -> str:
    """SQL: whether it is one of them. A longer IN or list_contains becomes a join, and that loses the rows' order."""
    return f"CASE {text} {' '.join(f'WHEN {literal(each)} THEN true' for each in known)} ELSE false END"


def trimmed(text: str) -> str:
    """SQL of a text without the spaces around it; NULL where nothing remains."""
    return f"nullif(trim({text}), '')"


def first_text(*texts: str) -> str:
    """SQL of the first of the texts that says something."""
    return f"coalesce({', '.join(map(trimmed, texts))}, NULL::VARCHAR)"


def channel_sql(text: str) -> str:
    """SQL of our key of a channel where that is certain, else what is written."""
    return f"coalesce({certain_channel(text)}, {text})"


def certain_channel(text: str) -> str:
    """SQL of our key of a channel, NULL where that is not certain."""
    known = ", ".join(f"{literal(said)}: {literal(key)}" for said, key in CERTAIN.items())
    return f"map_extract_value(MAP {{{known}}}, lower(replace({text}, '_', ' ')))"


def time_sql(text: str, times: TimeReading, zone: str) -> str:
    """Epoch microseconds UTC, NULL when unreadable. The session's zone is the mapping's."""
    if times.unit:
        number = f"nullif(try_cast({text} AS DECIMAL(28, 6)), 0)"  # 0 is how programs write that they do not know
        return f"try_cast({number} {_PER_UNIT[times.unit]} AS BIGINT)"
    if not times.formats:
        return f"epoch_us(try_cast({text} AS TIMESTAMPTZ))"
    moment = f"try_strptime({text}, [{', '.join(map(literal, times.formats))}])"
    return f"epoch_us(timezone({literal(zone)}, {moment}))" if times.naive else f"epoch_us({moment})"


def money_sql(text: str, decimal: str) -> str:
    """An amount with or without its currency's sign, in hundredths of it exactly."""
    bare = rf"regexp_replace({text}, '^[^0-9.,+-]{{1,4}}|[^0-9.,]{{1,4}}$|[ \x{{A0}}\x{{202F}}''’]', '', 'g')"
    return f"try_cast({_pointed(bare, decimal)} AS DECIMAL(18, 2))"


def number_sql(text: str, decimal: str) -> str:
    """A number, perhaps with grouped thousands or a sign of percent behind it."""
    bare = rf"regexp_replace({text}, '[ %\x{{A0}}\x{{202F}}''’]', '', 'g')"
    number = f"try_cast({_pointed(bare, decimal)} AS DOUBLE)"
    return f"CASE WHEN isfinite({number}) THEN {number} END"


def score_sql(text: str) -> str:
    """The number that a score begins with: `9`, `4/5`, `5 - very likely`."""
    return f"try_cast(replace(nullif(regexp_extract({text}, '^[0-9]{{1,2}}([.,][0-9]+)?'), ''), ',', '.') AS DOUBLE)"


def _pointed(bare: str, decimal: str) -> str:
    return f"replace({bare}, ',', '')" if decimal == "." else f"replace(replace({bare}, '.', ''), ',', '.')"
