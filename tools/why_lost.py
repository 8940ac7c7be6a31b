"""What goes with being lost at a step? Errors met there, and whether the persona or the page makes the difference.

Both look at the customers who reached the step (windows that are over), from then until the next step, or to the end of
the window for those who are lost.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, cast

from pydantic import Field

from storage.model.types import Model
from tools.asked import Asked, persona_names
from tools.event_words import FAILING, says
from tools.funnel import Funnel, best_ways
from tools.groups import UNKNOWN
from tools.kit import Sources
from tools.marks import marked_tables
from tools.query import Query, code_values, has_code, number
from tools.statistics import chi_square_p, cramers_v, holm
from tools.ways import CLOSED, Shape

if TYPE_CHECKING:
    import ibis

CLEAR = 0.05
"""Holm-corrected p from which on a split explains nothing."""
Split = Literal["persona", "touchpoint"]
Outcome = tuple[int, int]


class Explains(Model):
    """How far one split goes with being lost: bias-corrected Cramer's V over groups of at least `min_n` customers.

    `worst` is the group that loses the largest share, `lost` of its `n`. V and p None: fewer than two such groups, no
    more customers than groups, or all of them lost or none.
    """

    split: Split
    v: float | None = None
    p: float | None = Field(None, description="Chi-square, Holm-corrected over the two splits.")
    groups: int = 0
    worst: str | None = None
    lost: int = 0
    n: int = 0


@dataclass(frozen=True)
class AtStep:
    """A step of a funnel (counted from 1) at which customers are lost."""

    funnel: Funnel
    level: int
    asked: Asked
    sources: Sources

    @property
    def shape(self) -> Shape:
        """As it suits the engine."""
        return self.funnel.shape_on(self.sources.events)


def errors_met(at: AtStep) -> tuple[tuple[str, int], ...]:
    """Events named like errors between the step and the end of the window, with the lost customers who met them."""
    failing = {title: code for title, code in at.asked.codes.items() if says(title, FAILING)}
    if not failing:
        return ()
    values = {**at.funnel.values(), **code_values("failing", tuple(failing.values()))}
    rows = _errors_query(at.shape, at.level, len(failing)).run(at.sources.events, values)
    found = ((at.asked.titles[cast("int", row["name"])], cast("int", row["customers"])) for row in rows)
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))


def what_explains(at: AtStep, min_n: int) -> tuple[Explains, Explains]:
    """By persona, and by the touchpoint of the step (else its event) that was visited last there."""
    rows = _last_here_query(at.shape, at.level).run(at.sources.events, at.funnel.values())
    pages = _outcomes((at.asked.titles[cast("int", row["name"])], row) for row in rows)
    titles = _touchpoint_titles(at.asked)
    shown: dict[str, Counter[bool]] = defaultdict(Counter)
    for name, outcome in pages.items():
        shown[titles.get(name, name)].update(outcome)
    names = dict(persona_names(("persona",), at.sources))
    rows = _persona_query(at.shape, at.level).run(at.sources.events, at.funnel.values())
    personas = _outcomes((names.get(str(row["persona"]), str(row["persona"])), row) for row in rows)
    personas.pop(UNKNOWN, None)
    return _corrected(_explains("persona", personas, min_n), _explains("touchpoint", shown, min_n))


def explains_more(splits: tuple[Explains, ...]) -> Split | None:
    """The split with the larger V, of those that are clear; None: the data cannot tell."""
    clear = [split for split in splits if split.v and split.p is not None and split.p < CLEAR]
    return max(clear, key=lambda split: split.v or 0.0).split if clear else None


def _touchpoint_titles(asked: Asked) -> dict[str, str]:
    """Event → the title of its touchpoint."""
    titles = {t.slug: t.title for t in asked.journey.touchpoints()} if asked.journey else {}
    return {name: titles[place.touchpoint] for name, place in asked.placed.items() if place.touchpoint}


def _outcomes(rows: object) -> dict[str, Counter[bool]]:
    """Group → customers who went on (True) and who were lost (False)."""
    found: dict[str, Counter[bool]] = defaultdict(Counter)
    for group, row in cast("list[tuple[str, dict[str, object]]]", rows):
        found[group][bool(row["went_on"])] += cast("int", row["customers"])
    return found


def _explains(split: Split, groups: Mapping[str, Counter[bool]], min_n: int) -> Explains:
    large = {name: (own[True], own[False]) for name, own in groups.items() if own.total() >= min_n}
    table = list(large.values())
    v = cramers_v(table) if len(table) > 1 else None
    if v is None:
        return Explains(split=split, groups=len(large))
    worst = max(large, key=lambda name: (large[name][1] / sum(large[name]), name))
    lost, n = large[worst][1], sum(large[worst])
    return Explains(split=split, v=v, p=chi_square_p(table), groups=len(large), worst=worst, lost=lost, n=n)


def _corrected(first: Explains, second: Explains) -> tuple[Explains, Explains]:
    tested = [one for one in (first, second) if one.p is not None]
    p_values = dict(zip((one.split for one in tested), holm([one.p or 0.0 for one in tested]), strict=True))
    one, other = (split.model_copy(update={"p": p_values.get(split.split)}) for split in (first, second))
    return one, other


def _people(shape: Shape, level: int) -> ibis.Table:
    """of, since (the step), until (the next one, else the end of the window), went_on."""
    import ibis

    best = best_ways(marked_tables(shape.marks), shape)
    here = best.filter(best.standing == CLOSED, best.level >= level)
    end = here.t1 + number("window_us")
    until = ibis.coalesce(here[f"t{level + 1}"], end) if level < len(shape.steps) else end
    return here.select(of=here.customer, since=here[f"t{level}"], until=until, went_on=here.level > level)


@lru_cache(maxsize=64)
def _errors_query(shape: Shape, level: int, failing: int) -> Query:
    """name, customers."""
    events = marked_tables(shape.marks).events
    people = _people(shape, level)
    met = events.filter(has_code(events.name, "failing", failing))
    met = met.inner_join(people.filter(~people.went_on), met.customer == people.of)
    met = met.filter(met.at_us >= met.since, met.at_us <= met.until)
    return Query(met.group_by("name").agg(customers=met.customer.nunique()))


@lru_cache(maxsize=64)
def _last_here_query(shape: Shape, level: int) -> Query:
    """name (of the last event at the step), went_on, customers."""
    import ibis
    from ibis import _

    events = marked_tables(shape.marks).events
    step = shape.same[level - 1]
    people = _people(shape, level)
    seen = events.filter(has_code(events.name, f"step{step}", shape.steps[step]))
    seen = seen.inner_join(people, seen.customer == people.of)
    seen = seen.filter(seen.at_us >= seen.since, seen.at_us <= seen.until)
    order = ibis.window(group_by="customer", order_by=[seen.at_us.desc(), seen.event_id.desc()])
    last = seen.mutate(place=ibis.row_number().over(order)).filter(_.place == 0)
    return Query(last.group_by("name", "went_on").agg(customers=_.count()))


@lru_cache(maxsize=64)
def _persona_query(shape: Shape, level: int) -> Query:
    """persona, went_on, customers."""
    customers = marked_tables(shape.marks).customers
    customers = customers.select(who=customers.customer, persona=customers.persona.fill_null(UNKNOWN))
    people = _people(shape, level)
    joined = people.left_join(customers, people.of == customers.who)
    joined = joined.mutate(persona=joined.persona.fill_null(UNKNOWN))
    return Query(joined.group_by("persona", "went_on").agg(customers=joined.count()))
