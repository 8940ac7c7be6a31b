"""Exports of Google Analytics, PostHog, Mixpanel and Segment are known by their content and read by their own rules."""

import csv
import io
import json
from pathlib import Path

import pytest
from exports_made import GA4, MIXPANEL, POSTHOG, ga4, lines
from taking import Take

from storage.event_tables import text_at
from storage.events import Events


def stored(events: Events) -> list[dict[str, object]]:
    tables = events.tables
    named = tables.events.join(tables.names, "name").join(tables.customers, "customer")
    return events.run(
        named.order_by(["at_us", "event_id"]).select(
            "customer_id", "title", "at_us", "channel", "device", "campaign", "revenue", "currency", "product"
        )
    )


def as_csv(rows: list[dict[str, object]]) -> str:
    """The same rows as CSV, nested values as JSON."""
    out = io.StringIO()
    columns = list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(
        {key: json.dumps(value) if isinstance(value, dict | list) else value for key, value in row.items()}
        for row in rows
    )
    return out.getvalue()


def as_parquet(rows: list[dict[str, object]], folder: Path) -> bytes:
    import duckdb

    (folder / "rows.jsonl").write_text(lines(rows))
    duckdb.sql(f"COPY (FROM read_json('{folder}/rows.jsonl')) TO '{folder}/rows.parquet'")
    return (folder / "rows.parquet").read_bytes()


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])
def test_google_analytics_is_read_from_each_kind_of_file(take: Take, events: Events, tmp_path: Path, kind: str) -> None:
    made = {"jsonl": lines, "csv": as_csv, "parquet": lambda rows: as_parquet(rows, tmp_path)}[kind](GA4)
    report = take(made, f"export.{kind}")
    assert (report.form, report.rows_read, report.rows_stored, report.refused) == ("ga4", 3, 3, 0)
    visit, view, purchase = stored(events)
    assert (visit["title"], visit["channel"], visit["campaign"]) == ("first_visit", "email", "spring")
    assert (view["channel"], view["campaign"], view["device"]) == ("search_ad", "winter", "mobile")
    assert (str(purchase["revenue"]), purchase["currency"], purchase["product"]) == ("19.99", "EUR", "Robot")
    assert purchase["channel"] == "website"
    assert {row["customer_id"] for row in (visit, view, purchase)} == {"u-9"}  # the browser's id joined to the user's
    assert purchase["at_us"] == 1_767_600_002_000_000
    kept = events.run(
        events.tables.events.select(
            v=text_at(events.tables.events.properties, "page_location"),
            s=text_at(events.tables.events.properties, "ga_session_id"),
        )
    )
    assert {(row["v"], row["s"]) for row in kept} == {("https://shop.example/a?b=1", "77")}
    assert events.run(events.tables.customers.select(plan=text_at(events.tables.customers.traits, "plan"))) == [
        {"plan": "pro"}
    ]


def test_late_rows_of_google_analytics_replace_the_earlier_ones_and_come_back_when_undone(
    take: Take, events: Events
) -> None:
    take(lines(GA4), "day.jsonl")
    late = [{**GA4[1], "geo": {"country": "France"}}, ga4("scroll", 1_767_600_003_000_000)]
    report = take(lines(late), "day-again.jsonl")
    assert (report.rows_stored, report.replaced, events.count()) == (2, 1, 4)
    events.forget(2)
    assert events.count() == 3


def test_rows_without_any_id_are_refused_and_named(take: Take) -> None:
    report = take(lines([GA4[0], {**GA4[1], "user_pseudo_id": None}]) + '{"event_name": \n', "day.jsonl")
    assert [(r.line, r.reason) for r in report.refusals] == [(2, "customer_empty"), (3, "json_broken")]
    assert (report.rows_read, report.rows_stored, report.refused) == (3, 1, 2)


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])
def test_posthog_joins_whom_it_identified(take: Take, events: Events, tmp_path: Path, kind: str) -> None:
    packed = [{**row, "properties": json.dumps(row["properties"])} for row in POSTHOG]  # as its Parquet and CSV have it
    made = {"jsonl": lambda rows: lines(POSTHOG), "csv": as_csv, "parquet": lambda rows: as_parquet(rows, tmp_path)}[
        kind
    ](packed)
    report = take(made, f"export.{kind}")
    assert (report.form, report.rows_read, report.rows_stored) == ("posthog", 4, 4)
    page, identify, bought, alias = stored(events)
    assert {row["customer_id"] for row in (page, identify, bought, alias)} == {"u-1"}
    assert (page["channel"], page["campaign"], page["device"]) == ("email", "spring", "desktop")
    assert (bought["channel"], str(bought["revenue"]), bought["currency"]) == ("mobile_app", "12.50", "EUR")
    assert events.run(events.tables.customers.select(plan=text_at(events.tables.customers.traits, "plan"))) == [
        {"plan": "pro"}
    ]
    assert take(made, f"again.{kind}").rows_stored == 0


def test_mixpanel_joins_the_device_to_the_user_and_dedupes_by_insert_id(take: Take, events: Events) -> None:
    report = take(lines(MIXPANEL), "export.jsonl")
    assert (report.form, report.rows_read, report.rows_stored) == ("mixpanel", 2, 2)
    signed, bought = stored(events)
    assert (signed["customer_id"], bought["customer_id"]) == ("u-1", "u-1")
    assert (signed["at_us"], signed["channel"]) == (1_767_607_200_000_000, "website")
    assert (str(bought["revenue"]), bought["currency"], bought["channel"]) == ("8.00", "USD", "mobile_app")
    again = [{**MIXPANEL[1], "properties": {**MIXPANEL[1]["properties"], "colour": "blue"}}]  # type: ignore[dict-item]
    assert take(lines(again), "again.jsonl").duplicates == 1


def test_lines_of_segment_are_known_by_their_message_ids(take: Take, events: Events) -> None:
    said = {"messageId": "m1", "anonymousId": "a", "userId": "u", "timestamp": "2026-01-05T10:00:00Z"}
    report = take(
        lines([{**said, "type": "track", "event": "Order Completed", "properties": {"revenue": 5, "currency": "EUR"}},
               {**said, "messageId": "m2", "type": "identify", "traits": {"plan": "pro"}},
               {**said, "messageId": "m3", "type": "track"}]),
        "segment.jsonl",
    )  # fmt: skip
    assert (report.form, report.rows_read, report.rows_stored, report.refused) == ("segment", 3, 2, 1)
    assert [(r.line, r.column, r.reason) for r in report.refusals] == [(3, "event", "name_empty")]
