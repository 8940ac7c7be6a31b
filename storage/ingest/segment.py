"""What does a message of the Segment specification say? Its kinds, its fields, and what they are to us.

A file of them holds one JSON object a line, as Segment's own storage destinations write it.
Source: Segment spec (common fields, track, page, screen, identify, group, alias, e-commerce v2, A/B testing, consent)
and, for names of pages and for revenue, `segmentio/facade`, which Segment's destinations are built on.
"""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from storage.events import Refusal

EVENT_KINDS = ("track", "page", "screen")
PEOPLE_KINDS = ("identify", "group", "alias")
KINDS = (*EVENT_KINDS, *PEOPLE_KINDS)

CHANNELS: Mapping[str, str] = {
    "web": "website",
    "browser": "website",
    "client": "website",
    "mobile": "mobile_app",
    "analytics.js": "website",
    "analytics-next": "website",
    "@segment/analytics-next": "website",
    "analytics-ios": "mobile_app",
    "analytics-swift": "mobile_app",
    "analytics-android": "mobile_app",
    "analytics-kotlin": "mobile_app",
    "analytics-react-native": "mobile_app",
    "@segment/analytics-react-native": "mobile_app",
    "analytics_flutter": "mobile_app",
}
"""`channel` of a message, or `context.library.name` → channel. A server tells of all channels: it has none itself."""

MESSAGE: Mapping[str, object] = {
    "type": "VARCHAR",
    "event": "VARCHAR",
    "name": "VARCHAR",
    "category": "VARCHAR",
    "userId": "VARCHAR",
    "anonymousId": "VARCHAR",
    "previousId": "VARCHAR",
    "groupId": "VARCHAR",
    "messageId": "VARCHAR",
    "channel": "VARCHAR",
    "timestamp": "VARCHAR",
    "originalTimestamp": "VARCHAR",
    "sentAt": "VARCHAR",
    "receivedAt": "VARCHAR",
    "traits": "JSON",
    "properties": "JSON",
    "context": {
        "library": {"name": "VARCHAR"},
        "campaign": dict.fromkeys(("name", "source", "medium", "term", "content"), "VARCHAR"),
        "page": dict.fromkeys(("url", "path", "referrer", "search", "title"), "VARCHAR"),
        "device": {"type": "VARCHAR", "model": "VARCHAR"},
        "userAgent": "VARCHAR",
        "groupId": "VARCHAR",
        "traits": "JSON",
        "consent": {"categoryPreferences": "JSON"},
    },
}
"""The fields that are read, as DuckDB's `json_transform` takes them; what is of another shape is NULL."""

PROPERTIES: Mapping[str, object] = {
    **dict.fromkeys(
        (
            "name", "category", "channel", "campaign", "campaign_name", "persona", "revenue", "total", "value",
            "currency", "product", "product_id", "sku", "experiment_id", "experiment_name", "variation_id",
            "variation_name",
        ),
        "VARCHAR",
    ),
    "products": [{"name": "VARCHAR", "product_id": "VARCHAR", "sku": "VARCHAR"}],
}  # fmt: skip

BLAMED: Mapping[str, str] = {
    "segment_type": "type",
    "customer_empty": "userId",
    "name_empty": "event",
    "erased": "userId",
    "previous_empty": "previousId",
    "group_empty": "groupId",
    "time_empty": "timestamp",
    "time_unreadable": "timestamp",
    "time_in_future": "timestamp",
    "time_too_old": "timestamp",
    "revenue_unreadable": "properties.revenue",
}
"""Reason of a refusal → the field of the message it is about."""


class Received(BaseModel):
    """What became of messages that were taken in together. Read = stored + duplicates + refused.

    `people`: those among the stored ones that are no events.
    """

    model_config = ConfigDict(frozen=True)
    rows_read: int
    rows_stored: int
    people: int
    duplicates: int
    refusals: tuple[Refusal, ...]
