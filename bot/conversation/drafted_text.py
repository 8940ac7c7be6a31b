"""A text that a model has read: its draft as a proposal, each change with its sentence."""

from collections.abc import Sequence

from bot.conversation.answers.basis import save_evidence
from bot.conversation.asking import put
from bot.conversation.drafting import proposed
from bot.conversation.proposals import propose
from bot.conversation.read_paragraph import PIECE, pieces, sentences
from bot.conversation.read_quote import Quote
from bot.conversation.redact import redacted
from bot.conversation.talk import Talk
from storage.model.evidence import Evidence


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences as a reader gets them and a proposal numbers them: redacted, piece by piece."""
    return tuple(said for piece in pieces(redacted(text).text, PIECE) for said in sentences(piece))


def offer_draft(talk: Talk, saved: Sequence[Evidence]) -> bool:
    """The draft as a proposal, with the saved pieces as its evidence; False where the rules have to read the text."""
    draft = talk.scene.draft
    if talk.scene.no_help:
        talk.text(talk.words("proposal.model_failed"))
    if draft is None or talk.journey is None:
        return False
    rows = [(said, piece.evidence_id) for piece in saved for said in sentences(piece.text or "")]
    told, ids = [said for said, _ in rows], [piece for _, piece in rows]
    found = proposed(draft, talk.map, told, ids, talk.by, talk.said.at)
    if not found:
        talk.text(talk.words("proposal.nothing_found"))
        return True
    propose(talk, found, talk.words("proposal.from_text"), draft.model_name)
    return True


def read_again(talk: Talk, text: str) -> None:
    """[Let me try again] for a message that was not understood; it becomes evidence if something is found in it."""
    draft = talk.scene.draft
    told = sentences_of(text)
    found = proposed(draft, talk.map, told, [""] * len(told), talk.by, talk.said.at) if draft else ()
    if not found or draft is None:
        talk.text(talk.words("proposal.model_failed" if talk.scene.no_help else "proposal.again_nothing"))
        put(talk)
        return
    piece = save_evidence(talk, Quote(redacted(text).text[:PIECE]), "message")
    backed = [one.model_copy(update={"sources": (piece.evidence_id,)}) for one in found]
    propose(talk, backed, talk.words("proposal.from_text"), draft.model_name)
    put(talk)
