"""What does a question say, word by word: tidied words, the names in them, the period, and the text without these."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from bot.language import little_words
from bot.questions import names as named
from bot.questions import normalise, periods, stage_words
from bot.questions.language import cyrillic
from bot.questions.names import Mention
from bot.questions.phrases import phrases as phrases_of
from bot.questions.tokens import join
from bot.questions.workspace import Names
from tools.kit import Period


class Read(NamedTuple):
    """A question taken apart. `masked` holds `_journey_` and the like in place of names; `clear` the repaired words.

    `buying`: the stage where people buy, for "until they buy".
    """

    lang: str
    said: str
    tokens: tuple[str, ...]
    clear: str
    masked: str
    mentions: tuple[Mention, ...]
    period: Period | None
    quoted: tuple[str, ...]
    owner: str | None
    buying: str | None
    today: date

    def all(self, kind: str) -> tuple[str, ...]:
        """The different names of a kind, in the order they were said."""
        return tuple(dict.fromkeys(m.value for m in self.mentions if m.kind == kind))


def read(text: str, names: Names, today: date, lang: str) -> Read:
    """Take a question apart."""
    tidied = normalise.tidy(text, phrases_of(lang).respell)
    known, choices = _vocabulary(names, lang)
    said = _in_cyrillic(tidied.tokens, names) if lang == "mk" else tidied.tokens
    tokens = normalise.repair(said, known, choices)
    mentions = named.find(tokens, names, lang)
    masked = _masked(tokens, mentions)
    found = periods.find(masked, today, lang)
    if found:
        masked = f"{masked[: found.start]} _period_ {masked[found.end :]}"
    masked = " ".join(masked.split())
    period, owner = found.period if found else None, named.owner_in(tokens, names, lang)
    clear, buying = join(tokens), stage_words.buying(names)
    return Read(lang, tidied.said, tokens, clear, masked, mentions, period, tidied.quoted, owner, buying, today)


def _masked(tokens: tuple[str, ...], mentions: tuple[Mention, ...]) -> str:
    words = list(tokens)
    for mention in reversed(mentions):
        words[mention.start : mention.end] = [f"_{mention.kind}_"]
    return join(words)


def _in_cyrillic(tokens: tuple[str, ...], names: Names) -> tuple[str, ...]:
    """Macedonian words in Latin letters as they are written; names and English words of the field stay."""
    english = phrases_of("en").repairs | {token for name in names.words() for token in normalise.spelt(name, {})}
    return tuple(token if token in english and token not in little_words("mk") else cyrillic(token) for token in tokens)


@lru_cache(maxsize=64)
def _vocabulary(names: Names, lang: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """All words that are known, and those of them worth repairing to."""
    phrases = phrases_of(lang)
    english = phrases_of("en").vocabulary if lang != "en" else frozenset()
    named = {token for name in names.words() for token in normalise.spelt(name, {})}
    worth = {word for word in phrases.repairs | named if len(word) >= normalise.SHORTEST}
    return phrases.vocabulary | english | named, tuple(sorted(worth))
