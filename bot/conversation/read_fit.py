"""Which touchpoint falls into the day, and does it fit? "reminder mail arrives at 6:00: too early"."""

import re
from typing import NamedTuple

from bot.conversation.read_times import read_times
from bot.conversation.tongues import any_whole, listed
from prompts.loader import Words


class FitRead(NamedTuple):
    """`named`: the touchpoint with its time, if one is told; `fits` None: not said."""

    named: str
    fits: bool | None = None
    why: str | None = None


def read_fit(text: str, words: Words) -> FitRead:
    """What stands in front of the verdict, the verdict, and what is said beside it."""
    flat = " ".join(text.split()).rstrip(".。")
    parts = re.split(r"[:：](?!\d)\s*|\s[-–—]\s", flat, maxsplit=1)
    if len(parts) > 1 and _only_time(parts[1], words):
        return FitRead(f"{parts[0]} {parts[1]}")
    said = parts[-1]
    for verdict, key in ((False, "no_fit"), (False, "misfit"), (True, "fits")):
        match = re.search(any_whole(listed(words, f"day_reading.{key}")), said, re.IGNORECASE)
        if match is None:
            continue
        before, behind = said[: match.start()], said[match.end() :]
        if len(parts) == 1:
            return FitRead(before.strip(" ,;，；"), verdict, behind.strip(" ,;，；") or None)
        rest = f"{before}{behind}".strip(" ,;，；")
        return FitRead(parts[0], verdict, (said if key == "misfit" else rest) or None)
    return FitRead(parts[0], None, said) if len(parts) > 1 else FitRead(flat)


def read_title(named: str, words: Words) -> str:
    """The touchpoint's name without its time and the small word that pointed at it."""
    read = read_times(named, words)
    bare = (read.bare if read.by_name else read.rest) if read.starts else named
    small = any_whole(listed(words, "times.before"))
    return re.sub(rf"\s+(?:{small})$", "", bare.strip(" ,;"), flags=re.IGNORECASE) or named


def _only_time(text: str, words: Words) -> bool:
    read = read_times(text, words)
    return read.starts is not None and not (read.bare if read.by_name else read.rest).strip()
