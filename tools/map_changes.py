"""In what do two maps, or two versions of one, differ? Every difference as texts, in the order of the maps."""

from collections.abc import Mapping
from typing import Any, Literal

from storage.model.compared import Compared, compared
from storage.model.journey import JourneyMap
from storage.model.types import Anchor, Model


class MapChange(Model):
    """`kind` new: only the second map has it; gone: only the first; changed: `field` says something else.

    `thing`: `map`, `stages`, `touchpoints` or a list of the map. Moods are -2 to +2.
    """

    kind: Literal["new", "gone", "changed"]
    thing: str
    title: str
    field: str | None = None
    before: str | float | None = None
    after: str | float | None = None


def map_changes(first: JourneyMap, second: JourneyMap) -> tuple[MapChange, ...]:
    """What the second has other than the first."""
    titles = {thing.slug: thing.title for m in (first, second) for thing in (*m.stages, *m.touchpoints(), *m.items())}
    return tuple(_change(one, titles) for one in compared(first, second))


def _change(one: Compared, titles: Mapping[str, str]) -> MapChange:
    return MapChange(
        kind=one.kind,
        thing=one.thing,
        title=one.title,
        field=one.field,
        before=_held(one.before, titles),
        after=_held(one.after, titles),
    )


def _held(value: Any, titles: Mapping[str, str]) -> str | float | None:
    """What a field holds: slugs by the title of what they name; of other things what they say."""
    match value:
        case None:
            return None
        case bool():
            return str(value).lower()
        case int() | float():
            return float(value)
        case str():
            return titles.get(value, value)
        case Anchor():
            return titles.get(value.touchpoint or value.stage, value.touchpoint or value.stage)
        case tuple() | list():
            return ", ".join(str(_held(one, titles)) for one in value)
    return str(next((v for name in ("text", "label", "title") if (v := getattr(value, name, None))), value))
