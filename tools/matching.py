"""Which stored events belong to which place of a map, which to none, and where might those belong?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, cast

from rapidfuzz import fuzz

from storage.model.journey import JourneyMap
from storage.model.letters import one_spelling
from tools.kit import Sources
from tools.marks import MarkShapes, marked_tables
from tools.names import same_key
from tools.query import Query
from tools.visits import STANDARD_EVENTS, Place, marks, places

LIKELY = 70
_ROLE_WORDS: dict[str, tuple[str, ...]] = {
    "before": ("view", "visit", "ad", "search", "land", "open", "impression", "promotion"),
    "choose": ("compare", "cart", "basket", "wishlist", "product", "detail", "checkout", "configure"),
    "buy": ("order", "purchase", "pay", "payment", "bought", "subscribe", "signup", "registered", "confirmed"),
    "use": ("login", "activate", "setup", "install", "use", "onboard", "session"),
    "after": ("review", "share", "refer", "support", "ticket", "refund", "return", "renew", "cancel", "feedback"),
}
"""Words of event names that speak of a role, where the names on the map do not."""


class Match(NamedTuple):
    """Events of one name, or of a rule with tests, at a place; `place` None: on no place of the map."""

    title: str
    events: int
    place: Place | None


class Suggestion(NamedTuple):
    """Where events of a name might belong."""

    title: str
    events: int
    place: Place


class Example(NamedTuple):
    """One stored event that matches: epoch microseconds UTC, its name, its properties as JSON."""

    at_us: int
    title: str
    properties: str | None


def matches(journey: JourneyMap, sources: Sources) -> list[Match]:
    """Every name and rule with its number of events, most events first. Raises nothing for an empty store."""
    codes = sources.events.names()
    marked, at = marks(journey, codes)
    placed: dict[str, Place] = {**at, **places(journey, codes)}
    titles = {code: title for title, code in (codes | marked.codes).items()}
    rows = _counted_query(marked.shape).run(sources.events, dict(marked.values()))
    found = [(titles[cast("int", row["name"])], cast("int", row["n"])) for row in rows]
    return [Match(title, n, placed.get(title)) for title, n in sorted(found, key=lambda pair: (-pair[1], pair[0]))]


def suggestions(journey: JourneyMap, unplaced: Iterable[Match]) -> list[Suggestion]:
    """For names on no place the likeliest one, if any is likely: by its words, the standard names, then its role."""
    found = []
    for match in unplaced:
        scored = [
            (score, place) for place, names, role in _spots(journey) if (score := _alike(match.title, names, role))
        ]
        best = max(scored, key=lambda pair: pair[0], default=None)
        if best is not None and best[0] >= LIKELY:
            found.append(Suggestion(match.title, match.events, best[1]))
    return found


def examples(journey: JourneyMap, place: Place, sources: Sources, most: int) -> list[Example]:
    """The newest events that match the place; a stage with all of its touchpoints."""
    codes = sources.events.names()
    marked, at = marks(journey, codes)
    all_codes = codes | marked.codes
    placed: dict[str, Place] = {**at, **places(journey, codes)}
    here = {
        all_codes[title]: title
        for title, there in placed.items()
        if there.stage == place.stage and place.touchpoint in (None, there.touchpoint)
    }
    events = marked_tables(marked.shape).events
    rows = Query(
        events.filter(events.name.isin(sorted(here) or [-1]))
        .order_by([events.at_us.desc(), events.event_id.desc()])
        .limit(most)
        .select("at_us", "name", text=events.properties.cast("string"))
    ).run(sources.events, dict(marked.values()))
    return [
        Example(cast("int", row["at_us"]), here[cast("int", row["name"])], cast("str | None", row["text"]))
        for row in rows
    ]


@lru_cache(maxsize=16)
def _counted_query(shape: MarkShapes) -> Query:
    """name, n."""
    events = marked_tables(shape).events
    return Query(events.group_by("name").agg(n=events.count()))


def _spots(journey: JourneyMap) -> Iterator[tuple[Place, tuple[str, ...], str | None]]:
    """Places with their names: touchpoints first, since they say more."""
    for stage in journey.stages:
        for touchpoint in stage.touchpoints:
            yield Place(stage.slug, touchpoint.slug), (touchpoint.title, touchpoint.slug), None
    for stage in journey.stages:
        yield Place(stage.slug), (stage.title, stage.slug, stage.short or stage.title), stage.role


def _alike(event: str, names: tuple[str, ...], role: str | None) -> float:
    """0 to 100: how much an event's name speaks of a place."""
    said = " ".join(one_spelling(_spaced(event)).split())
    best = max(fuzz.token_set_ratio(said, " ".join(one_spelling(_spaced(name)).split())) for name in names)
    standard = {same_key(name) for name in STANDARD_EVENTS.get(role or "", ())}
    if same_key(event) in standard:
        return max(best, 95.0)
    spoken = {word for word in said.split() for known in _ROLE_WORDS.get(role or "", ()) if word.startswith(known)}
    return max(best if best >= LIKELY else 0.0, 75.0 if spoken else 0.0)


def _spaced(name: str) -> str:
    """`checkout_started`, `CheckoutStarted` and `checkout-started` as words."""
    return "".join(f" {c}" if c.isupper() else " " if c in "_-./" else c for c in name)
