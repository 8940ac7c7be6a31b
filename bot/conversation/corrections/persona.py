"""Personas in plain words, at any time: renamed, told more of, built on, or given the same map."""

from bot.conversation.answers.personas import named_already
from bot.conversation.building import enter, set_fields
from bot.conversation.corrections import things
from bot.conversation.corrections.match import Found
from bot.conversation.corrections.target import Answered, Unfound
from bot.conversation.flow import proceed
from bot.conversation.persona_card import LISTS
from bot.conversation.read_items import read_items
from bot.conversation.same_map import open_same
from bot.conversation.talk import Talk
from bot.conversation.wording import cut
from storage.errors import ChangeRefused
from storage.model.persona import Persona
from storage.model.refusals import revised
from storage.model.slugs import initials


def rename(talk: Talk, found: Found) -> None:
    """Another name on every map; the id stays."""
    if "who" not in found.parts and talk.journey is not None and talk.session.building is None:
        raise Unfound
    persona, new = _meant(talk, found), found.parts["new"].strip("\"“”'")
    other = named_already(talk, new)
    if other is not None and other.persona_id != persona.persona_id:
        raise ChangeRefused("persona_name_taken", name=other.name)
    talk.keep_persona(revised(persona, name=new, initials=initials(new)))
    talk.text(talk.words("persona.renamed", old=persona.name, new=new))


def field(talk: Talk, found: Found) -> None:
    """Goals, struggles, tasks …, several in one line; of the one that is named, else of the map's first."""
    persona, name = _meant(talk, found), found.parts["field"]
    titles = read_items(found.parts["text"], talk.words).titles
    set_fields(talk, persona, **{name: tuple(dict.fromkeys((*getattr(persona, name), *titles)))})


def text(talk: Talk, found: Found) -> None:
    """Job title, typical sentence, tone."""
    line = " ".join(found.parts["text"].split()).strip('"“”„「」')
    set_fields(talk, _meant(talk, found), **{found.parts["field"]: line})


def remove(talk: Talk, found: Found) -> None:
    """A line of the persona that is being built or that the thread is about; else something of the map."""
    if talk.journey is not None and talk.session.building is None:
        things.remove(talk, found)
        return
    asked = found.parts["item"].strip("\"“”'„").casefold()
    try:
        persona = _meant(talk, found)
    except Unfound:
        raise ChangeRefused("no_map_yet") from None
    lines = [(field, line) for field in LISTS for line in getattr(persona, field)]
    hits = [hit for hit in lines if hit[1].casefold() == asked] or [hit for hit in lines if asked in hit[1].casefold()]
    if len(hits) != 1:
        raise ChangeRefused("no_persona_line", name=persona.name, text=cut(found.parts["item"], 40))
    field, line = hits[0]
    left = tuple(known for known in getattr(persona, field) if known != line)
    talk.keep_persona(revised(persona, **{field: left}))
    label = talk.words(f"field.{field}")
    talk.text(talk.words("persona.line_removed", name=persona.name, field=label, text=line))


def build(talk: Talk, found: Found) -> None:
    """`persona Colleen`: the questions about somebody of the library."""
    enter(talk, _meant(talk, found).persona_id)
    proceed(talk)
    raise Answered


def build_new(talk: Talk, found: Found) -> None:
    """`new persona`: the questions about somebody new."""
    enter(talk, None)
    proceed(talk)
    raise Answered


def same(talk: Talk, found: Found) -> None:
    """`same map for Dana`."""
    open_same(talk, found.parts["text"])


def _meant(talk: Talk, found: Found) -> Persona:
    """The persona that is named, else the one that is being built, else the map's first. Raises Unfound."""
    if "who" in found.parts:
        named = named_already(talk, found.parts["who"].strip("\"“”'"))
    else:
        ids = talk.journey.persona_ids if talk.journey else talk.session.draft.persona_ids
        named = talk.view.persona or talk.persona_with(ids[0] if ids else None)
    if named is None:
        raise Unfound
    return named
