"""What a store of readings must do: which reading of an unclear question people chose, kept for their workspace."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from storage.model.types import Model

MOST_READINGS = 300
"""Of one workspace; older ones make room."""


class Reading(Model):
    """A question as it was asked, with `_journey_` and the like for names, and the name of the tool that was meant."""

    said: str
    meant: str
    by: str
    at: datetime


class Readings(Protocol):
    """The readings of each workspace, apart from those of all others."""

    def learn(self, workspace_id: str, reading: Reading) -> None:
        """Keep it, in place of an earlier one of the same words."""
        ...

    def all(self, workspace_id: str) -> tuple[Reading, ...]:
        """Newest first, at most `MOST_READINGS`."""
        ...

    def forget(self, workspace_id: str, said: Collection[str]) -> None:
        """Take away the readings of these questions."""
        ...
