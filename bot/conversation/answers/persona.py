"""The persona builder: who it is, the day, wants, struggles, tasks, who decides with them, how we know."""

import re
from collections.abc import Callable, Mapping

from bot.conversation.answers.answer import Answer
from bot.conversation.answers.basis import save_evidence
from bot.conversation.answers.personas import made_persona, named_already, persona_line
from bot.conversation.ask import Ask
from bot.conversation.asking import put
from bot.conversation.building import about as begin_about
from bot.conversation.building import add_lines, being_built, set_fields
from bot.conversation.flow import answered
from bot.conversation.read_items import read_items, strongly_split
from bot.conversation.read_persona import read_persona
from bot.conversation.read_quote import Quote, has_quote, link_kind, read_quotes
from bot.conversation.talk import Talk
from bot.conversation.tongues import any_whole, listed, tongues
from bot.conversation.wording import cut
from storage.model.evidence import EvidenceKind
from storage.model.persona import Persona
from storage.model.refusals import revised

LINE, SHORT, TITLE = 200, 40, 60


def who(talk: Talk, about: Ask, answer: Answer) -> None:
    """Somebody new from a sentence, or one of the library by name."""
    take_who(talk, answer.text)
    answered(talk, about)


def take_who(talk: Talk, text: str) -> None:
    """Whom the builder is about from now on."""
    read = read_persona(text, talk.words)
    known = named_already(talk, read.name)
    persona = known or made_persona(talk, read)
    talk.text(talk.words("persona.started_here", name=persona.name) if known else persona_line(talk, persona))
    if talk.journey is None and not talk.session.draft.persona_ids:
        talk.keep(draft=revised(talk.session.draft, persona_ids=(persona.persona_id,)))
    begin_about(talk, persona.persona_id)


def day(talk: Talk, about: Ask, answer: Answer) -> None:
    """What they do all day: their line if there is none yet, else the story of their day; job and place if named."""
    persona, text = being_built(talk), " ".join(answer.text.split())
    fields: dict[str, object] = {}
    if persona.one_line is None and len(text) <= LINE:
        fields["one_line"] = text
    elif text not in (persona.back_story or ""):
        fields["back_story"] = "\n".join(filter(None, (persona.back_story, text)))
    for field, limit in (("job", TITLE), ("place", SHORT)):
        found = _found(talk, field, text)
        name = "job_title" if field == "job" else field
        if found and len(found) <= limit and getattr(persona, name) is None:
            fields[name] = found
    if fields:
        set_fields(talk, persona, **fields)
    answered(talk, about)


def _found(talk: Talk, key: str, text: str) -> str | None:
    """What the first pattern that fits finds, the session's language first."""
    for tongue in tongues(talk.words):
        for pattern in tongue.data(f"persona_reading.{key}"):
            if match := re.search(pattern, text, re.IGNORECASE):
                return match["found"].strip()
    return None


def goals(talk: Talk, about: Ask, answer: Answer) -> None:
    """What they want, and what they need."""
    add_goals(talk, being_built(talk), answer.text)
    answered(talk, about)


def add_goals(talk: Talk, persona: Persona, text: str) -> None:
    """Goals, and what begins like a need among the needs."""
    _sorted_lines(talk, persona, text, "goals", "needs", "need_starts")


def struggles(talk: Talk, about: Ask, answer: Answer) -> None:
    """What costs them time and fear, and what they hate."""
    add_struggles(talk, being_built(talk), answer.text)
    answered(talk, about)


def add_struggles(talk: Talk, persona: Persona, text: str) -> None:
    """Struggles, and what is hated among the frustrations."""
    _sorted_lines(talk, persona, text, "struggles", "frustrations", "frustration_starts")


def tasks(talk: Talk, about: Ask, answer: Answer) -> None:
    """What they have to do for it."""
    add_lines(talk, being_built(talk), "tasks", read_items(answer.text, talk.words).titles)
    answered(talk, about)


def _sorted_lines(talk: Talk, persona: Persona, text: str, field: str, other: str, starts: str) -> None:
    """Lines of one list; those that begin with certain words belong to the other."""
    items = read_items(text, talk.words).titles
    pattern = any_whole(listed(talk.words, f"persona_reading.{starts}"))
    others = tuple(item for item in items if re.match(pattern, item, re.IGNORECASE))
    persona = add_lines(talk, persona, field, tuple(item for item in items if item not in others))
    add_lines(talk, persona, other, others)


def info(talk: Talk, about: Ask, answer: Answer) -> None:
    """Places where they look; what ends with a question mark is a question of theirs."""
    items = read_items(answer.text, talk.words).titles
    asked = tuple(item for item in items if item.endswith(("?", "？")))
    persona = add_lines(talk, being_built(talk), "preferred_channels", tuple(i for i in items if i not in asked))
    add_lines(talk, persona, "questions", asked)
    answered(talk, about)


def team(talk: Talk, about: Ask, answer: Answer) -> None:
    """Who decides with them and what convinces each; somebody in a company is a buyer's role."""
    persona = being_built(talk)
    building = talk.session.building
    if building is not None and building.in_company and persona.kind == "customer":
        persona = revised(persona, kind="buyer_role")
        talk.keep_persona(persona)
    add_lines(talk, persona, "talking_points", strongly_split(answer.text))
    answered(talk, about)


def quote(talk: Talk, about: Ask, answer: Answer) -> None:
    """A sentence in quotation marks, or the first line; what stands beside it is the tone."""
    text = answer.text.strip()
    marked = re.search(r"[\"“„«「『](?P<said>[^\"”“»」』]+)[\"”“»」』]", text)
    if marked:
        said, rest = marked["said"].strip(), f"{text[: marked.start()]} {text[marked.end() :]}"
    else:
        said, _, rest = text.partition("\n")
    tone = " ".join(rest.split()).strip(" ,;.，；。–-")
    fields: dict[str, object] = {"quote": said, **({"communication_style": tone} if tone else {})}
    set_fields(talk, being_built(talk), **fields)
    answered(talk, about)


def basis(talk: Talk, about: Ask, answer: Answer) -> None:
    """Research, partly, our assumption; a source in words, a quote or a link is kept as evidence."""
    persona = being_built(talk)
    if answer.choice:
        talk.keep_persona(revised(persona, basis=answer.choice))
        talk.text(talk.words("persona.noted_basis", basis=talk.words(f"persona.basis.{answer.choice}")))
        answered(talk, about)
        return
    if not re.search(r"\w", answer.text):
        put(talk)
        return
    named = _basis_named(talk, answer.text)
    pieces = [] if named == "assumption" else _pieces(talk, answer.text)
    evidence = tuple(dict.fromkeys((*persona.evidence, *pieces)))
    talk.keep_persona(revised(persona, basis=named, evidence=evidence))
    label = talk.words(f"persona.basis.{named}")
    if pieces:
        text = cut(" ".join(answer.text.split()))
        talk.text(talk.words("persona.noted_source", basis=label, text=text))
    else:
        talk.text(talk.words("persona.noted_basis", basis=label))
    answered(talk, about)


def _basis_named(talk: Talk, text: str) -> str:
    """What a source in words amounts to: a named piece of research, some of it, or a belief."""
    for key, amounts_to in (("many", "mixed"), ("research", "research"), ("assumption", "assumption")):
        if re.search(any_whole(listed(talk.words, f"persona_reading.{key}")), text, re.IGNORECASE):
            return amounts_to
    return "research" if has_quote(text) else "mixed"


def _pieces(talk: Talk, text: str) -> list[str]:
    read = read_quotes(text, talk.today, talk.words) if has_quote(text) else (Quote(" ".join(text.split())),)
    return [save_evidence(talk, one, _kind(one)).evidence_id for one in read if one.text]


def _kind(read: Quote) -> EvidenceKind:
    """A sentence in quotation marks is a quote, a link what it leads to; a source in words is a document."""
    if read.quoted:
        return "quote"
    return (link_kind(read.link) if read.link else None) or "document"


ANSWERS: Mapping[str, Callable[[Talk, Ask, Answer], None]] = {
    "per.who": who,
    "per.team": team,
    "per.day": day,
    "per.goals": goals,
    "per.struggles": struggles,
    "per.tasks": tasks,
    "per.info": info,
    "per.quote": quote,
    "per.basis": basis,
}
