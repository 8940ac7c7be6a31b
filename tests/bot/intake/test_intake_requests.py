"""What a request may hold, and what becomes of what it may not."""

import gzip
import json
import zlib
from typing import Any

import pytest

from bot.intake.requests import LARGEST_BODY, PATHS, BadRequest, Sent, document, messages, unpacked

NOW = "2026-03-01T12:00:00+00:00"


def track(**fields: Any) -> dict[str, Any]:
    return {"type": "track", "event": "x", "userId": "ana", **fields}


def read(told: dict[str, Any], kind: str = "batch") -> list[dict[str, Any]]:
    return [json.loads(line) for line in messages(told, kind, NOW).lines]


def refused(told: dict[str, Any]) -> Sent:
    return messages(told, "batch", NOW)


def test_every_kind_has_its_path_and_the_short_one_of_browsers_and_telephones() -> None:
    assert {path: PATHS[f"/v1/{path}"] for path in ("track", "t", "batch", "b", "alias", "a", "screen", "s")} == {
        "track": "track", "t": "track", "batch": "batch", "b": "batch", "alias": "alias", "a": "alias",
        "screen": "screen", "s": "screen",
    }  # fmt: skip


def test_a_message_gets_the_times_that_set_its_clock_right_and_keeps_its_id() -> None:
    (line,) = read({"batch": [track(messageId="m1", timestamp="T1")], "sentAt": "T2", "writeKey": "k"})
    assert line["originalTimestamp"] == "T1" and "timestamp" not in line
    assert (line["sentAt"], line["receivedAt"], line["messageId"]) == ("T2", NOW, "m1")


def test_a_single_message_is_of_the_kind_of_its_path_and_its_key_is_not_kept() -> None:
    (line,) = read({"event": "x", "userId": "ana", "writeKey": "secret", "type": "page", "sentAt": "T2"}, "track")
    assert line["type"] == "track" and "writeKey" not in line and line["sentAt"] == "T2"


def test_what_a_batch_says_of_all_its_messages_each_of_them_may_say_better() -> None:
    batch = [track(), track(context={"ip": "own"}), track(context="none")]
    lines = read({"batch": batch, "context": {"ip": "all", "library": {"name": "l"}}})
    assert [line["context"] for line in lines] == [
        {"ip": "all", "library": {"name": "l"}}, {"ip": "own", "library": {"name": "l"}}, "none",
    ]  # fmt: skip


def test_without_an_id_the_same_message_of_the_same_time_is_the_same() -> None:
    first, again, other, *timeless = read(
        {"batch": [track(timestamp="T1"), track(timestamp="T1"), track(timestamp="T2"), track(), track()]}
    )
    assert first["messageId"] == again["messageId"] != other["messageId"]
    assert timeless[0]["messageId"] != timeless[1]["messageId"]


def test_good_messages_of_a_batch_are_taken_and_the_others_told_apart() -> None:
    sent = refused({"batch": [track(), 5, track(type="trak"), track(properties={"a": "x" * 33_000}), track()]})
    assert len(sent.lines) == 2
    assert [(one.column, one.value[:6], one.reason) for one in sent.unusable] == [
        ("", "5", "not_an_object"), ("type", '"trak"', "segment_type"), ("", '{"type', "message_too_large"),
    ]  # fmt: skip


def test_a_message_of_letters_of_all_scripts_is_measured_and_kept_as_utf8() -> None:
    sent = refused({"batch": [track(properties={"a": "旅" * 10_000}), track(properties={"a": "旅" * 11_000})]})
    assert (len(sent.lines), len(sent.unusable)) == (1, 1)
    assert json.loads(refused({"batch": [track(event="half \ud800 sign")]}).lines[0])["event"] == "half ? sign"


@pytest.mark.parametrize(
    ("body", "status", "code", "facts"),
    [
        (b'{"batch": [}', 400, "json_broken", {"line": 1, "column": 12}),
        (b'{\n "a": 1,\n "b" 2}', 400, "json_broken", {"line": 3, "column": 6}),
        (b"", 400, "json_broken", {"line": 1, "column": 1}),
        (b'{"a": "\xff"}', 400, "not_utf8", {"byte": 8}),
        (b"[1]", 400, "not_an_object", {}),
        (b'{"a":' + b"[" * 100_000, 400, "json_too_deep", {}),
        (b'{"a":' + b"9" * 5_000 + b"}", 400, "json_too_deep", {}),
    ],
)
def test_a_body_that_is_no_json_is_refused_with_the_place(
    body: bytes, status: int, code: str, facts: dict[str, int]
) -> None:
    with pytest.raises(BadRequest) as error:
        document(body)
    assert (error.value.status, error.value.code, error.value.facts) == (status, code, facts)


def test_numbers_that_json_does_not_know_become_null() -> None:
    assert document(b'{"a": NaN, "b": [Infinity, -Infinity, 1]}') == {"a": None, "b": [None, None, 1]}


@pytest.mark.parametrize("told", [{}, {"batch": None}, {"batch": {"type": "track"}}])
def test_a_batch_needs_a_list(told: dict[str, Any]) -> None:
    with pytest.raises(BadRequest, match="no_batch"):
        refused(told)


def test_a_packed_body_is_unpacked_up_to_the_limit_and_not_a_byte_more() -> None:
    assert unpacked(gzip.compress(b"plain", mtime=0), "gzip") == b"plain"
    assert unpacked(b"plain", "") == b"plain"
    bomb = gzip.compress(b" " * 200_000_000, 9)
    assert len(bomb) < LARGEST_BODY
    with pytest.raises(BadRequest) as error:
        unpacked(bomb, "gzip")
    assert (error.value.status, error.value.code) == (413, "body_too_large")


@pytest.mark.parametrize(
    ("body", "encoding", "code"),
    [
        (gzip.compress(b"plain", mtime=0)[:-4], "gzip", "gzip_broken"),
        (b"plain", "gzip", "gzip_broken"),
        (gzip.compress(b"one", mtime=0) + b"rest", "gzip", "gzip_broken"),
        (zlib.compress(b"plain"), "gzip", "gzip_broken"),
        (b"plain", "br", "encoding_unknown"),
    ],
)
def test_a_body_that_is_packed_otherwise_is_refused(body: bytes, encoding: str, code: str) -> None:
    with pytest.raises(BadRequest, match=code):
        unpacked(body, encoding)
