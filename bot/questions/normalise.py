"""What did the person type, tidied: one line, visible characters only, words with typing errors repaired."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.questions.phrases import Phrases

MAX_CHARACTERS, MAX_WORDS = 1_000, 60
"""A question is short; what comes after is not read."""

_MENTION = re.compile(r"<[@#!][^<>]*>|(?<!\w)@\w+|^/\w+( ask)?\b")
_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]{1,80})[\"“”„«»]")
_TOKEN = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{4}-\d{2}\b|\d{4}-q[1-4]|\d{1,2}\.\d{1,2}\.\d{4}|\.\.|\d+(?:\.\d+)?|[^\W\d]+(?:'[a-z]+)?|\w+"
)
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
    return Tidied(said, _tokens(said, respell)[:MAX_WORDS], quoted)


def latin(said: str) -> bool:
    """Whether most of the letters are Latin ones, so that reading it as English makes sense."""
    letters = [c for c in said if c.isalpha()]
    return sum(1 for c in letters if c < "\u0250") * 2 >= len(letters)


def repair(tokens: Iterable[str], known: Collection[str], choices: tuple[str, ...]) -> tuple[str, ...]:
    """Unknown words become the nearest of `choices`: one error in four to six letters, two in longer words."""
    return tuple(token if _fine(token, known) else _nearest(token, choices) for token in tokens)


def vocabulary(phrases: Phrases, names: Iterable[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """All words that are known, and those of them worth repairing to (four letters or more)."""
    named = {token for name in names for token in _tokens(name, {})}
    return phrases.vocabulary | named, tuple(sorted(word for word in phrases.repairs | named if len(word) >= 4))


def _tokens(said: str, respell: dict[str, str]) -> tuple[str, ...]:
    text = _WHICH_IS.sub(r"\1 is", said.casefold())
    for short, long in _SHORT_FORMS:
        text = text.replace(short, long)
    text = text.replace("%", " percent ").replace("_", " ")
    words = " ".join(re.sub(r"'s?$", "", token) for token in _TOKEN.findall(text))
    if not respell:
        return tuple(words.split())
    pairs = words.split()
    spelt: list[str] = []
    while pairs:
        two = " ".join(pairs[:2])
        if len(pairs) > 1 and two in respell:
            spelt += respell[two].split()
            del pairs[:2]
        else:
            spelt += respell.get(pairs[0], pairs[0]).split()
            del pairs[:1]
    return tuple(spelt)


def _fine(token: str, known: Collection[str]) -> bool:
    if len(token) < 4 or not token.isalpha() or token in known:
        return True
    return any(
        token.endswith(end) and token[: -len(end)] in known
        for end in ("s", "es", "d", "ed", "ing", "r", "er", "ly", "able")
    )


def _nearest(token: str, choices: tuple[str, ...]) -> str:
    allowed = 1 if len(token) <= 6 else 2
    found = process.extract(token, choices, scorer=OSA.distance, score_cutoff=allowed, limit=5)
    near = [
        (distance, word[0] != token[0], word)
        for word, distance, _ in found
        if word[0] == token[0] or (len(token) > 5 and distance == 1)
    ]
    return min(near)[2] if near else token
