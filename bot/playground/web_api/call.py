"""What did the app ask for? One call with its arguments, in any of Slack's encodings, and what it may touch."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from bot.playground.app_settings import BOT_USER
from bot.playground.stand_in import StandIn
from bot.playground.wire import Json, Refused
from bot.playground.workspace import Channel, Message
from bot.slack.check import Finding, check_message, check_view

READ_SCOPE = {"public": "channels:read", "shared": "channels:read", "archived": "channels:read",
              "private": "groups:read", "im": "im:read"}  # fmt: skip
HISTORY_SCOPE = {kind: scope.replace("read", "history") for kind, scope in READ_SCOPE.items()}


@dataclass
class Call:
    """`given` holds the arguments; nested ones may still be JSON strings."""

    slack: StandIn
    method: str
    given: Json

    def text(self, name: str, default: str = "") -> str:
        value = self.given.get(name)
        return default if value is None else str(value)

    def needed(self, name: str) -> str:
        """Raises Refused: invalid_arguments."""
        value = self.text(name)
        if not value:
            raise Refused(
                "invalid_arguments", response_metadata={"messages": [f"[ERROR] missing required field: {name}"]}
            )
        return value

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """Raises Refused: invalid_arguments."""
        value = self.text(name)
        if value and not value.isdigit():
            raise Refused("invalid_arguments")
        return int(value) if value else default

    def nested(self, name: str, code: str = "invalid_arguments") -> Any:
        """A list or object, given as such or as a JSON string; None when missing. Raises Refused with `code`."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            raise Refused(code) from None

    def require(self, scope: str) -> None:
        """Raises Refused: missing_scope with what is needed and what was granted."""
        if scope not in self.slack.app.scopes:
            raise Refused("missing_scope", needed=scope, provided=self.slack.app.granted)

    def channel(self, name: str = "channel") -> Channel:
        """A channel the app can know of; private ones it is not in do not exist. Raises Refused: channel_not_found."""
        channel = self.slack.workspace.channels.get(self.needed(name))
        if channel is None or (channel.kind in ("private", "im") and BOT_USER not in channel.members):
            raise Refused("channel_not_found")
        return channel

    def channel_to_write(self, name: str = "channel") -> Channel:
        """A channel or, for a user id, the DM with that person. Raises Refused: is_archived, not_in_channel …"""
        wanted = self.needed(name)
        if wanted in self.slack.workspace.people:
            dm = self.slack.workspace.dm(wanted)
            if dm is None:
                raise Refused("channel_not_found")
            return dm
        channel = self.channel(name)
        if channel.kind == "archived":
            raise Refused("is_archived")
        if BOT_USER not in channel.members:
            raise Refused("not_in_channel")
        return channel

    def message(self, channel: Channel, ts: str) -> Message:
        """Raises Refused: message_not_found."""
        message = self.slack.workspace.find(channel.id, ts)
        if message is None or message.only_for:
            raise Refused("message_not_found")
        return message

    def inspect_message(self, payload: Json, *, update: bool = False) -> None:
        """Raises Refused with the code of the first finding that rejects."""
        self._judge(check_message(payload, update=update))

    def inspect_view(self, view: Json) -> None:
        self._judge(check_view(view), "/view")

    def _judge(self, findings: list[Finding], below: str = "") -> None:
        rejected = [finding for finding in findings if finding.severity == "reject"]
        if rejected:
            raise refusal(rejected, below)
        if findings:
            verdicts = [asdict(finding) for finding in findings]
            channel = self.text("channel")
            self.slack.journal.add("refusal", self.method, channel=channel, answer="near", verdicts=verdicts)


def refusal(rejected: list[Finding], below: str = "") -> Refused:
    """The answer Slack gives to findings: a code, and for blocks a line with a JSON pointer each."""
    first = rejected[0]
    code = "invalid_arguments" if below and first.error == "invalid_blocks" else first.error
    lines = [
        f"[ERROR] {f.rule}: found {f.found}, allowed {f.limit} [json-pointer:{below}{f.pointer}]" for f in rejected
    ]
    facts: Json = {"response_metadata": {"messages": lines}} if first.pointer else {}
    if code == "invalid_blocks":
        facts["errors"] = lines
    return Refused(code, [asdict(finding) for finding in rejected], **facts)


Handler = Callable[[Call], Json]


@dataclass(frozen=True)
class Method:
    """`scope` empty: none needed, or the handler asks for the one that fits the channel."""

    run: Handler
    scope: str = ""
    app_token: bool = False
    no_token: bool = False
