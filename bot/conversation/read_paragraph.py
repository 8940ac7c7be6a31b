"""Is this a paragraph, and what do its sentences speak of? Guesses of stage, channel and mood, for a person to take."""

import re
from functools import lru_cache
from typing import NamedTuple

from bot.conversation.read_channel import read_channel
from bot.conversation.tongues import HAN, has_han, listed, tongues, whole
from prompts.loader import Words
from storage.model.journey import JourneyMap, Stage

MANY_CHARACTERS, MANY_SENTENCES, WORDS_OF_A_SENTENCE, HAN_OF_A_SENTENCE, PIECE = 300, 3, 3, 4, 4000
_END = re.compile(r"(?<=[.!?])[\"”“’)]*\s+|(?<=[。！？])(?![”’」』）。！？])|(?<=[。！？][”’」』）])|\n+")
_NUMBER = re.compile(r"^(?:[（(]?\d{1,2}[.)、．）]\s*|[①-⑳]\s*)")


class Sentence(NamedTuple):
    """A sentence with what it seems to be about; `score` None: no mood word."""

    text: str
    stage: str
    channel: str | None
    score: int | None
    word: str | None


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, in order, without the numbers in front of them."""
    parts = (_NUMBER.sub("", part.strip()) for part in _END.split(text) if part)
    return tuple(part for part in parts if part.strip(" .…\t0123456789)、"))


def is_paragraph(text: str) -> bool:
    """More than 300 characters or more than three sentences; one or two words are no sentence."""
    full = [sentence for sentence in sentences(text) if _is_full(sentence)]
    return len(text) > MANY_CHARACTERS or len(full) > MANY_SENTENCES


def _is_full(sentence: str) -> bool:
    han = len(re.findall(f"[{HAN}]", sentence))
    return len(sentence.split()) >= WORDS_OF_A_SENTENCE or han >= HAN_OF_A_SENTENCE


def pieces(text: str, longest: int = PIECE) -> tuple[str, ...]:
    """A long text cut into pieces of at most `longest` characters, at the end of a sentence where there is one."""
    rest, found = text.strip(), []
    while len(rest) > longest:
        ends = [match.end() for match in _END.finditer(rest[:longest])]
        cut = ends[-1] if ends and ends[-1] > longest // 2 else rest.rfind(" ", longest // 2, longest) + 1 or longest
        found.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return (*found, rest) if rest else tuple(found)


def guess(text: str, journey: JourneyMap, here: str, words: Words) -> Sentence:
    """What one sentence seems to be about; without a stage word it belongs `here` (the stage asked about)."""
    score, word = _mood(text, words)
    stage = next((s.slug for s in journey.stages if _speaks_of(text, s)), here)
    return Sentence(text, stage, read_channel(text, words).channel, score, word)


def _speaks_of(text: str, stage: Stage) -> bool:
    """Whether a telling word of the stage's title, or its stem, stands in the sentence."""
    if has_han(stage.title):
        return any(part in text for part in re.split(r"[、，,\s或和与]", stage.title) if len(part) > 1)
    said = {word.casefold() for word in re.findall(r"\w{4,}", text)}
    named = {word.casefold() for word in re.findall(r"\w{4,}", stage.title)}
    stems = {word[: max(4, len(word) - 3)] for word in named}
    return any(word.startswith(stem) for word in said for stem in stems) or (
        len(stage.title) > 1 and stage.title in text
    )


def feels(text: str, words: Words) -> bool:
    """Whether a mood word stands in the sentence."""
    return _mood(text, words)[0] is not None


def _mood(text: str, words: Words) -> tuple[int | None, str | None]:
    """The first mood word of the lists in the sentence, in the session's language first."""
    anything, known = _mood_words(words)
    if not anything.search(text):
        return None, None
    return next(((score, word) for score, word, pattern in known if pattern.search(text)), (None, None))


@lru_cache
def _mood_words(words: Words) -> tuple[re.Pattern[str], tuple[tuple[int, str, re.Pattern[str]], ...]]:
    """Any of the mood words, and each of them; a transcript has thousands of sentences."""
    endings = listed(words, "reading.endings")
    known = [
        (int(score), word, whole(word, endings))
        for tongue in tongues(words)
        for score, listed_words in tongue.data("lists.mood_words").items()
        for word in sorted(listed_words, key=len, reverse=True)
    ]
    anything = re.compile("|".join(f"(?:{pattern})" for _, _, pattern in known), re.IGNORECASE)
    return anything, tuple((score, word, re.compile(pattern, re.IGNORECASE)) for score, word, pattern in known)
