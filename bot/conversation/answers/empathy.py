"""What people say, think, do and feel: entries of an empathy map, backed by what was heard and seen."""

from collections.abc import Callable, Mapping, Sequence

from bot.conversation.answers import empathy_links
from bot.conversation.answers.answer import Answer, set_map
from bot.conversation.answers.basis import save_evidence
from bot.conversation.answers.notes import add_notes, kind_of_quote
from bot.conversation.ask import Ask
from bot.conversation.asking import put
from bot.conversation.flow import answered
from bot.conversation.read_items import read_items, strongly_split
from bot.conversation.read_notes import Thought, read_thoughts
from bot.conversation.read_quote import Quote, has_quote, read_quotes
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from storage.model.changes import LinkEvidence
from storage.model.empathy import EmpathyNote, Quadrant
from storage.model.evidence import EvidenceKind


def research(talk: Talk, about: Ask, answer: Answer) -> None:
    """What it is based on: a name, a button, or the pieces themselves; without any it is a guess."""
    if answer.choice == "none":
        talk.text(talk.words("emp.no_research"))
        answered(talk, about)
        return
    named = talk.words.data("choice.emp_research").get(answer.choice or "", "")
    pasted = () if named or not has_quote(answer.text) else read_quotes(answer.text, talk.today, talk.words)
    if pasted:
        saved = [save_evidence(talk, quote, kind_of_quote(talk, quote)) for quote in pasted]
        ids = talk.words("say.comma").join(piece.evidence_id for piece in saved)
        talk.text(talk.words("emp.pasted_saved", ids=ids))
        named = talk.words("emp.pasted", ids=ids)
    set_map(talk, research=named or " ".join(answer.text.split()))
    talk.text(talk.words("emp.noted_research", text=cut(str(talk.map.research).rstrip(".。"))))
    answered(talk, about)


def says(talk: Talk, about: Ask, answer: Answer) -> None:
    """Sentences word for word."""
    _on(talk, about, add_said(talk, answer.text))


def add_said(talk: Talk, text: str) -> list[EmpathyNote]:
    """Each sentence in quotation marks is evidence, the others are entries like any."""
    titles: list[str] = []
    quotes: dict[str, Quote] = {}
    for line in text.splitlines() if "\n" in text.strip() else [text]:
        if not line.strip():
            continue
        read = [quote for quote in read_quotes(line, talk.today, talk.words) if quote.quoted]
        quotes |= {quote.text: quote for quote in read}
        titles += [quote.text for quote in read] or strongly_split(line)
    added = add_notes(talk, "says", titles)
    backed = [note for note in added if note.title in quotes]
    for note in backed:
        piece = save_evidence(talk, quotes[note.title], kind_of_quote(talk, quotes[note.title]))
        talk.do(LinkEvidence(evidence_id=piece.evidence_id, item=note.slug))
    if backed:
        talk.text(talk.words("emp.quotes_saved" if len(backed) > 1 else "emp.quote_saved", n=len(backed)))
    if added and not backed and talk.map.research is None:
        talk.text(talk.words("emp.unquoted"))
    return added


def does(talk: Talk, about: Ask, answer: Answer) -> None:
    """What people did, or felt."""
    quadrant: Quadrant = "does" if about.question == "emp.does" else "feels"
    _on(talk, about, add_notes(talk, quadrant, read_items(answer.text, talk.words).titles))


def thinks(talk: Talk, about: Ask, answer: Answer) -> None:
    """Thoughts, with what makes people believe them."""
    _on(talk, about, add_thoughts(talk, answer.text))


def add_thoughts(talk: Talk, text: str) -> list[EmpathyNote]:
    """What makes people believe a thought is kept as an observation behind it."""
    read = {thought.text: thought for thought in read_thoughts(text, talk.words)}
    shown = [_with_reason(talk, thought) for thought in read.values()]
    added = add_notes(talk, "thinks", list(read), shown)
    for note in added:
        why = read[note.title].why
        if why:
            kind: EvidenceKind = "observation" if talk.map.research else "message"
            piece = save_evidence(talk, Quote(why), kind)
            talk.do(LinkEvidence(evidence_id=piece.evidence_id, item=note.slug))
    return added


def _with_reason(talk: Talk, thought: Thought) -> str:
    return talk.words("emp.because", title=thought.text, why=thought.why) if thought.why else thought.text


def _on(talk: Talk, about: Ask, added: Sequence[EmpathyNote]) -> None:
    """On to the next question, unless nothing could be kept and nothing is there."""
    quadrant = about.question.removeprefix("emp.")
    if added or any(note.quadrant == quadrant for note in talk.map.notes):
        answered(talk, about)
    else:
        put(talk)


ANSWERS: Mapping[str, Callable[[Talk, Ask, Answer], None]] = {
    "emp.research": research,
    "emp.says": says,
    "emp.does": does,
    "emp.thinks": thinks,
    "emp.feels": does,
    **empathy_links.ANSWERS,
}
