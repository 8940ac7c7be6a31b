"""Through which medium does it happen? Channel words of any language in a sentence; the longest match wins."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.conversation.tongues import any_whole, listed, tongues
from prompts.loader import Words


class ChannelRead(NamedTuple):
    """`channel` None: none, or differing ones (`candidates`). `text`: the person's own name for it ("Instagram")."""

    channel: str | None = None
    text: str | None = None
    candidates: tuple[str, ...] = ()


class _Match(NamedTuple):
    start: int
    end: int
    channel: str
    text: str | None

    def covers(self, other: "_Match") -> bool:
        return self.start <= other.start and other.end <= self.end and self.end - self.start > other.end - other.start


def read_channel(text: str, words: Words) -> ChannelRead:
    """The channel of one touchpoint."""
    found = [*_single(text, words), *_pairs(text, words)]
    kept = [match for match in found if not any(other.covers(match) for other in found)]
    channels = tuple(dict.fromkeys(match.channel for match in kept))
    if len(channels) != 1:
        return ChannelRead(candidates=channels)
    return ChannelRead(channels[0], next((match.text for match in kept if match.text), None), channels)


def channel_named(text: str, words: Words) -> str | None:
    """The channel whose label, key or word is exactly this text."""
    asked = text.strip().strip(".!。！").casefold()
    for tongue in tongues(words):
        for key, label in tongue.data("lists.channels").items():
            if asked in (label.casefold(), key, key.replace("_", " ")):
                return str(key)
    read = read_channel(text, words)
    return read.channel


def _single(text: str, words: Words) -> list[_Match]:
    matches = []
    for pattern, channels in _patterns(words):
        for match in pattern.finditer(text):
            channel, is_name = channels[match[0].casefold()]
            matches.append(_Match(match.start(), match.end(), channel, match[0] if is_name else None))
    return matches


def _pairs(text: str, words: Words) -> list[_Match]:
    """Two words that mean something together: Instagram and ad."""
    matches = []
    for channel, names, others in _doubles(words):
        for name in names.finditer(text):
            for other in others.finditer(text):
                start, end = min(name.start(), other.start()), max(name.end(), other.end())
                own = name[0] if name[0].casefold() in _own_names(words) else None
                matches.append(_Match(start, end, channel, own))
    return matches


@lru_cache
def _own_names(words: Words) -> frozenset[str]:
    """What is the name of one place and not of a kind of places: Instagram."""
    return frozenset(word.casefold() for _, kind, word in _all_words(words) if kind == "names")


@lru_cache
def _patterns(words: Words) -> tuple[tuple[re.Pattern[str], dict[str, tuple[str, bool]]], ...]:
    """Words by length, so that a long word and the short one inside it are both seen (`covers` decides)."""
    by_length: dict[int, dict[str, tuple[str, bool]]] = {}
    for channel, kind, word in _all_words(words):
        by_length.setdefault(len(word), {}).setdefault(word.casefold(), (channel, kind == "names"))
    return tuple((_pattern(known, words), known) for known in by_length.values())


def _all_words(words: Words) -> Iterator[tuple[str, str, str]]:
    """Channel, kind and word, in the session's language first."""
    for tongue in tongues(words):
        for channel, known in tongue.data("lists.channel_words").items():
            for kind in ("words", "names"):
                yield from ((channel, kind, word) for word in known.get(kind, ()))


@lru_cache
def _doubles(words: Words) -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """Names and other words by channel; a name of one language goes with a word of another."""
    both: dict[str, tuple[list[str], list[str]]] = {}
    for tongue in tongues(words):
        for channel, known in tongue.data("lists.channel_words").items():
            names, others = known.get("both", ((), ()))
            kept = both.setdefault(channel, ([], []))
            kept[0].extend(names)
            kept[1].extend(others)
    return tuple(
        (key, _pattern(names, words), _pattern(others, words)) for key, (names, others) in both.items() if names
    )


def _pattern(known: Iterable[str], words: Words) -> re.Pattern[str]:
    """Whole words, with an article behind them or not; scripts without spaces match anywhere."""
    return re.compile(any_whole(dict.fromkeys(known), listed(words, "reading.endings")), re.IGNORECASE)
