"""Is a message a question to the bot? By its mark, its first words, or the small word at its end."""

import re

from bot.conversation.tongues import has_han, listed, tongues
from prompts.loader import Words

_LONGER_THAN = 4  # Han characters behind which a question word is more than that


def is_question(text: str, words: Words) -> bool:
    """Ends with a question mark, or starts or ends with a question word and is more than that. Any language.

    What to ask a customer is a question with or without a mark.
    """
    asked = text.strip()
    if "\n" in asked:
        return False
    if asked.endswith(("?", "？")):
        return True
    said = asked.casefold().rstrip(".。!！ ")
    if any(_starts(said, start) for start in listed(words, "reading.question_starts")):
        return True
    asks = (pattern for tongue in tongues(words) for pattern in tongue.data("evidence.asks.questions"))
    if any(re.search(pattern, said) for pattern in asks):
        return True
    return any(said.endswith(end) and len(said) > len(end) + 1 for end in listed(words, "reading.question_ends"))


def _starts(said: str, start: str) -> bool:
    if has_han(start):
        return said.startswith(start) and len(said) > max(len(start), _LONGER_THAN)
    return f"{said} ".startswith(f"{start} ") and len(said.split()) > 2
