"""What stands in an answer about words, thoughts and deeds? A thought with its reason, a pair that contradicts."""

import re
from typing import NamedTuple

from bot.conversation.read_items import strongly_split
from bot.conversation.tongues import any_whole, listed, tongues
from prompts.loader import Words

_NUMBERS = re.compile(r"\D*(\d{1,2})\D+(\d{1,2})\D*")


class Thought(NamedTuple):
    """`why`: what makes people believe it."""

    text: str
    why: str | None = None


class Pair(NamedTuple):
    """What people say, and what they do."""

    says: str
    does: str


def read_thoughts(text: str, words: Words) -> tuple[Thought, ...]:
    """One thought a line: `is it real? paused at the small print`; `they lie, because …`; `… – …`."""
    return tuple(_thought(line, words) for line in strongly_split(text))


def _thought(line: str, words: Words) -> Thought:
    reasons = any_whole(listed(words, "reading.because"))
    for sign in (
        r"(?<=[?？])\s*(?=\S)",
        rf"[\s,，:：]*(?:{reasons})[\s:：]*",
        r"\s+[–—-]\s+",
        r"\s*[(（](?=[^()（）]+[)）]$)",
    ):
        parts = re.split(sign, line, maxsplit=1, flags=re.IGNORECASE)
        if len(parts) == 2 and all(re.search(r"\w", part) for part in parts):
            return Thought(parts[0].strip(" ,，"), _bare_reason(parts[1], reasons))
    return Thought(line)


def _bare_reason(text: str, reasons: str) -> str:
    return re.sub(rf"^(?:{reasons})\s*", "", text.strip(" ()（）–—-,，:："), flags=re.IGNORECASE) or text.strip()


def read_pair(line: str, words: Words) -> Pair | None:
    """`says a > does b`, `a, but b`; None if there is only one side."""
    for tongue in tongues(words):
        for sign in tongue.data("emp_reading.contrast"):
            says, found, does = line.partition(sign)
            if found and says.strip() and does.strip():
                return Pair(_side(says, "says_starts", words), _side(does, "does_starts", words))
    return None


def read_numbers(line: str) -> tuple[int, int] | None:
    """`1 and 2`: the numbers of a saying and a deed."""
    match = _NUMBERS.fullmatch(line.strip())
    return (int(match[1]), int(match[2])) if match and len(line) < 24 else None


def read_strip(text: str, words: Words) -> tuple[str, bool]:
    """A need or wish, and whether it is a pain: `pain: is ashamed to ask`; fears are pains too."""
    head, colon, rest = text.partition("：") if "：" in text else text.partition(":")
    if colon and rest.strip():
        for key, is_pain in (("pain_starts", True), ("gain_starts", False)):
            if head.strip().casefold() in (word.casefold() for word in listed(words, f"emp_reading.{key}")):
                return rest.strip(), is_pain
    pains = sorted(listed(words, "emp_reading.pain_starts"), key=len, reverse=True)
    return text, any(text.casefold().startswith(word.casefold()) for word in pains)


def _side(text: str, key: str, words: Words) -> str:
    """A side of a pair without "says" or "does" in front, and without quotation marks."""
    starts = "|".join(re.escape(word) for word in sorted(listed(words, f"emp_reading.{key}"), key=len, reverse=True))
    bare = re.sub(rf"^(?:{starts})[\s:：]*", "", text.strip(" ,，"), flags=re.IGNORECASE)
    return bare.strip(' "“”„«»「」.。') or text.strip()
