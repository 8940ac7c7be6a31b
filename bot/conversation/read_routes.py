"""Which ways through the map does a sentence tell? Two touchpoints connected, an exit, a named way over several."""

import re
from functools import lru_cache
from typing import NamedTuple

from bot.conversation.read_items import strongly_split
from bot.conversation.tongues import tongues
from prompts.loader import Words
from storage.model.routes import EdgeKind


class Told(NamedTuple):
    """One way as it was said: who takes it, over which places. One place and `exit`: they leave there."""

    said: str
    way: EdgeKind
    who: str | None
    places: tuple[str, ...]


def read_routes(text: str, words: Words) -> tuple[Told, ...]:
    """The ways of a message, one a line or between semicolons; lines that tell none are left out."""
    return tuple(told for part in strongly_split(text) if (told := _one(part, words)) is not None)


def everybody(text: str, words: Words) -> bool:
    """Whether it says that all take the drawn way."""
    asked = text.strip().casefold().rstrip(" .!。！")
    return any(asked == said.casefold() for tongue in tongues(words) for said in tongue.data("routes.everybody"))


def _one(part: str, words: Words) -> Told | None:
    text = " ".join(part.split()).rstrip(" .。")
    who, rest = _who(text)
    over = [place.strip() for place in re.split(r"\s*(?:->|=>|→|＞|>)\s*", rest) if place.strip()]
    if len(over) > 1:
        return Told(text, "next", who, tuple(over))
    for way, pattern in _patterns(words):
        match = pattern.fullmatch(text)
        if match:
            named = match.groupdict()
            places = tuple(place for name in ("from", "to") if (place := named.get(name)))
            return Told(text, way, (named.get("who") or "").strip() or None, places)
    return None


def _who(text: str) -> tuple[str | None, str]:
    """`impulse buyers: ad > pay` names who takes the way."""
    head, colon, rest = text.replace("：", ":").partition(":")
    return (head.strip(), rest.strip()) if colon and rest.strip() else (None, text)


@lru_cache
def _patterns(words: Words) -> tuple[tuple[EdgeKind, re.Pattern[str]], ...]:
    """`{who}`, `{from}` and `{to}` are any text."""
    found: list[tuple[EdgeKind, re.Pattern[str]]] = []
    for tongue in tongues(words):
        for way, phrases in tongue.data("routes.said").items():
            for phrase in phrases:
                slots = re.sub(r"\{(\w+)\}", r"(?P<\1>.+?)", phrase)
                found.append((way, re.compile(slots.replace(" ", r"\s+"), re.IGNORECASE)))
    return tuple(found)
