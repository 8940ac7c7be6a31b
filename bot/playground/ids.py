"""Which name does the next thing get? Ids, secrets and timestamps that repeat when a seed is given."""

import random
import secrets

from bot.playground.clock import SEED_EPOCH, Clock

LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class Ids:
    """With a seed every id follows from the seed and its number, and timestamps count seconds from a fixed day."""

    def __init__(self, seed: int | None, clock: Clock) -> None:
        self._seed, self._clock = seed, clock
        self.serial = 0
        self.last_ts = 0

    def _letters(self, count: int) -> str:
        self.serial += 1
        source = secrets.SystemRandom() if self._seed is None else random.Random(f"{self._seed}-{self.serial}")  # noqa: S311 - repeatable on purpose
        return "".join(source.choices(LETTERS, k=count))

    def new(self, prefix: str) -> str:
        """Such as `Ev0K3…` for the prefix `Ev`."""
        return f"{prefix}0{self._letters(9)}"

    def secret(self) -> str:
        """Hard to guess without a seed."""
        return self._letters(32).lower()

    def ts(self) -> str:
        """A message's timestamp: seconds with six decimals, unique and rising."""
        if self._seed is None:
            micros = max(int(self._clock.now() * 1_000_000), self.last_ts + 1)
        else:
            micros = max(int((SEED_EPOCH + self._clock.advanced) * 1_000_000), self.last_ts + 1_000_001)
        self.last_ts = micros
        return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"
