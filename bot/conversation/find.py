"""Which thing on the map does somebody mean? Exact title, slug, beginning, part, close spelling, in this order."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

from prompts.loader import Words
from storage.model.journey import JourneyMap

Kind = Literal[
    "stage", "touchpoint", "pain_point", "opportunity", "action", "requirement", "target", "note", "edge", "route"
]
ALL: tuple[Kind, ...] = get_args(Kind)
SHORTEST_PART, SHORTEST_HAN, CLOSE = 3, 2, 82


class Hit(NamedTuple):
    """A thing on the map."""

    kind: Kind
    slug: str
    title: str


def find(
    journey: JourneyMap, text: str, words: Words, kinds: Sequence[Kind] = ALL, loosely: bool = True
) -> tuple[Hit, ...]:
    """What a text may mean, all from the first rule that finds any; `loosely` allows parts and close spelling."""
    things = _things(journey, kinds)
    if _plain(text) in words.data("reading.articles"):
        return ()
    numbered = _numbered(text, things, words)
    if numbered is not None:
        return numbered
    for asked in dict.fromkeys((_plain(text), _without_article(_plain(text), words))):
        for rule in _RULES if loosely else _RULES[:3]:
            hits = tuple(thing for thing in things if rule(asked, thing))
            if hits:
                return hits
    return _close(_without_article(_plain(text), words), things) if loosely else ()


def closest(journey: JourneyMap, text: str, words: Words, kinds: Sequence[Kind] = ALL, n: int = 3) -> tuple[Hit, ...]:
    """The names that look most like the text, best first."""
    from rapidfuzz import fuzz

    asked = _without_article(_plain(text), words)
    scored = [(fuzz.WRatio(asked, thing.title.casefold()), thing) for thing in _things(journey, kinds)]
    return tuple(thing for _, thing in sorted(scored, key=lambda pair: -pair[0])[:n])


def _things(journey: JourneyMap, kinds: Sequence[Kind]) -> tuple[Hit, ...]:
    rows: dict[Kind, Sequence[Hit]] = {
        "stage": [Hit("stage", s.slug, s.title) for s in journey.stages],
        "touchpoint": [Hit("touchpoint", t.slug, t.title) for t in journey.touchpoints()],
        "pain_point": [Hit("pain_point", p.slug, p.title) for p in journey.pain_points],
        "opportunity": [Hit("opportunity", o.slug, o.title) for o in journey.opportunities],
        "action": [Hit("action", a.slug, a.title) for a in journey.actions],
        "requirement": [Hit("requirement", r.slug, r.title) for r in journey.requirements],
        "target": [Hit("target", t.slug, t.title) for t in journey.targets],
        "note": [Hit("note", n.slug, n.title) for n in journey.notes],
        "edge": [Hit("edge", e.slug, e.title) for e in journey.edges],
        "route": [Hit("route", r.slug, r.title) for r in journey.routes],
    }
    return tuple(hit for kind in kinds for hit in rows[kind])


def _numbered(text: str, things: tuple[Hit, ...], words: Words) -> tuple[Hit, ...] | None:
    """`stage 2`; None if the text is no number of anything."""
    for kind, pattern in _ordinals(words):
        match = pattern.fullmatch(text.strip())
        row = [thing for thing in things if thing.kind == kind]
        if match and row:
            number = int(match["n"])
            return (row[number - 1],) if 1 <= number <= len(row) else ()
    return None


@lru_cache
def _ordinals(words: Words) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile(rf"(?:{'|'.join(map(re.escape, names))})\s*#?(?P<n>\d{{1,3}})", re.IGNORECASE))
        for kind, names in words.data("reading.ordinal").items()
    )


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split()).strip("\"“”'‘’«»„.!")


def _without_article(asked: str, words: Words) -> str:
    first, _, rest = asked.partition(" ")
    return rest if rest and first in words.data("reading.articles") else asked


def _long_enough(asked: str) -> bool:
    han = sum(1 for character in asked if "CJK UNIFIED" in unicodedata.name(character, ""))
    return len(asked) >= SHORTEST_PART or han >= SHORTEST_HAN


_RULES: tuple[Callable[[str, Hit], bool], ...] = (
    lambda asked, thing: asked == thing.title.casefold(),
    lambda asked, thing: asked == thing.slug,
    lambda asked, thing: _long_enough(asked) and thing.title.casefold().startswith(asked),
    lambda asked, thing: _long_enough(asked) and asked in thing.title.casefold(),
)


def _close(asked: str, things: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Spelling mistakes."""
    from rapidfuzz import fuzz

    if not _long_enough(asked):
        return ()
    scored = [(fuzz.ratio(asked, thing.title.casefold()), thing) for thing in things]
    best = max((score for score, _ in scored), default=0)
    return tuple(thing for score, thing in scored if score == best and score >= CLOSE)
