"""Through which medium does it happen? Channel words of the language in a sentence; the longest match wins."""

import re
from functools import lru_cache
from typing import NamedTuple

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
    asked = text.strip().strip(".!").casefold()
    for key, label in words.data("lists.channels").items():
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
    for channel, (names, others) in _doubles(words).items():
        for name in names.finditer(text):
            for other in others.finditer(text):
                start, end = min(name.start(), other.start()), max(name.end(), other.end())
                matches.append(_Match(start, end, channel, name[0]))
    return matches


@lru_cache
def _patterns(words: Words) -> tuple[tuple[re.Pattern[str], dict[str, tuple[str, bool]]], ...]:
    """Words by length, so that a long word and the short one inside it are both seen (`covers` decides)."""
    by_length: dict[int, dict[str, tuple[str, bool]]] = {}
    for channel, listed in words.data("lists.channel_words").items():
        for kind in ("words", "names"):
            for word in listed.get(kind, ()):
                by_length.setdefault(len(word), {})[word.casefold()] = (channel, kind == "names")
    return tuple((_pattern(known), known) for known in by_length.values())


@lru_cache
def _doubles(words: Words) -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    listed = words.data("lists.channel_words").items()
    return {key: (_pattern(own["both"][0]), _pattern(own["both"][1])) for key, own in listed if "both" in own}


def _pattern(known: "dict[str, tuple[str, bool]] | list[str]") -> re.Pattern[str]:
    """Whole words; scripts without spaces match anywhere."""
    listed = "|".join(_whole(word) for word in sorted(known, key=len, reverse=True))
    return re.compile(listed, re.IGNORECASE)


def _whole(word: str) -> str:
    spaced = re.compile(r"[A-Za-zÀ-ɏЀ-ӿ0-9]")
    before = r"(?<!\w)" if spaced.match(word[0]) else ""
    after = r"(?![\w])" if spaced.match(word[-1]) else ""
    return before + re.escape(word) + after
