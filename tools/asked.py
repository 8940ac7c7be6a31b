"""What is a question about? Journey, steps, customers and time, looked up in the stores; unknown names are refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from storage.model.journey import JourneyMap, Stage, Touchpoint
from tools.kit import JourneyArgs, Period, Sources, ToolError
from tools.names import close_names, looks_mistyped, plain, same_key
from tools.narrowing import FIRST_US, LAST_US, Narrowing
from tools.visits import Place, codes_at, places

if TYPE_CHECKING:
    from storage.events import Dimension

DEFAULT_WINDOW_DAYS = 30
DAY_US = 86_400_000_000
_COLUMNS = ("channel", "device", "campaign", "variant")
_SPELLINGS = 1000  # more values than this are not listed: an unusual one must be written as it is in the data


@dataclass(frozen=True)
class Step:
    """A place or event that customers reach: the codes of its events."""

    name: str
    title: str
    codes: tuple[int, ...]


@dataclass(frozen=True)
class Asked:
    """A question's ground. `journey` None: the steps are event names. Times are epoch microseconds."""

    journey: JourneyMap | None
    codes: dict[str, int]
    placed: dict[str, Place]
    as_of_us: int
    entry: Narrowing
    filters: dict[str, str]

    @property
    def mapped(self) -> tuple[int, ...] | None:
        """Codes of all events on the map; None without a map: then every event counts as one."""
        return None if self.journey is None else tuple(self.codes[name] for name in self.placed)


def look_up(args: JourneyArgs, sources: Sources, journey: JourneyMap | None) -> Asked:
    """The ground of a question about events. Raises ToolError: no_events, or a persona or value that is not there."""
    codes = sources.events.names()
    newest = sources.events.newest_us()
    if not codes or newest is None:
        raise ToolError("no_events")
    as_of_us = newest if args.as_of is None else _end_of(args, sources)
    start, end = args.period.bounds_us(sources.zone) if args.period else (None, None)
    columns, filters = _columns(args, sources)
    for key, value in args.filters.items():
        _must_be_a_property(key, sources)
        filters[key] = value
    entry = Narrowing(
        start_us=FIRST_US if start is None else start,
        end_us=LAST_US if end is None else end,
        columns=columns,
        properties=tuple(args.filters.items()),
    )
    placed = places(journey, codes) if journey else {}
    return Asked(journey, codes, placed, as_of_us, entry, filters)


def _end_of(args: JourneyArgs, sources: Sources) -> int:
    assert args.as_of is not None
    _, end = Period(start=args.as_of, end=args.as_of + timedelta(days=1)).bounds_us(sources.zone)
    return cast("int", end) - 1


def asked_journey(args: JourneyArgs, sources: Sources) -> JourneyMap:
    """The map that is named, or the only one there is. Raises MapNotFound, ToolError (no_maps, which_journey)."""
    if args.journey is not None:
        return sources.maps.find(sources.workspace_id, args.journey, sources.reader)
    lines = [line for line in sources.maps.lines(sources.workspace_id, sources.reader) if line.status != "archived"]
    if not lines:
        raise ToolError("no_maps")
    if len(lines) > 1:
        raise ToolError("which_journey", known=", ".join(line.title for line in lines[:5]))
    return sources.maps.get(sources.workspace_id, lines[0].map_id, sources.reader)


def stage_named(journey: JourneyMap, asked: str) -> Stage:
    """A stage by slug, title, short title, or a part of the title that only one has. Raises ToolError."""
    key = same_key(asked)
    for stage in journey.stages:
        if key in (same_key(name) for name in (stage.slug, stage.title, stage.short or stage.title)):
            return stage
    parts = [stage for stage in journey.stages if key and plain(asked) in plain(stage.title)]
    if len(parts) == 1:
        return parts[0]
    titles = [stage.title for stage in journey.stages]
    raise ToolError("unknown_stage", asked=asked, journey=journey.title, close=close_names(asked, titles))


def stage_steps(asked: Asked) -> tuple[list[Step], list[str]]:
    """The stages that events reach, in map order, and the titles of those that no event matches.

    Raises ToolError: no_stages, no_visits.
    """
    journey = cast("JourneyMap", asked.journey)
    if not journey.stages:
        raise ToolError("no_stages", journey=journey.title)
    return _measured(asked, [(s, s.slug, None) for s in journey.stages])


def touchpoint_steps(asked: Asked, stage: Stage) -> tuple[list[Step], list[str]]:
    """The same for the touchpoints of a stage. Raises ToolError: no_touchpoints, no_visits."""
    if not stage.touchpoints:
        raise ToolError("no_touchpoints", stage=stage.title)
    return _measured(asked, [(t, stage.slug, t.slug) for t in stage.touchpoints])


def _measured(
    asked: Asked, spots: list[tuple[Stage, str, None]] | list[tuple[Touchpoint, str, str]]
) -> tuple[list[Step], list[str]]:
    steps = [Step(spot.slug, spot.title, codes_at(asked.placed, asked.codes, *place)) for spot, *place in spots]
    measured = [step for step in steps if step.codes]
    if not measured:
        journey = cast("JourneyMap", asked.journey)
        raise ToolError("no_visits", journey=journey.title, events=", ".join(list(asked.codes)[:5]))
    return measured, [step.title for step in steps if not step.codes]


def step_named(asked: Asked, name: str) -> Step:
    """The first stage, touchpoint or event with this name. Raises ToolError: unknown_step, no_events_at."""
    key = same_key(name)
    stages = asked.journey.stages if asked.journey else ()
    spots: list[tuple[Stage | Touchpoint, Place]] = [(s, Place(s.slug)) for s in stages]
    spots += [(t, Place(s.slug, t.slug)) for s in stages for t in s.touchpoints]
    silent: str | None = None
    for spot, place in spots:
        if key in (same_key(spot.slug), same_key(spot.title), same_key(getattr(spot, "short", None) or spot.title)):
            if codes := codes_at(asked.placed, asked.codes, *place):
                return Step(spot.slug, spot.title, codes)
            silent = silent or spot.title
    if events := tuple(code for title, code in asked.codes.items() if same_key(title) == key):
        return Step(name, next(t for t in asked.codes if same_key(t) == key), events)
    if silent:
        raise ToolError("no_events_at", place=silent, events=", ".join(list(asked.codes)[:5]))
    known = [*(spot.title for spot, _ in spots), *asked.codes]
    raise ToolError("unknown_step", asked=name, close=close_names(name, known))


def steps_named(asked: Asked, names: Iterable[str]) -> list[Step]:
    """The steps of a funnel. An event that never happened is a step that nobody reaches, unless it looks mistyped."""
    steps = []
    for number, name in enumerate(names, 1):
        try:
            steps.append(step_named(asked, name))
        except ToolError as error:
            if error.key != "unknown_step" or looks_mistyped(name, asked.codes):
                raise
            steps.append(Step(name, name, (-number,)))
    return steps


def event_codes(asked: Asked, names: Iterable[str]) -> tuple[int, ...]:
    """Codes of events, or of all events of a place. Raises ToolError (unknown_step, no_events_at)."""
    return tuple(dict.fromkeys(code for name in names for code in step_named(asked, name).codes))


def window_seconds(window: int | None, journey: JourneyMap | None) -> int:
    """The asked window, else the map's, else 30 days."""
    days = journey.window_days if journey else None
    return window or (days or DEFAULT_WINDOW_DAYS) * 86_400


def persona_keys(name: str, sources: Sources) -> tuple[str, frozenset[str]]:
    """The persona's name and the keys of its spellings; of one that the library lacks the name as asked."""
    key = same_key(name)
    for persona in sources.personas.list(sources.workspace_id):
        keys = frozenset((same_key(persona.persona_id), same_key(persona.name)))
        if key in keys:
            return persona.name, keys
    return name, frozenset((key,))


def _columns(args: JourneyArgs, sources: Sources) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], dict[str, str]]:
    columns: list[tuple[str, tuple[str, ...]]] = []
    filters: dict[str, str] = {}
    if args.persona:
        shown, keys = persona_keys(args.persona, sources)
        columns.append(("persona", _spellings("persona", args.persona, keys, sources)))
        filters["persona"] = shown
    for column in _COLUMNS:
        if value := getattr(args, column):
            spellings = _spellings(cast("Dimension", column), value, frozenset((same_key(value),)), sources)
            columns.append((column, spellings))
            filters[column] = value
    return tuple(columns), filters


def _spellings(column: Dimension, asked: str, keys: frozenset[str], sources: Sources) -> tuple[str, ...]:
    """How the data write a value. Raises ToolError (unknown_in_events, no_such_column)."""
    known = [value for value, _ in sources.events.dimension_values(column, _SPELLINGS)]
    if not known:
        raise ToolError("no_such_column", column=column, asked=asked)
    if found := tuple(value for value in known if same_key(value) in keys):
        return found
    if len(known) < _SPELLINGS:
        raise ToolError("unknown_in_events", column=column, asked=asked, close=close_names(asked, known))
    return (asked,)


def _must_be_a_property(key: str, sources: Sources) -> None:
    events = sources.events.tables.events
    known = events.properties[key].notnull()
    if not sources.events.run(events.filter(known).select("event_id").limit(1)):
        raise ToolError("unknown_property", asked=key)


def persona_names(breakdown: tuple[str, ...], sources: Sources) -> tuple[tuple[str, str], ...]:
    """(spelling in the data, name of the persona) where they differ; nothing unless the breakdown is by persona."""
    if "persona" not in breakdown:
        return ()
    names: dict[str, str] = {}
    for persona in reversed(sources.personas.list(sources.workspace_id)):
        names |= {same_key(persona.persona_id): persona.name, same_key(persona.name): persona.name}
    seen = [value for value, _ in sources.events.dimension_values("persona", _SPELLINGS)] if names else []
    return tuple((value, names[key]) for value in seen if (key := same_key(value)) in names and names[key] != value)
