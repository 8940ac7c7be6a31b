"""What is proposed as evidence: the words of one message, who said them and when, and where they would belong."""

import re
from datetime import date, datetime
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from bot.conversation.read_quote import Quote, link_kind, read_quote
from bot.conversation.redact import redacted
from prompts.loader import Words
from storage.model.evidence import EvidenceKind
from storage.model.types import Model

LONGEST = 3_000
QUOTED_SHARE, WHO_WORDS = 0.4, 5
_PERSON = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>")
NOWHERE = "|"


class SourceMessage(Model):
    """A message as Slack gives it. `by_us`: Waymark wrote it. `reacted`: who put which emoji under it."""

    channel: str
    ts: str
    thread_ts: str = ""
    author: str = ""
    by_us: bool = False
    text: str = ""
    reacted: tuple[tuple[str, str], ...] = ()

    def on(self, zone: str) -> date:
        """The day it was written, in the workspace's time zone."""
        return datetime.fromtimestamp(float(self.ts), ZoneInfo(zone)).date()


class Draft(Model):
    """A piece that somebody wants to keep. `place`: `map|item`, `map|@stage`, or `|` for no item.

    `opened`: the words of a private place may be read by everybody who sees the map; None: nobody has said so.
    """

    text: str
    kind: EvidenceKind
    who: str | None = None
    on: date | None = None
    consent: Literal["unknown", "given"] = "unknown"
    place: str = NOWHERE
    permalink: str | None = None
    from_private: bool = False
    opened: bool | None = None


class Proposed(NamedTuple):
    """What a message says, before anybody agreed. `masked`: something that names a person was replaced."""

    text: str
    who: str | None
    on: date
    kind: EvidenceKind
    masked: bool


def proposed(message: SourceMessage, zone: str, words: Words) -> Proposed:
    """A quotation within the message counts, with who and when it names; else all of its words."""
    named = _PERSON.sub(words("evidence.somebody"), message.text)
    quote = read_quote(named, message.on(zone), words)
    if quote.quoted and len(quote.text) < len(named) * QUOTED_SHARE:
        quote = Quote(named, on=quote.on, link=quote.link)
    clean = redacted(quote.text)
    who = _who(quote, named) if quote.quoted else None
    known = link_kind(quote.link) if quote.link else None
    kind: EvidenceKind = known or ("quote" if quote.quoted else "message")
    masked = clean.changed or named != message.text
    return Proposed(clean.text[:LONGEST], who, quote.on or message.on(zone), kind, masked)


def _who(quote: Quote, text: str) -> str | None:
    """Who it was: what stands around the quotation, else before it, if that is short and names nobody."""
    before = text.partition(quote.text)[0].strip(' \t\n,;:.()"“„«「–—-')
    short = (who for who in (quote.who, before) if who and len(who.split()) <= WHO_WORDS and len(who) <= 60)
    return next((who for who in short if not redacted(who).changed), None)
