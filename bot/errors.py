"""An error as words: what is wrong, where, what to do. No text of an exception reaches a person."""

from collections.abc import Mapping

from bot.reply import Reply, Text
from prompts.loader import Words
from storage.errors import WaymarkError


def error_words(error: WaymarkError, words: Words) -> str:
    """The sentence of an error we know, by its key, else by its class or one of its parents."""
    key = getattr(error, "key", None)
    names = [f"ingest.refused.{key}", f"errors.{key}", *(f"errors.{kind.__name__}" for kind in type(error).__mro__)]
    for name in names:
        if words.has(name) and isinstance(words.data(name), str):
            return words(name, **(error.facts if name.startswith("ingest.") else in_words(error.facts, words)))
    return words("errors.WaymarkError")


def in_words(facts: Mapping[str, object], words: Words) -> dict[str, object]:
    """The facts with the name of a field as people say it."""
    key = f"fields.{str(facts.get('field')).replace(' ', '_')}"
    if "field" not in facts or not words.has(key):
        return dict(facts)
    named = words(key)
    return {**facts, "field": named, **({"items": named} if facts.get("items") == facts["field"] else {})}


def error_reply(error: WaymarkError, words: Words) -> Reply:
    """What a person got wrong."""
    return Reply(parts=(Text(text=error_words(error, words), style="warning"),))


def unexpected_reply(reference: str, words: Words) -> Reply:
    """What we got wrong, with the reference that stands in the log."""
    return Reply(parts=(Text(text=words("errors.unexpected", ref=reference), style="warning"),))
