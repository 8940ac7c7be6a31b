"""Does a text name two goals? Two numbers of different things, or two sentences that start with "I want"."""

import re

from bot.conversation.tongues import HAN, either, has_han, listed, whole
from prompts.loader import Words


def two_numbers(text: str, words: Words) -> tuple[str, str] | None:
    """The first two of several parts that each hold a number: "returns down 10% and calls down 20%"."""
    joined = listed(words, "reading.joined_by")
    spaced = either(word for word in joined if not has_han(word))
    han = either(word for word in joined if has_han(word))
    signs = rf"\s*[;；\n]\s*|,?\s+(?:{spaced})\s+|,\s+|[，、]\s*(?:{han})?|(?<=[{HAN}\d%％])\s*(?:{han})\s*(?=[{HAN}])"
    parts = [part.strip(" .。") for part in re.split(signs, text.strip()) if part.strip(" .。")]
    if len(parts) < 2 or not all(re.search(r"\d", part) for part in parts):
        return None
    return parts[0], parts[1]


def two_wants(text: str, words: Words) -> tuple[str, str] | None:
    """Both sentences, without the word that joins them."""
    found = [match.start() for match in re.finditer(_starts(words), text, re.IGNORECASE)]
    if len(found) < 2:
        return None
    joined = either(listed(words, "reading.joined_by"))
    first = re.sub(rf"[\s,;.，；。、]*(?:(?:{joined})\s*)?$", "", text[: found[1]])
    return first, text[found[1] :].rstrip(" .。")


def _starts(words: Words) -> str:
    """ "I want"; in Chinese at the beginning of a clause only, since no space tells where a word begins."""
    starts = sorted(listed(words, "reading.want_starts"), key=len, reverse=True)
    clause = "|".join(re.escape(start) for start in starts if has_han(start))
    spaced = "|".join(whole(start) for start in starts if not has_han(start))
    joined = [word for word in listed(words, "reading.joined_by") if has_han(word)]
    after = "|".join([r"(?<=[，,。；;、！!\s])", *(rf"(?<={re.escape(word)})" for word in joined)])
    return rf"{spaced}|(?:^|{after})(?:{clause})"
