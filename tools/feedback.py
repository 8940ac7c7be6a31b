"""Which scores did customers give, where, and which of them does a question let in?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from storage.model.journey import JourneyMap
from tools.asked import look_up, persona_keys
from tools.buckets import Span, bound_values, rounded, span_of
from tools.groups import UNKNOWN
from tools.kit import JourneyArgs, Period, Sources, ToolError
from tools.names import close_names, same_key
from tools.narrowing import FIRST_US, LAST_US, Narrowing, NarrowingShape, conditions
from tools.query import Query, number, text
from tools.scores import CSAT_SCALE, NPS_SCALE
from tools.visits import Place

if TYPE_CHECKING:
    import ibis

Metric = Literal["nps", "csat", "ces"]
METRICS: tuple[Metric, ...] = get_args(Metric)
Split = Literal["channel", "persona", "span"]
_BY_EVENTS = ("device", "campaign", "variant", "filters")
"""Answers say nothing of these; the customers' events do."""


class Said(NamedTuple):
    """`n` answers alike. `touchpoint` and `stage` as the files write them; `group`: channel, persona or span."""

    metric: Metric
    score: float
    touchpoint: str | None
    stage: str | None
    group: str | int | None
    n: int
    oldest_us: int
    newest_us: int


@dataclass(frozen=True)
class LetIn:
    """Answers of a time (half-open, epoch microseconds), until the end of the data, by spellings of persona, channel.

    `users`: only of customers who have such an event. `filters`: what was asked for, for the basis.
    """

    start_us: int = FIRST_US
    end_us: int = LAST_US
    as_of_us: int = LAST_US
    personas: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    users: Narrowing | None = None
    filters: tuple[tuple[str, str], ...] = ()

    @property
    def shape(self) -> LetInShape:
        """Equal for those that share their SQL."""
        return LetInShape(len(self.personas), len(self.channels), self.users.shape if self.users else None)

    def values(self) -> dict[str, int | str]:
        """What fills the SQL."""
        filled: dict[str, int | str] = {
            "said_from_us": self.start_us, "said_until_us": self.end_us, "said_as_of_us": self.as_of_us,
            "said_untimed": int((self.start_us, self.end_us, self.as_of_us) == (FIRST_US, LAST_US, LAST_US)),
        }  # fmt: skip
        filled |= {f"said_persona_{i}": spelling for i, spelling in enumerate(self.personas)}
        filled |= {f"said_channel_{i}": spelling for i, spelling in enumerate(self.channels)}
        return filled | (self.users.values() if self.users else {})


def let_in(args: JourneyArgs, sources: Sources, kinds: tuple[str, ...] = METRICS) -> LetIn:
    """What the question lets in. Raises ToolError: no_feedback, unknown_in_feedback, and those of the events."""
    seen = _seen(sources, kinds)
    start, end = args.period.bounds_us(sources.zone) if args.period else (None, None)
    _, last = Period.read(args.as_of.isoformat()).bounds_us(sources.zone) if args.as_of else (None, None)
    personas: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    filters: dict[str, str] = {}
    if args.persona:
        shown, keys = persona_keys(args.persona, sources)
        personas, filters["persona"] = _spelled("persona", args.persona, keys, seen), shown
    if args.channel:
        channels = _spelled("channel", args.channel, frozenset((same_key(args.channel),)), seen)
        filters["channel"] = args.channel
    users = None
    if any(getattr(args, name) for name in _BY_EVENTS):
        asked = look_up(args.model_copy(update={"persona": None, "channel": None, "period": None}), sources, None)
        users, filters = asked.entry, filters | asked.filters
    return LetIn(
        start_us=FIRST_US if start is None else start,
        end_us=LAST_US if end is None else end,
        as_of_us=LAST_US if last is None else last - 1,
        personas=personas,
        channels=channels,
        users=users,
        filters=tuple(filters.items()),
    )


def without(narrowed: LetIn, column: str, kept: tuple[str, ...], sources: Sources) -> LetIn:
    """Only personas or channels that mean one of those kept (spellings of the events)."""
    keys = {same_key(value) for value in kept}
    spellings = tuple(dict.fromkeys(value for value in _seen(sources, METRICS)[column] if same_key(value) in keys))
    if not spellings:
        raise ToolError("no_feedback_of", column=column)
    if column == "persona":
        return replace(narrowed, personas=spellings)
    return replace(narrowed, channels=spellings)


def said(narrowed: LetIn, split: Split | None, sources: Sources, spans: tuple[Span, ...] = ()) -> list[Said]:
    """The answers, those alike counted together; on the metric's scale or not."""
    bounds = rounded(len(spans) + 1) if split == "span" else 0
    values = {**narrowed.values(), **(bound_values(spans) if split == "span" else {})}
    rows = _said_query(narrowed.shape, split, bounds).run(sources.events, values)
    return sorted((Said(**row) for row in rows), key=str)


def places_of(journey: JourneyMap) -> dict[str, Place]:
    """Key of every name of a touchpoint, then of a stage → its place."""
    spots = [(name, Place(s.slug, t.slug)) for s in journey.stages for t in s.touchpoints for name in (t.slug, t.title)]
    spots += [(name, Place(s.slug)) for s in journey.stages for name in (s.slug, s.title, s.short or s.title)]
    found: dict[str, Place] = {}
    for name, place in spots:
        found.setdefault(same_key(name), place)
    return found


def placed(answer: Said, places: dict[str, Place]) -> Place | None:
    """Where on the map an answer belongs: by its touchpoint, else by its stage; None where neither is on the map."""
    for name in (answer.touchpoint, answer.stage):
        if name and (place := places.get(same_key(name))):
            return place
    return None


def names_a_place(answer: Said) -> bool:
    """Whether the file says where it was given."""
    return bool(answer.touchpoint or answer.stage)


def named_place(answer: Said, journey: JourneyMap, level: str) -> str:
    """The title of the touchpoint or stage; an answer about a stage as a whole has no touchpoint."""
    place = placed(answer, places_of(journey))
    stage = journey.stage(place.stage) if place else None
    if place is None or stage is None:
        return UNKNOWN
    if level == "stage":
        return stage.title
    return next((t.title for t in stage.touchpoints if t.slug == place.touchpoint), UNKNOWN)


def titles_of(names: Iterable[str | None]) -> dict[str, str]:
    """Key → the spelling that comes first in the alphabet, of names that mean the same."""
    return {same_key(name): name for name in sorted({name for name in names if name}, reverse=True)}


def off_scale(answer: Said) -> bool:
    """A score that its metric cannot have, as 9 of 5."""
    scale = {"csat": CSAT_SCALE, "nps": NPS_SCALE}.get(answer.metric)
    return scale is not None and not scale[0] <= answer.score <= scale[1]


def scores_of(answers: Iterable[Said]) -> dict[Metric, dict[float, int]]:
    """Score → how often, by metric; for `tools.scores`."""
    found: dict[Metric, dict[float, int]] = defaultdict(lambda: defaultdict(int))
    for answer in answers:
        found[answer.metric][answer.score] += answer.n
    return found


class LetInShape(NamedTuple):
    """What of a `LetIn` decides its SQL."""

    personas: int
    channels: int
    users: NarrowingShape | None


def _seen(sources: Sources, kinds: tuple[str, ...]) -> dict[str, list[str]]:
    """Spellings of persona and channel in the answers. Raises ToolError (no_feedback)."""
    rows = _seen_query(kinds).run(sources.events, {})
    if not rows:
        raise ToolError("no_feedback")
    return {name: [str(row[name]) for row in rows if row[name] is not None] for name in ("persona", "channel")}


def _spelled(column: str, asked: str, keys: frozenset[str], seen: dict[str, list[str]]) -> tuple[str, ...]:
    known = list(dict.fromkeys(seen[column]))
    if found := tuple(value for value in known if same_key(value) in keys):
        return found
    raise ToolError("unknown_in_feedback", column=column, asked=asked, close=close_names(asked, known))


@lru_cache(maxsize=8)
def _seen_query(kinds: tuple[str, ...]) -> Query:
    """persona, channel: every pair that the answers hold."""
    answers = answers_of(kinds)
    return Query(answers.select("persona", "channel").distinct())


@lru_cache(maxsize=64)
def _said_query(shape: LetInShape, split: Split | None, bounds: int) -> Query:
    """The columns of `Said`."""
    import ibis

    answers = answers_of(METRICS)
    group = ibis.null("string")
    if split == "span":
        group = span_of(answers.at_us, bounds)
    elif split is not None:
        group = answers[split].fill_null(UNKNOWN)
    alike = answers.filter(*let_in_conditions(answers, shape)).mutate(metric=answers.kind, group=group)
    keys = ("metric", "score", "touchpoint", "stage", "group")
    return Query(
        alike.group_by(*keys).agg(n=alike.times.sum(), oldest_us=alike.at_us.min(), newest_us=alike.at_us.max())
    )


def let_in_conditions(answers: ibis.Table, shape: LetInShape, untimed: bool = False) -> list[ibis.Value]:
    """What must hold for an answer to be let in; filled by `LetIn.values`.

    `untimed`: also answers without a time, as a question list has them, where no time is asked for.
    """
    from storage.event_tables import event_tables

    tables, at_us = event_tables(), answers.at_us
    timed = (at_us >= number("said_from_us")) & (at_us < number("said_until_us")) & (at_us <= number("said_as_of_us"))
    kept = [timed.fill_null(number("said_untimed") == 1) if untimed else timed]
    for column, n in (("persona", shape.personas), ("channel", shape.channels)):
        if n:
            kept.append(answers[column].isin([text(f"said_{column}_{i}") for i in range(n)]))
    if shape.users is not None:
        users = tables.events.filter(*conditions(tables.events, tables, shape.users))
        kept.append(answers.customer.isin(users.customer))
    return kept


def answers_of(kinds: tuple[str, ...]) -> ibis.Table:
    """Feedback of these kinds, of metrics with a score, of others with a text.

    `persona` is the customer's where the answer says none.
    """
    import ibis

    from storage.event_tables import event_tables

    tables = event_tables()
    customers = tables.customers.select(of=tables.customers.customer, of_persona=tables.customers.persona)
    said = tables.feedback.score if kinds == METRICS else tables.feedback.text
    given = tables.feedback.filter(said.notnull(), tables.feedback.kind.isin(list(kinds)))
    joined = given.left_join(customers, given.customer == customers.of)
    return joined.mutate(persona=ibis.coalesce(joined.persona, joined.of_persona)).drop("of", "of_persona")
