"""What does the body of a request hold? Messages for the journal, each as one line, and what cannot be a message.

Limits are those that Segment documents: 500 kB a request, 32 kB a message. What a message says is judged when it is
stored.
"""

import hashlib
import json
import secrets
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from storage.ingest.segment import KINDS

LARGEST_BODY = 500 * 1024
LARGEST_MESSAGE = 32 * 1024
SHOWN = 500
BATCH = "batch"
PATHS = {f"/v1/{path}": kind for kind in (*KINDS, BATCH) for path in (kind, kind[0])}
"""Path → kind of message. The short ones are what Segment's libraries for browsers and telephones ask for."""


class BadRequest(Exception):
    """The request cannot be taken: `code` names the sentence `intake.<code>`, `facts` fill it."""

    def __init__(self, status: int, code: str, **facts: object) -> None:
        self.status, self.code, self.facts = status, code, facts
        super().__init__(code)


class Unusable(NamedTuple):
    """An entry of a batch that is no message; `reason` is a key of the words under `ingest.reason`."""

    column: str
    value: str
    reason: str


class Sent(NamedTuple):
    """What a request holds: lines of JSON without their line ends."""

    lines: tuple[bytes, ...]
    unusable: tuple[Unusable, ...]


def unpacked(body: bytes, encoding: str) -> bytes:
    """The body as it was before it was packed. Raises BadRequest; nothing above the limit is ever unpacked."""
    if encoding in ("", "identity"):
        return body
    if encoding != "gzip":
        raise BadRequest(415, "encoding_unknown", encoding=encoding)
    packed = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        plain = packed.decompress(body, LARGEST_BODY + 1)
    except zlib.error as error:
        raise BadRequest(400, "gzip_broken") from error
    if len(plain) > LARGEST_BODY:
        raise BadRequest(413, "body_too_large", limit=LARGEST_BODY // 1024)
    if not packed.eof or packed.unused_data:
        raise BadRequest(400, "gzip_broken")
    return plain


def document(body: bytes) -> dict[str, Any]:
    """The JSON object in a body; NaN and Infinity, which are no JSON, become null. Raises BadRequest."""
    try:
        value = json.loads(body.decode("utf-8-sig"), parse_constant=lambda name: None)
    except UnicodeDecodeError as error:
        raise BadRequest(400, "not_utf8", byte=error.start + 1) from error
    except json.JSONDecodeError as error:
        raise BadRequest(400, "json_broken", line=error.lineno, column=error.colno) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, thousands of nested lists
        raise BadRequest(400, "json_too_deep") from error
    if not isinstance(value, dict):
        raise BadRequest(400, "not_an_object")
    return value


def messages(told: dict[str, Any], kind: str, received_at: str) -> Sent:
    """The messages of a request, each with what its batch says of all of them. Raises BadRequest."""
    common = {"sentAt": told.get("sentAt")}
    if kind != BATCH:
        line = _line({**told, "type": kind}, received_at, common)
        if isinstance(line, Unusable):
            raise BadRequest(413, line.reason, limit=LARGEST_MESSAGE // 1024)
        return Sent((line,), ())
    batch = told.get(BATCH)
    if not isinstance(batch, list):
        raise BadRequest(400, "no_batch")
    common |= {name: told.get(name) for name in ("context", "integrations")}
    lines = [_line(message, received_at, common) for message in batch]
    return Sent(tuple(_good(lines)), tuple(line for line in lines if isinstance(line, Unusable)))


def _good(lines: list[bytes | Unusable]) -> Iterator[bytes]:
    return (line for line in lines if isinstance(line, bytes))


def _line(message: object, received_at: str, common: dict[str, Any]) -> bytes | Unusable:
    """A message as Segment would hand it on: with the times that set the sender's clock right, and an id."""
    if not isinstance(message, dict):
        return Unusable("", _text(message)[:SHOWN], "not_an_object")
    text = _text(message)
    if len(text.encode(errors="replace")) > LARGEST_MESSAGE:
        return Unusable("", text[:SHOWN], "message_too_large")
    if message.get("type") not in KINDS:
        return Unusable("type", _text(message.get("type"))[:SHOWN], "segment_type")
    whole = dict(message)
    whole.pop("writeKey", None)
    at = whole.pop("timestamp", None)
    whole["originalTimestamp"] = whole.get("originalTimestamp") or at
    whole["sentAt"] = whole.get("sentAt") or common["sentAt"]
    whole["receivedAt"] = received_at
    if isinstance(context := common.get("context"), dict) and isinstance(own := whole.get("context", {}), dict):
        whole["context"] = {**context, **own}
    whole["messageId"] = whole.get("messageId") or _id_of(text, timed=whole["originalTimestamp"] is not None)
    return _text(whole).encode(errors="replace")


def _id_of(text: str, timed: bool) -> str:
    """What has a time and is sent again is the same; without one it is as likely to have happened twice."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest() if timed else secrets.token_hex(16)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
