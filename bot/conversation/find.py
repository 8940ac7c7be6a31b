"""Which thing on the map does somebody mean? Exact title, slug, beginning, part, close spelling, in this order."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

from bot.conversation.read_number import number_of, number_slot
from bot.conversation.tongues import HAN, has_han, listed, tongues
from prompts.loader import Words
from storage.model.journey import JourneyMap

Kind = Literal[
    "stage", "touchpoint", "pain_point", "opportunity", "action", "requirement", "target", "note", "edge", "route"
]
ALL: tuple[Kind, ...] = get_args(Kind)
SHORTEST_PART, SHORTEST_HAN, CLOSE, CLOSE_HAN = 3, 2, 82, 66


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
    asked = _plain(text, words)
    if asked in listed(words, "reading.articles"):
        return ()
    numbered = _numbered(text, things, words)
    if numbered is not None:
        return numbered
    titles = [_plain(thing.title, words) for thing in things]
    for form in dict.fromkeys((asked, _without_article(asked, words), _without_endings(asked, words))):
        for rule in _RULES if loosely else _RULES[:3]:
            hits = tuple(thing for thing, title in zip(things, titles, strict=True) if rule(form, thing, title))
            if hits:
                return hits
    if loosely and (hits := _without_any_endings(asked, things, words)):
        return hits
    return _close(_without_article(asked, words), things, words) if loosely else ()


def closest(journey: JourneyMap, text: str, words: Words, kinds: Sequence[Kind] = ALL, n: int = 3) -> tuple[Hit, ...]:
    """The names that look most like the text, best first."""
    from rapidfuzz import fuzz

    asked = _without_article(_plain(text, words), words)
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
    """`stage 2`, `第二阶段`, `втора фаза`; None if the text is no number of anything."""
    asked = "".join(text.split()) if has_han(text) else text.strip()
    for kind, pattern in _ordinals(words):
        match = pattern.fullmatch(asked)
        row = [thing for thing in things if thing.kind == kind]
        if match and row:
            number = number_of(match["n"], words)
            return (row[number - 1],) if 1 <= number <= len(row) else ()
    return None


@lru_cache
def _ordinals(words: Words) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The ways to number each kind of thing, in all languages."""
    slot = rf"#?(?P<n>{number_slot(words)})"
    return tuple(
        (kind, re.compile(phrase.replace("{n}", slot).replace(" ", r"\s*"), re.IGNORECASE))
        for tongue in tongues(words)
        for kind, phrases in tongue.data("reading.ordinal").items()
        for phrase in phrases
    )


def _plain(text: str, words: Words) -> str:
    """Small letters, plain signs, no quotation marks around it, and one spelling of a word that has two."""
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split()).strip("\"“”'‘’«»„「」『』《》.!。")
    for kept, other in _same(words):
        plain = plain.replace(other, kept)
    return plain


@lru_cache
def _same(words: Words) -> tuple[tuple[str, str], ...]:
    return tuple((kept, other) for tongue in tongues(words) for kept, other in tongue.data("reading.same"))


def _without_article(asked: str, words: Words) -> str:
    """The text without a word such as "the" in front of it; a Han one needs no space behind it."""
    for article in listed(words, "reading.articles"):
        rest = asked.removeprefix(article if has_han(article) else f"{article} ").strip()
        if rest and rest != asked:
            return rest
    return asked


def _without_endings(asked: str, words: Words) -> str:
    """The text without the articles that hang on its words: споредбата is споредба."""
    return " ".join(_bare(word, listed(words, "reading.endings")) for word in asked.split())


def _bare(word: str, endings: Sequence[str]) -> str:
    return next((cut for end in endings if (cut := word.removesuffix(end)) != word and len(cut) >= SHORTEST_PART), word)


def _long_enough(asked: str) -> bool:
    return len(asked) >= SHORTEST_PART or len(re.findall(f"[{HAN}]", asked)) >= SHORTEST_HAN


_RULES: tuple[Callable[[str, Hit, str], bool], ...] = (
    lambda asked, thing, title: asked == title,
    lambda asked, thing, title: asked == thing.slug,
    lambda asked, thing, title: _long_enough(asked) and title.startswith(asked),
    lambda asked, thing, title: _long_enough(asked) and asked in title,
)


def _without_any_endings(asked: str, things: tuple[Hit, ...], words: Words) -> tuple[Hit, ...]:
    """The same words, each with an article behind it or not, in the text and in the title."""
    bare = _without_endings(asked, words)
    if bare == asked or not _long_enough(bare):
        return ()
    return tuple(thing for thing in things if bare in _without_endings(_plain(thing.title, words), words))


def _close(asked: str, things: tuple[Hit, ...], words: Words) -> tuple[Hit, ...]:
    """Spelling mistakes; two Han characters for one are a word of their own."""
    from rapidfuzz import fuzz

    if not _long_enough(asked) or (has_han(asked) and len(asked) < SHORTEST_PART):
        return ()
    scored = [(fuzz.ratio(asked, _plain(thing.title, words)), thing) for thing in things]
    best = max((score for score, _ in scored), default=0)
    return tuple(
        thing for score, thing in scored if score == best and score >= (CLOSE_HAN if has_han(asked) else CLOSE)
    )
