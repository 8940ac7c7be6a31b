"""What a day in the life adds to a stage: the time of the day, the place, the people, the open and the quiet times."""

from datetime import time

from pydantic import Field

from storage.model.types import Line80, Line120, Line200, Model


class DaySlot(Model):
    """One slot of the day. Times are the persona's own; `ends` None: until the next slot begins."""

    starts: time
    ends: time | None = None
    activity: Line120 | None = Field(None, description="In full, where the title of the stage had to be cut.")
    place: Line80 | None = None
    with_whom: Line80 | None = None
    device: Line80 | None = None
    open_to_new: Line120 | None = Field(None, description="Why the persona is open to something new; None: is not.")
    keep_quiet: Line120 | None = Field(None, description="Why we should keep quiet; None: we need not.")
    chance: Line200 | None = None
