"""How lines of Segment messages become staged rows: events in `staged`, people in `staged_people`.

`staged` has one row a line, in the order of the file. A line that tells of people alone is `people` there: it is no
event, and nothing was refused.
"""

# ruff: noqa: S608  SQL is made of our own names; what messages say is data
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import merge
from pathlib import Path

import duckdb

from storage.backends.duckdb_read import Loaded, json_lines
from storage.backends.duckdb_staged import staging_tables
from storage.backends.duckdb_typed import id_sql, literal, one_of
from storage.events import Refusal
from storage.ingest.segment import BLAMED, CHANNELS, EVENT_KINDS, KINDS, MESSAGE, PROPERTIES

_DAY_US = 86_400_000_000
_TOO_FAR_US = 5 * 365 * _DAY_US
_OLDEST_US = 631_152_000_000_000  # 1990: no such log is older, and clocks that lost the time say 1970
_SMALL_BYTES = 2_000_000  # up to it DuckDB is longer at improving its plan than at carrying it out


@dataclass(frozen=True)
class StagedMessages:
    """`events` and `people` count the good lines of each sort; `reasons` the refused ones, most frequent first."""

    loaded: Loaded
    events: int
    people: int
    reasons: Mapping[str, int]


def stage_segment(cursor: duckdb.DuckDBPyConnection, file: Path, now_us: int) -> Loaded:
    """Fill `staged` and `staged_people` from the messages of a file of UTF-8 lines."""
    cursor.execute("SET TimeZone = 'UTC'")
    cursor.execute(f"SET enable_optimizer = {file.stat().st_size > _SMALL_BYTES}")
    loaded = json_lines(cursor, file)(lambda source: _staged(source, now_us))
    cursor.execute("SET enable_optimizer = true")
    if cursor.execute(f"SELECT 1 FROM staged WHERE {_TELLS_OF_PEOPLE} LIMIT 1").fetchall():
        cursor.execute(_PEOPLE)
    staging_tables(cursor)
    return loaded


def count_messages(cursor: duckdb.DuckDBPyConnection, loaded: Loaded) -> StagedMessages:
    """What stands in `staged`."""
    counts = dict(cursor.execute("SELECT coalesce(problem, ''), count(*) FROM staged GROUP BY 1").fetchall())
    counts.pop("blank", None)
    events, people = counts.pop("", 0), counts.pop("people", 0)
    for refusal in loaded.refusals:
        counts[refusal.reason] = counts.get(refusal.reason, 0) + 1
    return StagedMessages(loaded, events, people, dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))))


def segment_refusals(cursor: duckdb.DuckDBPyConnection, staged: StagedMessages) -> Iterator[Refusal]:
    """All of them, in the order of the file."""
    return merge(staged.loaded.refusals, _checked(cursor, staged.loaded), key=lambda refusal: refusal.line)


def _checked(cursor: duckdb.DuckDBPyConnection, loaded: Loaded) -> Iterator[Refusal]:
    found = cursor.execute(
        "SELECT rowid, problem, bad_value FROM staged WHERE problem NOT IN ('blank', 'people') ORDER BY rowid"
    )
    while batch := found.fetchmany(10_000):
        for row, problem, value in batch:
            column = BLAMED.get(problem, "")
            yield Refusal(line=loaded.line_of(row), column=column, value=value or "", reason=problem)


def _staged(source: str, now_us: int) -> str:
    """SQL over `source` (c0 the line, record its JSON): what each line says, its problem, the value that caused it."""
    message, properties = literal(json.dumps(MESSAGE)), literal(json.dumps(PROPERTIES))
    return f"""
SELECT customer_id, name, at_us, channel, device, campaign, variant, product, currency, persona, revenue, properties,
       key, problem,
       CASE problem WHEN 'json_broken' THEN c0 WHEN 'segment_type' THEN kind WHEN 'time_unreadable' THEN time_text
            WHEN 'time_in_future' THEN time_text WHEN 'time_too_old' THEN time_text
            WHEN 'revenue_unreadable' THEN revenue_text END AS bad_value,
       kind, user_id, anonymous_id, previous_id, group_id, m.traits AS traits, m.context.traits AS known_traits,
       m.context.consent.categoryPreferences AS consent_given
FROM (SELECT *,
       CASE WHEN c0 IS NULL OR trim(c0) = '' THEN 'blank' WHEN record IS NULL THEN 'json_broken'
            WHEN kind IS NULL OR NOT {one_of("kind", KINDS)} THEN 'segment_type'
            WHEN customer_id IS NULL THEN 'customer_empty'
            WHEN kind = 'alias' AND previous_id IS NULL THEN 'previous_empty'
            WHEN kind = 'group' AND group_id IS NULL THEN 'group_empty'
            WHEN is_event AND name IS NULL THEN 'name_empty'
            WHEN time_text IS NULL THEN 'time_empty' WHEN at_us IS NULL THEN 'time_unreadable'
            WHEN at_us > coalesce(received_us + {_DAY_US}, {now_us + _TOO_FAR_US}) THEN 'time_in_future'
            WHEN at_us < {_OLDEST_US} THEN 'time_too_old'
            WHEN revenue IS NULL AND revenue_text IS NOT NULL THEN 'revenue_unreadable'
            WHEN NOT is_event THEN 'people' END AS problem
FROM (SELECT *, {_at_us()} AS at_us, try_cast(replace(revenue_text, '$', '') AS DECIMAL(18, 2)) AS revenue
FROM (SELECT *, {_NAME} AS name, {_us("m.receivedAt")} AS received_us,
             coalesce(m.timestamp, m.originalTimestamp, m.receivedAt) AS time_text,
             {_channel()} AS channel, {_DEVICE} AS device, {_VARIANT} AS variant, {_PRODUCT} AS product,
             {_text("m.context.campaign.name", "p.campaign_name", "p.campaign")} AS campaign,
             upper({_text("p.currency")}) AS currency, {_text("p.persona")} AS persona,
             {_REVENUE} AS revenue_text, CASE WHEN is_event THEN {_PROPERTIES} END AS properties,
             md5_number(coalesce('id:' || nullif(trim(m.messageId), ''), c0)) AS key
FROM (SELECT *, coalesce(user_id, anonymous_id) AS customer_id, lower(m.event) AS event
FROM (SELECT c0, record, m, m.type AS kind, json_transform(m.properties, {properties}) AS p,
             {one_of("m.type", EVENT_KINDS)} AS is_event, {_id("user_text")} AS user_id,
             {_id("anonymous_text")} AS anonymous_id, {_id("previous_text")} AS previous_id,
             {_id("group_text")} AS group_id
FROM (SELECT *, {_text("m.userId")} AS user_text, {_text("m.anonymousId")} AS anonymous_text,
             {_text("m.previousId")} AS previous_text, {_text("m.groupId")} AS group_text
FROM (SELECT c0, record, json_transform(record, {message}) AS m FROM {source})))))))"""


def _text(*fields: str) -> str:
    """SQL: the first of the fields that says something."""
    filled = ", ".join(f"nullif(trim({field}), '')" for field in fields)
    return f"coalesce({filled})"


def _id(text: str) -> str:
    """SQL: the text where it is an id; what stands for nobody, and what is no text or number, is none."""
    return f"CASE WHEN NOT {text}[1] IN ('{{', '[') THEN {id_sql(text)} END"


def _us(field: str) -> str:
    """SQL: a time in ISO 8601 as epoch microseconds UTC; NULL where it is none."""
    return f"epoch_us(try_cast({field} AS TIMESTAMPTZ))"


def _at_us() -> str:
    """SQL: Segment's own `timestamp`, else `receivedAt - (sentAt - originalTimestamp)`: the sender's clock set right.

    Source: Segment spec, common fields, timestamps.
    """
    original, skew = _us("m.originalTimestamp"), f"received_us - {_us('m.sentAt')}"
    return f"""CASE WHEN m.timestamp IS NOT NULL THEN {_us("m.timestamp")}
        WHEN m.originalTimestamp IS NOT NULL THEN {original} + coalesce({skew}, 0)
        ELSE received_us END"""


def _channel() -> str:
    known = " ".join(f"WHEN {literal(said)} THEN {literal(channel)}" for said, channel in CHANNELS.items())
    told, library = "lower(trim(m.channel))", "lower(trim(m.context.library.name))"
    return f"coalesce({_text('p.channel')}, CASE {told} {known} END, CASE {library} {known} END)"


# `Viewed <category> <name> Page` is what Segment's destinations call a page. Source: segmentio/facade, Page.event.
_FULL_NAME = f"concat_ws(' ', {_text('m.category', 'p.category')}, {_text('m.name', 'p.name')})"
_NAME = f"""CASE kind WHEN 'track' THEN {_text("m.event")}
        WHEN 'page' THEN CASE WHEN {_text("m.name", "p.name")} IS NULL THEN 'Loaded a Page'
            ELSE 'Viewed ' || {_FULL_NAME} || ' Page' END
        WHEN 'screen' THEN CASE WHEN {_text("m.name", "p.name")} IS NULL THEN 'Loaded a Screen'
            ELSE 'Viewed ' || {_FULL_NAME} || ' Screen' END END"""
_AGENT = "m.context.userAgent"
_DEVICE = f"""CASE WHEN lower(m.context.device.type) IN ('ios', 'android')
        THEN CASE WHEN m.context.device.model ILIKE '%ipad%' THEN 'tablet' ELSE 'mobile' END
        WHEN {_text("m.context.device.type")} IS NOT NULL THEN lower({_text("m.context.device.type")})
        WHEN contains({_AGENT}, 'iPad') OR contains({_AGENT}, 'Tablet')
            OR (contains({_AGENT}, 'Android') AND NOT contains({_AGENT}, 'Mobile')) THEN 'tablet'
        WHEN contains({_AGENT}, 'Mobi') OR contains({_AGENT}, 'iPhone') THEN 'mobile'
        WHEN contains({_AGENT}, 'Windows NT') OR contains({_AGENT}, 'Macintosh') OR contains({_AGENT}, 'X11')
            THEN 'desktop' END"""
_VARIANT = f"""CASE WHEN {_text("p.variation_name", "p.variation_id")} IS NOT NULL
        THEN concat_ws(':', {_text("p.experiment_name", "p.experiment_id")},
                            {_text("p.variation_name", "p.variation_id")}) END"""
# An order names its first product; a name beside an id of a product is the product's. All stay in the properties.
_PRODUCT = f"""coalesce({_text("p.product", "p.products[1].name", "p.products[1].product_id", "p.products[1].sku")},
        CASE WHEN kind = 'track' AND {_text("p.product_id", "p.sku")} IS NOT NULL
            THEN {_text("p.name", "p.product_id", "p.sku")} END)"""
# Revenue is what was earned: a total or value is that only of a completed order (segmentio/facade, Track.revenue), and
# an order that is merely begun has earned nothing yet.
_REVENUE = f"""CASE WHEN kind <> 'track' OR event = 'checkout started' THEN NULL
        WHEN event IN ('order completed', 'completed order') THEN {_text("p.revenue", "p.total", "p.value")}
        ELSE {_text("p.revenue")} END"""
_BESIDE = ", ".join(
    [f"'{key}', m.context.page.{key}" for key in ("url", "path", "referrer", "search", "title")]
    + [f"'campaign_{key}', m.context.campaign.{key}" for key in ("source", "medium", "term", "content")]
    + ["'group_id', m.context.groupId"]
    + [f"'{key}', CASE WHEN kind <> 'track' THEN m.{key} END" for key in ("name", "category")]
)
_OWN = """CASE json_type(m.properties) WHEN 'OBJECT' THEN m.properties WHEN 'NULL' THEN NULL
        ELSE json_object('properties', m.properties) END"""
_PROPERTIES = f"nullif(json_merge_patch('{{}}', json_object({_BESIDE}), coalesce({_OWN}, '{{}}')), '{{}}')"

_SAID_YES, _SAID_NO = "('true', 'granted', 'yes')", "('false', 'denied', 'no')"
_GROUP_TRAITS = """json_merge_patch(json_object('group_id', group_id), coalesce('{' || array_to_string(list_transform(
        json_keys(traits), lambda key: to_json('group.' || key)::VARCHAR || ':'
            || json_extract(traits, '/' || replace(replace(key, '~', '~0'), '/', '~1'))::VARCHAR), ',')
        || '}', '{}'))"""
_TELLS_OF_PEOPLE = """problem = 'people' OR problem IS NULL
    AND (user_id <> anonymous_id OR known_traits IS NOT NULL OR consent_given IS NOT NULL)"""
# A row says that `alias` is the customer, or what is known of the customer.
_PEOPLE = f"""
CREATE TEMP TABLE staged_people AS
WITH good AS (SELECT * FROM staged WHERE problem IS NULL OR problem = 'people'),
known AS (
    SELECT customer_id, at_us, CASE kind WHEN 'group' THEN {_GROUP_TRAITS} ELSE traits END AS traits, consent_given
    FROM good WHERE kind IN ('identify', 'group')
    UNION ALL SELECT customer_id, at_us, known_traits, consent_given FROM good
)
SELECT user_id AS customer_id, anonymous_id AS alias, NULL::JSON AS traits, NULL AS consent, min(at_us) AS at_us
FROM good WHERE kind <> 'alias' AND user_id <> anonymous_id GROUP BY ALL
UNION ALL
SELECT user_id, previous_id, NULL, NULL, min(at_us) FROM good
WHERE kind = 'alias' AND user_id <> previous_id GROUP BY ALL
UNION ALL
SELECT customer_id, NULL, CASE json_type(traits) WHEN 'OBJECT' THEN traits END AS traits,
       CASE WHEN lower(traits ->> '/consent') IN {_SAID_NO} OR contains(consent_given, ':false') THEN 'denied'
            WHEN lower(traits ->> '/consent') IN {_SAID_YES} OR contains(consent_given, ':true') THEN 'granted' END,
       max(at_us)
FROM known WHERE (traits IS NOT NULL AND traits <> '{{}}') OR consent_given IS NOT NULL GROUP BY ALL
"""
