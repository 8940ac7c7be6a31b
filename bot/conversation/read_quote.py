"""Are these customers' sentences? Quotations with who said them and when, in any order, and links."""

import re
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.conversation.read_dates import find_date
from prompts.loader import Words, table
from storage.model.evidence import EvidenceKind

_DOUBLE = re.compile(r"[\"“„«»「『〝＂](?P<text>[^\"”“»«」』〞＂]+)[\"”“»«」』〞＂]", re.DOTALL)
_SINGLE = re.compile(r"\s*[‘‚‹›'](?P<text>.+)[’‘›‹'](?=$|[\s,，.。;；(（–—-])", re.DOTALL)  # may hold apostrophes
_LINK = re.compile(r"https?://[^\s<>|\"“”„«»「」，。；]+[^\s<>|\"“”„«»「」，。；.,;:!?)]")

SHORTEST_SAID, SHORTEST_HAN = 3, 4


class Quote(NamedTuple):
    """`quoted`: it stood in quotation marks; `link`: where it can be read."""

    text: str
    who: str | None = None
    on: date | None = None
    link: str | None = None
    quoted: bool = False


def read_quote(text: str, today: date, words: Words) -> Quote:
    """The first sentence in quotation marks of any kind with who and date; without marks the whole text."""
    return read_quotes(text, today, words)[0]


def read_quotes(text: str, today: date, words: Words) -> tuple[Quote, ...]:
    """Every quotation with what stands around it, else every link of a text of links, else the text as one."""
    marked = [match for match in _marked(text) if _is_said(match, text)]
    if not marked:
        return _links(text, today, words)
    around = _around(text, marked)
    read = [
        _about(match["text"].strip(), words_around, today, words)
        for match, words_around in zip(marked, around, strict=True)
    ]
    return _shared(read)


def link_kind(link: str) -> EvidenceKind | None:
    """What a link leads to, by its host and path: a ticket, a review, a survey …; None if it does not tell."""
    place = urlsplit(link)
    address = f"{place.hostname or ''}{place.path}".casefold()
    kinds: dict[EvidenceKind, list[str]] = table("links")
    return next((kind for kind, marks in kinds.items() if any(_stands_in(mark, address) for mark in marks)), None)


def has_quote(text: str) -> bool:
    """Whether the text begins with a quotation or a link."""
    start = text.lstrip()
    return bool(_DOUBLE.match(start) or _SINGLE.match(start) or _LINK.match(start.lstrip("<")))


def _marked(text: str) -> list[re.Match[str]]:
    """Every sentence in double marks; a single one counts at the beginning only, elsewhere it is an apostrophe."""
    double, single = list(_DOUBLE.finditer(text)), _SINGLE.match(text)
    return [single] if single and (not double or single.start("text") < double[0].start()) else double


def _is_said(match: re.Match[str], text: str) -> bool:
    """A sentence, or what the text begins with; not a single word in marks such as the "pay" button."""
    said = match["text"]
    long = len(said.split()) >= SHORTEST_SAID or sum(c > "\u2e80" for c in said) >= SHORTEST_HAN
    return long or not re.search(r"\w", text[: match.start()])


def _stands_in(mark: str, address: str) -> bool:
    """As whole words: `jira` in `jira.example.com/browse`, not in `hijiraq`."""
    return re.search(rf"(?<![a-z]){re.escape(mark)}(?![a-z])", address) is not None


def _links(text: str, today: date, words: Words) -> tuple[Quote, ...]:
    """A text without quotation marks: several bare links are several pieces, anything else is one."""
    links = [match[0] for match in _LINK.finditer(text)]
    if not links:
        return (Quote(text.strip()),)
    rest = text
    for link in links:
        rest = rest.replace(link, " ")
    about = _about(links[0], rest, today, words)
    bare = not re.search(r"\w", rest) or (len(rest.split()) <= 6 and (about.on is not None or len(links) > 1))
    if not bare:
        return (Quote(text.strip(), link=links[0]),)
    return tuple(Quote(link, about.who, about.on, link) for link in dict.fromkeys(links))


def _around(text: str, marked: list[re.Match[str]]) -> list[str]:
    """For each quotation the words that tell of it: behind it where the text begins with one, else before it."""
    if len(marked) == 1:
        return [text[: marked[0].start()] + " " + text[marked[0].end() :]]
    starts, ends = [match.start() for match in marked], [match.end() for match in marked]
    lead = re.search(r"\w", text[: starts[0]]) is not None
    if lead:
        return [text[before:start] for before, start in zip([0, *ends[:-1]], starts, strict=True)]
    return [text[end:after] for end, after in zip(ends, [*starts[1:], len(text)], strict=True)]


def _about(said: str, around: str, today: date, words: Words) -> Quote:
    link = _LINK.search(around)
    about = around.replace(link[0], "") if link else around
    day = find_date(about, today, words, "past")
    if day is not None:
        about = about[: day.start] + about[day.end :]
    who = re.sub(r"\s+", " ", about).strip(" \t\n,;:.()–—-<>•*·，；：。（）")
    return Quote(said, who[:60] or None, day.on if day else None, link[0] if link else None, True)


def _shared(read: list[Quote]) -> tuple[Quote, ...]:
    """Of several quotations, who and date said once, with the last, hold for all that say nothing themselves."""
    last = read[-1]
    bare = all(quote.who is None and quote.on is None for quote in read[:-1])
    if len(read) > 1 and bare:
        read = [quote._replace(who=last.who, on=last.on, link=quote.link or last.link) for quote in read]
    return tuple(read)
