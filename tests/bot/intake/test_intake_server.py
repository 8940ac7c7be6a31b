"""The Segment specification over HTTP, spoken to a real server with real stores behind it."""

import asyncio
import csv
import gzip
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from http_intake import Intake, basic, listening

from bot.intake import flusher, server
from storage.errors import StoreUnavailable
from storage.events import EventsInUse

NAMES = "SELECT title, count(*) FROM events JOIN names USING (name) GROUP BY title ORDER BY title"


def track(event: str = "Order Completed", **fields: Any) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    return {"type": "track", "event": event, "userId": "ana", "timestamp": now, **fields}


def refused(folder: Path) -> list[dict[str, str]]:
    with (folder / "intake/refused/default.refused.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


async def test_every_kind_of_message_is_taken_at_its_own_path(intake: Intake) -> None:
    for path, body in {
        "/v1/track": {"event": "Signed Up", "userId": "ana"},
        "/v1/page": {"name": "Home", "userId": "ana"},
        "/v1/screen": {"name": "Feed", "userId": "ana"},
        "/v1/identify": {"userId": "ana", "anonymousId": "a1", "traits": {"plan": "pro"}},
        "/v1/group": {"userId": "ana", "groupId": "g1"},
        "/v1/alias": {"userId": "ana", "previousId": "old"},
        "/v1/t": {"event": "Cart Viewed", "anonymousId": "a1"},
        "/v1/b": {"batch": [track(userId="old")]},
    }.items():
        assert await intake.post(path, body) == (200, {"success": True})
    assert await intake.rows(NAMES) == [
        ("Cart Viewed", 1), ("Order Completed", 1), ("Signed Up", 1), ("Viewed Feed Screen", 1),
        ("Viewed Home Page", 1),
    ]  # fmt: skip
    assert await intake.rows("SELECT count(DISTINCT customer) FROM events") == [(1,)]
    ((traits,),) = await intake.rows("SELECT traits FROM customers WHERE customer_id = 'ana'")
    assert json.loads(traits) == {"plan": "pro", "group_id": "g1"}
    (data_set,) = intake.events.data_sets()
    assert (data_set.kind, data_set.title) == ("http", "default")
    assert (data_set.rows_read, data_set.rows_stored, data_set.refused) == (8, 8, 0)


async def test_the_key_may_stand_in_the_body_as_browsers_send_it(intake: Intake) -> None:
    body = json.dumps({"event": "x", "userId": "ana", "writeKey": intake.key})
    headers = {"Content-Type": "text/plain"}
    async with intake.session.post(intake.url + "/v1/t", data=body, headers=headers) as answer:
        assert answer.status == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert await intake.rows(NAMES) == [("x", 1)]


@pytest.mark.parametrize(
    ("key", "body", "code"),
    [
        ("wrong", {"batch": []}, "key_wrong"),
        (None, {"batch": []}, "key_missing"),
        (None, {"batch": [], "writeKey": "wrong"}, "key_wrong"),
        (None, {"batch": [], "writeKey": 5}, "key_missing"),
    ],
)
async def test_without_a_key_that_is_known_nothing_is_taken(
    intake: Intake, key: str | None, body: dict[str, Any], code: str
) -> None:
    status, told = await intake.post("/v1/batch", {**body, "batch": [track()]}, key=key)
    assert (status, told["code"], told["success"]) == (401, code, False)
    assert await intake.rows(NAMES) == []


async def test_a_header_that_is_no_basic_one_is_refused(intake: Intake) -> None:
    for header in ("Bearer abc", "Basic", "Basic &&&", "Basic 4pi6", "Digest x"):
        async with intake.session.post(
            intake.url + "/v1/batch",
            json={"writeKey": intake.key, "batch": [track()]},
            headers={"Authorization": header},
        ) as answer:
            assert answer.status == 401 and "WWW-Authenticate" in answer.headers


async def test_other_paths_and_verbs_are_told_where_events_go(intake: Intake) -> None:
    for verb, path, status, code in (
        ("GET", "/", 404, "no_such_path"), ("POST", "/", 404, "no_such_path"), ("GET", "/v1/track", 405, "post_alone"),
        ("POST", "/v1/trak", 400, "no_such_kind"), ("POST", "/v2/track", 404, "no_such_path"),
    ):  # fmt: skip
        async with intake.session.request(verb, intake.url + path) as answer:
            told = await answer.json()
            assert (answer.status, told["code"]) == (status, code)
            assert told["message"].endswith(".")


async def test_broken_json_is_refused_with_its_place(intake: Intake) -> None:
    status, told = await intake.post("/v1/batch", data=b'{"batch": [{"type": "track",}]}')
    assert (status, told["code"]) == (400, "json_broken")
    assert "line 1, column 29" in told["message"]


async def test_an_event_of_5_mb_is_refused_and_nothing_of_the_others_is_lost(intake: Intake) -> None:
    assert (await intake.post("/v1/batch", {"batch": [track("before")]}))[0] == 200
    large = io.BytesIO(json.dumps(track(properties={"a": "x" * 5_000_000})).encode())
    status, told = await intake.post("/v1/track", data=large)
    assert (status, told["code"]) == (413, "body_too_large") and "500 kB" in told["message"]

    async def blocks() -> Any:
        for _ in range(50):
            yield b" " * 100_000

    status, told = await intake.post("/v1/track", data=blocks())
    assert (status, told["code"]) == (413, "body_too_large")
    status, told = await intake.post("/v1/track", track(properties={"a": "x" * 40_000}))
    assert (status, told["code"]) == (413, "message_too_large")
    assert (await intake.post("/v1/batch", {"batch": [track("after")]}))[0] == 200
    assert await intake.rows(NAMES) == [("after", 1), ("before", 1)]


async def test_a_gzip_bomb_is_refused_and_a_packed_batch_taken(intake: Intake) -> None:
    packed = {"headers": {"Content-Encoding": "gzip"}}
    bomb = gzip.compress(b"[" * 300_000_000, 9)
    assert len(bomb) < server.LARGEST_BODY
    status, told = await intake.post("/v1/batch", data=bomb, **packed)
    assert (status, told["code"]) == (413, "body_too_large")
    body = gzip.compress(json.dumps({"batch": [track()]}).encode())
    assert (await intake.post("/v1/batch", data=body, **packed))[0] == 200
    assert await intake.rows(NAMES) == [("Order Completed", 1)]


async def test_good_messages_of_a_batch_are_taken_and_the_bad_ones_kept_with_their_reason(intake: Intake) -> None:
    batch = [track("good"), 5, track(type="trak"), track(""), track("=1+1", timestamp="yesterday"), track("good too")]
    assert await intake.post("/v1/batch", {"batch": batch}) == (200, {"success": True, "refused": 2})
    assert await intake.rows(NAMES) == [("good", 1), ("good too", 1)]
    kept = refused(intake.folder)
    assert [(row["column"], row["reason"]) for row in kept] == [
        ("", "not_an_object"), ("type", "segment_type"), ("event", "name_empty"), ("timestamp", "time_unreadable"),
    ]  # fmt: skip
    assert json.loads(kept[3]["message"])["event"] == "=1+1"
    (data_set,) = intake.events.data_sets()
    assert (data_set.rows_read, data_set.rows_stored, data_set.refused) == (4, 2, 2)


async def test_the_same_message_twice_is_one_event_whatever_its_batch(intake: Intake) -> None:
    once, again = track("a", messageId="m1"), track("b", messageId="m2")
    assert (await intake.post("/v1/batch", {"batch": [once, once, again]}))[0] == 200
    assert await intake.rows(NAMES) == [("a", 1), ("b", 1)]
    assert (await intake.post("/v1/batch", {"batch": [again, once, track("c", messageId="m3")]}))[0] == 200
    assert await intake.rows(NAMES) == [("a", 1), ("b", 1), ("c", 1)]
    assert [(d.rows_stored, d.duplicates) for d in intake.events.data_sets()] == [(3, 3)]


async def test_a_senders_clock_is_set_right_and_late_events_find_their_place(intake: Intake) -> None:
    def at(**shift: float) -> str:
        return (datetime.now(UTC) + timedelta(**shift)).isoformat()

    batch = [
        track("third", timestamp=at(hours=2)),
        track("first", timestamp=at(hours=1)),
        track("second", timestamp=at(hours=1.5)),
    ]
    assert (await intake.post("/v1/batch", {"batch": batch, "sentAt": at(hours=2)}))[0] == 200
    assert (await intake.post("/v1/track", track("years ago", timestamp="2019-05-01T00:00:00Z")))[0] == 200
    rows = await intake.rows("SELECT title, at_us FROM events JOIN names USING (name) ORDER BY at_us")
    assert [title for title, _ in rows] == ["years ago", "first", "second", "third"]
    now_us = datetime.now(UTC).timestamp() * 1e6
    assert [round((now_us - us) / 3.6e9, 1) for _, us in rows[1:]] == [1.0, 0.5, 0.0]


async def test_events_are_in_the_store_within_two_seconds_without_anybody_asking(intake: Intake) -> None:
    await intake.post("/v1/track", track())
    for _ in range(200):
        if intake.events.count() == 1:
            break
        await asyncio.sleep(0.01)
    assert intake.events.count() == 1


async def test_a_connection_is_kept_for_many_requests(intake: Intake) -> None:
    host, port = intake.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    for number in range(3):
        body = json.dumps({"writeKey": intake.key, "batch": [track(f"e{number}")]}).encode()
        writer.write(b"POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        answer = await reader.readuntil(b"}")
        assert answer.startswith(b"HTTP/1.1 200")
    writer.close()
    assert await intake.rows(NAMES) == [("e0", 1), ("e1", 1), ("e2", 1)]


async def test_a_slow_sender_is_sent_away_and_holds_up_nobody(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "SLOWEST_BODY_SECONDS", 0.3)
    host, port = intake.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b'POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"batch"')
    assert (await intake.post("/v1/track", track()))[0] == 200
    assert (await asyncio.wait_for(reader.readline(), 5)).startswith(b"HTTP/1.1 408")
    writer.close()


async def test_a_journal_that_is_too_long_sends_senders_away_until_it_is_stored(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(lines: Path, title: str) -> Any:
        raise StoreUnavailable("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(intake.events, "append_messages", full)
        broken.setattr(server, "LONGEST_JOURNAL", 100)
        assert (await intake.post("/v1/track", track("one")))[0] == 200
        async with intake.session.post(
            intake.url + "/v1/track", json=track("two"), headers=basic(intake.key)
        ) as answer:
            assert answer.status == 429 and int(answer.headers["Retry-After"]) > 0
        with pytest.raises(StoreUnavailable):
            await intake.flusher.flush()
    assert await intake.rows(NAMES) == [("one", 1)]
    assert (await intake.post("/v1/track", track("two")))[0] == 200


async def test_what_cannot_be_written_to_disk_is_not_acknowledged(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(self: Any, lines: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(flusher.Journal, "append", full)
    status, told = await intake.post("/v1/track", track())
    assert (status, told["code"]) == (503, "not_kept")


async def test_each_key_is_a_data_set_and_a_revoked_one_sends_nothing_more(intake: Intake) -> None:
    from bot.intake.keeping import write_keys

    keys = write_keys(intake.folder)
    shop = keys.make("shop")
    assert (await intake.post("/v1/track", track("web")))[0] == 200
    assert (await intake.post("/v1/track", track("till"), key=shop.key))[0] == 200
    keys.revoke("shop")
    assert (await intake.post("/v1/track", track("late"), key=shop.key))[0] == 401
    assert await intake.rows(NAMES) == [("till", 1), ("web", 1)]
    assert sorted((d.title, d.rows_stored) for d in intake.events.data_sets()) == [("default", 1), ("shop", 1)]


async def test_what_was_acknowledged_before_a_stop_is_stored_at_the_next_start(tmp_path: Path) -> None:
    async with listening(tmp_path) as first:
        await first.post("/v1/batch", {"batch": [track("a", messageId="m1"), track("b", messageId="m2")]})
    async with listening(tmp_path) as second:
        assert second.events.count() == 2
        await second.post("/v1/track", track("a", messageId="m1"))
        assert await second.rows(NAMES) == [("a", 1), ("b", 1)]


async def test_a_second_process_leaves_the_journal_alone(intake: Intake) -> None:
    with pytest.raises(EventsInUse):
        async with listening(intake.folder):
            pass
    assert (await intake.post("/v1/track", track()))[0] == 200
    assert await intake.rows(NAMES) == [("Order Completed", 1)]
