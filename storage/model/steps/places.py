"""Where on the map is it? Finds stages, touchpoints and items by slug, puts changed ones back, and names new ones."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, TypeVar

from storage.errors import ChangeRefused
from storage.model.item import Item
from storage.model.journey import LISTS, JourneyMap, Listed, Stage, Touchpoint
from storage.model.refusals import close_to, revised
from storage.model.slugs import Kind, free, numbered, slug_of
from storage.model.types import Anchor, Origin, Via

S = TypeVar("S", bound=Stage | Item)


class Writer(NamedTuple):
    """Who changes the map, when, and by which way."""

    by: str
    at: datetime
    via: Via
    permalink: str | None = None

    def origin(self) -> Origin:
        """The origin of what this writer adds."""
        return Origin(by=self.by, at=self.at, via=self.via, permalink=self.permalink)


def stage_named(journey: JourneyMap, slug: str) -> Stage:
    """Raises ChangeRefused, with close names."""
    found = journey.stage(slug)
    if found is None:
        raise _unknown(slug, journey.stages)
    return found


def touchpoint_named(journey: JourneyMap, slug: str) -> Touchpoint:
    """Raises ChangeRefused, with close names."""
    found = next((t for t in journey.touchpoints() if t.slug == slug), None)
    if found is None:
        raise _unknown(slug, journey.touchpoints())
    return found


def item_named(journey: JourneyMap, slug: str) -> Listed:
    """Raises ChangeRefused, with close names."""
    found = next((item for item in journey.items() if item.slug == slug), None)
    if found is None:
        raise _unknown(slug, journey.items())
    return found


def backed_named(journey: JourneyMap, slug: str) -> Touchpoint | Listed:
    """Whatever can carry evidence. Raises ChangeRefused, with close names."""
    backed = [*journey.touchpoints(), *journey.items()]
    found = next((item for item in backed if item.slug == slug), None)
    if found is None:
        raise _unknown(slug, backed)
    return found


def checked_anchor(journey: JourneyMap, at: Anchor) -> Anchor:
    """The anchor with the stage that its touchpoint is in. Raises ChangeRefused if there is no such place."""
    if at.touchpoint is None:
        return Anchor(stage=stage_named(journey, at.stage).slug)
    touchpoint_named(journey, at.touchpoint)
    return Anchor(stage=holder(journey, at.touchpoint).slug, touchpoint=at.touchpoint)


def holder(journey: JourneyMap, touchpoint: str) -> Stage:
    """The stage that holds a touchpoint. Raises ChangeRefused, with close names."""
    found = journey.stage_of(touchpoint)
    if found is None:
        raise _unknown(touchpoint, journey.touchpoints())
    return found


def with_place(journey: JourneyMap, place: Stage | Touchpoint) -> JourneyMap:
    """The map with this stage or touchpoint in the place of the one with its slug."""
    if isinstance(place, Stage):
        return revised(journey, stages=replaced(journey.stages, place))
    stage = holder(journey, place.slug)
    return with_place(journey, revised(stage, touchpoints=replaced(stage.touchpoints, place)))


def with_item(journey: JourneyMap, item: Item) -> JourneyMap:
    """The map with this item in the place of the one with its slug."""
    if isinstance(item, Touchpoint):
        return with_place(journey, item)
    name = list_of(journey, item.slug)
    return revised(journey, **{name: replaced(getattr(journey, name), item)})


def list_of(journey: JourneyMap, slug: str) -> str:
    """The field of the map that lists the thing of this slug. Raises ChangeRefused, with close names."""
    item_named(journey, slug)
    return next(name for name in LISTS if any(item.slug == slug for item in getattr(journey, name)))


def replaced(things: Iterable[S], new: S) -> tuple[S, ...]:
    """The same row with `new` in the place of the one with its slug."""
    return tuple(new if thing.slug == new.slug else thing for thing in things)


def without(things: Iterable[S], slug: str) -> tuple[S, ...]:
    """The same row without the thing of this slug."""
    return tuple(thing for thing in things if thing.slug != slug)


def behind(things: Iterable[S], new: S, after: str | None) -> tuple[S, ...]:
    """The row with `new` behind the thing of the slug `after`; at the front if there is none."""
    row = tuple(things)
    slugs = [thing.slug for thing in row]
    place = slugs.index(after) + 1 if after in slugs else 0
    return (*row[:place], new, *row[place:])


def new_slug(journey: JourneyMap, kind: Kind, title: str, wanted: str | None = None, parent: str = "") -> str:
    """The slug that a new thing gets: the wanted one, else from its title, else numbered; unique on the map."""
    taken = set(journey.slugs())
    if wanted is not None:
        return free(wanted, taken)
    return slug_of(title, taken, journey.lang) or numbered(parent, kind, taken)


def _unknown(slug: str, things: Iterable[Stage | Touchpoint | Listed]) -> ChangeRefused:
    titles = {thing.slug: thing.title for thing in things}
    return ChangeRefused("unknown_place", named=slug, close=close_to(slug, [*titles, *titles.values()]) or "-")
