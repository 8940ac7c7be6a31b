"""How do rows of Google Analytics, PostHog and Mixpanel become events, and what do they tell of who is who?

Each row is read as one JSON record, be it a line, a row of CSV whose cells hold JSON, or a row of Parquet.
Sources: Google Analytics help, "BigQuery Export schema"; PostHog docs, "S3 destination", events model, and "Identifying
users"; Mixpanel docs, "Export API" and "Identity management".
"""

# ruff: noqa: S608  SQL is made of our own names; what a file says is data
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from storage.backends.duckdb_read import Rows
from storage.backends.duckdb_typed import (
    EventSql,
    certain_channel,
    first_text,
    id_sql,
    literal,
    money_sql,
    time_sql,
    trimmed,
)
from storage.events import ColumnUse
from storage.ingest.times import TimeReading


@dataclass(frozen=True)
class Export:
    """`uses`: field → the key of a row that it is read from, as the preview shows it. `rows` makes SQL of its rows
    from SQL of what stands after FROM; `event` reads them. `replaces`: later rows take the place of earlier ones."""

    name: str
    event: EventSql
    rows: Callable[[str], str]
    uses: Mapping[str, str]
    replaces: bool = False

    def columns(self) -> tuple[ColumnUse, ...]:
        """What the preview says."""
        return tuple(ColumnUse(column=column, field=field, because="name") for field, column in self.uses.items())


# One row says at most one join and some traits; it is an event as well.
PEOPLE = """
INSERT INTO staged_people (customer_id, alias, traits, consent, at_us)
SELECT customer_id, alias, NULL, NULL, min(at_us) FROM staged
WHERE problem IS NULL AND alias <> customer_id GROUP BY ALL
UNION ALL
SELECT customer_id, NULL, traits::JSON, NULL, max(at_us) FROM staged
WHERE problem IS NULL AND traits IS NOT NULL AND traits <> '{}' GROUP BY ALL
"""
_VALUE = dict.fromkeys(("string_value", "int_value", "float_value", "double_value"), "VARCHAR")
_PAIRS = [{"key": "VARCHAR", "value": _VALUE}]
_GA4_SHAPE: Mapping[str, object] = {
    **dict.fromkeys(
        ("event_timestamp", "event_name", "user_id", "user_pseudo_id", "platform", "event_bundle_sequence_id",
         "batch_page_id", "batch_ordering_id", "batch_event_index"),
        "VARCHAR",
    ),
    "event_params": _PAIRS,
    "user_properties": _PAIRS,
    "device": dict.fromkeys(("category", "operating_system", "language", "mobile_brand_name"), "VARCHAR"),
    "geo": dict.fromkeys(("country", "region", "city"), "VARCHAR"),
    "traffic_source": dict.fromkeys(("name", "medium", "source"), "VARCHAR"),
    "collected_traffic_source": dict.fromkeys(("manual_campaign_name", "manual_source", "manual_medium"), "VARCHAR"),
    "ecommerce": dict.fromkeys(("purchase_revenue", "refund_value", "transaction_id"), "VARCHAR"),
    "items": "JSON",
    "privacy_info": {"analytics_storage": "VARCHAR"},
}  # fmt: skip


def ga4(rows: Rows) -> Export:
    """Rows of `events_YYYYMMDD`; those of the same bundle, time and name replace what was stored of them before."""
    name = "m.event_name"
    purchase = first_text("m.ecommerce.purchase_revenue", _param("value"))
    refund = first_text("m.ecommerce.refund_value", _param("value"))
    amount = f"""CASE {name} WHEN 'purchase' THEN {purchase} WHEN 'in_app_purchase' THEN {purchase}
        WHEN 'refund' THEN concat('-', ltrim({refund}, '-')) END"""
    first = f"{name} IN ('first_visit', 'first_open')"  # the only events that the user's first source is about
    medium = first_text(
        "m.collected_traffic_source.manual_medium",
        _param("medium"),
        f"CASE WHEN {first} THEN m.traffic_source.medium END",
    )
    campaign = first_text(
        "m.collected_traffic_source.manual_campaign_name", _param("campaign"),
        f"CASE WHEN {first} THEN m.traffic_source.name END",
    )  # fmt: skip
    platform = """CASE upper(m.platform) WHEN 'WEB' THEN 'website' WHEN 'IOS' THEN 'mobile_app'
        WHEN 'ANDROID' THEN 'mobile_app' END"""
    key = ", ".join(
        f"coalesce(m.{part}, '')"
        for part in ("user_pseudo_id", "event_timestamp", "event_name", "event_bundle_sequence_id", "batch_page_id",
                     "batch_ordering_id", "batch_event_index")
    )  # fmt: skip
    beside = {
        "country": "m.geo.country", "city": "m.geo.city", "operating_system": "m.device.operating_system",
        "source": first_text("m.collected_traffic_source.manual_source", _param("source")),
        "medium": medium, "first_source": "m.traffic_source.source", "first_medium": "m.traffic_source.medium",
        "first_campaign": "m.traffic_source.name", "order_id": "m.ecommerce.transaction_id", "items": "m.items",
    }  # fmt: skip
    pseudo, known = id_sql(trimmed("m.user_pseudo_id")), id_sql(trimmed("m.user_id"))
    event = EventSql(
        customer=f"coalesce({known}, {pseudo})",
        name=trimmed(name),
        time=trimmed("m.event_timestamp"),
        at_us=time_sql("m.event_timestamp", TimeReading(unit="us"), "UTC"),
        texts={
            "channel": f"coalesce({certain_channel(medium)}, {platform})",
            "campaign": f"nullif(nullif(nullif({campaign}, '(direct)'), '(not set)'), '(organic)')",
            "device": f"lower({trimmed('m.device.category')})",
            "currency": _param("currency"),
            "product": "m.items ->> '/0/item_name'",
            "persona": "NULL::VARCHAR",
        },
        event_key=f"concat_ws('|', 'ga4', {key})",
        revenue_text=amount,
        revenue=money_sql(f"({amount})", "."),
        properties=_merged(_object(beside), _flattened("m.event_params")),
        whole="c0",
        broken="record IS NULL",
        blank="is_blank",
        further={
            "alias": f"CASE WHEN {known} IS NOT NULL THEN {pseudo} END",
            "traits": f"nullif({_flattened('m.user_properties')}, '{{}}')::JSON",
        },
    )
    uses = {"customer_id": "user_id, user_pseudo_id", "occurred_at": "event_timestamp", "name": "event_name",
            "channel": "medium, platform", "campaign": "campaign", "device": "device.category",
            "revenue": "ecommerce.purchase_revenue", "currency": "event_params.currency", "product": "items.item_name",
            "properties": "event_params"}  # fmt: skip
    return Export("ga4", event, _shaped(rows, _GA4_SHAPE), uses, replaces=True)


def posthog(rows: Rows) -> Export:
    """Rows of PostHog's events model: JSON lines, Parquet or CSV."""
    joins = """CASE event WHEN '$identify' THEN p ->> '/$anon_distinct_id' WHEN '$create_alias' THEN p ->> '/alias'
        WHEN '$merge_dangerously' THEN p ->> '/alias' END"""
    library = """CASE p ->> '/$lib' WHEN 'web' THEN 'website' WHEN 'js' THEN 'website'
        WHEN 'posthog-ios' THEN 'mobile_app'
        WHEN 'posthog-android' THEN 'mobile_app' WHEN 'posthog-react-native' THEN 'mobile_app'
        WHEN 'posthog-flutter' THEN 'mobile_app' END"""
    said, own = first_text("p ->> '/channel'", "p ->> '/utm_medium'"), trimmed("p ->> '/channel'")
    revenue = first_text("p ->> '/revenue'", "p ->> '/$revenue'")
    flag = "p ->> '/$feature_flag'"
    time = "record ->> '/timestamp'"
    event = EventSql(
        customer=trimmed("record ->> '/distinct_id'"),
        name=trimmed("event"),
        time=trimmed(time),
        at_us=time_sql(f"({time})", TimeReading(), "UTC"),
        texts={
            "channel": f"coalesce({certain_channel(said)}, {library}, {own})",
            "campaign": first_text("p ->> '/utm_campaign'", "p ->> '/campaign'"),
            "device": "lower(" + first_text("p ->> '/$device_type'", "p ->> '/device'") + ")",
            "variant": f"CASE WHEN {flag} IS NOT NULL THEN concat_ws(':', {flag}, p ->> '/$feature_flag_response') END",
            "product": first_text("p ->> '/product'", "p ->> '/product_name'"),
            "currency": first_text("p ->> '/currency'", "p ->> '/$currency'"),
            "persona": trimmed("p ->> '/persona'"),
        },
        event_key=first_text("record ->> '/uuid'", "record ->> '/id'"),
        revenue_text=revenue,
        revenue=money_sql(revenue, "."),
        properties=_merged(_rest(("uuid", "id", "event", "distinct_id", "timestamp", "properties", "person_properties",
                                  "person", "elements", "elements_chain", "set", "set_once", "$set", "$set_once")),
                           f"json_merge_patch(p, {literal(json.dumps({'$set': None, '$set_once': None}))})"),
        whole="c0",
        broken="record IS NULL",
        blank="is_blank",
        further={
            "alias": id_sql(f"({joins})"),
            "traits": """nullif(json_merge_patch('{}', coalesce(p -> '/$set_once', '{}'),
                coalesce(p -> '/$set', '{}')), '{}')""",
        },
    )  # fmt: skip
    uses = {"customer_id": "distinct_id", "occurred_at": "timestamp", "name": "event", "event_id": "uuid",
            "channel": "properties.$lib, utm_medium", "campaign": "properties.utm_campaign",
            "device": "properties.$device_type", "revenue": "properties.revenue",
            "properties": "properties"}  # fmt: skip
    return Export("posthog", event, _with_properties(rows), uses)


def mixpanel(rows: Rows) -> Export:
    """Lines of Mixpanel's export. Its dedupe id is `$insert_id`."""
    number = "try_cast(p ->> '/time' AS DECIMAL(28, 6))"
    joins = """CASE event WHEN '$identify' THEN p ->> '/$anon_id' WHEN '$create_alias' THEN p ->> '/alias'
        WHEN '$merge' THEN p ->> '/$distinct_ids/1' END"""
    device = "CASE WHEN p ->> '/$user_id' IS NOT NULL THEN '$device:' || (p ->> '/$device_id') END"
    library = """CASE lower(p ->> '/mp_lib') WHEN 'web' THEN 'website' WHEN 'iphone' THEN 'mobile_app'
        WHEN 'swift' THEN 'mobile_app' WHEN 'android' THEN 'mobile_app' WHEN 'flutter' THEN 'mobile_app'
        WHEN 'react-native' THEN 'mobile_app' END"""
    said, own = first_text("p ->> '/channel'", "p ->> '/utm_medium'"), trimmed("p ->> '/channel'")
    revenue = first_text("p ->> '/revenue'", "p ->> '/$amount'", "p ->> '/amount'")
    customer = """CASE event WHEN '$identify' THEN coalesce(p ->> '/$identified_id', p ->> '/distinct_id')
        WHEN '$merge' THEN p ->> '/$distinct_ids/0' ELSE p ->> '/distinct_id' END"""
    event = EventSql(
        customer=trimmed(f"({customer})"),
        name=trimmed("event"),
        time=trimmed("p ->> '/time'"),
        at_us=f"try_cast({number} * CASE WHEN {number} < 100000000000 THEN 1000000 ELSE 1000 END AS BIGINT)",
        texts={
            "channel": f"coalesce({certain_channel(said)}, {library}, {own})",
            "campaign": first_text("p ->> '/utm_campaign'", "p ->> '/campaign'"),
            "device": "lower(" + first_text("p ->> '/$device_type'", "p ->> '/device'") + ")",
            "product": first_text("p ->> '/product'", "p ->> '/product_name'"),
            "currency": trimmed("p ->> '/currency'"),
            "variant": """CASE WHEN p ->> '/Experiment name' IS NOT NULL
                THEN concat_ws(':', p ->> '/Experiment name', p ->> '/Variant name') END""",
            "persona": trimmed("p ->> '/persona'"),
        },
        event_key=trimmed("p ->> '/$insert_id'"),
        revenue_text=revenue,
        revenue=money_sql(revenue, "."),
        properties=f"json_merge_patch(p, {literal(json.dumps(dict.fromkeys(('distinct_id', 'time', '$insert_id'))))})",
        whole="c0",
        broken="record IS NULL",
        blank="is_blank",
        further={"alias": f"coalesce({id_sql(f'({joins})')}, {id_sql(f'({device})')})", "traits": "NULL::JSON"},
    )
    uses = {"customer_id": "properties.distinct_id", "occurred_at": "properties.time", "name": "event",
            "event_id": "properties.$insert_id", "channel": "properties.mp_lib, utm_medium",
            "campaign": "properties.utm_campaign", "revenue": "properties.revenue",
            "properties": "properties"}  # fmt: skip
    return Export("mixpanel", event, _with_properties(rows), uses)


EXPORTS: Mapping[str, Callable[[Rows], Export]] = {"ga4": ga4, "posthog": posthog, "mixpanel": mixpanel}


def _shaped(rows: Rows, shape: Mapping[str, object]) -> Callable[[str], str]:
    """SQL: the record of each row, and in `m` the keys that are read, whatever else stands there."""

    def of(source: str) -> str:
        read = f"SELECT {rows.whole} AS c0, {rows.record} AS record, {rows.blank} AS is_blank FROM {source}"
        return f"(SELECT *, json_transform(record, {literal(json.dumps(shape))}) AS m FROM ({read}))"

    return of


def _with_properties(rows: Rows) -> Callable[[str], str]:
    """SQL: the record of each row, its event's name, and in `p` its properties, a JSON text unpacked."""

    def of(source: str) -> str:
        read = f"SELECT {rows.whole} AS c0, {rows.record} AS record, {rows.blank} AS is_blank FROM {source}"
        text = "record ->> '/properties'"
        packed = f"CASE WHEN json_type(record, '/properties') = 'VARCHAR' THEN CASE WHEN json_valid({text}) THEN "
        found = f"coalesce({packed} ({text})::JSON END ELSE record -> '/properties' END, '{{}}'::JSON)"
        return (
            f"(SELECT *, record ->> '/event' AS event, CASE json_type({found}) WHEN 'OBJECT' THEN {found} "
            f"ELSE '{{}}'::JSON END AS p FROM ({read}))"
        )

    return of


def _param(key: str) -> str:
    """SQL of the value of an event parameter as text."""
    found = f"list_filter(m.event_params, lambda pair: pair.key = {literal(key)})[1].value"
    return f"coalesce({', '.join(f'{found}.{kind}' for kind in _VALUE)})"


def _flattened(pairs: str) -> str:
    """SQL of a JSON object of key-value pairs; numbers stay numbers."""
    value = (
        "coalesce(to_json(pair.value.string_value)::VARCHAR, pair.value.int_value, pair.value.double_value, "
        "pair.value.float_value)"
    )
    texts = (
        f"list_transform(list_filter({pairs}, lambda pair: pair.key IS NOT NULL AND {value} IS NOT NULL), "
        f"lambda pair: to_json(pair.key)::VARCHAR || ':' || {value})"
    )
    return f"coalesce('{{' || array_to_string({texts}, ',') || '}}', '{{}}')"


def _object(values: Mapping[str, str]) -> str:
    return f"json_object({', '.join(f'{literal(key)}, {sql}' for key, sql in values.items())})"


def _merged(first: str, second: str) -> str:
    """SQL of both objects in one without what is null, NULL where nothing is left."""
    return f"nullif(json_merge_patch('{{}}', {first}, {second}), '{{}}')"


def _rest(keys: tuple[str, ...]) -> str:
    return f"json_merge_patch(record, {literal(json.dumps(dict.fromkeys(keys)))})"
