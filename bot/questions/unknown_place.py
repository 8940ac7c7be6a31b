"""Does a question speak of a place that nobody here has? "Who owns checkout" where no map knows a checkout."""

from bot.questions.commands import Ask
from bot.questions.phrases import phrases
from bot.questions.understand import Asking, taken_apart

SEARCHES = frozenset({"map_lookup", "compare"})
"""Tools whose questions may hold any words."""


def unknown_place(text: str, ask: Ask, asking: Asking) -> str | None:
    """The place as it was said, where the question was understood without it."""
    read = taken_apart(text, asking)
    if read is None or ask.tool in SEARCHES or ask.args.steps:
        return None
    known = phrases(read.lang).patterns
    match = known["place"].search(read.masked) if "place" in known else None
    name = match["named"] or match["alone"] if match else None
    return None if name in (ask.args.start, ask.args.goal) else name
