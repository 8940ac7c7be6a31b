"""Which opportunities first? Impact against effort as the votes say it."""

from typing import Literal, NamedTuple

from storage.model.journey import JourneyMap, Opportunity
from storage.model.mood import level

Group = Literal["do_first", "plan", "if_time", "leave", "waiting"]
GROUPS: tuple[Group, ...] = ("do_first", "plan", "if_time", "leave", "waiting")
LEAST_IMPACT, MOST_EFFORT = 4, 2


class Rated(NamedTuple):
    """An opportunity with its medians, 1 to 5; None: no votes."""

    opportunity: Opportunity
    impact: float | None
    effort: float | None

    @property
    def group(self) -> Group:
        """Impact 4 or more with effort 2 or less comes first."""
        if self.impact is None or self.effort is None:
            return "waiting"
        if self.impact >= LEAST_IMPACT:
            return "do_first" if self.effort <= MOST_EFFORT else "plan"
        return "if_time" if self.effort <= MOST_EFFORT else "leave"


def rated(journey: JourneyMap) -> list[Rated]:
    """Group by group, the largest impact for the least effort first; what is parked or done is left out."""
    found = [
        Rated(o, level(o.impact), level(o.effort)) for o in journey.opportunities if o.status in ("idea", "chosen")
    ]
    return sorted(found, key=lambda r: (GROUPS.index(r.group), (r.effort or 0) - (r.impact or 0)))
