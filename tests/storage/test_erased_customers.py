"""An erased customer stays away: whatever brings their rows again is refused, and counted."""

import json
from pathlib import Path

import pytest

from storage.backends.duckdb_events import DuckDBEvents
from storage.events import CustomerNotFound

HEAD = "user_id,event,timestamp\n"
MAIL = "ana@example.com"


@pytest.fixture
def store(tmp_path: Path):
    opened = DuckDBEvents(tmp_path / "T1.duckdb")
    yield opened
    opened.close()


def table(folder: Path, name: str, rows: str) -> Path:
    (folder / name).write_text(HEAD + rows)
    return folder / name


def messages(folder: Path, *said: dict[str, object]) -> Path:
    file = folder / "messages.jsonl"
    common = {"timestamp": "2026-03-01T12:00:00Z", "receivedAt": "2026-03-01T12:00:00Z"}
    file.write_text("".join(json.dumps({**common, "messageId": f"m{n}", **each}) + "\n" for n, each in enumerate(said)))
    return file


def held_by(store: DuckDBEvents) -> set[object]:
    return {row["customer_id"] for row in store.run(store.tables.customers.select("customer_id"))}


@pytest.mark.parametrize("customer", [MAIL, "ana"])
def test_another_file_does_not_bring_an_erased_customer_back(
    store: DuckDBEvents, tmp_path: Path, customer: str
) -> None:
    rows = f"{customer},visit,2026-03-01\nboris,visit,2026-03-01\n{customer},buy,2026-03-02\n"
    store.import_file(table(tmp_path, "1.csv", rows))
    assert store.erase(customer) == 2
    report = store.import_file(table(tmp_path, "2.csv", rows + "cy,visit,2026-03-03\n"))
    assert (report.rows_read, report.rows_stored, report.duplicates, report.refused) == (4, 1, 1, 2)
    assert report.reasons == {"erased": 2}
    assert [(refusal.line, refusal.value) for refusal in report.refusals] == [(2, ""), (4, "")]
    assert held_by(store) == {"boris", "cy"}
    with pytest.raises(CustomerNotFound):
        store.path(customer)
    assert customer not in Path(report.refused_file or "").read_text()


def test_the_list_outlives_the_process_and_does_not_hold_the_id(store: DuckDBEvents, tmp_path: Path) -> None:
    store.import_file(table(tmp_path, "1.csv", "zenobia,visit,2026-03-01\nboris,visit,2026-03-01\n"))
    store.erase("zenobia")
    store.close()
    store = DuckDBEvents(tmp_path / "T1.duckdb")
    assert b"zenobia" not in (tmp_path / "T1.duckdb").read_bytes()
    assert store.import_file(table(tmp_path, "2.csv", "zenobia,visit,2026-03-04\n")).reasons == {"erased": 1}
    store.close()


def test_a_mail_in_another_writing_is_the_same_erased_customer(store: DuckDBEvents, tmp_path: Path) -> None:
    store.import_file(table(tmp_path, "1.csv", f"{MAIL},visit,2026-03-01\nboris,visit,2026-03-01\n"))
    store.erase(MAIL)
    assert store.import_file(table(tmp_path, "2.csv", "Ana@Example.COM,visit,2026-03-04\n")).reasons == {"erased": 1}


def test_messages_of_an_erased_customer_are_refused_as_events_and_as_words(store: DuckDBEvents, tmp_path: Path) -> None:
    track = {"type": "track", "event": "visit"}
    first = messages(tmp_path, {**track, "userId": "ana", "anonymousId": "a1"}, {**track, "userId": "boris"})
    assert store.append_messages(first, "default").rows_stored == 2
    assert store.erase("a1") == 1
    received = store.append_messages(
        messages(
            tmp_path,
            {**track, "userId": "ana", "messageId": "n1"},
            {**track, "anonymousId": "a1", "messageId": "n2"},
            {"type": "identify", "userId": "ana", "traits": {"plan": "pro"}, "messageId": "n3"},
            {**track, "userId": "cy", "anonymousId": "a1", "messageId": "n4"},
        ),
        "default",
    )
    assert (received.rows_read, received.rows_stored, received.people) == (4, 1, 0)
    assert [(refusal.line, refusal.reason) for refusal in received.refusals] == [(n, "erased") for n in (1, 2, 3)]
    assert held_by(store) == {"boris", "cy"}


def test_what_an_erased_customer_said_is_not_stored_again(store: DuckDBEvents, tmp_path: Path) -> None:
    survey = tmp_path / "nps.csv"
    survey.write_text("user_id,nps_score,comment,date\nana,9,xylophone,2026-03-01\nboris,3,slow,2026-03-01\n")
    assert store.import_file(survey).rows_stored == 2
    store.erase("ana")
    survey.write_text(survey.read_text() + "cy,8,,2026-03-02\n")
    report = store.import_file(survey)
    assert (report.rows_stored, report.duplicates, report.reasons) == (1, 1, {"erased": 1})
    assert {row["text"] for row in store.run(store.tables.feedback)} == {"slow", None}
