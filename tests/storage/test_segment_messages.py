"""Messages of the Segment specification become events, joins and traits, as the specification says."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from storage.backends.duckdb_segment import StagedMessages, count_messages, segment_refusals, stage_segment
from storage.open import open_stores

NOON = "2026-03-01T12:00:00Z"
NOON_US = 1_772_366_400_000_000  # date -u -d 2026-03-01T12:00:00Z +%s
NOW_US = NOON_US + 86_400_000_000


class Staged:
    """What became of some messages."""

    def __init__(self, folder: Path, *lines: dict[str, Any] | str) -> None:
        file = folder / "messages.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        file.write_text("".join(f"{text}\n" for text in texts), "utf-8")
        self.cursor = duckdb.connect()
        self.counts: StagedMessages = count_messages(self.cursor, stage_segment(self.cursor, file, NOW_US))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.cursor.execute(sql).fetchall()

    def events(self, columns: str) -> list[Any]:
        found = self.rows(f"SELECT {columns} FROM staged WHERE problem IS NULL ORDER BY rowid")
        return [row[0] if len(row) == 1 else row for row in found]

    def refused(self) -> list[tuple[int, str, str, str]]:
        return [(r.line, r.column, r.value, r.reason) for r in segment_refusals(self.cursor, self.counts)]

    def people(self) -> list[tuple[Any, ...]]:
        found = self.rows("SELECT customer_id, alias, traits, consent FROM staged_people ORDER BY ALL NULLS FIRST")
        return [(who, alias, json.loads(traits) if traits else None, consent) for who, alias, traits, consent in found]


def track(**fields: Any) -> dict[str, Any]:
    return {
        "type": "track",
        "event": "Order Completed",
        "userId": "ana",
        "timestamp": NOON,
        "messageId": "m1",
        **fields,
    }


def test_the_known_user_counts_before_the_anonymous_one_and_both_together_are_one(tmp_path: Path) -> None:
    staged = Staged(
        tmp_path, track(userId=None, anonymousId="a1"), track(messageId="m2", anonymousId="a1"),
        track(messageId="m3", userId=7), track(messageId="m4", userId="undefined", anonymousId="a2"),
    )  # fmt: skip
    assert staged.events("customer_id") == ["a1", "ana", "7", "a2"]
    assert staged.people() == [("ana", "a1", None, None)]


def test_identify_group_and_alias_say_who_is_who_and_are_no_events(tmp_path: Path) -> None:
    common = {"userId": "ana", "timestamp": NOON}
    staged = Staged(
        tmp_path,
        {"type": "identify", "anonymousId": "a1", "traits": {"plan": "pro", "consent": True}, **common},
        {"type": "alias", "previousId": "old", **common},
        {"type": "group", "groupId": "g1", "traits": {"name": "Acme", "a/b~c": 3}, **common},
        {"type": "identify", "anonymousId": "a2", "traits": {"plan": "free"}, "timestamp": NOON},
    )
    assert (staged.counts.events, staged.counts.people, staged.counts.reasons) == (0, 4, {})
    assert staged.people() == [
        ("a2", None, {"plan": "free"}, None),
        ("ana", None, {"group_id": "g1", "group.name": "Acme", "group.a/b~c": 3}, None),
        ("ana", None, {"plan": "pro", "consent": True}, "granted"),
        ("ana", "a1", None, None),
        ("ana", "old", None, None),
    ]


def test_pages_and_screens_are_called_as_segments_destinations_call_them(tmp_path: Path) -> None:
    common = {"userId": "ana", "timestamp": NOON}
    staged = Staged(
        tmp_path,
        {"type": "page", "name": "Home", **common},
        {"type": "page", "name": "Index", "category": "Docs", **common},
        {"type": "page", "category": "Docs", "properties": {"path": "/d"}, **common},
        {"type": "page", "properties": {"name": "Cart", "category": "Shop"}, **common},
        {"type": "screen", "name": "Feed", **common},
        {"type": "screen", **common},
    )
    assert staged.events("name") == [
        "Viewed Home Page", "Viewed Docs Index Page", "Loaded a Page", "Viewed Shop Cart Page", "Viewed Feed Screen",
        "Loaded a Screen",
    ]  # fmt: skip
    assert json.loads(staged.events("properties")[2]) == {"category": "Docs", "path": "/d"}


def test_the_senders_clock_is_set_right_by_when_it_said_it_sent(tmp_path: Path) -> None:
    sent_an_hour_ahead = {
        "timestamp": None, "originalTimestamp": "2026-03-01T13:00:00Z", "sentAt": "2026-03-01T13:00:05Z",
        "receivedAt": "2026-03-01T12:00:06Z",
    }  # fmt: skip
    staged = Staged(
        tmp_path,
        track(**sent_an_hour_ahead),
        track(messageId="m2", timestamp=NOON, originalTimestamp="2020-01-01T00:00:00Z"),
        track(messageId="m3", timestamp=None, receivedAt=NOON),
        track(messageId="m4", timestamp="2026-03-01T14:00:00+02:00"),
        track(messageId="m5", timestamp=None, originalTimestamp=NOON, sentAt="soon", receivedAt=NOON),
    )
    assert staged.events("at_us") == [NOON_US + 1_000_000, NOON_US, NOON_US, NOON_US, NOON_US]


def test_channel_device_campaign_and_page_come_from_the_context(tmp_path: Path) -> None:
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148"
    context = {
        "library": {"name": "analytics.js"}, "userAgent": phone, "campaign": {"name": "spring", "source": "news"},
        "page": {"url": "https://shop/x", "path": "/x"}, "ip": "1.2.3.4",
    }  # fmt: skip
    staged = Staged(
        tmp_path,
        track(context=context),
        track(messageId="m2", context={"library": {"name": "analytics-kotlin"}, "device": {"type": "android"}}),
        track(messageId="m3", context={"library": {"name": "analytics-python"}}, channel="server"),
        track(messageId="m4", properties={"channel": "email", "campaign_name": "letter"}, channel="mobile"),
        track(messageId="m5", context="none"),
    )
    assert staged.events("channel, device, campaign") == [
        ("website", "mobile", "spring"), ("mobile_app", "mobile", None), (None, None, None), ("email", None, "letter"),
        (None, None, None),
    ]  # fmt: skip
    kept = json.loads(staged.events("properties")[0])
    assert kept == {"url": "https://shop/x", "path": "/x", "campaign_source": "news"}


def test_an_order_names_its_first_product_and_its_money_is_what_was_earned(tmp_path: Path) -> None:
    two = {"products": [{"product_id": "p1", "name": "Vacuum"}, {"name": "Bags"}], "total": 27.5, "currency": "eur"}
    staged = Staged(
        tmp_path,
        track(properties=two),
        track(messageId="m2", properties={**two, "revenue": "$25.00"}),
        track(messageId="m3", event="Checkout Started", properties={"revenue": 25, "value": 25}),
        track(messageId="m4", event="Product Viewed", properties={"product_id": "p1", "name": "Vacuum", "value": 9}),
        track(messageId="m5", event="Signed Up", properties={"name": "Ana"}),
        track(messageId="m6", event="Order Refunded", properties={"revenue": -5}),
    )
    assert staged.events("product, revenue, currency") == [
        ("Vacuum", Decimal("27.50"), "EUR"), ("Vacuum", Decimal("25.00"), "EUR"), (None, None, None),
        ("Vacuum", None, None), (None, None, None), (None, Decimal("-5.00"), None),
    ]  # fmt: skip


def test_an_experiment_viewed_is_a_variant(tmp_path: Path) -> None:
    said = {"experiment_id": "e1", "experiment_name": "Button", "variation_id": "v2", "variation_name": "Green"}
    staged = Staged(
        tmp_path, track(event="Experiment Viewed", properties=said), track(properties={"variation_id": "v2"})
    )
    assert staged.events("variant") == ["Button:Green", "v2"]


def test_consent_is_denied_where_one_category_is(tmp_path: Path) -> None:
    def choosing(**preferences: bool) -> dict[str, Any]:
        return {"consent": {"categoryPreferences": preferences}}

    staged = Staged(
        tmp_path, track(userId="u1", context=choosing(ads=True, counting=True)),
        track(userId="u2", context=choosing(ads=False, counting=True)), track(userId="u3", context=choosing()),
        {"type": "identify", "userId": "u4", "timestamp": NOON, "traits": {"consent": "denied"}},
    )  # fmt: skip
    assert {who: consent for who, _, _, consent in staged.people()} == {
        "u1": "granted", "u2": "denied", "u3": None, "u4": "denied",
    }  # fmt: skip


def test_every_line_that_cannot_be_used_is_told_with_its_place_and_reason(tmp_path: Path) -> None:
    staged = Staged(
        tmp_path,
        track(),
        '{"type": "track", "event": ',
        "",
        track(type="trak"),
        track(userId=None, anonymousId=""),
        track(event=" "),
        {"type": "track", "event": "x", "userId": "ana"},
        track(timestamp="yesterday"),
        track(timestamp="2126-01-01"),
        track(timestamp="1970-01-01T00:00:00Z"),
        track(properties={"revenue": "lots"}),
        {"type": "alias", "userId": "ana", "timestamp": NOON},
        {"type": "group", "userId": "ana", "timestamp": NOON},
        "[1, 2]",
        track(userId={"id": 1}),
        track(timestamp=None, originalTimestamp="2026-03-04T00:00:00Z", receivedAt=NOON),
    )
    assert staged.counts.events == 1
    assert staged.refused() == [
        (2, "", '{"type": "track", "event": ', "json_broken"),
        (4, "type", "trak", "segment_type"),
        (5, "userId", "", "customer_empty"),
        (6, "event", "", "name_empty"),
        (7, "timestamp", "", "time_empty"),
        (8, "timestamp", "yesterday", "time_unreadable"),
        (9, "timestamp", "2126-01-01", "time_in_future"),
        (10, "timestamp", "1970-01-01T00:00:00Z", "time_too_old"),
        (11, "properties.revenue", "lots", "revenue_unreadable"),
        (12, "previousId", "", "previous_empty"),
        (13, "groupId", "", "group_empty"),
        (14, "", "[1, 2]", "json_broken"),
        (15, "userId", "", "customer_empty"),
        (16, "timestamp", "2026-03-04T00:00:00Z", "time_in_future"),
    ]


def test_one_message_id_is_one_event_and_without_ids_the_whole_line_tells(tmp_path: Path) -> None:
    bare = {"type": "track", "event": "x", "userId": "ana", "timestamp": NOON}
    staged = Staged(tmp_path, track(), track(event="Another"), bare, bare, {**bare, "userId": "bo"})
    first, second, *without = staged.events("key")
    assert first == second
    assert without[0] == without[1] != without[2]


def test_properties_of_another_shape_are_kept_as_they_came(tmp_path: Path) -> None:
    deep: Any = 1
    for _ in range(500):
        deep = {"in": deep}
    staged = Staged(tmp_path, track(properties=[1, 2]), track(properties=None), track(properties={"deep": deep}))
    assert [json.loads(kept) if kept else None for kept in staged.events("properties")] == [
        {"properties": [1, 2]}, None, {"deep": deep},
    ]  # fmt: skip


def test_a_file_of_messages_is_imported_as_such_and_bad_json_deep_in_it_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "messages.jsonl"
    with file.open("w") as lines:
        for number in range(30_000):
            lines.write(json.dumps(track(messageId=f"m{number}", userId=f"u{number % 100}")) + "\n")
            if number == 25_000:
                lines.write('{"type": "track", "event": "Order Com\n')
        lines.write(json.dumps({"type": "identify", "userId": "u1", "timestamp": NOON, "messageId": "i1"}) + "\n")
    stores = open_stores(tmp_path / "data")
    try:
        report = stores.events("T1").import_file(file)
        assert stores.events("T1").count() == 30_000
    finally:
        stores.close()
    assert (report.rows_read, report.rows_stored, report.refused) == (30_002, 30_001, 1)
    assert [(r.line, r.reason) for r in report.refusals] == [(25_002, "json_broken")]
    assert [(n.key, n.facts) for n in report.notices] == [("segment_people", {"n": 1})]
