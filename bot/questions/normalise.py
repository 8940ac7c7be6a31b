"""What did the person type, tidied: one line, visible characters only, words with typing errors repaired."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.questions.tokens import is_chinese, split

MAX_CHARACTERS, MAX_WORDS = 1_000, 60
"""A question is short; what comes after is not read."""
SHORTEST = 4
"""Letters of a word that is repaired or repaired to."""

ENDINGS = ("s", "es", "d", "ed", "ing", "r", "er", "ly", "able", "n", "en", "от", "та", "то", "те", "а", "и", "е", "о")
"""What a known word may end in besides, in English, German and Macedonian."""

_MENTION = re.compile(r"<[@#!][^<>]*>|(?<!\w)@\w+|^/\w+( ask)?\b")
_QUOTED = re.compile(r"[\"“”„«»「」]([^\"“”„«»「」]{1,80})[\"“”„«»「」]")
_SHORT_FORMS = (
    ("can't", "can not"),
    ("won't", "will not"),
    ("n't", " not"),
    ("'re", " are"),
    ("'ve", " have"),
    ("'ll", " will"),
    ("'m", " am"),
    ("'d", " would"),
)
_WHICH_IS = re.compile(r"\b(what|where|who|how|when|that|there|it|here)'s\b")


class Tidied(NamedTuple):
    """`said`: one visible line, case kept; `tokens`: its words in lower case; `quoted`: what stood in quotes."""

    said: str
    tokens: tuple[str, ...]
    quoted: tuple[str, ...]


def tidy(text: str, respell: dict[str, str]) -> Tidied:
    """Tidy a message. Mentions of the bot, channels and people are taken out."""
    folded = unicodedata.normalize("NFKC", text[: MAX_CHARACTERS * 4])
    visible = "".join(" " if c.isspace() else c for c in folded if c.isspace() or unicodedata.category(c)[0] != "C")
    said = " ".join(_MENTION.sub(" ", visible).split())[:MAX_CHARACTERS].replace("’", "'").replace("‘", "'")
    quoted = tuple(match[1].strip() for match in _QUOTED.finditer(said))
    return Tidied(said, spelt(said, respell)[:MAX_WORDS], quoted)


def repair(tokens: Iterable[str], known: Collection[str], choices: tuple[str, ...]) -> tuple[str, ...]:
    """Unknown words become the nearest of `choices`: one error in four to six letters, two in longer words."""
    return tuple(token if _fine(token, known) else _nearest(token, choices) for token in tokens)


def spelt(said: str, respell: dict[str, str]) -> tuple[str, ...]:
    """The tokens in lower case, short forms written out and spellings of `respell` replaced."""
    text = _WHICH_IS.sub(r"\1 is", said.casefold())
    for short, long in _SHORT_FORMS:
        text = text.replace(short, long)
    text = text.replace("%", " percent ").replace("_", " ")
    for wrong, right in respell.items():
        if wrong in text and is_chinese(wrong[0]):
            text = text.replace(wrong, right)
    words = " ".join(re.sub(r"'s?$", "", token) for token in split(text))
    if not respell:
        return tuple(words.split())
    pairs = words.split()
    found: list[str] = []
    while pairs:
        two = " ".join(pairs[:2])
        if len(pairs) > 1 and two in respell:
            found += respell[two].split()
            del pairs[:2]
        else:
            found += respell.get(pairs[0], pairs[0]).split()
            del pairs[:1]
    return tuple(found)


def _fine(token: str, known: Collection[str]) -> bool:
    if len(token) < SHORTEST or not token.isalpha() or token in known:
        return True
    return any(token.endswith(end) and token[: -len(end)] in known for end in ENDINGS)


def _nearest(token: str, choices: tuple[str, ...]) -> str:
    allowed = 1 if len(token) <= 6 else 2
    found = process.extract(token, choices, scorer=OSA.distance, score_cutoff=allowed, limit=5)
    near = [
        (distance, word[0] != token[0], word)
        for word, distance, _ in found
        if word[0] == token[0] or (len(token) > 5 and distance == 1)
    ]
    return min(near)[2] if near else token
