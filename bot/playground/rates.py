"""May this call be made now? Slack's tiers per method, and one message a second per channel."""

import math
from collections import defaultdict, deque

from bot.playground.clock import Clock
from bot.slack.limits import METHOD_TIER, POSTS_BURST, POSTS_PER_CHANNEL_SECOND, TIER

MINUTE = 60.0


class Rates:
    """Counts by the stand-in's own clock, so that moving it opens the windows again."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self._posts: dict[str, tuple[float, float]] = {}

    def wait_for_method(self, method: str) -> int:
        """Count a call and give 0, or give the seconds to wait (Retry-After) without counting it."""
        if method not in METHOD_TIER:
            return 0
        now, calls = self._clock.now(), self._calls[method]
        while calls and calls[0] <= now - MINUTE:
            calls.popleft()
        if len(calls) >= TIER[METHOD_TIER[method]]:
            return max(1, math.ceil(calls[0] + MINUTE - now))
        calls.append(now)
        return 0

    def wait_for_post(self, channel: str) -> int:
        """A bucket of `POSTS_BURST` messages per channel that fills by one a second; 0, or seconds to wait."""
        now = self._clock.now()
        held, since = self._posts.get(channel, (float(POSTS_BURST), now))
        held = min(POSTS_BURST, held + (now - since) * POSTS_PER_CHANNEL_SECOND)
        if held < 1:
            self._posts[channel] = (held, now)
            return max(1, math.ceil((1 - held) / POSTS_PER_CHANNEL_SECOND))
        self._posts[channel] = (held - 1, now)
        return 0
