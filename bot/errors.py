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
    """The facts with the name of a field as people say it; `what` is such a name of a `column`."""
    told = dict(facts)
    if "column" in facts:
        told["what"] = _name(f"questions.breakdown.{facts['column']}", facts["column"], words)
    if "field" in facts:
        told["field"] = _name(f"fields.{str(facts['field']).replace(' ', '_')}", facts["field"], words)
        if facts.get("items") == facts["field"]:
            told["items"] = told["field"]
    return told


def _name(key: str, otherwise: object, words: Words) -> object:
    return words(key) if words.has(key) else otherwise


def error_reply(error: WaymarkError, words: Words) -> Reply:
    """What a person got wrong."""
    return Reply(parts=(Text(text=error_words(error, words), style="warning"),))


def unexpected_reply(reference: str, words: Words) -> Reply:
    """What we got wrong, with the reference that stands in the log."""
    return Reply(parts=(Text(text=words("errors.unexpected", ref=reference), style="warning"),))
