"""In what do two maps differ, item by item? By slug: what only one has, and which fields say something else."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from storage.model.item import MoodVote
from storage.model.journey import LISTS, JourneyMap
from storage.model.mood import level, value
from storage.model.types import LevelVote, Model

OF_MAP = (
    "title", "goal_kind", "goal_customer", "goal_business", "scope", "customer_group", "starts_when", "ends_when",
    "persona_ids", "research", "experiment",
)  # fmt: skip
_OF_ITS_MAP = (
    "slug", "origin", "basis", "evidence", "agreed_by", "touchpoints", "event_names", "event_rules", "walks", "role",
    "overlooked",
)  # fmt: skip
NOT_COMPARED = frozenset(_OF_ITS_MAP)
"""How a thing came onto its map and how it is backed belongs to that map alone."""


class Compared(NamedTuple):
    """One difference. `thing`: `map`, `stages`, `touchpoints` or a list of the map; moods and levels are values.

    `kind` new: only the second map has it; gone: only the first; changed: `field` says something else.
    """

    kind: Literal["new", "gone", "changed"]
    thing: str
    title: str
    field: str | None = None
    before: Any = None
    after: Any = None


def compared(first: JourneyMap, second: JourneyMap) -> tuple[Compared, ...]:
    """Every difference, in the order of the maps."""
    of_map = [
        Compared("changed", "map", second.title, field, before, after)
        for field in OF_MAP
        if (before := getattr(first, field)) != (after := getattr(second, field))
    ]
    return (*of_map, *_places(first, second), *_lists(first, second))


def _places(first: JourneyMap, second: JourneyMap) -> Iterator[Compared]:
    yield from _things("stages", first.stages, second.stages)
    yield from _things("touchpoints", tuple(first.touchpoints()), tuple(second.touchpoints()))
    for touchpoint in second.touchpoints():
        before, after = first.stage_of(touchpoint.slug), second.stage_of(touchpoint.slug)
        if before is not None and after is not None and before.slug != after.slug:
            yield Compared("changed", "touchpoints", touchpoint.title, "stage", before.title, after.title)


def _lists(first: JourneyMap, second: JourneyMap) -> Iterator[Compared]:
    for name in LISTS:
        yield from _things(name, getattr(first, name), getattr(second, name))


def _things(thing: str, first: Sequence[Any], second: Sequence[Any]) -> Iterator[Compared]:
    known = {one.slug: one for one in first}
    here = {one.slug for one in second}
    for one in second:
        if one.slug in known:
            yield from _fields(thing, one.title, known[one.slug], one)
        else:
            yield Compared("new", thing, one.title)
    yield from (Compared("gone", thing, one.title) for one in first if one.slug not in here)


def _fields(thing: str, title: str, first: Model, second: Model) -> Iterator[Compared]:
    for field in type(second).model_fields:
        before, after = _valued(getattr(first, field)), _valued(getattr(second, field))
        if field not in NOT_COMPARED and before != after:
            yield Compared("changed", thing, title, field, before, after)


def _valued(held: Any) -> Any:
    """Votes as the value that is shown; all else as it is."""
    if isinstance(held, tuple) and held and all(isinstance(vote, MoodVote) for vote in held):
        return value(held)
    if isinstance(held, tuple) and held and all(isinstance(vote, LevelVote) for vote in held):
        return level(held)
    return held or None if isinstance(held, tuple) else held
