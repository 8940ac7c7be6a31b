"""What came in from Slack and what goes out to it, kept until it is done: at least once in, one effect, once out."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Literal, Protocol

from pydantic import AwareDatetime

from storage.model.types import Model

InState = Literal["new", "running", "done", "failed"]


class Received(Model):
    """One accepted request.

    `key` makes it unique; `thread` ("channel:thread_ts") orders it; `body` holds the fields used.
    `attempts` counts this one too, once the request is taken.
    """

    key: str
    workspace_id: str
    kind: Literal["message", "command", "action", "view", "file"]
    thread: str
    body: dict[str, Any]
    received_at: AwareDatetime
    number: int = 0
    state: InState = "new"
    attempts: int = 0


class ToSend(Model):
    """One call that Slack must get once. Posts of one `thread` go out in the order of `number`.

    `token` is a random id put into the message's metadata, so that an unclear post can be looked up.
    """

    workspace_id: str
    thread: str
    method: str
    payload: dict[str, Any]
    token: str
    number: int = 0
    attempts: int = 0
    not_before: AwareDatetime | None = None
    state: Literal["new", "sending", "sent", "failed"] = "new"
    ts: str | None = None


class Inbox(Protocol):
    """Accepted requests."""

    def put(self, received: Received) -> bool:
        """Store a new request; False if one with this key is there already.

        What the stored one lacked (files above all) is added to it. Once work on it has begun, further files make a
        request of their own: True then.
        """
        ...

    def take(self, now: AwareDatetime, lease: timedelta, busy: frozenset[str]) -> Received | None:
        """The oldest request to work on whose thread is not busy and has no older unfinished one; marks it running."""
        ...

    def done(self, number: int) -> None: ...

    def failed(self, number: int, final: bool) -> None:
        """An attempt failed: back to new, or `failed` for good."""
        ...

    def find(self, workspace_id: str, number: int) -> Received | None:
        """A request by its number, in whatever state; its body is empty once it was blanked."""
        ...

    def waiting(self) -> int:
        """How many are new or running."""
        ...

    def blank(self, before: AwareDatetime) -> int:
        """Empty the bodies of requests done before this time; returns how many."""
        ...


class Outbox(Protocol):
    """Calls to make."""

    def add(self, calls: Sequence[ToSend]) -> None:
        """Store calls in this order; one whose token is there already is left out."""
        ...

    def take(self, now: AwareDatetime, busy: frozenset[str]) -> ToSend | None:
        """The oldest call that may go now and whose thread is not busy; marks it sending.

        `attempts` counts this one too: above 1, an earlier attempt may have reached Slack.
        """
        ...

    def sent(self, number: int, ts: str | None) -> None: ...

    def later(self, number: int, not_before: AwareDatetime) -> None: ...

    def failed(self, number: int) -> None: ...

    def reopen(self) -> int:
        """At start-up: rows left `sending` become `new` again with their attempts kept; returns how many."""
        ...

    def ts_of(self, token: str) -> str | None:
        """Slack's timestamp of the message that carried this token."""
        ...

    def waiting(self) -> int: ...
