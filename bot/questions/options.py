"""Which of a few values does a question name: models of credit, standing, currency, measure? And what is in quotes?"""

import re
from datetime import timedelta
from functools import lru_cache

from bot.questions import periods
from bot.questions.periods.days import Found
from bot.questions.phrases import Phrases, phrases
from bot.questions.read import Read
from bot.questions.tokens import is_chinese, join

OF_TOOL = {
    "critical_touchpoints": ("models", "value"),
    "action_status": ("standing",),
    "opportunities": ("status",),
    "compare": ("measure",),
    "revenue": ("currency",),
}
"""Arguments with a few values, by the tool that takes them."""
MANY = frozenset({"models"})
QUOTED = {
    "cross_sell_timing": ("first", "then"),
    "churn_reasons": ("event",),
    "retention": ("return_event",),
    "compare": ("experiment",),
}
"""What stands in quotes, in the order it is said: names that the data hold and no map."""
ENDS = frozenset({"conversion_rate", "journey_length"})
"""Tools to which two names in quotes are start and goal, and one is the goal."""
OWNED = frozenset({"action_status", "ownership"})


def options(read: Read, tool: str, known: Phrases) -> dict[str, object]:
    """The arguments of this tool that are said so; empty ones left out."""
    found: dict[str, object] = {}
    for name in OF_TOOL.get(tool, ()):
        values = _said(read, name, known)
        if values:
            found[name] = values if name in MANY else values[0]
    quoted = read.quoted[::-1] if known.patterns["after_quoted"].search(read.said) else read.quoted
    names = {join(read.tokens[one.start : one.end]): one.value for one in read.mentions}
    quoted = tuple(names.get(said.casefold(), said) for said in quoted)
    found |= dict(zip(_quoted_are(tool, quoted), quoted, strict=False))
    if tool == "drop_off" and len(quoted) > 1:
        found["steps"] = quoted
    if tool in OWNED and read.owner:
        found["owner"] = read.owner
    if tool == "compare" and read.period:
        found |= _times(read, known)
    return found


def _quoted_are(tool: str, quoted: tuple[str, ...]) -> tuple[str, ...]:
    if tool not in ENDS:
        return QUOTED.get(tool, ())
    return ("start", "goal") if len(quoted) > 1 else ("goal",)


def _said(read: Read, name: str, known: Phrases) -> tuple[str, ...]:
    """The values whose words are in the question, in the order of the list."""
    grammars = (known, phrases("en")) if known.lang != "en" else (known,)
    return tuple(
        dict.fromkeys(
            value
            for grammar in grammars
            for value, words in grammar.options.get(name, {}).items()
            if any(_word(word).search(read.clear) for word in words)
        )
    )


@lru_cache(maxsize=1024)
def _word(word: str) -> re.Pattern[str]:
    """A word with its endings; Chinese anywhere."""
    return re.compile(re.escape(word) if is_chinese(word[0]) else rf"(?<!\w){re.escape(word)}\w{{0,3}}(?!\w)")


def _month_beside(read: Read, known: Phrases) -> Found | None:
    """ "May and June": a word that alone is hardly a month."""
    match = known.patterns["also_month"].search(read.masked) if "also_month" in known.patterns else None
    return periods.find(f"in {match[match.lastgroup]}", read.today, read.lang) if match and match.lastgroup else None


def _times(read: Read, known: Phrases) -> dict[str, object]:
    """Two periods are held against each other; a day, or "since" a day, parts before from after."""
    assert read.period is not None
    second = periods.find(read.masked, read.today, read.lang) or _month_beside(read, known)
    if second is not None:
        earlier, later = sorted((read.period, second.period), key=lambda period: str(period.start))
        return {"period": later, "against": earlier}
    start, end = read.period.start, read.period.end
    if start is not None and (end is None or (end - start).days == 1):
        begun_later = end is None and known.patterns["after_day"].search(read.clear)
        return {"on": start - timedelta(days=1) if begun_later else start, "period": None}
    return {}
