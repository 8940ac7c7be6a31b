"""What is a question about? Journey, steps, customers and time, looked up in the stores; unknown names are refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, cast, get_args

from storage.model.journey import JourneyMap, Stage, Touchpoint
from tools.kit import Column, JourneyArgs, Period, Sources, ToolError
from tools.marks import NO_MARKS, Marks
from tools.names import close_names, looks_mistyped, plain, same_key
from tools.narrowing import FIRST_US, LAST_US, Narrowing
from tools.query import Query, text
from tools.visits import Place, codes_at, marks, places

if TYPE_CHECKING:
    import ibis

    from storage.events import Dimension

DEFAULT_WINDOW_DAYS = 30
DAY_US = 86_400_000_000
_COLUMNS = ("channel", "device", "campaign", "variant")
SPELLINGS = 1000  # more values than this are not listed: an unusual one must be written as it is in the data


@dataclass(frozen=True)
class Step:
    """A place or event that customers reach: the codes of its events."""

    name: str
    title: str
    codes: tuple[int, ...]


@dataclass(frozen=True)
class Asked:
    """A question's ground. `journey` None: the steps are event names. Times are epoch microseconds.

    `codes` and `placed` know names of events and, of a map with rules, marked events under their titles.
    """

    journey: JourneyMap | None
    codes: dict[str, int]
    placed: dict[str, Place]
    as_of_us: int
    entry: Narrowing
    filters: dict[str, str]
    marks: Marks = NO_MARKS

    @property
    def mapped(self) -> tuple[int, ...] | None:
        """Codes of all events on the map; None without a map: then every event counts as one."""
        return None if self.journey is None else tuple(self.codes[name] for name in self.placed)

    @property
    def titles(self) -> dict[int, str]:
        """Code → name of the event."""
        return {code: title for title, code in self.codes.items()}


def look_up(args: JourneyArgs, sources: Sources, journey: JourneyMap | None) -> Asked:
    """The ground of a question about events. Raises ToolError: no_events, or a persona or value that is not there."""
    codes = sources.events.names()
    newest = sources.events.newest_us()
    if not codes or newest is None:
        raise ToolError("no_events")
    as_of_us = newest if args.as_of is None else _end_of(args, sources)
    start, end = args.period.bounds_us(sources.zone) if args.period else (None, None)
    columns, filters = _columns(args, sources)
    of_traits = {key for key in args.filters if kind_of(key, sources) == "trait"}
    filters |= args.filters
    entry = Narrowing(
        start_us=FIRST_US if start is None else start,
        end_us=LAST_US if end is None else end,
        columns=columns,
        properties=tuple((key, value) for key, value in args.filters.items() if key not in of_traits),
        traits=tuple((key, value) for key, value in args.filters.items() if key in of_traits),
    )
    if journey is None:
        return Asked(None, codes, {}, as_of_us, entry, filters)
    marked, at = marks(journey, codes)
    placed = {**at, **places(journey, codes)}
    return Asked(journey, {**codes, **marked.codes}, placed, as_of_us, entry, filters, marked)


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


def journey_if_any(args: JourneyArgs, sources: Sources) -> JourneyMap | None:
    """The same for a question that needs no map: None where there is none, or several and nothing says which."""
    if args.journey is None and args.stage is None:
        lines = [line for line in sources.maps.lines(sources.workspace_id, sources.reader) if line.status != "archived"]
        if len(lines) != 1:
            return None
    return asked_journey(args, sources)


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
    if events := tuple(
        also for title, code in asked.codes.items() if same_key(title) == key for also in asked.marks.also(code)
    ):
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
        columns.append(("persona", spelled("persona", args.persona, keys, sources)))
        filters["persona"] = shown
    for column in _COLUMNS:
        if value := getattr(args, column):
            spellings = spelled(cast("Dimension", column), value, frozenset((same_key(value),)), sources)
            columns.append((column, spellings))
            filters[column] = value
    return tuple(columns), filters


def spelled(column: Dimension, asked: str, keys: frozenset[str], sources: Sources) -> tuple[str, ...]:
    """How the data write a value. Raises ToolError (unknown_in_events, no_such_column)."""
    return spelled_in(values_known(column, SPELLINGS, sources), column, asked, keys)


def spelled_in(known: list[str], column: Dimension, asked: str, keys: frozenset[str]) -> tuple[str, ...]:
    """The same where the (at most `SPELLINGS`) values of the column are known."""
    if not known:
        raise ToolError("no_such_column", column=column, asked=asked)
    if found := tuple(value for value in known if same_key(value) in keys):
        return found
    if len(known) < SPELLINGS:
        raise ToolError("unknown_in_events", column=column, asked=asked, close=close_names(asked, known))
    return (asked,)


def values_known(column: Dimension, limit: int, sources: Sources) -> list[str]:
    """The most frequent values; personas are the customers', so those too that follow from a rule."""
    if column != "persona":
        return [value for value, _ in sources.events.dimension_values(column, limit)]
    return [cast("str", row["persona"]) for row in _personas().run(sources.events, {})][:limit]


@lru_cache(maxsize=1)
def _personas() -> Query:
    """persona, customers: the most frequent ones."""
    from storage.event_tables import event_tables

    customers = event_tables().customers
    said = customers.filter(customers.persona.notnull())
    counted = said.group_by("persona").agg(customers=said.count())
    return Query(counted.order_by(counted.customers.desc(), counted.persona).limit(SPELLINGS))


def kind_of(key: str, sources: Sources) -> Literal["property", "trait"]:
    """Whether events or else customers carry the key. Raises ToolError (unknown_property)."""
    if _carried("properties", "event_id", sources.events.tables.events).run(sources.events, {"key": key}):
        return "property"
    if _carried("traits", "customer", sources.events.tables.customers).run(sources.events, {"key": key}):
        return "trait"
    raise ToolError("unknown_property", asked=key)


def _carried(column: str, id_column: str, table: ibis.Table) -> Query:
    from storage.event_tables import text_at

    return Query(table.filter(text_at(table[column], text("key")).notnull()).select(id_column).limit(1))


def asked_breakdown(breakdown: tuple[str, ...], sources: Sources) -> tuple[str, ...]:
    """The columns as `Grouping` knows them: a key that is no column becomes `property:<key>` or `trait:<key>`.

    Raises ToolError (unknown_property).
    """
    return tuple(
        column if column in get_args(Column) else f"{kind_of(column, sources)}:{column}" for column in breakdown
    )


def persona_names(breakdown: tuple[str, ...], sources: Sources) -> tuple[tuple[str, str], ...]:
    """(spelling in the data, name of the persona) where they differ; nothing unless the breakdown is by persona."""
    if "persona" not in breakdown:
        return ()
    names: dict[str, str] = {}
    for persona in reversed(sources.personas.list(sources.workspace_id)):
        names |= {same_key(persona.persona_id): persona.name, same_key(persona.name): persona.name}
    seen = values_known("persona", SPELLINGS, sources) if names else []
    return tuple((value, names[key]) for value in seen if (key := same_key(value)) in names and names[key] != value)
