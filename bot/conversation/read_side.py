"""Is a title told from our side of the counter, and how would the customer say it?"""

import re

from bot.conversation.tongues import has_han, listed, tongues
from prompts.loader import Words

LONGEST = 120


def is_our_side(title: str, words: Words) -> bool:
    """Whether a title starts with we, our, 我们, ние."""
    said = title.casefold().strip()
    first = said.split()[0] if said else ""
    return any(said.startswith(word) if has_han(word) else first == word for word in listed(words, "reading.our_side"))


def customer_side(title: str, words: Words) -> str | None:
    """The same moment as the customer would say it, by the patterns of any language."""
    for tongue in tongues(words):
        for pattern, other in tongue.data("reading.customer_side"):
            if match := re.fullmatch(pattern, title.strip().rstrip(".。"), re.IGNORECASE):
                return str(other.format(**match.groupdict())).strip()[:LONGEST]
    return None
