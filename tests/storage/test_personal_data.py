"""Mails, phone numbers and names of people: hashed with the workspace's key, found again by whoever knows them."""

import json
import stat
from pathlib import Path

import pytest
from arriving import arrive, claim, customers, event

from storage.backends.duckdb_events import DuckDBEvents
from storage.events import CustomerNotFound
from storage.ingest.mapping import ColumnMapping

CSV = (
    "user_id,event,timestamp,email,Phone,url,shade_name\n"
    "ana@example.com,visit,2026-01-01 10:00:00,Ana@Example.com,+389 70 123 456,/a?m=ana%40example.com,Vacuum\n"
    " ANA@example.com ,buy,2026-01-01 10:31:00,,,,\n"
    "c-17,visit,2026-01-02 10:00:00,,070/123-456,see boris@example.com,\n"
)
TEXT = "Write to ana@example.com,\nor +389 70 123 456!"
SECRETS = (
    b"ana@example",
    b"Ana@Example",
    b"boris@example",
    b"ana%40",
    b"70 123 456",
    b"70123456",
    b"123-456",
    b"Anastasia",
)


@pytest.fixture
def store(tmp_path: Path):
    opened = DuckDBEvents(tmp_path / "T1.duckdb")
    yield opened
    opened.close()


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir() if ".duckdb" in file.name)


def properties(store: DuckDBEvents) -> list[dict[str, str]]:
    rows = store.run(store.tables.events.order_by("at_us").select("properties"))
    return [json.loads(str(row["properties"] or "{}")) for row in rows]


def test_no_mail_phone_or_name_of_a_person_stands_in_the_file(store: DuckDBEvents, tmp_path: Path) -> None:
    file = tmp_path / "in" / "events.csv"
    file.parent.mkdir()
    file.write_text(CSV)
    store.import_file(file)
    traits = {"first_name": "Anastasia", "email": "ana@example.com", "nested": {"mobile_phone": 38970123456}}
    arrive(
        store,
        people=[{**claim("ana@example.com", "c-18"), "traits": traits}, claim("+389 70 123 456", "c-18")],
        feedback=[{"customer_id": "ana@example.com", "kind": "comment", "text": TEXT}],
        events=[event("+389 70 123 456", properties={"deep": [{"to": "line\nana@example.com"}]})],
    )  # fmt: skip
    assert bytes_of(tmp_path)
    assert [secret for secret in SECRETS if secret in bytes_of(tmp_path)] == []
    store.close()
    assert [secret for secret in SECRETS if secret in bytes_of(tmp_path)] == []


def test_one_mail_is_one_customer_in_every_import_and_writing(store: DuckDBEvents, tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text(CSV)
    store.import_file(file)
    arrive(store, events=[event("ana@EXAMPLE.com", "return", 1_767_300_000_000_000)])
    assert [row["customer_id"][:2] for row in customers(store)] == ["c-", "k-"]
    for asked in ("ana@example.com", "Ana@Example.COM "):
        assert [step.name for step in store.path(asked)] == ["visit", "buy", "return"]
    with pytest.raises(CustomerNotFound):
        store.path("boris@example.com")


def test_the_same_value_is_the_same_hash_wherever_it_stands(store: DuckDBEvents, tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text(CSV)
    store.import_file(file)
    first, _, third = properties(store)
    ana = customers(store)[1]["customer_id"]
    assert (first["email"], first["url"]) == (ana, f"/a?m={ana}")
    assert first["shade_name"] == "Vacuum"
    assert third["url"].startswith("see k-")
    arrive(store, people=[{"customer_id": "c-18", "at_us": 0, "traits": {"phone": "0038970123456", "name": "Ana"}}])
    traits = customers(store, "traits")[1]["traits"]
    assert traits["phone"] == first["Phone"]
    assert traits["name"].startswith("k-")


def test_every_json_stays_json(store: DuckDBEvents) -> None:
    hard = {
        "email": 'a"b@example.com',
        "note": "\\nana@example.com \\\\ana@example.com \u0430на@пример.мк",
        "last_name": 'O"Neil\\',
        "n": 1,
    }
    arrive(store, events=[event("x", properties=hard)])
    (stored,) = properties(store)
    assert stored["n"] == 1
    assert stored["last_name"].startswith("k-")
    assert "@" not in json.dumps(stored, ensure_ascii=False).replace('"b@', "")


@pytest.mark.parametrize(
    "opaque",
    [
        "u-17",
        "1234567890.1234567890",
        "2b9c1e3a-93c5-4f4e-9d3c-3d1d9d1f6a11",
        "12345678",
        "007",
        "@ana",
        "k-1",
        "user@host",
    ],
)
def test_an_opaque_id_stays_as_it_is(store: DuckDBEvents, opaque: str) -> None:
    arrive(store, events=[event(opaque)])
    assert customers(store) == [{"customer_id": opaque}]


def test_a_mapping_can_keep_personal_data_as_it_stands(store: DuckDBEvents, tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text(CSV)
    store.import_file(file, ColumnMapping(keep_personal=True))
    assert "ana@example.com" in [row["customer_id"] for row in customers(store)]
    assert properties(store)[0]["email"] == "Ana@Example.com"
    assert [step.name for step in store.path("ana@example.com")] == ["visit"]


def test_two_workspaces_hash_one_mail_differently_and_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    found = set()
    for name in ("T1", "T2"):
        store = DuckDBEvents(tmp_path / f"{name}.duckdb")
        arrive(store, events=[event("ana@example.com")])
        found.add(customers(store)[0]["customer_id"])
        store.close()
        assert stat.S_IMODE((tmp_path / f"{name}.key").stat().st_mode) == 0o600
        assert (tmp_path / f"{name}.key").read_bytes() not in (tmp_path / f"{name}.duckdb").read_bytes()
    assert len(found) == 2
