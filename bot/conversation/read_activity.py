"""What is somebody doing at a time of the day, where, with whom, with which device? In the writer's words."""

import re
from functools import lru_cache
from typing import NamedTuple

from bot.conversation.tongues import listed, tongues, whole
from prompts.loader import Words


class ActivityRead(NamedTuple):
    """`activity` is the whole text, without the parts between commas that only tell of place or company."""

    activity: str
    place: str | None = None
    company: str | None = None
    device: str | None = None


def read_activity(text: str, words: Words) -> ActivityRead:
    """ "kneads dough in the bakery with two helpers"; "eats, in the car, alone, phone in hand"."""
    flat = " ".join(text.split()).strip(" ,;.")
    company = _first(flat, "company", words)
    place = _first(flat, "place", words, other_than=company)
    parts = [part.strip() for part in re.split(r"[,，;；]", flat) if part.strip()]
    telling = [part for part in parts if part not in (place, company)]
    activity = flat
    for part in parts if telling else ():
        if part not in telling:
            alone = rf"(?:^|[,，;；])\s*{re.escape(part)}\s*(?=[,，;；]|$)"
            activity = re.sub(alone, "", activity, count=1).strip(" ,，;；")
    device = next((d for d in listed(words, "day_reading.devices") if re.search(whole(d), flat, re.IGNORECASE)), None)
    return ActivityRead(activity, place, company, device)


def _first(text: str, key: str, words: Words, other_than: str | None = None) -> str | None:
    """What the first pattern that fits finds, the session's language first."""
    for pattern in _patterns(words, key):
        for match in pattern.finditer(text):
            found = match["found"].strip(" ,;.")[:80].strip()
            if found and found != other_than:
                return found
    return None


@lru_cache
def _patterns(words: Words, key: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(tongue.data(f"day_reading.{key}"), re.IGNORECASE) for tongue in tongues(words))
