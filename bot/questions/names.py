"""Which journeys, personas, stages, touchpoints, channels and devices does a question name?"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.questions import normalise
from bot.questions.phrases import Phrases, phrases
from bot.questions.stage_words import general_words
from bot.questions.tokens import is_chinese, join
from bot.questions.workspace import Name, Names

Kind = Literal["journey", "stage", "persona", "touchpoint", "channel", "device"]
KINDS: tuple[Kind, ...] = ("journey", "stage", "persona", "touchpoint", "channel", "device")
"""Which kind wins where several have the same name and nothing beside it decides."""

_SUBJECTS = frozenset(
    {"customers", "people", "users", "buyers", "they", "who", "visitors", "to", "will", "would", "you"}
)
_NOT_BEFORE = frozenset({"a", "an", "their"})
LEADS = 2.0
"""Weight from which on a single word is a question of its own."""
NEAR = 4
"""Tokens beside a name that may tell its kind."""
LONGEST = 16
"""Tokens of a name."""
_ARTICLES, _VOWELS = ("от", "та", "то", "те"), ("а", "и", "о", "е")
"""What Macedonian words end in."""
_RATES = frozenset({"rate", "rates", "date", "dates"})


class Mention(NamedTuple):
    """A name found in tokens `[start, end)`."""

    kind: Kind
    value: str
    start: int
    end: int


class Index(NamedTuple):
    """Names by their letters: `keys` of whole names, `roots` of one-word stages and personas that may be inflected.

    `as_stage`: common words that are stages only where they are spoken of so, as "after" is.
    """

    keys: dict[str, dict[Kind, str]]
    as_stage: dict[str, str]
    roots: dict[str, tuple[Kind, str]]
    fuzzy: tuple[str, ...]
    longest: int


@lru_cache(maxsize=64)
def index(names: Names, lang: str) -> Index:
    """The names made ready for looking up, with the words of a language for channels and devices."""
    keys: dict[str, dict[Kind, str]] = {}
    known = phrases(lang)
    longest = max(3, *(len(_words(said, known)) for said in _general_words(known)))
    own: list[tuple[Kind, Name]] = [("journey", n) for n in names.journeys] + [("stage", n) for n in names.stages]
    own += [("persona", n) for n in names.personas] + [("touchpoint", n) for n in names.touchpoints]
    for kind, name in own:
        for said in (name.title, *name.aliases):
            words = _words(said, known)
            keys.setdefault(_key(words), {}).setdefault(kind, name.title)
            longest = max(longest, len(words) + 1)
    as_stage = {key: keys.pop(key)["stage"] for key in _little_words(keys, known)}
    fuzzy = tuple(key for key in keys if len(key) >= 5)
    for word, title in _telling_words(names.journeys, known):
        keys.setdefault(_key((word,)), {}).setdefault("journey", title)
    for word, title in _proper_words(names.touchpoints):
        keys.setdefault(_key((word,)), {}).setdefault("touchpoint", title)
    for word, title in _first_names(names, known):
        keys.setdefault(_key((word,)), {}).setdefault("persona", title)
    for tongue in (known,) if lang == "en" else (known, phrases("en")):
        _add_general(keys, names, tongue)
    keys.pop("", None)
    for said, title in general_words(names):
        as_stage.setdefault(_key(_words(said, known)), title)
    return Index(keys, as_stage, _roots(own, known), fuzzy, min(longest, LONGEST))


def _little_words(keys: dict[str, dict[Kind, str]], known: Phrases) -> list[str]:
    """Stages that are called like a word that places things in time: "After", "之后"."""
    little = {_key((word,)) for word in known.before_after}
    return [key for key, kinds in keys.items() if key in little and tuple(kinds) == ("stage",)]


def _add_general(keys: dict[str, dict[Kind, str]], names: Names, known: Phrases) -> None:
    """The words of a language for channels and devices."""
    for channel, said_of_it in known.channels.items():
        if not names.channels or channel in names.channels:
            for said in (channel.replace("_", " "), *said_of_it):
                keys.setdefault(_key(_words(said, known)), {}).setdefault("channel", channel)
    for said, device in known.devices.items():
        keys.setdefault(_key(_words(said, known)), {}).setdefault("device", device)


def _general_words(known: Phrases) -> Iterator[str]:
    yield from known.devices
    for said_of_it in known.channels.values():
        yield from said_of_it


def _telling_words(journeys: tuple[Name, ...], known: Phrases) -> Iterator[tuple[str, str]]:
    """Words of long titles that are no common words and stand in one title only: "vacuum" names its journey."""
    of_titles = {journey.title: _words(journey.title, known) for journey in journeys}
    seen = Counter(word for words in of_titles.values() for word in set(words))
    for title, words in of_titles.items():
        if len(words) >= 3:
            yield from ((w, title) for w in words if len(w) >= 5 and w not in known.vocabulary and seen[w] == 1)


def _proper_words(touchpoints: tuple[Name, ...]) -> Iterator[tuple[str, str]]:
    """The only capitalised word inside one title: "Instagram" names the touchpoint "sees our ad on Instagram"."""
    inside = {t.title: [word for word in re.findall(r"\w+", t.title)[1:] if word[0].isupper()] for t in touchpoints}
    seen = Counter(word for words in inside.values() for word in words)
    for title, words in inside.items():
        if len(words) == 1 and len(words[0]) >= 5 and seen[words[0]] == 1:
            yield words[0].casefold(), title


def _first_names(names: Names, known: Phrases) -> Iterator[tuple[str, str]]:
    """The last word of one persona's name that is no common word and nobody's name: "Colleen" is "Curious Colleen"."""
    of_personas = {persona.title: _words(persona.title, known) for persona in names.personas}
    seen = Counter(word for words in of_personas.values() for word in set(words))
    people = {word for owner in names.owners for word in _words(owner, known)}
    taken = known.vocabulary | phrases("en").vocabulary | people
    for title, words in of_personas.items():
        if len(words) >= 2 and title.split()[-1][:1].isupper() and words[-1] not in taken and seen[words[-1]] == 1:
            yield words[-1], title


def _roots(own: list[tuple[Kind, Name]], known: Phrases) -> dict[str, tuple[Kind, str]]:
    said = (
        (kind, name, words) for kind, name in own for words in (_words(s, known) for s in (name.title, *name.aliases))
    )
    return {
        words[0]: (kind, name.title)
        for kind, name, words in said
        if kind in ("stage", "persona")
        and len(words) == 1
        and len(words[0]) >= 5
        and words[0] not in known.before_after
    }


def find(tokens: tuple[str, ...], names: Names, lang: str) -> tuple[Mention, ...]:
    """The names in a question, longest first where they overlap, in the order they stand."""
    look_up, known = index(names, lang), phrases(lang)
    found: list[Mention] = []
    for exact in (True, False):
        taken = {i for mention in found for i in range(mention.start, mention.end)}
        for length in range(look_up.longest, 0, -1):
            for start in range(len(tokens) - length + 1):
                span = range(start, start + length)
                if taken.isdisjoint(span) and (mention := _mention(tokens, start, length, look_up, known, exact)):
                    found.append(mention)
                    taken |= set(span)
    kept = [
        m
        for m in found
        if not _meant_as_word(m, tokens, found)
        and not _meant_as_order(m, tokens, known)
        and not (m.kind in ("channel", "device") and _is_told("part_of_a_thing", tokens, m.start, m.end, known))
    ]
    return tuple(sorted(kept, key=lambda m: m.start))


def owner_in(tokens: tuple[str, ...], names: Names, lang: str) -> str | None:
    """The owner who is named, by the whole name, or by its first word where that is no common one."""
    known, said = phrases(lang), f" {join(tokens)} "
    for name in names.owners:
        words = _words(name, known)
        if words and (f" {join(words)} " in said or (words[0] in tokens and words[0] not in known.vocabulary)):
            return name
    return None


def _mention(
    tokens: tuple[str, ...], start: int, length: int, look_up: Index, known: Phrases, exact: bool
) -> Mention | None:
    window = tokens[start : start + length]
    kinds = look_up.keys.get(_key(window)) if exact else _close(window, look_up, known)
    if not kinds:
        title = look_up.as_stage.get(_key(window)) if exact else None
        spoken_of = title and _is_told("said_as_stage", tokens, start, start + length, known)
        return Mention("stage", title, start, start + length) if title and spoken_of else None
    kind = _told_beside(tokens, start, start + length, kinds, known)
    return Mention(kind, kinds[kind], start, start + length)


def _told_beside(tokens: tuple[str, ...], start: int, end: int, kinds: dict[Kind, str], known: Phrases) -> Kind:
    """Which of the kinds is meant: the one that a word before or after the name tells."""
    possible = [kind for kind in KINDS if kind in kinds]
    told = [kind for kind in possible if _is_told(kind, tokens, start, end, known)] if len(possible) > 1 else possible
    return (told or possible)[0]


def _is_told(what: str, tokens: tuple[str, ...], start: int, end: int, known: Phrases) -> bool:
    """Whether a word before or after tells it."""
    beside = known.beside.get(what)
    if beside is None:
        return False
    before, after = join(tokens[max(start - NEAR, 0) : start]), join(tokens[end : end + NEAR])
    return bool((beside.after and beside.after.search(after)) or (beside.before and beside.before.search(before)))


def _close(window: tuple[str, ...], look_up: Index, known: Phrases) -> dict[Kind, str] | None:
    """A name that is spelt nearly so, or a one-word stage or persona in another form ("activates" for Activation)."""
    if len(window) == 1:
        for root, (kind, title) in look_up.roots.items():
            if abs(len(window[0]) - len(root)) <= 3 and _shared(window[0], root) >= max(5, len(root) - 3):
                return {kind: title}
    if all(token in known.vocabulary or is_chinese(token) for token in window):
        return None
    key = _key(window)
    if len(key) < 5:
        return None
    best = process.extractOne(key, look_up.fuzzy, scorer=OSA.normalized_similarity, score_cutoff=0.8)
    return look_up.keys[best[0]] if best else None


def _meant_as_word(mention: Mention, tokens: tuple[str, ...], found: list[Mention]) -> bool:
    """A one-word journey that is meant as a common word: "renewal rate", "a renewal", "do customers return"."""
    if mention.kind != "journey" or mention.end - mention.start > 1:
        return False
    before = tokens[mention.start - 1] if mention.start else ""
    after = tokens[mention.end] if mention.end < len(tokens) else ""
    is_verb = before in _SUBJECTS or any(m.kind == "persona" and m.end == mention.start for m in found)
    verb_like = tokens[mention.start] != mention.value.casefold()
    return (is_verb and verb_like) or before in _NOT_BEFORE or (after in _RATES and before not in ("in", "for", "of"))


def _meant_as_order(mention: Mention, tokens: tuple[str, ...], known: Phrases) -> bool:
    """A stage that is called like what a question may begin with: "compare onboarding and renewal"."""
    if mention.kind != "stage" or mention.start or mention.end > 1 or len(tokens) < 3:
        return False
    return max(known.scores(tokens[0]).values(), default=0.0) >= LEADS


def _shared(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _words(said: str, known: Phrases) -> tuple[str, ...]:
    """The words of a name, spelt as those of a question are."""
    return normalise.spelt(said, known.respell)


def _key(words: tuple[str, ...]) -> str:
    """Letters without spaces, each word without its plural or article: "sign-up", "signup" and "sign ups" are one."""
    return "".join(_stem(word) for word in words)


def _stem(word: str) -> str:
    if word[:1] >= "\u0400" and word[:1] <= "\u04ff":
        return _without(_without(word, _ARTICLES, 3), _VOWELS, 4)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _without(word: str, endings: tuple[str, ...], least: int) -> str:
    """The word without the first of these endings that leaves at least so many letters."""
    ending = next((end for end in endings if word.endswith(end) and len(word) - len(end) >= least), "")
    return word.removesuffix(ending)
