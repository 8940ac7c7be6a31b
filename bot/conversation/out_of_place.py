"""No answer to the open question: signs without a word, a bare link, a customer's sentence where deeds are asked?"""

import re

from bot.conversation.answering import choice_of
from bot.conversation.answers.basis import save_evidence
from bot.conversation.asking import put
from bot.conversation.plan import kind_of
from bot.conversation.read_items import strongly_split
from bot.conversation.read_quote import Quote, has_quote, link_kind, read_quotes
from bot.conversation.talk import Talk
from storage.model.evidence import EvidenceKind

DEEDS, THINGS = ("doing",), ("doing", "pain", "questions", "opportunity")
NAMED = (*THINGS, "walk", "persona")
"""What these ask for has a name in words; a number that is none of their buttons was meant for another question."""
_SHORTCODE = re.compile(r":[a-z0-9_'+-]+:")
_ENDED = (".", "!", "?", "…", "。", "！", "？")


def only_signs(talk: Talk) -> bool:
    """An emoji, a dash or a number alone names nothing. A rating may be one."""
    about, said = talk.open, _SHORTCODE.sub("", talk.said.text)
    if about is None or talk.session.state != "active" or kind_of(about.question).get("rating"):
        return False
    needed = r"[^\W\d_]" if about.question in NAMED and choice_of(talk, about, said) is None else r"\w"
    if re.search(needed, said):
        return False
    talk.say("only_signs")
    put(talk)
    return True


def evidence_alone(talk: Talk) -> bool:
    """A bare link, or a sentence of a customer where deeds are asked, is kept as evidence and is nothing on the map."""
    if talk.journey is None or talk.open is None or talk.session.state != "active":
        return False
    text, question = talk.said.text, talk.open.question
    if question not in THINGS or len(strongly_split(text)) > 1:
        return False
    read = read_quotes(text, talk.today, talk.words)
    links = all(quote.link == quote.text for quote in read)
    if not links and not (question in DEEDS and has_quote(text) and all(_is_sentence(quote) for quote in read)):
        return False
    for quote in read:
        save_evidence(talk, quote, _kind(quote))
    talk.say("evidence_saved" if len(read) == 1 else "evidence_parts", n=len(read))
    put(talk)
    return True


def _is_sentence(quote: Quote) -> bool:
    """Ended as a sentence, or with a day: `"Buy now" button` is neither."""
    return quote.quoted and (quote.text.endswith(_ENDED) or quote.on is not None)


def _kind(quote: Quote) -> EvidenceKind:
    return (link_kind(quote.link) if quote.link else None) or ("document" if quote.link == quote.text else "quote")
