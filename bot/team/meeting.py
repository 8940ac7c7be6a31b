"""What is there to talk about? Changes since the last review, disagreements, due actions, old evidence, gaps."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from storage.maps import Saved
from storage.model.changes import Change, SetMap
from storage.model.confidence import Backings
from storage.model.gaps import Gap, gaps
from storage.model.item import MoodVote
from storage.model.journey import Action, JourneyMap
from storage.model.mood import curve
from storage.model.types import LevelVote

DAYS, DUE_DAYS, WIDE = 30, 14, 2
OPEN = ("todo", "doing", "blocked")
LEVELS = ("severity", "frequency", "impact", "effort")


class Changed(NamedTuple):
    """One change by one member."""

    by: str
    on: date
    change: Change


class Apart(NamedTuple):
    """Members voted differently. `field` is empty for a mood; `sides`: who gave which value, lowest first."""

    title: str
    field: str
    sides: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def spread(self) -> int:
        """Highest minus lowest vote."""
        return self.sides[-1][0] - self.sides[0][0]


class Meeting(NamedTuple):
    """`changes` newest first; `apart` widest first; `due` overdue first; `missing` stands between draft and review."""

    since: date
    reviewed: bool
    changes: tuple[Changed, ...]
    apart: tuple[Apart, ...]
    due: tuple[Action, ...]
    missing: tuple[Gap, ...]

    @property
    def quiet(self) -> bool:
        """Whether nothing waits to be talked about."""
        return not (self.apart or self.due or self.missing)


def meeting(
    journey: JourneyMap,
    history: Sequence[Saved],
    now: datetime,
    zone: ZoneInfo,
    backings: Backings,
    base: JourneyMap | None = None,
) -> Meeting:
    """`history` is newest first. Without a review the last 30 days count."""
    today = now.astimezone(zone).date()
    since = journey.last_reviewed_at or now - timedelta(days=DAYS)
    found = gaps(journey, backings=backings, base=base, today=today)
    return Meeting(
        since=since.astimezone(zone).date(),
        reviewed=journey.last_reviewed_at is not None,
        changes=tuple(_changes(history, since, zone)),
        apart=tuple(sorted(_apart(journey), key=lambda one: -one.spread)),
        due=due(journey, today),
        missing=tuple(gap for gap in found if gap.blocking),
    )


def due(journey: JourneyMap, today: date, days: int = DUE_DAYS) -> tuple[Action, ...]:
    """Open actions whose day has passed or comes within so many days, the oldest day first."""
    dated = [(action.due_on, action) for action in open_actions(journey) if action.due_on is not None]
    near = [pair for pair in dated if pair[0] <= today + timedelta(days=days)]
    return tuple(action for _, action in sorted(near, key=lambda pair: pair[0]))


def open_actions(journey: JourneyMap) -> tuple[Action, ...]:
    """What is neither done nor dropped."""
    return tuple(action for action in journey.actions if action.status in OPEN)


def _changes(history: Sequence[Saved], since: datetime, zone: ZoneInfo) -> list[Changed]:
    """What was taken back is left out, and so are reviews."""
    taken_back: set[int] = set()
    found: list[Changed] = []
    for saved in history:
        if saved.at <= since:
            break
        if saved.undoes is not None:
            taken_back.add(saved.undoes)
        elif saved.map.version not in taken_back:
            on = saved.at.astimezone(zone).date()
            found += [Changed(saved.by, on, change) for change in saved.changes if not is_review(change)]
    return found


def is_review(change: Change) -> bool:
    """Whether the change says only that the map was looked at."""
    return isinstance(change, SetMap) and change.field == "last_reviewed_at"


def _apart(journey: JourneyMap) -> list[Apart]:
    """Moods by a step and more, levels by two and more."""
    found = [Apart(point.title, "", _sides(point.votes)) for point in curve(journey) if point.disagreement]
    for item in (*journey.pain_points, *journey.opportunities):
        for field in LEVELS:
            sides = _sides(getattr(item, field, ()))
            if sides and sides[-1][0] - sides[0][0] >= WIDE:
                found.append(Apart(item.title, field, sides))
    return found


def _sides(votes: Sequence[MoodVote] | Sequence[LevelVote]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    given: dict[int, list[str]] = {}
    for vote in votes:
        given.setdefault(vote.score if isinstance(vote, MoodVote) else vote.value, []).append(vote.by)
    return tuple((value, tuple(given[value])) for value in sorted(given))
