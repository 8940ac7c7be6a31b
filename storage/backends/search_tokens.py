"""By which pieces of its words is a text found? Words, beginnings, Han characters two by two, n-grams, and concepts.

Every script is brought into one spelling first, so that пратка, pratka and "Пратка" are one word. A concept is a line
of `concepts.yaml`: words that mean nearly the same, in three languages.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import NamedTuple

from storage.model.letters import HAN, one_spelling
from storage.model.slugs import STOP_WORDS

BEGINNING = 5
"""Letters by which forms of a word are one: deliver, delivery and delivered; пратка and пратките."""
SHORT = 3
"""A word of a concept with up to so many letters stands for itself alone."""
GRAMS = (3, 4)
_IS_HAN = re.compile(f"[{HAN}]")


class Concepts(NamedTuple):
    """Beginnings and whole words by their first three letters, phrases, Chinese words; each with its concept."""

    beginnings: dict[str, list[tuple[str, str]]]
    phrases: list[tuple[str, str]]
    han: list[tuple[str, str]]
    version: str


def tokens(text: str) -> tuple[str, ...]:
    """Words without an English plural, beginnings of longer ones (`deliv*`), pairs of Han characters, `#concepts`."""
    words = telling(text)
    return (*(token for word in words for token in _tokens_of(word)), *concepts_in(text))


def tokens_by_word(text: str) -> Iterator[tuple[str, ...]]:
    """The same tokens, each once, with the word that they come from; two Han characters are a word.

    What a longer run of words means comes with the last of them.
    """
    told: set[str] = set()
    words = [part for word in telling(text) for part in _words_in(word)]
    for place, word in enumerate(words, 1):
        of_runs = concepts_in(text) if place == len(words) else ()
        own = (*_tokens_of(word), *(f"#{concept}" for concept in _concepts_of(word)), *of_runs)
        if new := tuple(token for token in dict.fromkeys(own) if token not in told):
            told.update(new)
            yield new


def grams(word: str) -> tuple[str, ...]:
    """Runs of three and four letters with the edges of a word marked; Han characters alone and two by two."""
    if _IS_HAN.match(word):
        return (*word, *(word[i : i + 2] for i in range(len(word) - 1)))
    edged = f"^{word}$"
    return tuple(edged[i : i + n] for n in GRAMS for i in range(max(1, len(edged) - n + 1)))


def telling(text: str) -> tuple[str, ...]:
    """The words without those that stand in every sentence, unless there are no others."""
    words = tuple(one_spelling(text).split())
    return tuple(word for word in words if word not in STOP_WORDS) or words


@lru_cache(maxsize=4096)
def concepts_in(text: str) -> tuple[str, ...]:
    """The concepts that a text speaks of, each once."""
    spelled = f" {one_spelling(text)}"
    found = [concept for word in spelled.split() for concept in _concepts_of(word)]
    found += [concept for phrase, concept in concepts().phrases if f" {phrase}" in spelled]
    return tuple(dict.fromkeys(f"#{concept}" for concept in found))


@lru_cache(maxsize=1)
def concepts() -> Concepts:
    """The list of concepts; its version changes with its content."""
    import yaml

    written = (files("storage.backends") / "concepts.yaml").read_text("utf-8")
    found = Concepts({}, [], [], sha256(written.encode()).hexdigest()[:8])
    for concept, words in yaml.safe_load(written).items():
        for word in map(one_spelling, words):
            if _IS_HAN.match(word):
                found.han.append((word, concept))
            elif " " in word:
                found.phrases.append((word, concept))
            else:
                found.beginnings.setdefault(word[:SHORT], []).append((word, concept))
    return found


@lru_cache(maxsize=32768)
def _concepts_of(word: str) -> tuple[str, ...]:
    if _IS_HAN.match(word):
        return tuple(concept for part, concept in concepts().han if part in word)
    near = concepts().beginnings.get(word[:SHORT], [])
    return tuple(c for begins, c in near if word == begins or (len(begins) > SHORT and word.startswith(begins)))


@lru_cache(maxsize=32768)
def _tokens_of(word: str) -> tuple[str, ...]:
    if _IS_HAN.match(word):
        return _words_in(word)
    stem = _singular(word)
    return (stem, f"{word[:BEGINNING]}*") if len(word) >= BEGINNING else (stem,)


def _words_in(word: str) -> tuple[str, ...]:
    """Of Han every two characters side by side."""
    return tuple(word[i : i + 2] for i in range(max(1, len(word) - 1))) if _IS_HAN.match(word) else (word,)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
