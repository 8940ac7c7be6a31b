"""May this be used still? Trigger ids (once, 3 seconds) and response URLs (5 uses, 30 minutes)."""

from dataclasses import dataclass

from bot.playground.clock import Clock
from bot.playground.ids import Ids
from bot.playground.wire import Refused
from bot.slack.limits import RESPONSE_URL_SECONDS, RESPONSE_URL_USES, TRIGGER_SECONDS


@dataclass
class Trigger:
    """What a person's act allows the app to open; `view_id` when the act was inside a modal."""

    user: str
    issued_at: float
    view_id: str | None
    used: bool = False


class Triggers:
    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock, self._ids = clock, ids
        self._issued: dict[str, Trigger] = {}

    def issue(self, user: str, view_id: str | None = None) -> str:
        trigger_id = f"{self._ids.new('')}.{self._ids.secret()}"
        self._issued[trigger_id] = Trigger(user, self._clock.now(), view_id)
        return trigger_id

    def spend(self, trigger_id: str) -> Trigger:
        """Raises Refused: invalid_trigger_id, exchanged_trigger_id, expired_trigger_id."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self._clock.now() - trigger.issued_at > TRIGGER_SECONDS:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger


@dataclass
class ResponseUrl:
    """Where an answer to one act goes; `message_ts` is the message acted on, if there was one."""

    user: str
    channel: str
    issued_at: float
    message_ts: str | None = None
    thread_ts: str | None = None
    used: int = 0


class ResponseUrls:
    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock, self._ids = clock, ids
        self._issued: dict[str, ResponseUrl] = {}

    def issue(self, user: str, channel: str, message_ts: str | None = None, thread_ts: str | None = None) -> str:
        """The last part of the address."""
        key = self._ids.secret()
        self._issued[key] = ResponseUrl(user, channel, self._clock.now(), message_ts, thread_ts)
        return key

    def spend(self, key: str) -> ResponseUrl:
        """Raises Refused: expired_url, used_url, invalid_url."""
        url = self._issued.get(key)
        if url is None:
            raise Refused("invalid_url")
        if self._clock.now() - url.issued_at > RESPONSE_URL_SECONDS:
            raise Refused("expired_url")
        if url.used >= RESPONSE_URL_USES:
            raise Refused("used_url")
        url.used += 1
        return url
