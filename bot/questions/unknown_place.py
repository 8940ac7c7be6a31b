"""Does a question speak of a place or people that nobody here has? "Who owns checkout", "where do teachers leave"."""

from bot.questions.commands import Ask
from bot.questions.phrases import phrases
from bot.questions.read import Read
from bot.questions.understand import Asking, taken_apart
from tools.kit import columns

SEARCHES = frozenset({"map_lookup", "compare"})
"""Tools whose questions may hold any words."""


def unknown_place(text: str, ask: Ask, asking: Asking) -> str | None:
    """The place as it was said, where the question was understood without it."""
    read = taken_apart(text, asking)
    if read is None or ask.tool in SEARCHES or ask.args.steps:
        return None
    name = _named(read, "place")
    return None if name in (ask.args.start, ask.args.goal) else name


def unknown_group(text: str, ask: Ask, asking: Asking) -> str | None:
    """The people as they were said, where the question was understood to be about everybody."""
    read = taken_apart(text, asking)
    if read is None or ask.args.persona or "persona" in columns(ask.args.breakdown or ""):
        return None
    name = _named(read, "group")
    return None if name and name in (ask.args.words or "").casefold() else name


def _named(read: Read, pattern: str) -> str | None:
    known = phrases(read.lang).patterns
    match = known[pattern].search(read.masked) if pattern in known else None
    return match[match.lastgroup] if match and match.lastgroup else None
