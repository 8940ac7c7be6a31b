"""What does a question say, word by word: tidied words, the names in them, the period, and the text without these."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from bot.questions import names as named
from bot.questions import normalise, periods
from bot.questions.names import Mention, Names
from bot.questions.phrases import phrases as phrases_of
from tools.kit import Period


class Read(NamedTuple):
    """A question taken apart. `masked` holds `_journey_` and the like in place of names; `clear` the repaired words."""

    said: str
    tokens: tuple[str, ...]
    clear: str
    masked: str
    mentions: tuple[Mention, ...]
    period: Period | None
    quoted: tuple[str, ...]

    def all(self, kind: str) -> tuple[str, ...]:
        """The different names of a kind, in the order they were said."""
        return tuple(dict.fromkeys(m.value for m in self.mentions if m.kind == kind))


def read(text: str, names: Names, today: date, lang: str) -> Read:
    """Take a question apart."""
    phrases = phrases_of(lang)
    tidied = normalise.tidy(text, phrases.respell)
    known, choices = _vocabulary(names, lang)
    tokens = normalise.repair(tidied.tokens, known, choices)
    mentions = named.find(tokens, names, lang)
    masked = _masked(tokens, mentions)
    found = periods.find(masked, today)
    if found:
        masked = f"{masked[: found.start]} _period_ {masked[found.end :]}"
    masked = " ".join(masked.split())
    return Read(tidied.said, tokens, " ".join(tokens), masked, mentions, found.period if found else None, tidied.quoted)


def _masked(tokens: tuple[str, ...], mentions: tuple[Mention, ...]) -> str:
    words = list(tokens)
    for mention in reversed(mentions):
        words[mention.start : mention.end] = [f"_{mention.kind}_"]
    return " ".join(words)


@lru_cache(maxsize=64)
def _vocabulary(names: Names, lang: str) -> tuple[frozenset[str], tuple[str, ...]]:
    return normalise.vocabulary(phrases_of(lang), names.words())
