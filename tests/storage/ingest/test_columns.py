"""Which column is which field: the mapping before the name, the name before the content."""

import pytest

from storage.errors import ImportRefused
from storage.ingest.columns import choose_columns
from storage.ingest.mapping import ColumnMapping

TIMES = ("2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04")
USERS = ("u1", "u2", "u1", "u3")
STEPS = ("visit", "visit", "buy", "visit")


def chosen(samples: dict[str, tuple[str, ...]], **mapping: object) -> dict[str, tuple[str, str]]:
    uses = choose_columns(samples, ColumnMapping.model_validate(mapping))
    return {use.column: (use.field, use.because) for use in uses}


@pytest.mark.parametrize(
    ("customer", "time", "name"),
    [
        ("client_id", "timestamp", "event"),
        ("user_id", "ts", "event_name"),
        ("case:concept:name", "time:timestamp", "concept:name"),
        ("user_pseudo_id", "event_timestamp", "event_name"),
        ("UserID", "Event Time", "Action"),
        ("uid", "created_at", "activity"),
        ("distinct_id", "datetime", "event-type"),
        ("Customer ID", "Date", "Step"),
        ("visitorid", "occurred_at", "name"),
    ],
)
def test_columns_are_known_by_the_names_that_programs_give_them(customer: str, time: str, name: str) -> None:
    assert chosen({name: STEPS, customer: USERS, time: TIMES}) == {
        customer: ("customer_id", "name"),
        time: ("occurred_at", "name"),
        name: ("name", "name"),
    }


def test_columns_without_telling_names_are_known_by_content() -> None:
    assert chosen({"a": USERS, "b": TIMES, "c": STEPS}) == {
        "a": ("customer_id", "content"),
        "b": ("occurred_at", "content"),
        "c": ("name", "content"),
    }


def test_few_customers_are_not_taken_for_the_names_of_events() -> None:
    pages = ("home", "cart", "help", "home")
    assert chosen({"x": ("u1", "u2", "u1", "u2"), "y": TIMES, "z": pages})["z"] == ("name", "content")


def test_a_column_called_time_that_holds_no_times_gives_way_to_one_that_does() -> None:
    assert chosen({"timestamp": ("a", "b", "c", "d"), "date": TIMES, "user": USERS, "event": STEPS})["date"] == (
        "occurred_at",
        "name",
    )


def test_amounts_are_revenue_and_names_of_sellers_are_not() -> None:
    base = {"user": USERS, "event": STEPS, "time": TIMES}
    assert chosen(base | {"sales": ("1.50", "€ 2", "3", "4,00")})["sales"] == ("revenue", "name")
    assert chosen(base | {"sales": ("Ann", "Bob", "Cy", "Dee")})["sales"] == ("properties", "rest")


def test_the_mapping_wins_and_takes_column_names_in_any_case() -> None:
    samples = {"user_id": USERS, "event": STEPS, "timestamp": TIMES, "Account": USERS}
    assert chosen(samples, customer_id="account", ignore=("event",), name="user_id") == {
        "Account": ("customer_id", "mapping"),
        "timestamp": ("occurred_at", "name"),
        "user_id": ("name", "mapping"),
    }


def test_a_constant_name_needs_no_column() -> None:
    assert "name" not in {
        field for field, _ in chosen({"user": USERS, "time": TIMES}, constants={"name": "purchase"}).values()
    }


def test_what_is_missing_or_wrong_is_named_with_the_columns_there_are() -> None:
    with pytest.raises(ImportRefused) as missing:
        chosen({"user": USERS, "event": STEPS})
    assert (missing.value.key, missing.value.facts) == (
        "column_missing",
        {"field": "occurred_at", "columns": "user, event"},
    )
    with pytest.raises(ImportRefused) as unknown:
        chosen({"user": USERS, "event": STEPS, "time": TIMES}, channel="medium")
    assert unknown.value.facts == {"field": "channel", "column": "medium", "columns": "user, event, time"}
    with pytest.raises(ImportRefused) as twice:
        chosen({"user": USERS, "event": STEPS, "time": TIMES}, channel="event", device="event")
    assert twice.value.key == "mapping_column_twice"
