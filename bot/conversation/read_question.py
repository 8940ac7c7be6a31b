"""Is a message a question to the bot? By its mark, its first words, the small word at its end, or what it asks for."""

import re
from collections.abc import Callable

from bot.conversation.tongues import has_han, listed, tongues
from prompts.loader import Words

_LONGER_THAN = 4  # Han characters behind which a question word is more than that


def is_question(text: str, words: Words, ours: Callable[[str], bool] | None = None) -> bool:
    """Ends with a question mark, or starts or ends with a question word and is more than that. Any language.

    What to ask a customer is a question with or without a mark. Without one, what says that something is not, or tells
    of somebody, is an answer ("who to call is not written", "what she sees confuses her"). `ours`: whether a text asks
    for something that can be counted; it decides where a question word stands elsewhere, as it does in Chinese.
    """
    asked = text.strip()
    if "\n" in asked:
        return False
    if asked.endswith(("?", "？")):
        return True
    said = asked.casefold().rstrip(".。!！ ")
    asks = (pattern for tongue in tongues(words) for pattern in tongue.data("evidence.asks.questions"))
    if any(re.search(pattern, said) for pattern in asks):
        return True
    if _tells(said, words):
        return False
    if any(_starts(said, start) for start in listed(words, "reading.question_starts")):
        return True
    if any(said.endswith(end) and len(said) > len(end) + 1 for end in listed(words, "reading.question_ends")):
        return True
    has_word = any(_begins(said, word) for word in listed(words, "reading.question_words"))
    return has_word and ours is not None and ours(asked)


def _tells(said: str, words: Words) -> bool:
    """Whether it says that something is not, or what one person does."""
    return any(re.search(pattern, said) for pattern in listed(words, "reading.tells"))


def _begins(said: str, word: str) -> bool:
    """A question word of a script with spaces begins the question, in Chinese it stands where the answer would."""
    return word in said if has_han(word) else f"{said} ".startswith(f"{word} ")


def _starts(said: str, start: str) -> bool:
    if has_han(start):
        return said.startswith(start) and len(said) > max(len(start), _LONGER_THAN)
    return f"{said} ".startswith(f"{start} ") and len(said.split()) > 2
