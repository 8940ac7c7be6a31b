"""Is this a customer's sentence? A quotation with who said it and when, or a link."""

import re
from datetime import date
from typing import NamedTuple

from bot.conversation.read_dates import find_date
from prompts.loader import Words

_QUOTED = re.compile(r"[\"“„«「『](?P<text>[^\"”“»」』]+)[\"”“»」』]", re.DOTALL)
_LINK = re.compile(r"https?://[^\s<>|]+")


class Quote(NamedTuple):
    """`quoted`: it stood in quotation marks; `link`: where it can be read."""

    text: str
    who: str | None = None
    on: date | None = None
    link: str | None = None
    quoted: bool = False


def read_quote(text: str, today: date, words: Words) -> Quote:
    """The sentence in quotation marks of any kind, then who, then the date; without marks the whole text."""
    link = _LINK.search(text)
    match = _QUOTED.search(text)
    if match is None:
        return Quote(text.strip(), link=link[0] if link else None)
    about = (text[: match.start()] + " " + text[match.end() :]).strip()
    if link:
        about = about.replace(link[0], "")
    day = find_date(about, today, words, "past")
    if day is not None:
        about = about[: day.start] + about[day.end :]
    who = re.sub(r"\s+", " ", about).strip(" \t\n,;:.()–—-<>")
    return Quote(match["text"].strip(), who[:60] or None, day.on if day else None, link[0] if link else None, True)


def has_quote(text: str) -> bool:
    """Whether the text begins with a quotation or a link."""
    start = text.lstrip()
    return bool(_QUOTED.match(start) or _LINK.match(start.lstrip("<")))
