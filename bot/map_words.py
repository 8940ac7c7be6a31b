"""The words by which a table of somebody else's is read as a map: those of every language, the reader's first."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from bot.conversation.read_channel import channel_named, read_channel
from bot.conversation.read_dates import read_date
from bot.conversation.read_mood import read_mood
from prompts.loader import Words, words
from storage.ingest.vocabulary import FIELDS, Field, Vocabulary, folded

LANGUAGES = ("en", "zh", "mk")


def vocabulary(spoken: Words, today: date) -> Vocabulary:
    """`today`: the day from which a date without a year is read."""
    every = tuple(dict.fromkeys((spoken.lang, *LANGUAGES)))
    tongues = tuple(words(lang) for lang in every)

    def channel(text: str) -> tuple[str | None, str | None]:
        for tongue in tongues:
            read = read_channel(text, tongue)
            if found := read.channel or channel_named(text, tongue):
                return found, read.text
        return None, None

    def mood(text: str) -> int | None:
        for tongue in tongues:
            rating = read_mood(text, tongue)
            if (score := rating.score if rating.score is not None else rating.unsure) is not None:
                return max(-2, min(2, score))
        return None

    def day(text: str) -> date | None:
        return next((found for tongue in tongues if (found := read_date(text, today, tongue)) is not None), None)

    return Vocabulary(_fields(every), _facts(every), channel, mood, day)


@lru_cache
def _fields(langs: tuple[str, ...]) -> Mapping[str, Field]:
    """Folded word → field; a word of the first language, and of the first field that has it, wins."""
    found: dict[str, Field] = {}
    for lang in langs:
        spoken = words(lang)
        for field in FIELDS:
            for word in (spoken(f"map_imports.field.{field}"), *spoken.data("map_imports.words").get(field, ())):
                found.setdefault(folded(word), field)
        for key, name in spoken.data("exports.one").items():
            if key in _ONE:
                found.setdefault(folded(name), _ONE[key])
                found.setdefault(folded(spoken(f"exports.lanes.{key}")), _ONE[key])
    return found


_ONE: Mapping[str, Field] = {
    "touchpoints": "touchpoint", "moods": "mood", "questions": "question", "pain_points": "pain_point",
    "opportunities": "opportunity", "actions": "action", "requirements": "requirement", "targets": "target",
}  # fmt: skip


@lru_cache
def _facts(langs: tuple[str, ...]) -> Mapping[str, str]:
    """Folded label of an exported overview → field of the map."""
    return {folded(label): key for lang in reversed(langs) for key, label in words(lang).data("exports.facts").items()}
