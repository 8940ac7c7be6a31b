"""Entries of an empathy map: added, agreed with, read back; what they are known from."""

from collections.abc import Sequence
from typing import Literal

from bot.conversation.answers.touchpoints import refusal_text
from bot.conversation.read_quote import Quote, link_kind
from bot.conversation.talk import Talk
from bot.conversation.wording import cut, noted
from storage.errors import ChangeRefused
from storage.model.changes import AddNote, Agree, SetBasis
from storage.model.empathy import EmpathyNote, Quadrant
from storage.model.evidence import EvidenceKind
from storage.model.refusals import made
from storage.model.types import Basis

MOST_NOTES, DRAWN, SHOWN_REFUSED = 80, 8, 3


def add_notes(
    talk: Talk, quadrant: Quadrant, titles: Sequence[str], shown: Sequence[str] | None = None
) -> list[EmpathyNote]:
    """Adds what is new and fits, agrees with what is there, and reads it back; gives the new entries."""
    there = {note.title.casefold(): note for note in talk.map.notes if note.quadrant == quadrant}
    again = [there[title.casefold()] for title in titles if title.casefold() in there]
    agreed = [Agree(item=note.slug) for note in again if talk.by not in (note.origin.by, *note.agreed_by)]
    if agreed:
        talk.do(*agreed)
    added: list[EmpathyNote] = []
    refused: list[tuple[str, ChangeRefused]] = []
    for title in dict.fromkeys(titles):
        try:
            added += [] if title.casefold() in there else [new_note(talk, title, quadrant)]
        except ChangeRefused as refusal:
            refused.append((title, refusal))
    if refused and len(titles) == 1:
        raise refused[0][1]
    _read_back(talk, quadrant, titles, added, again, shown)
    _say_refused(talk, refused, len(titles))
    return added


def new_note(
    talk: Talk, title: str, quadrant: Quadrant | None = None, strip: Literal["pain", "gain"] | None = None
) -> EmpathyNote:
    """One entry; with research named it is more than a guess. Raises ChangeRefused for one that does not fit."""
    if len(talk.map.notes) >= MOST_NOTES:
        raise ChangeRefused("notes_full", max=MOST_NOTES)
    known = {note.slug for note in talk.map.notes}
    talk.do(made(AddNote, title=title, quadrant=quadrant, strip=strip))
    slug = next(note.slug for note in talk.map.notes if note.slug not in known)
    basis = _basis(talk)
    if basis != "guess":
        talk.do(SetBasis(basis=basis, item=slug))
    return next(note for note in talk.map.notes if note.slug == slug)


def _basis(talk: Talk) -> Basis:
    """Talks and tests are interviews; from tickets somebody who reads them reports."""
    named = talk.map.research
    if named is None:
        return "guess"
    return "colleague" if named == talk.words.data("choice.emp_research")["tickets"] else "interview"


def kind_of_quote(talk: Talk, quote: Quote) -> EvidenceKind:
    known = link_kind(quote.link) if quote.link else None
    if known is not None:
        return known
    if quote.link and quote.text == quote.link:
        return "document"
    tickets = talk.words.data("choice.emp_research")["tickets"]
    return "ticket" if talk.map.research == tickets else "quote"


def _read_back(
    talk: Talk,
    quadrant: Quadrant,
    titles: Sequence[str],
    added: Sequence[EmpathyNote],
    again: Sequence[EmpathyNote],
    shown: Sequence[str] | None,
) -> None:
    words_of = dict(zip(titles, shown or titles, strict=True))
    if added:
        talk.text(noted([words_of.get(note.title, note.title) for note in added], talk.words))
    for note in again:
        names = talk.words("say.comma").join(talk.name(member) for member in note.agreed_by)
        key = "noted_agreed" if names else "noted_there"
        talk.say(key, title=cut(note.title), names=names)
    here = sum(1 for note in talk.map.notes if note.quadrant == quadrant)
    if added and here > DRAWN:
        talk.text(talk.words("emp.full_quadrant", max=DRAWN, n=here))


def _say_refused(talk: Talk, refused: Sequence[tuple[str, ChangeRefused]], of: int) -> None:
    if refused:
        shown = talk.words("say.semicolon").join(cut(title, 40) for title, _ in refused[:SHOWN_REFUSED])
        talk.say("some_did_not_fit", n=len(refused), all=of, items=shown)
        talk.text(refusal_text(talk, refused[0][1]))
