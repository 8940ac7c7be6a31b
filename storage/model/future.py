"""What a future-state map adds: what must be true inside, and the numbers that will prove it."""

from datetime import date
from typing import Literal

from storage.model.item import Item
from storage.model.types import Anchor, Line12, Owner


class Requirement(Item):
    """What must be true inside for the ideal to happen: people, process or technology."""

    side: Literal["people", "process", "technology"] | None = None
    at: Anchor | None = None
    owner: Owner | None = None


class Target(Item):
    """The number that proves the change: from what to what, by when. `title` names the metric."""

    from_value: float | None = None
    to_value: float | None = None
    unit: Line12 | None = None
    by: date | None = None
