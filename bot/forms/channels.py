"""Which channels are offered for what was typed so far? From memory: Slack waits three seconds."""

from bot.conversation.read_channel import channel_named
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
    fitting = [key for key in CHANNELS if asked.casefold() in labels[key].casefold()]
    known = channel_named(asked, words)
    if known is not None and known not in fitting:
        fitting.append(known)
    offered = [Choice(labels[key], key) for key in fitting]
    if len(asked) <= LONGEST_WORD and asked.casefold() not in {labels[key].casefold() for key in fitting}:
        offered.append(Choice(f"{labels['other']}: {asked}", f"other|{asked}"))
    return tuple(offered)
