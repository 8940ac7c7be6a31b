"""Which channels are offered for what was typed so far? From memory: Slack waits three seconds."""

from bot.forms.form import NONE, Choice
from prompts.loader import Words
from storage.model.lists import CHANNELS

LONGEST_WORD = 40


def channels(query: str, words: Words) -> tuple[Choice, ...]:
    """All of them for an empty query; else those whose name or words fit, and the typed word as one of its own."""
    labels = words.data("lists.channels")
    asked = " ".join(query.split())
    if not asked:
        return (Choice(words("forms.no_channel"), NONE), *(Choice(labels[key], key) for key in CHANNELS))
    fitting = [key for key in CHANNELS if _fits(key, asked.casefold(), words)]
    offered = [Choice(labels[key], key) for key in fitting]
    if len(asked) <= LONGEST_WORD and asked.casefold() not in {labels[key].casefold() for key in fitting}:
        offered.append(Choice(f"{labels['other']}: {asked}", f"other|{asked}"))
    return tuple(offered)


def _fits(key: str, asked: str, words: Words) -> bool:
    """Part of the channel's name, or the beginning of a word by which it is known."""
    known = words.data("lists.channel_words").get(key, {})
    return asked in words.data("lists.channels")[key].casefold() or any(
        word.casefold().startswith(asked) for kind in ("words", "names") for word in known.get(kind, ())
    )
