"""Small files as the public documentation of each program describes its export."""

import json


def lines(rows: list[dict[str, object]]) -> str:
    """JSON objects, one a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def ga4(name: str, us: int, pseudo: str = "11.22", bundle: int = 1, **more: object) -> dict[str, object]:
    """A row of `events_20260105` as BigQuery writes it as JSON: integers are texts."""
    return {
        "event_date": "20260105", "event_timestamp": str(us), "event_name": name,
        "event_params": [
            {"key": "ga_session_id", "value": {"int_value": "77"}},
            {"key": "page_location", "value": {"string_value": "https://shop.example/a?b=1"}},
            {"key": "currency", "value": {"string_value": "eur"}},
        ],
        "event_bundle_sequence_id": str(bundle), "user_pseudo_id": pseudo,
        "user_properties": [{"key": "plan", "value": {"string_value": "pro"}}],
        "device": {"category": "mobile", "operating_system": "iOS"}, "geo": {"country": "Germany", "city": "Bonn"},
        "traffic_source": {"name": "spring", "medium": "email", "source": "newsletter"},
        "platform": "WEB", "stream_id": "1", **more,
    }  # fmt: skip


GA4 = [
    ga4("first_visit", 1_767_600_000_000_000),
    ga4("page_view", 1_767_600_001_000_000, collected_traffic_source={"manual_medium": "cpc",
        "manual_campaign_name": "winter"}),
    ga4(
        "purchase", 1_767_600_002_000_000, user_id="u-9", ecommerce={"purchase_revenue": 19.99,
        "transaction_id": "o1"},
        items=[{"item_name": "Robot"}],
    ),
]  # fmt: skip
POSTHOG = [
    {"uuid": "a1", "event": "$pageview", "distinct_id": "anon-1", "timestamp": "2026-01-05T10:00:00.000Z",
     "properties": {"$lib": "web", "$device_type": "Desktop", "utm_medium": "email", "utm_campaign": "spring",
     "$current_url": "/a"}},
    {"uuid": "a2", "event": "$identify", "distinct_id": "u-1", "timestamp": "2026-01-05T10:01:00.000Z",
     "properties": {"$anon_distinct_id": "anon-1", "$set": {"plan": "pro"}, "$lib": "web"}},
    {"uuid": "a3", "event": "bought", "distinct_id": "u-1", "timestamp": "2026-01-05T10:02:00.000Z",
     "properties": {"revenue": 12.5, "currency": "eur", "$lib": "posthog-ios"}},
    {"uuid": "a4", "event": "$create_alias", "distinct_id": "u-1", "timestamp": "2026-01-05T10:03:00.000Z",
     "properties": {"alias": "old-1"}},
]  # fmt: skip
MIXPANEL = [
    {"event": "Signed up", "properties": {"time": 1767607200, "distinct_id": "$device:d1", "$device_id": "d1",
        "$insert_id": "i1",
                                          "mp_lib": "web", "utm_campaign": "spring"}},
    {"event": "Bought", "properties": {"time": 1767607260, "distinct_id": "u-1", "$device_id": "d1", "$user_id": "u-1",
                                       "$insert_id": "i2", "mp_lib": "swift", "revenue": 8, "currency": "usd",
                                       "colour": "red"}},
]  # fmt: skip
