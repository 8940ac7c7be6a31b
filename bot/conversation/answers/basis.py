"""How do we know this? The source of a vote or pain point, and the customer's sentence behind it."""

from bot.conversation.answers.answer import Answer
from bot.conversation.ask import Ask
from bot.conversation.asking import ask_between, put
from bot.conversation.flow import proceed
from bot.conversation.on_map import pain_of
from bot.conversation.read_dates import say_date
from bot.conversation.read_quote import Quote, link_kind, read_quotes
from bot.conversation.redact import MARKS, redacted
from bot.conversation.talk import Talk, encoded
from bot.conversation.wording import cut
from bot.reply import Button, Buttons
from storage.model.changes import Change, LinkEvidence, SetBasis
from storage.model.confidence import of_item, of_vote
from storage.model.evidence import Evidence, EvidenceKind
from storage.model.item import MoodVote
from storage.model.refusals import made
from storage.model.types import Anchor

BACKED_BY_WORDS = ("interview", "numbers")


def offer_basis(talk: Talk, stage: str, pain: str | None) -> None:
    """The five buttons of a read-back; each knows whose vote and which pain point it is about."""
    talk.text(talk.words("ask.basis"))
    about = Ask("basis", stage, pain)
    labels: dict[str, str] = talk.words.data("choice.basis")
    buttons = (
        Button(text=text, action="build.basis", value=encoded(about, talk.by, key)) for key, text in labels.items()
    )
    talk.parts.append(Buttons(buttons=tuple(buttons)))


def set_basis(talk: Talk, about: Ask, by: str, basis: str) -> None:
    """Sets the source on the presser's own vote and on the pain point that came with it. Twice counts once."""
    own = _own_vote(talk, about.stage) if by == talk.by else None
    pain = pain_of(talk.map, about.item)
    if own is None and pain is None:
        if by != talk.by:
            talk.say("basis_not_yours", name=talk.name(by))
        return
    changes: list[Change] = []
    if own is not None and own.basis != basis:
        changes.append(SetBasis(basis=basis, mood_at=Anchor(stage=about.stage or "")))
    if pain is not None and pain.basis != basis:
        changes.append(SetBasis(basis=basis, item=pain.slug))
    if changes:
        talk.do(*changes)
    asking = Ask("quote", about.stage, about.item)
    unbacked = not (own.evidence if own else pain.evidence if pain else ())
    if basis in BACKED_BY_WORDS and unbacked and talk.open != asking:
        talk.note("quote", f"{talk.by}|{basis}")
        ask_between(talk, asking)


def quote(talk: Talk, about: Ask, answer: Answer) -> None:
    """The sentence or link becomes evidence of the vote and its pain point."""
    if answer.choice == "none":
        talk.say("no_quote")
        _end(talk)
        return
    asked_of, _, basis = talk.session.notes.get("quote", f"{talk.by}|interview").partition("|")
    read = [one for one in read_quotes(answer.text, talk.today, talk.words) if one.text]
    if not read:
        put(talk)
        return
    saved = [save_evidence(talk, one, _kind(one, basis)) for one in read]
    _link(talk, saved, about, asked_of == talk.by)
    for piece in saved[:-1]:
        talk.text(_saved_words(talk, piece))
    _say_saved(talk, saved[-1], about)
    _end(talk)


def _link(talk: Talk, saved: list[Evidence], about: Ask, own_vote_too: bool) -> None:
    """The pieces behind the pain point, and behind the vote of the person who was asked."""
    links: list[Change] = []
    pain = pain_of(talk.map, about.item)
    for piece in saved:
        if pain is not None:
            links.append(LinkEvidence(evidence_id=piece.evidence_id, item=pain.slug))
        if own_vote_too and _own_vote(talk, about.stage) is not None:
            links.append(LinkEvidence(evidence_id=piece.evidence_id, mood_at=Anchor(stage=about.stage or "")))
    if links:
        talk.do(*links)


def save_evidence(talk: Talk, read: Quote, kind: EvidenceKind, file_name: str | None = None) -> Evidence:
    """A piece of evidence, with what names a person replaced."""
    clean = redacted(read.text)
    piece = made(
        Evidence,
        workspace_id=talk.session.workspace_id,
        evidence_id=f"e{talk.scene.next_evidence + len(talk.evidence)}",
        kind=kind,
        text=clean.text,
        who=redacted(read.who).text if read.who else None,
        observed_on=read.on,
        added_by=talk.by,
        added_at=talk.said.at,
        lang=talk.session.lang,
        permalink=read.link or talk.said.permalink,
        file_name=file_name,
        redacted=clean.changed or any(mark in read.text for mark in MARKS),
        channel_id=talk.scene.channel_id,
        privacy="private" if talk.scene.private else "channel",
    )
    talk.evidence.append(piece)
    return piece


def _kind(read: Quote, basis: str) -> EvidenceKind:
    """What a link leads to; a bare one that does not tell is a document. Numbers are analytics, the rest is a quote."""
    known = link_kind(read.link) if read.link else None
    if known is not None:
        return known
    if basis == "numbers":
        return "analytics"
    return "document" if read.link and read.text == read.link else "quote"


def _saved_words(talk: Talk, piece: Evidence) -> str:
    details = [piece.who] if piece.who else []
    if piece.observed_on:
        details.append(say_date(piece.observed_on, talk.today, talk.words))
    text = cut(piece.text or "")
    if details:
        return talk.words("say.quote_saved", text=text, about=talk.words("say.comma").join(details))
    return talk.words("say.quote_saved_bare", text=text)


def _say_saved(talk: Talk, piece: Evidence, about: Ask) -> None:
    """The piece, and how well its pain point or vote is backed now."""
    saved = _saved_words(talk, piece)
    pain, own = pain_of(talk.map, about.item), _own_vote(talk, about.stage)
    stage = talk.stage(about.stage)
    title = pain.title if pain else stage.title if stage else ""
    if pain is not None:
        confidence = of_item(pain, talk.map, talk.backings)
    else:
        confidence = of_vote(own, talk.backings) if own else "assumption"
    label = talk.words.data("lists.confidence")[confidence]
    backed = talk.words("say.now_backed", item=cut(title), confidence=label)
    talk.text(talk.words("say.between").join((saved, backed)))


def _end(talk: Talk) -> None:
    talk.note("quote", None)
    talk.keep(pending=None)
    proceed(talk)


def _own_vote(talk: Talk, stage_slug: str | None) -> MoodVote | None:
    stage = talk.stage(stage_slug)
    return next((vote for vote in stage.moods if vote.by == talk.by), None) if stage else None
